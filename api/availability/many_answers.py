"""Saying something for many people at once: days of their employer's, and rows from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.availability.place import CollectionPlace, collection_place
from api.availability.records.answers import AnswerRecord, keep_answer, list_answers
from api.availability.service import record_answers, refuse_closed
from api.plans.records.answers import read_pasted_entries, read_plan_shortly, replace_entries
from api.store.engine import Connection
from api.store.idempotency import IdempotentRequest, once
from wfm.availability import Entry, EntryKind
from wfm.availability_grid import with_weaker
from wfm.calendar import Period, Shift
from wfm.errors import Fault, PlanError
from wfm.ids import AgentId
from wfm.message import Text
from wfm.tables.raw_table import RawTable

TABLE = "availability"
DAYS_IN_PERIOD = Text(
    "collect.days_in_period", "days from {first:date} to {last:date}, the last one not before the first one"
)
SOMEBODY = Text("collect.somebody", "at least one agent")
ROWS = Text("collect.rows", "at least one row beneath the names of columns")

MakeEach = Callable[[AgentId, Sequence[Entry], Sequence[Shift]], Sequence[Entry]]
"""Returns what an agent is to say, from what they say and the shifts that there are."""


@dataclass(frozen=True)
class SharedDays:
    """Days of which something is said for several people, such as a staff day.

    Parameters
    ----------
    first_day, last_day
        Both inclusive.
    kind
        What is said; a stronger word that somebody said themselves stays.
    """

    first_day: date
    last_day: date
    kind: EntryKind

    def refuse_outside(self, period: Period) -> None:
        """Refuse days that are not the plan's.

        Raises
        ------
        PlanError
            Where they are none of it, or end before they begin.
        """
        if not period.first_day <= self.first_day <= self.last_day <= period.last_day:
            told = DAYS_IN_PERIOD(first=period.first_day.isoformat(), last=period.last_day.isoformat())
            raise PlanError([Fault(TABLE, None, "", "", told)])


def save_days(
    place: CollectionPlace, request: IdempotentRequest, agents: Sequence[AgentId], days: SharedDays
) -> int:
    """Say the same of some days for several people, as one revision; return whose answer it changed.

    Raises
    ------
    MissingError
        Where the caller does not see one of them.
    ClosedError
        Where nobody but coordinators may say anything now.
    PlanError
        Where nobody is named, or the days are not the plan's.
    """
    if not agents:
        raise PlanError([Fault(TABLE, None, "", "", SOMEBODY())])
    days.refuse_outside(place.stored.hotline().period)

    def make(agent: AgentId, said: Sequence[Entry], shifts: Sequence[Shift]) -> Sequence[Entry]:
        meant = [shift.id for shift in shifts if days.first_day <= shift.day <= days.last_day]
        return with_weaker(agent, said, shifts, dict.fromkeys(meant, days.kind))

    return _save(place, request, dict.fromkeys(agents, make))


def save_rows(place: CollectionPlace, request: IdempotentRequest, sent: RawTable) -> int:
    """Put rows beside what people say, as one revision; return whose answer it changed.

    Rows of those whom the caller does not see are faults, as are those of nobody.

    Raises
    ------
    ClosedError
        Where nobody but coordinators may say anything now.
    PlanError
        With every fault of the rows.
    """
    refuse_closed(place)
    found = read_pasted_entries(place.stored, place.people(), sent).plan.availability
    if not found:
        raise PlanError([Fault(TABLE, None, "", "", ROWS())])
    by_agent: dict[AgentId, list[Entry]] = {}
    for entry in found:
        by_agent.setdefault(entry.agent, []).append(entry)

    def make(agent: AgentId, said: Sequence[Entry], _shifts: Sequence[Shift]) -> Sequence[Entry]:
        there = {replace(entry, note="") for entry in said}
        new = (entry for entry in dict.fromkeys(by_agent[agent]) if replace(entry, note="") not in there)
        return (*said, *new)

    return _save(place, request, dict.fromkeys(by_agent, make))


def _save(place: CollectionPlace, request: IdempotentRequest, makes: Mapping[AgentId, MakeEach]) -> int:
    def effect(connection: Connection) -> Mapping[str, Any]:
        now = collection_place(connection, place)
        people = [now.person(agent) for agent in makes]
        refuse_closed(now)
        plan = read_plan_shortly(connection, now.stored)
        said = []
        for who in people:
            before = plan.entries_of.get(who.agent, ())
            entries = tuple(makes[who.agent](who.agent, before, plan.shifts))
            if entries != before:
                said.append((who, entries))
        if said:
            replace_entries(connection, now.stored, said, author=now.author, at=now.at)
        # whether they have answered, and whether that is confirmed, is another thing than a staff day
        known = list_answers(connection, now.plan.id)
        answers = [
            replace(
                known.get(who.person) or AnswerRecord(who.person, now.at, None), at=now.at, author=now.author
            )
            for who, _ in said
        ]
        for answer in answers:
            keep_answer(connection, now.plan.id, answer)
        record_answers(connection, now, answers)
        return {"people": len(said)}

    told = once(place.database, request, place.at, effect, place.hotline.id)
    return int(told["people"])
