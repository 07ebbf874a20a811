"""A shift goes from hand to hand, over and over, and weeks that are over are closed, step by step.

Somebody is away, the seat is offered and taken, the absence is taken back, the shift is swapped to whoever
had it first. Each step is one request; what everybody has to be like after it is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
from sqlalchemy import Connection, func, select

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, grants
from api.ledger.records import list_entries
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import import_plan, persons_in, read_plan
from api.publication.unproven_report import unproven_report
from api.publishing.service import publish
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.records.rosters import add_version, find_version, read_version
from api.store.engine import Database, writing
from api.store.idempotency import IdempotentRequest
from api.store.migrate import upgrade
from api.store.tables import ABSENCE, SEAT_OFFER, SWAP
from benchmarks.service.world import ROOT, Wanted
from tests import builders
from tests.api.publications import SMALL_ROSTER, small_plan
from wfm.calendar import Period
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

CODE = "story"
AWAY, ASK, TAKE, BACK, PROPOSE, ACCEPT, APPROVE, CLOSE = (
    "report an absence",
    "offer a seat",
    "take a seat",
    "take an absence back",
    "propose a swap",
    "accept a swap",
    "approve a swap",
    "close a quarter",
)
STEPS = (AWAY, ASK, TAKE, BACK, PROPOSE, ACCEPT, APPROVE, CLOSE)
PUBLISHING = (AWAY, TAKE, APPROVE)
"""What publishes a version."""
KEPT = {AWAY: 2, BACK: 2}
"""Answers that a request keeps, where it is more than one: its own, and one for the plan that it changes."""
FIRST, OTHER = AgentId("1-2"), AgentId("1-3")
"""Who has the shift, and who takes it; a colleague sits there all the time."""
TOWNS = 3
"""Municipalities of the week, of which each has a balance that is carried over."""


def coming_week(code: str, first: date) -> tuple[Plan, Roster]:
    """Return a small week and a roster of it."""
    plan = small_plan(code=code)
    period = Period(first, first + timedelta(days=4))
    plan = replace(plan, hotline=replace(plan.hotline, period=period))
    plan = replace(plan, agents=(*plan.agents, builders.agent(OTHER)))
    moved = first - date(2027, 1, 4)
    sits = {
        ShiftId(f"{date.fromisoformat(shift[:10]) + moved}{shift[10:]}"): agents
        for shift, agents in SMALL_ROSTER.agents_on.items()
    }
    return plan, Roster(sits)


@dataclass
class Story:
    """What happened until now, from what the service answered.

    Parameters
    ----------
    shift, token
        Which shift goes from hand to hand, and whose word it is.
    to_close
        Hotlines, each with a week that is over, and its first day.
    step, version
        How many steps were taken, and the number of what is published.
    """

    shift: ShiftId
    token: str
    to_close: tuple[tuple[str, date], ...]
    code: str = CODE
    step: int = 0
    version: int = 1
    closed: int = 0
    made: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((AWAY, ASK, PROPOSE), 0))

    @property
    def next_step(self) -> str:
        """What is asked for next."""
        return STEPS[self.step % len(STEPS)]

    @property
    def sits(self) -> set[str]:
        """Who has to sit on the shift now."""
        done = self.step % len(STEPS)
        holder = {FIRST} if done == 0 or done > STEPS.index(APPROVE) else {OTHER}
        return {"1-1", *(set() if done in (1, 2) else holder)}

    def wanted(self, action: str = "") -> Wanted:
        """Return the next request; the story says which it is."""
        step = self.next_step
        if step == CLOSE:
            code, first = self.to_close[self.closed]
            return self._post(step, f"{ROOT}/{code}/plans/{first}/close")
        day = self.shift[:10]
        until = f"{day}T08:30:00Z"  # before it is over, in summer too
        paths: Mapping[str, tuple[str, Mapping[str, Any]]] = {
            AWAY: ("absences", {"agent": FIRST, "first_day": day, "last_day": day}),
            ASK: ("offers", {"shift": self.shift, "leaves": None, "agents": [OTHER], "expires_at": until}),
            TAKE: (f"offers/{self.made.get(ASK)}/accept", {"agent": OTHER}),
            BACK: (f"absences/{self.made.get(AWAY)}/withdraw", {}),
            PROPOSE: ("swaps", {"gives": {"agent": OTHER, "shift": self.shift}, "agents": [FIRST]}),
            ACCEPT: (f"swaps/{self.made.get(PROPOSE)}/accept", {}),
            APPROVE: (f"swaps/{self.made.get(PROPOSE)}/approve", {}),
        }
        path, body = paths[step]
        return self._post(step, f"{ROOT}/{CODE}/{path}", body)

    def number_in(self, wanted: Wanted, answer: httpx2.Response) -> int:
        """Return what an answer is known by: the id of what was made, or its state."""
        told = answer.json()
        if wanted.action in self.counts:
            return int(told["id"], 16)
        if wanted.action == CLOSE:
            return int(told["closed"])
        return sum(map(ord, told["state"]))

    def note(self, wanted: Wanted, number: int) -> None:
        """Note what a request did."""
        if wanted.action in self.counts:
            self.made[wanted.action] = f"{number:032x}"
            self.counts[wanted.action] += 1
        self.version += wanted.action in PUBLISHING
        self.closed += wanted.action == CLOSE
        self.step += 1

    def keys_of(self, action: str) -> int:
        """Return how many answers a request of a kind keeps."""
        return KEPT.get(action, 1)

    def differences(self, connection: Connection) -> Iterator[str]:
        """Yield what differs from what was acknowledged."""
        hotline = find_hotline(connection, HotlineCode(CODE))
        facts = find_plan(connection, hotline.id, date.fromisoformat(self.shift[:10]))
        if (facts.version, facts.published) != (self.version, self.version):
            yield f"versions {facts.version}, published {facts.published}, acknowledged {self.version}"
        roster = read_version(connection, find_version(connection, facts.id, facts.published)).roster
        if set(roster.on(self.shift)) != self.sits:
            yield f"{roster.on(self.shift)} sit there after {self.step} steps, not {sorted(self.sits)}"
        for table, step in ((ABSENCE, AWAY), (SEAT_OFFER, ASK), (SWAP, PROPOSE)):
            rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
            if rows != self.counts[step]:
                yield f"{rows} rows of {table.name}, acknowledged {self.counts[step]}"
        for place, (code, _) in enumerate(self.to_close):
            entries = list_entries(connection, find_hotline(connection, HotlineCode(code)).id)
            carried = sum(entry.kind == "carry_over" for entry in entries)
            if carried != (TOWNS if place < self.closed else 0):
                yield f"{code}: {carried} balances carried over, {self.closed} quarters closed"

    def _post(self, step: str, path: str, body: Mapping[str, Any] | None = None) -> Wanted:
        return Wanted(step, "POST", path, "application/json", None, json.dumps(body or {}).encode())


def begin_story(database: Database, quarters: int) -> Story:
    """Fill a store with a week to come and so many that are over; return who tells of them."""
    upgrade(database)
    today = datetime.now(UTC).date()
    monday = today + timedelta(days=14 - today.weekday())
    shift = ShiftId(f"{monday}T08:00")
    with writing(database) as connection:
        account = accounts.make(connection, "story@example.org", "en", by=None, at=datetime.now(UTC)).id
    _publish(database, account, CODE, monday, agents=(FIRST, OTHER))
    over = tuple((f"over-{number}", monday - timedelta(weeks=5)) for number in range(quarters))
    for code, first in over:
        _publish(database, account, code, first)
    with writing(database) as connection:
        lasts = timedelta(days=300)
        token = access_tokens.make(connection, account, "story", at=datetime.now(UTC), lasts=lasts)[1]
    return Story(shift, token, over)


def _publish(
    database: Database, account: Any, code: str, first: date, agents: tuple[AgentId, ...] = ()
) -> None:
    """Take in a week and publish its roster; the account coordinates it, and is some of its agents."""
    plan, roster = coming_week(code, first)
    at = datetime.now(UTC)
    with writing(database) as connection:
        revision = import_plan(connection, plan, author=None, at=at)
        report = unproven_report(read_plan(connection, revision), roster, revision.plan_sha256)
        version = add_version(connection, revision, roster, report, author=None, at=at, expected=0)
        given: dict[str, Any] = {"hotline": revision.hotline, "by": None, "at": at}
        grants.give(connection, account, Role.COORDINATOR, **given)
        person_of = persons_in(connection, revision)
        for agent in agents:
            grants.give(connection, account, Role.AGENT, person=person_of[agent], **given)
    publish(
        database,
        revision.plan,
        version.number,
        expected=0,
        author=None,
        at=at,
        request=IdempotentRequest("story", f"first-{code}", "POST", "/", "0" * 64),
        agreed=NoticeAgreement(0),
        accept_short_notice=True,
    )
