"""The key figures of a week: what callers met, what it cost, and what had been expected.

Every figure is taken over the intervals of which all it needs is known, and says which calls or seconds it
is a share of. Exact: fractions inside, rounded where they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from wfm.calendar import Period, Week
from wfm.demand.history import CallHistory, CallInterval
from wfm.hotline import Hotline
from wfm.rounding import half_up
from wfm.service_target import Convention, ServiceTarget


class Unit(StrEnum):
    """What a key figure counts, and so with how many decimals it is written."""

    CALLS = "calls"
    SHARE = "share"
    SECONDS = "seconds"
    HOURS = "hours"
    MONEY = "money"
    INTERVALS = "intervals"
    MAILS = "mails"


DECIMALS: Mapping[Unit, int] = {
    Unit.CALLS: 0,
    Unit.SHARE: 4,
    Unit.SECONDS: 1,
    Unit.HOURS: 2,
    Unit.MONEY: 2,
    Unit.INTERVALS: 0,
    Unit.MAILS: 0,
}


@dataclass(frozen=True)
class KeyFigure:
    """One figure of a week.

    Parameters
    ----------
    key
        Its stable name.
    value
        ``None`` where nothing that it needs was counted: a dash, never a zero.
    unit
        What it counts.
    convention
        Name of what it is taken of.
    goal
        What is aimed at; ``None`` where nothing is.
    is_met
        Whether the goal is; ``None`` without one, or without a value.
    parts
        Of a figure that somebody entered: the week or quarter, a count, and what it is a part of.
    """

    key: str
    value: Fraction | None
    unit: Unit
    convention: str
    goal: Fraction | None = None
    is_met: bool | None = None
    parts: tuple[str, int, int] | None = None

    def write(self, number: Fraction | None) -> str:
        """Write a number of its unit; empty where there is none."""
        return "" if number is None else str(half_up(number, DECIMALS[self.unit]))


def week_days(week: Week) -> tuple[date, ...]:
    """Return the seven days of an ISO week."""
    monday = date.fromisocalendar(week.year, week.week, 1)
    return tuple(monday + timedelta(days=number) for number in range(7))


def intervals_of(history: CallHistory, hotline: Hotline, days: Iterable[date]) -> tuple[CallInterval, ...]:
    """Return the intervals counted on some days in the opening hours, closed days left out."""
    found = []
    for day in days:
        spans = () if _is_closed(day, hotline) else hotline.opening_hours.get(day.weekday(), ())
        length = history.interval_minutes
        for one in history.by_day.get(day, ()):
            if any(one.start < span.end and span.start < one.start + length for span in spans):
                found.append(one)
    return tuple(found)


def _is_closed(day: date, hotline: Hotline) -> bool:
    return day in hotline.closing.days(Period(day, day))


def key_figures(
    intervals: Sequence[CallInterval], minutes: int, target: ServiceTarget
) -> tuple[KeyFigure, ...]:
    """Return the figures of some intervals of `minutes`, goals from the target."""
    return (
        *_calls(intervals),
        _service_level(intervals, target),
        _mean_wait(intervals, target),
        _abandoned(intervals, target),
        _handling(intervals),
        _occupancy(intervals, minutes),
        _settled(intervals),
        _cost(intervals, minutes, target),
    )


def _sums(intervals: Iterable[CallInterval], *names: str) -> tuple[int, ...] | None:
    """Return sums over the intervals of which all these are known; ``None`` where there is no such one."""
    found = ([getattr(one, name) for name in names] for one in intervals)
    known = [values for values in found if None not in values]
    return tuple(map(sum, zip(*known, strict=True))) if known else None


def _share(sums: tuple[int, ...] | None, part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if sums is not None and whole > 0 else None


def _calls(intervals: Sequence[CallInterval]) -> Iterator[KeyFigure]:
    for key, name in (("calls", "offered"), ("answered", "answered"), ("abandoned", "abandoned")):
        sums = _sums(intervals, name)
        yield KeyFigure(key, None if sums is None else Fraction(sums[0]), Unit.CALLS, name)
    yield KeyFigure("intervals", Fraction(len(intervals)), Unit.INTERVALS, "counted")


def _service_level(intervals: Sequence[CallInterval], target: ServiceTarget) -> KeyFigure:
    """Answered in time over what the convention names."""
    convention = target.convention
    names = {
        Convention.OFFERED: ("answered_within", "offered"),
        Convention.ANSWERED: ("answered_within", "answered"),
        Convention.EXCL_SHORT_ABANDONS: ("answered_within", "offered", "abandoned_short"),
    }[convention]
    sums = _sums(intervals, *names)
    value = None if sums is None else _share(sums, sums[0], sums[1] - sum(sums[2:]))
    goal = target.answered_share
    said = f"{convention.value}; {target.answer_within} s"
    return KeyFigure("service_level", value, Unit.SHARE, said, goal, _reaches(value, goal))


def _mean_wait(intervals: Sequence[CallInterval], target: ServiceTarget) -> KeyFigure:
    sums = _sums(intervals, "wait_answered_seconds", "answered")
    value = None if sums is None else _share(sums, sums[0], sums[1])
    goal = target.mean_wait
    return KeyFigure("mean_wait", value, Unit.SECONDS, "answered", goal, _stays_below(value, goal))


def _abandoned(intervals: Sequence[CallInterval], target: ServiceTarget) -> KeyFigure:
    without_short = target.convention is Convention.EXCL_SHORT_ABANDONS
    sums = _sums(intervals, "abandoned", "offered", *(["abandoned_short"] if without_short else []))
    value = None
    if sums is not None:
        short = sum(sums[2:])
        value = _share(sums, sums[0] - short, sums[1] - short)
    said = Convention.EXCL_SHORT_ABANDONS.value if without_short else Convention.OFFERED.value
    goal = target.abandoned_share
    return KeyFigure("abandoned_share", value, Unit.SHARE, said, goal, _stays_below(value, goal))


def _handling(intervals: Sequence[CallInterval]) -> KeyFigure:
    """Talk and work after it over answered calls: each call counts the same, whatever its interval."""
    sums = _sums(intervals, "handling_seconds", "answered")
    value = None if sums is None else _share(sums, sums[0], sums[1])
    return KeyFigure("handling_time", value, Unit.SECONDS, "answered; talk + wrap")


def sum_staffed_seconds(intervals: Iterable[CallInterval], minutes: int) -> Fraction:
    """Return the seconds of all agents who were there, where that is known."""
    known = (one.agents for one in intervals if one.agents is not None)
    return sum(known, Fraction()) * minutes * 60


def _occupancy(intervals: Sequence[CallInterval], minutes: int) -> KeyFigure:
    known = [one for one in intervals if one.agents is not None and one.handling_seconds is not None]
    there = sum_staffed_seconds(known, minutes)
    handled = sum(one.handling_seconds or 0 for one in known)
    value = Fraction(handled) / there if there > 0 else None
    return KeyFigure("occupancy", value, Unit.SHARE, "talk + wrap / staffed time")


def _settled(intervals: Sequence[CallInterval]) -> KeyFigure:
    sums = _sums(intervals, "settled", "answered")
    value = None if sums is None else _share(sums, sums[0], sums[1])
    return KeyFigure("settled_share", value, Unit.SHARE, "answered")


def _cost(intervals: Sequence[CallInterval], minutes: int, target: ServiceTarget) -> KeyFigure:
    known = [one for one in intervals if one.agents is not None and one.answered is not None]
    calls = sum(one.answered or 0 for one in known)
    value = None
    if target.cost_per_hour is not None and calls > 0:
        hours = sum_staffed_seconds(known, minutes) / 3600
        fixed = target.fixed_cost_per_week or Decimal(0)
        value = (hours * Fraction(target.cost_per_hour) + Fraction(fixed)) / calls
    return KeyFigure("cost_per_call", value, Unit.MONEY, "answered; staffed hours + fixed cost of the week")


def _reaches(value: Fraction | None, goal: Fraction | None) -> bool | None:
    return None if value is None or goal is None else value >= goal


def _stays_below(value: Fraction | None, goal: Fraction | None) -> bool | None:
    return None if value is None or goal is None else value <= goal
