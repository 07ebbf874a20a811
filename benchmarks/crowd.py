"""A store in which thousands subscribe: a generated plan, its roster published, an address for each."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import wfm
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON
from api.plans.records.plans import Revision, import_plan, persons_in, read_plan
from api.publication.unproven_report import unproven_report
from api.publishing.service import NoticeAgreement, publish
from api.rosters.records.rosters import add_version
from api.store.engine import Connection, Database, reading, writing
from api.store.idempotency import IdempotentRequest
from api.texts.translator import LANGUAGES
from solver.heuristics.greedy import greedy_roster
from solver.params import Clock
from wfm.canonical import plan_sha256
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.tables.plan_writing import write_plan_folder

GREEDY_SECONDS = 20.0
DAY = r"\b\d{4}-\d\d-\d\d"
TRIES = 400
"""How often a shift and somebody to take it are drawn for an edit."""


@dataclass
class Subscriber:
    """A device that subscribes to a calendar, and what it holds of it.

    Parameters
    ----------
    secret
        Of its address.
    agent
        Whose calendar it is; none where it is a municipality's or the whole hotline's.
    etag
        Of its copy; empty before the first poll.
    """

    secret: str
    agent: AgentId | None
    etag: str = ""


@dataclass
class Crowd:
    """A hotline whose calendars are followed."""

    database: Database
    plan: Plan
    revision: Revision
    roster: Roster
    subscribers: tuple[Subscriber, ...] = ()
    number: int = 0

    def publish(self, roster: Roster, newest: int = 0) -> None:
        """Publish a roster as the next version; after the newest one, where that is not what is published."""
        now = datetime.now(UTC)
        with writing(self.database) as connection:
            report = unproven_report(self.plan, roster, plan_sha256(self.plan))
            version = add_version(
                connection, self.revision, roster, report, author=None, at=now, expected=newest or self.number
            )
        key = IdempotentRequest("benchmark", version.id, "PUT", "/published", "0" * 64)
        publish(
            self.database,
            version.plan,
            version.number,
            expected=self.number,
            author=None,
            at=now,
            request=key,
            agreed=NoticeAgreement(0),
            accept_short_notice=True,
        )
        self.number, self.roster = version.number, roster


def gathered(database: Database, plan: Plan, many: int, seed: int) -> Crowd:
    """Fill an empty store: a plan, a published roster, an account for everybody, and so many addresses."""
    with writing(database) as connection:
        revision = import_plan(connection, plan, author=None, at=datetime.now(UTC))
    with reading(database) as connection:
        known = read_plan(connection, revision)
    crowd = Crowd(database, known, revision, Roster())
    crowd.publish(greedy_roster(known, seed, Clock(GREEDY_SECONDS)))
    with writing(database) as connection:
        crowd.subscribers = tuple(_subscribers(connection, crowd, many))
    return crowd


def moved_to_now(plan: Plan, today: date) -> Plan:
    """Return a plan whole weeks later, so that about half of it is over on a day.

    The calendars' windows count from today: what was long ago is in nobody's calendar.
    """
    period = plan.hotline.period
    middle = period.first_day + (period.last_day - period.first_day) / 2
    return moved(plan, (today - middle) // timedelta(weeks=1))


def moved(plan: Plan, weeks: int) -> Plan:
    """Return a plan so many weeks later, or before where they are below 0."""
    days = timedelta(weeks=weeks)

    def later(found: re.Match[str]) -> str:
        return (date.fromisoformat(found.group()) + days).isoformat()

    with TemporaryDirectory() as place:
        folder = Path(place)
        write_plan_folder(plan, folder)
        for file in folder.iterdir():
            file.write_text(re.sub(DAY, later, file.read_text()))
        return wfm.load_plan(folder)


def edited(crowd: Crowd, moves: int, seed: int) -> tuple[Roster, frozenset[AgentId]]:
    """Return a roster in which a few shifts are somebody else's, and whose shifts changed by that."""
    chance = random.Random(seed)
    roster, changed, agents = crowd.roster, set[AgentId](), [agent.id for agent in crowd.plan.staffing_agents]
    for _ in range(TRIES):
        if len(changed) >= 2 * moves:
            break
        loser, shift = chance.choice(list(roster))
        taker = chance.choice(agents)
        if taker in roster.on(shift) or {loser, taker} & changed:
            continue
        moved = Roster.of([*(pair for pair in roster if pair != (loser, shift)), (taker, shift)])
        if not wfm.measure(crowd.plan, moved).breaches:
            roster, changed = moved, changed | {loser, taker}
    if len(changed) < 2 * moves:
        raise ValueError("no edit keeps the rules")
    return roster, frozenset(changed)


def _subscribers(connection: Connection, crowd: Crowd, many: int) -> Iterator[Subscriber]:
    """Yield subscribers: of the whole hotline, each municipality, and then agents, some devices each."""
    now, hotline = datetime.now(UTC), crowd.revision.hotline
    followed = list(_followed(connection, crowd))
    wide = [one for one in followed if one[2] is None]
    people = [one for one in followed if one[2] is not None]
    languages = cycle(LANGUAGES)
    for owner, account, agent in (*wide[:many], *islice(cycle(people), max(0, many - len(wide)))):
        told = {"name": "device", "language": next(languages), "at": now, "account": account}
        _, secret = make_address(connection, hotline, owner, **told)  # type: ignore[arg-type]
        yield Subscriber(secret, agent)


def _followed(connection: Connection, crowd: Crowd) -> Iterator[tuple[CalendarOwner, str, AgentId | None]]:
    """Yield every calendar with the account of somebody who may follow it."""
    hotline = crowd.revision.hotline
    yield CalendarOwner(HOTLINE, hotline), _account(connection, hotline, Role.COORDINATOR, {}), None
    for code in crowd.plan.municipality:
        leader = _account(connection, hotline, Role.LEADER, {"municipality": code})
        yield CalendarOwner(MUNICIPALITY, code), leader, None
    for agent, person in persons_in(connection, crowd.revision).items():
        whose = {"municipality": crowd.plan.agent[agent].municipality, "person": person}
        yield CalendarOwner(PERSON, person), _account(connection, hotline, Role.AGENT, whose), agent


def _account(connection: Connection, hotline: str, role: Role, whose: dict[str, str]) -> str:
    at = datetime.now(UTC)
    name = "-".join((role, *whose.values()))
    made = accounts.make(connection, f"{name}@example.org", "da", by=None, at=at)
    grants.give(connection, made.id, role, hotline=hotline, **whose, by=None, at=at)  # type: ignore[arg-type]
    return made.id
