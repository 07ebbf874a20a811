"""What the service is asked about: hotlines with a plan and a roster each, and coordinators with a token."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from secrets import token_hex
from typing import Any

import httpx2

from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, grants
from api.plans.records.plans import import_plan, read_plan
from api.publication.report import report_of
from api.rosters.records.rosters import add_version
from api.store.engine import Database, writing
from api.store.migrate import upgrade
from benchmarks.plans import week
from benchmarks.service.running import PATIENCE
from solver import solve
from wfm.plan import Plan
from wfm.result import Result
from wfm.tables.plan_writing import plan_files

IMPORT, CHANGE, PUBLISH = "import", "change", "publish"
TABLE, ANSWER, COLLECT = "save a table", "answer availability", "open a collection"
REVISING = (IMPORT, TABLE, ANSWER)
"""What makes the next revision of the plan."""
ROOT = "/api/v1/hotlines"


@dataclass(frozen=True)
class Wanted:
    """A request that changes something; sent again it is the same one, by its key."""

    action: str
    method: str
    path: str
    media: str
    began: int | None
    content: bytes
    key: str = field(default_factory=lambda: token_hex(16))

    def send(self, client: httpx2.Client, token: str) -> httpx2.Response:
        """Send it."""
        headers = {"authorization": f"Bearer {token}", "content-type": self.media}
        headers |= {"idempotency-key": self.key, "accept-language": "en"}
        if self.began is not None:
            headers["if-match"] = f'"{self.began}"'
        return client.request(self.method, self.path, content=self.content, headers=headers)


@dataclass
class Hotline:
    """A hotline as its coordinator knows it, from what the service answered.

    Parameters
    ----------
    code, plan
        Its code and its one plan.
    seat
        A shift, and an agent on it, who goes and comes back.
    token
        Of its coordinator.
    revision, version, published, collection
        Numbers of what is newest, and of what is published.
    away
        Whether that agent is off the shift in the newest version.
    """

    code: str
    plan: Plan
    seat: tuple[str, str]
    token: str
    revision: int = 1
    version: int = 1
    published: int = 0
    collection: int = 0
    away: bool = False

    @property
    def address(self) -> str:
        """Where its plan lies."""
        return f"{ROOT}/{self.code}/plans/{self.plan.hotline.period.first_day.isoformat()}"

    def wanted(self, action: str, number: int = 0) -> Wanted:
        """Return the next request of a kind; publishing nothing new is a change instead.

        Parameters
        ----------
        action
            Which kind.
        number
            Of the version to publish; the newest where it is 0.
        """
        if action == IMPORT:
            content = _packed(self.plan, f"+45 {self.revision:08}")
            return Wanted(
                action, "POST", f"{ROOT}/{self.code}/plans", "application/zip", self.revision, content
            )
        if action in (TABLE, ANSWER, COLLECT):
            return self._planning(action)
        if action == PUBLISH and self.version > self.published:
            told = {"number": number or self.version, "accept_short_notice": True}
            return _json(PUBLISH, "PUT", f"{self.address}/published", self.published, told)
        shift, agent = self.seat
        leaves, joins = (None, agent) if self.away else (agent, None)
        move = {"kind": "move", "shift": shift, "leaves": leaves, "joins": joins}
        path = f"{self.address}/versions/{self.version}/changes"
        return _json(CHANGE, "POST", path, self.version, {"changes": [move], "note": f"{self.version}"})

    def _planning(self, action: str) -> Wanted:
        """Return the next request of a kind that changes the plan or asks its people."""
        day = self.plan.hotline.period.first_day + timedelta(days=self.revision % 5)
        if action == TABLE:
            date, start = self.seat[0].split("T")
            lock = {"date": date, "start": start, "agent": self.seat[1]}
            rows = [lock] if self.revision % 2 else []
            return _json(TABLE, "PUT", f"{self.address}/tables/locks", self.revision, {"rows": rows})
        if action == ANSWER:
            entry = {"kind": "undesired", "first_day": f"{day}", "last_day": f"{day}"}
            path = f"{self.address}/availability/{self.seat[1]}"
            return _json(ANSWER, "PUT", path, self.revision, {"entries": [entry], "answered": True})
        closes = datetime.now(UTC) + timedelta(days=30 + self.collection)
        path = f"{self.address}/collection"
        return _json(COLLECT, "PUT", path, self.collection, {"closes": closes.isoformat()})

    def number_in(self, wanted: Wanted, answer: httpx2.Response) -> int:
        """Return the number that an answer tells, of what the request made."""
        told = answer.json()
        if wanted.action == COLLECT:
            return int(answer.headers["etag"].strip('"').partition("-")[0])
        if wanted.action in (PUBLISH, ANSWER):
            return int(told["number" if wanted.action == PUBLISH else "revision"])
        return int(told["revision" if wanted.action in REVISING else "version"]["number"])

    def keys_of(self, action: str) -> int:
        """Return how many answers a request of a kind keeps: its own."""
        return 1

    def note(self, wanted: Wanted, number: int) -> None:
        """Note what a request did."""
        if wanted.action in REVISING:
            self.revision = number
        elif wanted.action == COLLECT:
            self.collection = number
        elif wanted.action == CHANGE:
            self.version, self.away = number, not self.away
        else:
            self.published = number


def fill(database: Database, codes: tuple[str, ...], coordinators: int = 1) -> tuple[Hotline, ...]:
    """Make the hotlines, each with a solved week and coordinators of its own; return them by coordinator."""
    upgrade(database)
    plan, result = _solved()
    assert result.roster is not None
    shift, agents = next((shift, agents) for shift, agents in result.roster.agents_on.items() if agents)
    seat = str(shift), str(agents[0])
    return tuple(
        Hotline(code, own, seat, token)
        for code in codes
        for own in (replace(plan, hotline=replace(plan.hotline, code=code)),)
        for token in _taken_in(database, own, result, coordinators)
    )


@cache
def _solved() -> tuple[Plan, Result]:
    """Return a week and what it was solved to."""
    plan = week(1)
    return plan, solve(plan, time_limit=10, workers=2, seed=1)


def _taken_in(database: Database, plan: Plan, result: Result, coordinators: int) -> list[str]:
    """Take a plan and its roster in; return the tokens of coordinators."""
    at, tokens = datetime.now(UTC), []
    assert result.roster is not None
    with writing(database) as connection:
        revision = import_plan(connection, plan, author=None, at=at)
        kept = read_plan(connection, revision)
        report = report_of(kept, result)
        add_version(connection, revision, result.roster, report, author=None, at=at, expected=0)
        for number in range(coordinators):
            email = f"{plan.hotline.code}-{number}@example.org"
            made = accounts.make(connection, email, "en", by=None, at=at)
            grants.give(connection, made.id, Role.COORDINATOR, hotline=revision.hotline, by=None, at=at)
            lasts = timedelta(days=300)
            tokens.append(access_tokens.make(connection, made.id, "proof", at=at, lasts=lasts)[1])
    return tokens


def client(url: str) -> httpx2.Client:
    """Return a client of the service."""
    return httpx2.Client(base_url=url, timeout=PATIENCE, trust_env=False)


def _json(action: str, method: str, path: str, began: int, told: Mapping[str, Any]) -> Wanted:
    return Wanted(action, method, path, "application/json", began, json.dumps(told).encode())


def _packed(plan: Plan, phone: str) -> bytes:
    """Return a plan folder as an archive, its first agent with another telephone each time."""
    first, *others = plan.agents
    changed = replace(plan, agents=(replace(first, phone=phone), *others))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in plan_files(changed).items():
            archive.writestr(name, content)
    return stream.getvalue()
