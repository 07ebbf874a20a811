"""A federation whose quarter is published: leaders and agents with accounts, a clock that is set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from fastapi import FastAPI, Request
from sqlalchemy import select

from api.access.callers import NOBODY, AccountHolder, Caller
from api.access.ids import AccountId
from api.access.roles import Grant, Role
from api.accounts.records import accounts, grants
from api.app import create_app
from api.notices.kinds import find_notices, sort
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision, read_plan
from api.published.store_source import StoredHotlines
from api.store.engine import Database, reading, writing
from api.store.tables import MAIL
from solver.heuristics.greedy import greedy_roster
from solver.params import Clock
from tests.api.availability.test_pages import hidden
from tests.api.filled_service import CODE, ROOT
from tests.api.notices.post import add_agents
from tests.api.one_thread import TestClient
from tests.api.publishing.planned import Planned
from tests.api.showcase import HOST
from tests.builders import hotline, municipality, plan
from tests.wfm.tables.books import add_rows
from wfm.ids import AgentId, MunicipalityCode
from wfm.next_period import next_period
from wfm.plan import Plan
from wfm.tables.template import write_template

NOW = datetime(2027, 1, 6, 9, tzinfo=UTC)
AWAY = ("utilgængelig", "ferie")


def federation(towns: int, agents: int, days: int) -> Plan:
    """Return the plan of a quarter: so many people, spread over so many municipalities."""
    codes = [str(n) for n in range(1, towns + 1)]
    people = [f"{codes[n % towns]}-{n // towns + 1}" for n in range(agents)]
    line = hotline(days=days, hours="08:00-14:00")
    return plan([municipality(code, 100) for code in codes], people, hotline=line)


@dataclass
class AskedQuarter:
    """The service over a published quarter, and everybody whom the next one asks.

    Parameters
    ----------
    world, plan
        The store, and the plan that is published in it.
    callers
        By what a request's header says: ``coordinator``, ``leader 3``, ``agent 3-1``.
    """

    world: Planned
    plan: Plan
    callers: dict[str, Caller] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world.now = NOW
        self.world.plan(self.plan)
        self.world.publish(self.world.version(greedy_roster(self.plan, 1, Clock(5)), expected=0), expected=0)
        self._give_roles()
        self.app = self._app()
        self.client = TestClient(self.app, base_url=HOST, follow_redirects=False)
        self.first = next_period(self.plan.hotline.period).first_day

    def _give_roles(self) -> None:
        with reading(self.database) as connection:
            home = find_hotline(connection, CODE).id
        for agent, account in add_agents(self.database, home).items():
            own = AgentId(agent)
            grant = Grant(Role.AGENT, CODE, self.plan.agent[own].municipality, own)
            self.callers[f"agent {agent}"] = AccountHolder(account.id, (grant,))
        with writing(self.database) as connection:

            def add(name: str, role: Role, town: MunicipalityCode | None = None) -> None:
                address = f"{name.replace(' ', '.')}@example.dk"
                made = accounts.make(connection, address, "da", by=None, at=NOW)
                told = {"hotline": home, "municipality": town, "by": None, "at": NOW}
                grants.give(connection, made.id, role, **told)  # type: ignore[arg-type]
                self.callers[name] = AccountHolder(made.id, (Grant(role, CODE, town),))

            add("coordinator", Role.COORDINATOR)
            for town in self.plan.municipalities:
                add(f"leader {town.code}", Role.LEADER, town.code)

    def _app(self) -> FastAPI:
        def caller(request: Request) -> Caller:
            return self.callers.get(request.headers.get("x-caller", ""), NOBODY)

        def now() -> datetime:
            return self.world.now

        return create_app(StoredHotlines(self.database, now), database=self.database, caller=caller, now=now)

    @property
    def database(self) -> Database:
        return self.world.database

    @property
    def board(self) -> str:
        """The address of the board of who has answered."""
        return f"/plans/{self.first}/availability"

    def next_plan(self) -> Plan:
        """Return the plan that is made, as it is now."""
        with reading(self.database) as connection:
            found = find_plan(connection, find_hotline(connection, CODE).id, self.first)
            return read_plan(connection, find_revision(connection, found.id))

    def send(self, who: str, address: str, part: str, **fields: str) -> int:
        """Fill in the form of a page of availability that is found by a part of it; return the status."""
        headers, page = {"x-caller": who}, address.removesuffix("/days")
        form = hidden(self.client.get(page, headers=headers).text, part)
        return self.client.post(address, data={**form, **fields}, headers=headers).status_code

    def answer(self, agent: str, do: str = "done", who: str = "", **cells: str) -> None:
        """Let somebody send the form of their own answer."""
        fields = {f"c:{shift}": letter for shift, letter in cells.items()}
        own = f"{self.board}/{agent}"
        assert self.send(who or f"agent {agent}", own, "data-changed-only", do=do, **fields) == 303

    def workbook(self, folder: Path, town: str, *rows: tuple[object, ...]) -> bytes:
        """Return what a municipality sends back, with rows of availability filled in."""
        (path,) = write_template(folder / town, self.next_plan(), town, "da")
        return add_rows(path, "tilgængelighed", rows).read_bytes()

    def merge(self, content: bytes) -> tuple[int, list[dict[str, object]]]:
        """Take a municipality's workbook in; return the status, and the faults that were told."""
        plan = f"{ROOT}/{CODE}/plans/{self.first}"
        headers = {"x-caller": "coordinator", "accept-language": "da"}
        number = self.client.get(f"{plan}/check", headers=headers).json()["revision"]
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        told = {"if-match": f'"{number}"', "idempotency-key": f"merge-{number}-{len(content)}"}
        answer = self.client.post(
            f"{plan}/merge", content=content, headers={**headers, **told, "content-type": media}
        )
        return answer.status_code, answer.json().get("faults", [])

    def mailed(self) -> set[AccountId]:
        """Let the mails that wait be made; return whom those about the collection go to."""
        with reading(self.database) as connection:
            before = set(connection.scalars(select(MAIL.c.id)))
        for notice in find_notices(self.database):
            sort(self.database, notice, self.world.now)
        with reading(self.database) as connection:
            rows = connection.execute(select(MAIL.c.id, MAIL.c.account_id, MAIL.c.kind)).all()
        return {r.account_id for r in rows if r.id not in before and r.kind.startswith("collection")}


def shift_of(plan: Plan, place: int) -> str:
    """Return one of a plan's shifts; places go round."""
    return str(plan.shifts[place % len(plan.shifts)].id)


def day_in(plan: Plan, place: int) -> date:
    """Return a day on which a plan has shifts."""
    return plan.shifts[place % len(plan.shifts)].day
