"""Seats without a stand-in, counted once more from the contract's words and the files alone."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from tests.independent_plan import Book, Key, Row, Shift, instant, listed, minute_of


class Measured(Protocol):
    """What the other measure knows of a roster."""

    book: Book
    sitting: dict[Key, list[str]]
    agents: dict[str, Row]
    shifts_of: dict[str, list[Shift]]

    @property
    def could(self) -> dict[str, set[Key]]: ...

    def person(self, agent: str) -> str: ...

    def per_week(self, agent: str) -> int: ...


def standby(measure: Measured) -> int:
    """Return how many occupied seats nobody else could take."""
    return sum(
        not any(could_take(measure, other, agent, shift) for other in measure.agents)
        for shift in measure.book.shifts
        for agent in set(measure.sitting[shift.key])
    )


def could_take(measure: Measured, other: str, agent: str, shift: Shift) -> bool:
    """Tell whether another could have an agent's seat: no rule broken by it, no competence less."""
    now = measure.sitting[shift.key]
    then = [other if one == agent else one for one in now]
    row, person = measure.agents[other], measure.person(other)
    locks = [lock for lock in measure.book.locks if (lock["date"], lock["start"]) == shift.key]
    if other in now or person == measure.person(agent) or shift.key not in measure.could[other]:
        return False
    if any(lock.get("agent") == agent for lock in locks):
        return False
    if any(lock.get("municipality") not in (None, "", row["municipality"]) for lock in locks):
        return False
    if not shift.shared and len({measure.agents[one]["municipality"] for one in then}) > 1:
        return False
    for competence in measure.book.hotline.get("competences", []):
        code, least = competence["code"], competence.get("min_agents", 1)
        before, after = (
            sum(code in listed(measure.agents[one]["competences"]) for one in team) for team in (now, then)
        )
        if max(0, least - after) > max(0, least - before):
            return False
    return has_room(measure, other, shift)


def has_room(measure: Measured, agent: str, shift: Shift) -> bool:
    """Tell whether one shift more breaks no limit of an agent's week, day or rest."""
    earlier = [row for row in measure.book.previous if measure.person(row["agent"]) == measure.person(agent)]
    week = [one for one in measure.shifts_of[agent] if one.week == shift.week]
    week_before = [
        row
        for row in earlier
        if row["agent"] == agent and date.fromisoformat(row["date"]).isocalendar()[:2] == shift.week
    ]
    selves = [one for one in measure.agents if measure.person(one) == measure.person(agent)]
    sat = [one for self_ in selves for one in measure.shifts_of[self_]]
    rest = timedelta(minutes=int(Fraction(measure.book.limit("rest_hours")) * 60))
    ends = [
        instant(date.fromisoformat(row["date"]), minute_of(row["end"]), measure.book.zone) for row in earlier
    ]
    near = [
        one
        for one in sat
        if one.day != shift.day and (shift.begins - one.ends < rest and one.begins - shift.ends < rest)
    ]
    return (
        len(week) + len(week_before) < measure.per_week(agent)
        and sum(one.day == shift.day for one in sat) < measure.book.limit("shifts_per_day")
        and all(one.key != shift.key for one in sat)
        and not near
        and all(shift.begins - end >= rest for end in ends)
    )
