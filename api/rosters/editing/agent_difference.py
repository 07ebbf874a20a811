"""Who sits on other shifts than before; what left one day and joined on it, or in its week, was moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from api.texts.alphabet import danish_order
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode, ShiftId, code_order
from wfm.plan import Plan
from wfm.roster import Roster


class Side(Protocol):
    """A roster and the plan that it was made for: a version that was read, a publication, a change."""

    @property
    def plan(self) -> Plan:
        """The question."""
        ...

    @property
    def roster(self) -> Roster:
        """Who sits where."""
        ...


@dataclass(frozen=True)
class Person:
    """Somebody in one municipality's employment.

    Parameters
    ----------
    agent, municipality
        Id, and code of the employer; together they say who it is.
    name
        As shown; two that differ in it alone are the same.
    """

    agent: AgentId
    municipality: MunicipalityCode
    name: str = field(default="", compare=False)

    def order(self) -> tuple[object, ...]:
        """Return a sort key: municipality, then id, 2 before 10."""
        return code_order(self.municipality), danish_order(self.agent), self.agent


@dataclass(frozen=True)
class ShiftMove:
    """A shift that somebody has instead of another one of the same day or week."""

    source: Shift
    target: Shift


@dataclass(frozen=True)
class TimeChange:
    """A shift that somebody keeps, but that no longer starts or ends at the same instant."""

    before: Shift
    after: Shift


@dataclass(frozen=True)
class AgentDifference:
    """What differs for an agent; each in order of time, a shift as often as it counts.

    Parameters
    ----------
    person
        Whose.
    removed, added
        Shifts that are gone, and new ones, but for those moved.
    moved
        Where it is clear which new one stands for which: one gone and one new on a day, or else in a
        week.
    retimed
        Kept, with other times.
    """

    person: Person
    removed: tuple[Shift, ...] = ()
    added: tuple[Shift, ...] = ()
    moved: tuple[ShiftMove, ...] = ()
    retimed: tuple[TimeChange, ...] = ()

    @property
    def left(self) -> tuple[Shift, ...]:
        """Every shift on which the agent no longer sits, in order of time."""
        return _in_order((*self.removed, *(one.source for one in self.moved)))

    @property
    def joined(self) -> tuple[Shift, ...]:
        """Every shift on which the agent did not sit before, in order of time."""
        return _in_order((*self.added, *(one.target for one in self.moved)))


def person_in(plan: Plan, agent: AgentId) -> Person:
    """Return an agent of a plan as differences name them."""
    return Person(agent, plan.agent[agent].municipality, plan.labels[agent])


SeatCount = Counter[tuple[Person, ShiftId]]


def count_seats(side: Side | None) -> SeatCount:
    """Return who sits on which shift, and how often; a roster may hold somebody twice."""
    if side is None:
        return Counter()
    people = {agent.id: person_in(side.plan, agent.id) for agent in side.plan.agents}
    return Counter((people[agent], shift) for agent, shift in side.roster)


def agent_differences(
    old: SeatCount, new: SeatCount, shifts: Mapping[ShiftId, Shift], shifts_after: Mapping[ShiftId, Shift]
) -> tuple[AgentDifference, ...]:
    """Return what differs for each agent for whom anything does.

    Parameters
    ----------
    old, new
        Who sits where before and after.
    shifts, shifts_after
        The shifts of either plan.
    """
    gone, come = _by_person(old - new, shifts), _by_person(new - old, shifts_after)
    kept = {
        (person, shift): TimeChange(shifts[shift], shifts_after[shift])
        for person, shift in old & new
        if _times(shifts[shift]) != _times(shifts_after[shift])
    }
    retimed: dict[Person, list[TimeChange]] = {}
    for (person, _), one in sorted(kept.items(), key=lambda item: item[0][1]):
        retimed.setdefault(person, []).append(one)
    names = {person: person for person, _ in (*old, *new)}  # of two alike the one as it is called now
    return tuple(
        _agent(names[person], gone.get(person, ()), come.get(person, ()), tuple(retimed.get(person, ())))
        for person in sorted(gone.keys() | come.keys() | retimed.keys(), key=Person.order)
    )


def _agent(
    person: Person, gone: tuple[Shift, ...], come: tuple[Shift, ...], retimed: tuple[TimeChange, ...]
) -> AgentDifference:
    moved: list[ShiftMove] = []
    for key in (lambda shift: shift.day, lambda shift: shift.week):
        pairs = _pairs(gone, come, key)
        moved += pairs
        gone = tuple(shift for shift in gone if all(shift is not pair.source for pair in pairs))
        come = tuple(shift for shift in come if all(shift is not pair.target for pair in pairs))
    in_order = sorted(moved, key=lambda pair: (pair.source.id, pair.target.id))
    return AgentDifference(person, gone, come, tuple(in_order), retimed)


def _pairs(gone: Iterable[Shift], come: Iterable[Shift], key: Callable[[Shift], Hashable]) -> list[ShiftMove]:
    """Pair what is the only one gone and the only one new under a key."""
    sources, targets = _under(gone, key), _under(come, key)
    return [
        ShiftMove(left[0], targets[k][0])
        for k, left in sources.items()
        if len(left) == 1 and len(targets.get(k, ())) == 1
    ]


def _under(shifts: Iterable[Shift], key: Callable[[Shift], Hashable]) -> Mapping[Hashable, list[Shift]]:
    found: dict[Hashable, list[Shift]] = {}
    for shift in shifts:
        found.setdefault(key(shift), []).append(shift)
    return found


def _by_person(found: SeatCount, shifts: Mapping[ShiftId, Shift]) -> Mapping[Person, tuple[Shift, ...]]:
    own: dict[Person, list[Shift]] = {}
    for person, shift in found.elements():
        own.setdefault(person, []).append(shifts[shift])
    return {person: _in_order(of) for person, of in own.items()}


def _in_order(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    return tuple(sorted(shifts, key=lambda shift: shift.id))


def _times(shift: Shift) -> tuple[object, object]:
    return shift.starts_at, shift.ends_at
