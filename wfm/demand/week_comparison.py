"""Intervals of a week held against their forecast and against what was needed, whole and day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from wfm.demand.forecast import Forecast
from wfm.demand.history import CallInterval
from wfm.demand.key_figures import KeyFigure, Unit
from wfm.demand.requirement import find_requirement
from wfm.service_target import ServiceTarget


def compare_forecast(
    intervals: Sequence[CallInterval], minutes: int, forecast: Forecast | None, forecast_minutes: int
) -> Iterator[KeyFigure]:
    """Yield what was expected of the intervals counted, and how far it missed.

    Parameters
    ----------
    intervals, minutes
        Those of the week, and their length.
    forecast, forecast_minutes
        What was expected, and the length of its intervals, which fill those counted; an interval that it
        has not as a whole is left out.
    """
    parts: dict[tuple[date, int], list[float]] = {}
    if forecast is not None:
        for one, calls in zip(forecast.intervals, forecast.calls.tolist(), strict=True):
            parts.setdefault((one.day, one.start - one.start % minutes), []).append(calls)
    came: dict[tuple[date, int], int] = {}
    for each in intervals:
        came[each.day, each.start] = came.get((each.day, each.start), 0) + each.offered
    whole = max(1, minutes // forecast_minutes)
    pairs = [(calls, sum(parts[key])) for key, calls in came.items() if len(parts.get(key, ())) == whole]
    expected, actual = sum(pair[1] for pair in pairs), sum(pair[0] for pair in pairs)
    missed = sum(abs(calls - mean) for calls, mean in pairs)
    value = Fraction(expected) if pairs else None
    yield KeyFigure("forecast_calls", value, Unit.CALLS, "offered; intervals of both")
    error = Fraction(missed / actual) if actual else None
    yield KeyFigure("forecast_error", error if pairs else None, Unit.SHARE, "WAPE of intervals")
    more = Fraction(actual / expected - 1) if expected > 0 else None
    yield KeyFigure("calls_above_forecast", more, Unit.SHARE, "offered / forecast - 1")


def compare_need(
    intervals: Sequence[CallInterval], minutes: int, target: ServiceTarget, usual_aht: float
) -> Iterator[KeyFigure]:
    """Yield the hours of agents that the calls counted needed by the goals, and those who were there.

    Parameters
    ----------
    intervals
        Those of the week.
    minutes
        Their length.
    target
        The goals.
    usual_aht
        Mean handling seconds where an interval tells of none.
    """
    known = [one for one in intervals if one.agents is not None] or list(intervals)
    has_agents = any(one.agents is not None for one in intervals)
    needed = None
    if known:
        calls = np.array([float(one.offered) for one in known])
        aht = np.full(len(known), usual_aht)
        least = target.agents_min
        agents = np.maximum(find_requirement(calls, minutes * 60.0, aht, target).agents, least)
        if target.agents_max is not None:
            agents = np.minimum(agents, target.agents_max)
        needed = Fraction(int(agents.sum()) * minutes, 60)
    there = None
    if has_agents:
        there = sum((one.agents or Fraction() for one in known), Fraction()) * minutes / 60
    yield KeyFigure("hours_needed", needed, Unit.HOURS, "Erlang A; every interval; calls as they came")
    yield KeyFigure("hours_staffed", there, Unit.HOURS, "agents counted", needed)


@dataclass(frozen=True)
class CountedDay:
    """One day of a week; ``None`` where that was not known.

    Parameters
    ----------
    day
        The day.
    calls
        Offered in the intervals counted.
    forecast
        Calls that were expected of them.
    needed, staffed
        Hours of agents, as `compare_need` counts them.
    """

    day: date
    calls: int
    forecast: Fraction | None
    needed: Fraction | None
    staffed: Fraction | None


def compare_days(
    intervals: Iterable[CallInterval],
    minutes: int,
    forecast: Forecast | None,
    target: ServiceTarget,
    usual_aht: float,
) -> tuple[CountedDay, ...]:
    """Return the days of a week on which anything was counted, each as the week itself is compared.

    Parameters
    ----------
    intervals, minutes
        Those of the week, and their length.
    forecast
        What was expected.
    target, usual_aht
        The goals, and mean handling seconds.
    """
    by_day: dict[date, list[CallInterval]] = {}
    for one in intervals:
        by_day.setdefault(one.day, []).append(one)
    found = []
    for day, some in by_day.items():
        expected = compare_forecast(some, minutes, forecast, target.interval_minutes)
        needed = compare_need(some, minutes, target, usual_aht)
        values = {figure.key: figure.value for figure in (*expected, *needed)}
        calls = sum(one.offered for one in some)
        hours = (values["hours_needed"], values["hours_staffed"])
        found.append(CountedDay(day, calls, values["forecast_calls"], *hours))
    return tuple(found)
