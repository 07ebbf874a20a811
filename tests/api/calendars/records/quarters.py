"""A hotline of several quarters, published and edited in any order, and what its calendars then must say.

What must stand in a calendar is worked out here from rosters alone, without anything of the service's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, select

from api.calendars.ics.reading import parse_events
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON
from api.store.engine import reading
from api.store.tables import FEED_BODY
from tests.api.calendars.records.subscribed import Hotline
from tests.api.publications import small_plan
from wfm.calendar import Period
from wfm.hotline import Pairing
from wfm.ids import AgentId, ShiftId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.roster import Roster

FeedKey = tuple[str, str, str]
"""Kind, subject and language of a calendar."""


def quarter_plan(first_day: date, *, code: str = "test", names: bool = False) -> Plan:
    """Return a quarter's plan, with the few shifts that a test needs."""
    period = Period(first_day, first_day + timedelta(days=2))
    plan = small_plan(code=code, pairing=Pairing.MIXED, limits=Limits(9, 99, 0), period=period)
    return replace(plan, hotline=replace(plan.hotline, names_in_feeds=names))


def some_roster(chance: Random, plan: Plan) -> Roster:
    """Return a roster of a plan; nobody sits on some shifts."""
    agents = [agent.id for agent in plan.staffing_agents]
    return Roster.of(
        (agent, shift.id)
        for shift in plan.shifts
        for agent in chance.sample(agents, chance.choice((0, 1, 2, 2)))
    )


def edit(chance: Random, plan: Plan, roster: Roster) -> Roster:
    """Return a roster in which one shift is staffed otherwise."""
    shift = chance.choice(plan.shifts).id
    agents = [agent.id for agent in plan.staffing_agents]
    kept = (pair for pair in roster if pair[1] != shift)
    return Roster.of((*kept, *((agent, shift) for agent in chance.sample(agents, chance.randint(0, 2)))))


@dataclass
class Quarters:
    """Quarters of a hotline that are published one after another.

    Parameters
    ----------
    engine, plans
        The store, and the quarters' plans.
    rosters
        What is published of each, by its number.
    """

    engine: Engine
    plans: tuple[Plan, ...]
    rosters: dict[int, Roster] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lines = [Hotline(self.engine, plan) for plan in self.plans]
        persons = [agent.id for agent in self.plans[0].agents]
        self._agent = {self._lines[0].person(agent).subject: agent for agent in persons}

    def publish(self, number: int, roster: Roster, at: datetime) -> set[tuple[str, str]]:
        """Publish a roster of a quarter; return kind and subject of the calendars that are said to change."""
        self.rosters[number] = roster
        return set(self._lines[number].publish(roster, at))

    def feeds(self) -> Mapping[FeedKey, Any]:
        """Return the calendars as they are handed out."""
        f = FEED_BODY.c
        with reading(self.engine) as connection:
            asked = select(f.kind, f.subject, f.language, f.body, f.etag, f.changed_at)
            rows = connection.execute(asked.where(f.hotline_id == self._lines[0].id)).all()
        return {(row.kind, row.subject, row.language): row for row in rows}

    def views(self) -> Mapping[tuple[str, str], Any]:
        """Return what the calendar of each has to tell, by kind and subject."""
        agent, town = self._views_of_agents(), self._views_of_towns()
        whole = {
            shift.id: {code: told[shift.id] for code, told in town.items() if shift.id in told}
            for number in self.rosters
            for shift in self.plans[number].shifts
        }
        found: dict[tuple[str, str], Any] = {(HOTLINE, self._lines[0].id): whole}
        found |= {(PERSON, subject): agent[who] for subject, who in self._agent.items()}
        return found | {(MUNICIPALITY, code): told for code, told in town.items()}

    def _views_of_agents(self) -> dict[AgentId, dict[ShiftId, Any]]:
        found: dict[AgentId, dict[ShiftId, Any]] = {agent: {} for agent in self._agent.values()}
        for number, roster in sorted(self.rosters.items()):
            named = self.plans[number].hotline.names_in_feeds
            for agent, shift in roster:
                found[agent][shift] = set(roster.on(shift)) if named else None
        return found

    def _views_of_towns(self) -> dict[str, dict[ShiftId, Any]]:
        found: dict[str, dict[ShiftId, Any]] = {str(code): {} for code in self.plans[0].municipality}
        for number, roster in sorted(self.rosters.items()):
            plan = self.plans[number]
            for shift, agents in roster.agents_on.items():
                for code, told in found.items():
                    own = {agent for agent in agents if plan.agent[agent].municipality == code}
                    if own:
                        told[shift] = own if plan.hotline.names_in_feeds else len(own)
        return found


def shown(feeds: Mapping[FeedKey, Any], language: str, kinds: Iterable[str]) -> Mapping[str, Any]:
    """Return the shifts that calendars show in a language, those that hold and those that are cancelled."""
    live: dict[tuple[str, str], set[ShiftId]] = {}
    cancelled: dict[tuple[str, str], set[ShiftId]] = {}
    for (kind, subject, spoken), row in feeds.items():
        if spoken == language and kind in kinds:
            for event in parse_events(bytes(row.body)):
                side = cancelled if event.cancelled else live
                side.setdefault((kind, subject), set()).add(event.shift)
    return {"live": live, "cancelled": cancelled}
