"""The weeks of a version as tables: days by times of day, each seat with all that stands out about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from api.desk.service import Desk
from api.publication.colours import colour_numbers
from api.publication.weeks import CalendarWeek, open_days
from wfm.calendar import Shift, Span, Week
from wfm.finding import Finding, Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId


@dataclass(frozen=True)
class DeskSeat:
    """A seat: its number, who sits there (nobody: empty), and whether that is locked or new."""

    number: int
    agent: AgentId | None
    name: str
    municipality: MunicipalityCode | None
    locked: bool
    joined: bool


@dataclass(frozen=True)
class DeskShift:
    """A shift with its seats.

    Parameters
    ----------
    shift, seats
        Which, and in order of their numbers.
    towns
        Municipalities that sit there, by code: name and colour.
    locked_to
        Codes of the municipalities that it is locked to.
    left
        Who sat there in what is published, and no longer does.
    findings
        What is not as it should be on this shift.
    """

    shift: Shift
    seats: tuple[DeskSeat, ...]
    towns: Mapping[MunicipalityCode, tuple[str, int]]
    locked_to: tuple[MunicipalityCode, ...]
    left: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def hue(self) -> str:
        """The class of its colour: its municipality's."""
        if not self.towns:
            return "nobody"
        return "many" if len(self.towns) > 1 else f"m{next(iter(self.towns.values()))[1]}"

    @property
    def empty(self) -> int:
        """How many seats nobody sits in."""
        return sum(seat.agent is None for seat in self.seats)

    @property
    def changed(self) -> bool:
        """Whether somebody else sits there than in what is published."""
        return bool(self.left) or any(seat.joined for seat in self.seats)

    @property
    def locked(self) -> bool:
        """Whether any part of it is locked."""
        return bool(self.locked_to) or any(seat.locked for seat in self.seats)

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules that have a finding here, without empty seats, which are seen."""
        return tuple(dict.fromkeys(one.rule for one in self.findings if one.level is not Level.COVERAGE))

    def concerns(self, municipality: MunicipalityCode | None, agent: AgentId | None) -> bool:
        """Tell whether it is shown to whoever looks at one municipality or agent; every one to others."""
        if agent is not None:
            return any(seat.agent == agent for seat in self.seats)
        return municipality is None or municipality in self.towns


@dataclass(frozen=True)
class DeskDay:
    """A day with its shifts; ``outside`` where the period does not reach it."""

    date: date
    shifts: tuple[DeskShift, ...]
    outside: bool
    today: bool

    def at(self, slot: Span) -> DeskShift | None:
        """Return the shift at a time of day, if there is one."""
        return next((one for one in self.shifts if one.shift.span == slot), None)


@dataclass(frozen=True)
class DeskWeek(CalendarWeek):
    """An ISO week with the days on which the hotline is ever open."""

    days: tuple[DeskDay, ...]

    @cached_property
    def slots(self) -> tuple[Span, ...]:
        """Every time of day at which a shift of the week lies, in order."""
        return tuple(sorted({one.shift.span for day in self.days for one in day.shifts}))


class DeskWeeks:
    """What lies on a desk, week by week.

    Parameters
    ----------
    desk
        What lies there.
    today
        Which day it is where the hotline is.
    """

    def __init__(self, desk: Desk, today: date) -> None:
        self.desk, self.plan, self.roster = desk, desk.base.plan, desk.base.roster
        self.today = today
        self._colours = colour_numbers(m.code for m in self.plan.municipalities)
        self._findings: dict[ShiftId, list[Finding]] = {}
        for finding in desk.score.findings:
            if finding.subject.shift and finding.level is not Level.CHANGES:
                self._findings.setdefault(finding.subject.shift, []).append(finding)

    def week(self, week: Week) -> DeskWeek:
        """Return a week of the period."""
        return DeskWeek(week, tuple(self._days(week)))

    def shift(self, shift: Shift) -> DeskShift:
        """Return a shift with its seats."""
        plan, sitting = self.plan, self.roster.on(shift.id)
        left, joined = self.desk.since_published.get(shift.id, (frozenset(), frozenset()))
        locks = [lock for lock in plan.locks if lock.shift == shift.id]
        locked = {lock.agent for lock in locks}
        seats = [
            DeskSeat(
                number=number,
                agent=agent,
                name=plan.labels[agent],
                municipality=plan.agent[agent].municipality,
                locked=agent in locked,
                joined=agent in joined,
            )
            for number, agent in enumerate(sitting, start=1)
        ]
        empty = range(len(sitting) + 1, shift.seats + 1)
        codes = dict.fromkeys(plan.agent[agent].municipality for agent in sitting)
        return DeskShift(
            shift=shift,
            seats=(*seats, *(DeskSeat(number, None, "", None, False, False) for number in empty)),
            towns={code: (plan.municipality[code].name, self._colours[code]) for code in codes},
            locked_to=tuple(lock.municipality for lock in locks if lock.municipality is not None),
            left=tuple(plan.labels[agent] for agent in sorted(left)),
            findings=tuple(self._findings.get(shift.id, ())),
        )

    def _days(self, week: Week) -> Iterable[DeskDay]:
        shifts = self.plan.shifts_of_week.get(week, ())
        for day, outside in open_days(self.plan, week):
            own = tuple(self.shift(shift) for shift in shifts if shift.day == day)
            yield DeskDay(day, own, outside, day == self.today)
