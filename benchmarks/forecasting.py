"""Forecasts beside plain methods on series whose truth is known, by rolling origins.

Run as ``python -m benchmarks.forecasting [--origins N] [--out FILE]``; it prints a page in Markdown.

Protocol: each series is made from a seed (`series`). From every origin, four weeks apart, the last four
weeks before the end of the series, each method sees what came before and forecasts every interval of the
next four weeks. Nothing is tuned on what came after. WAPE is the sum of absolute errors over the sum of
calls, of intervals and of whole days; *truth* is the same against the rate that the series was drawn from,
where chance is left out. Coverage is that of the 1,000 paths, a count on the border counting in part.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from wfm.calendar import Closing, Period, Span
from wfm.demand.clock_changes import instants
from wfm.demand.counted_days import CountedDays, count_days
from wfm.demand.forecast import Counts, Forecast
from wfm.demand.forecasting import forecast_calls
from wfm.demand.history import CallHistory, CallInterval, Population, SpecialDay, SpecialKind
from wfm.hotline import Hotline

Numbers = NDArray[np.float64]
WEEKDAYS = (1.18, 1.05, 1.0, 0.95, 0.82)
AHEAD = timedelta(weeks=4)
END = date(2026, 11, 30)


@dataclass(frozen=True)
class Series:
    """A series to be made.

    Parameters
    ----------
    name
        What the tables call it.
    calls
        On an average day.
    weeks, minutes
        Its length, and that of an interval.
    day_noise, level_noise, slot_noise
        Standard deviations of a day's factor, of the level's weekly step, of an interval's factor.
    shocks
        Whether a week is doubled, unmarked, and two days are without a call, unmarked as well.
    growth
        Whether a third more citizens are served for the last third, which is told.
    """

    name: str
    calls: float
    weeks: int = 78
    minutes: int = 30
    day_noise: float = 0.06
    level_noise: float = 0.012
    slot_noise: float = 0.08
    shocks: bool = False
    growth: bool = False

    @property
    def first(self) -> date:
        """Its first day, a Monday."""
        return END - timedelta(weeks=self.weeks)


ALL = (
    Series("a line of 200 calls a day", 200),
    Series("of 100", 100),
    Series("of 20", 20),
    Series("of 2,000 in five minutes, 40 weeks", 2000, weeks=40, minutes=5),
    Series("200, a doubled week and outages, unmarked", 200, shocks=True),
    Series("200, a third more citizens", 200, growth=True),
)


@dataclass(frozen=True, eq=False)
class MadeSeries:
    """A series as a history, and the rate of each of its intervals."""

    history: CallHistory
    rate: Mapping[tuple[date, int], float]


def line(first: date, last: date) -> Hotline:
    """Return a hotline open from 8 to 16 on weekdays, closed on Danish holidays."""
    hours = {day: (Span(480, 960),) for day in range(5)}
    return Hotline("Line", "line", Period(first, last), hours, closing=Closing("DK"), shift_minutes=240)


def make(series: Series, seed: int) -> MadeSeries:
    """Make a series: weekdays, a year, days after holidays, a wandering level, days, intervals, Poisson."""
    random = np.random.Generator(np.random.PCG64(seed))
    hotline = line(series.first, END - timedelta(days=1))
    closed = hotline.closing.days(hotline.period)
    starts = range(480, 960, series.minutes)
    shape = np.array([1 + 1.2 * np.exp(-(((start - 600) / 90) ** 2)) for start in starts])
    shape /= shape.sum()
    found, rates, level = [], {}, 0.0
    for number, day in enumerate(hotline.period.days()):
        if day.weekday() == 0:
            level += series.level_noise * float(random.standard_normal())
        if day.weekday() > 4 or day in closed:
            continue
        year = 1 + 0.1 * np.cos(2 * np.pi * (day.timetuple().tm_yday - 20) / 365.25)
        after = 1.25 if any(day - timedelta(days=back) in closed for back in (1, 4)) else 1.0
        grown = 4 / 3 if series.growth and number > 14 * series.weeks / 3 else 1.0
        mean = series.calls * WEEKDAYS[day.weekday()] * year * after * grown * np.exp(level)
        busy = np.exp(series.day_noise * random.standard_normal() - series.day_noise**2 / 2)
        each = random.gamma(1 / series.slot_noise**2, series.slot_noise**2, len(shape))
        calls = random.poisson(mean * busy * shape * each) * _shock(series, number)
        for start, one, part in zip(starts, calls.tolist(), shape.tolist(), strict=True):
            found.append(CallInterval(day, start, instants(day, start, hotline.zone)[0], one))
            rates[day, start] = mean * part
    joined = series.first + timedelta(days=int(14 * series.weeks / 3) + 1)
    served = (Population(series.first, 300_000), Population(joined, 400_000)) if series.growth else ()
    return MadeSeries(CallHistory(series.minutes, tuple(found), (), served), rates)


def _shock(series: Series, number: int) -> int:
    week = 7 * (series.weeks - 16)
    if not series.shocks:
        return 1
    return 2 if week <= number < week + 7 else 0 if number in (week - 30, week + 40) else 1


Method = Callable[[CountedDays], Numbers]
"""From the days counted: calls by weekday and slot in the weeks to come."""


def _by_weekday(counted: CountedDays, combine: Callable[[Numbers], Numbers]) -> Numbers:
    found = np.zeros((7, counted.calls.shape[1]))
    for weekday in range(5):
        found[weekday] = combine(counted.calls[counted.weekdays == weekday])
    return found


def mean_of_4(counted: CountedDays) -> Numbers:
    """Return the mean of the last four of each weekday."""
    return _by_weekday(counted, lambda calls: calls[-4:].mean(axis=0))


def mean_of_8(counted: CountedDays) -> Numbers:
    """Return the mean of the last eight."""
    return _by_weekday(counted, lambda calls: calls[-8:].mean(axis=0))


def median_of_8(counted: CountedDays) -> Numbers:
    """Return the median of the last eight."""
    return _by_weekday(counted, lambda calls: np.asarray(np.median(calls[-8:], axis=0)))


def smoothing(counted: CountedDays) -> Numbers:
    """Return exponential smoothing: of the day's total over its weekday's index, times the mean profile."""
    totals = counted.calls.sum(axis=1)
    index = np.ones(7)
    for weekday in range(5):
        index[weekday] = totals[counted.weekdays == weekday].mean() / totals.mean()
    errors = {
        alpha: _smoothed(totals / index[counted.weekdays], alpha)[1] for alpha in (0.02, 0.05, 0.1, 0.2)
    }
    level = _smoothed(totals / index[counted.weekdays], min(errors, key=errors.__getitem__))[0]
    profile = counted.calls.sum(axis=0) / counted.calls.sum()
    return np.asarray(level * index[:, None] * profile)


def _smoothed(values: Numbers, alpha: float) -> tuple[float, float]:
    """Return the last level and the sum of the absolute errors of one step."""
    level, missed = float(values[:20].mean()), 0.0
    for value in values.tolist():
        missed += abs(value - level)
        level += alpha * (value - level)
    return level, missed


PLAIN: Mapping[str, Method] = {
    "mean of 4": mean_of_4,
    "mean of 8": mean_of_8,
    "median of 8": median_of_8,
    "smoothing": smoothing,
}


@dataclass
class Figures:
    """Sums over the origins of a series."""

    calls: float = 0.0
    missed: dict[str, tuple[float, float, float]] | None = None
    ranks: list[Numbers] | None = None
    wide: list[Numbers] | None = None
    seconds: float = 0.0


def run(series: Series, origins: int, seed: int = 1) -> Figures:
    """Forecast a series from its last origins."""
    made = make(series, seed)
    came = {(one.day, one.start): float(one.offered) for one in made.history.intervals}
    found = Figures(missed={}, ranks=[], wide=[])
    for number in range(1, origins + 1):
        origin = END - number * AHEAD
        hotline = line(origin, origin + AHEAD - timedelta(days=1))
        began = perf_counter()
        ours = forecast_calls(made.history, hotline, series.minutes, until=origin).forecast
        found.seconds += perf_counter() - began
        keys = [(one.day, one.start) for one in ours.intervals]
        actual, truth = np.array([came[key] for key in keys]), np.array([made.rate[key] for key in keys])
        found.calls += actual.sum()
        counted = count_days(made.history.before(origin), hotline)
        methods = {"ours": ours.calls} | {
            name: _spread(method(counted), keys, series.minutes) for name, method in PLAIN.items()
        }
        _add(found, methods, keys, actual, truth)
        _rank(found, ours, actual)
    return found


def _spread(by_slot: Numbers, keys: Sequence[tuple[date, int]], minutes: int) -> Numbers:
    return np.array([by_slot[day.weekday(), start // minutes] for day, start in keys])


def _add(
    found: Figures,
    methods: Mapping[str, Numbers],
    keys: Sequence[tuple[date, int]],
    actual: Numbers,
    truth: Numbers,
) -> None:
    assert found.missed is not None
    days = np.array([day.toordinal() for day, _ in keys])
    starts = np.flatnonzero(np.diff(days, prepend=0))
    for name, forecast in methods.items():
        errors = (
            float(np.abs(forecast - actual).sum()),
            float(np.abs(np.add.reduceat(forecast - actual, starts)).sum()),
            float(np.abs(forecast - truth).sum()),
        )
        before = found.missed.get(name, (0.0, 0.0, 0.0))
        found.missed[name] = (before[0] + errors[0], before[1] + errors[1], before[2] + errors[2])


def _rank(found: Figures, forecast: Forecast, actual: Numbers) -> None:
    assert found.ranks is not None
    assert found.wide is not None
    found.ranks.append(_ranks(forecast.paths, actual))
    blocks = np.array([one.day.toordinal() * 8 + one.start // 180 for one in forecast.intervals])
    starts = np.flatnonzero(np.diff(blocks, prepend=0))
    wide = np.add.reduceat(forecast.paths, starts, axis=1, dtype=np.int64)
    found.wide.append(_ranks(wide, np.add.reduceat(actual, starts)))


def _ranks(paths: Counts, actual: Numbers) -> Numbers:
    return np.stack([(paths < actual).mean(axis=0), (paths <= actual).mean(axis=0)])


def coverage(ranks: Sequence[Numbers], part: float) -> float:
    """Return which part of the counts lay in the middle `part` of the paths."""
    below, above = np.concatenate(ranks, axis=1)
    low, high = (1 - part) / 2, (1 + part) / 2
    inside = np.clip(np.minimum(above, high) - np.maximum(below, low), 0, None)
    width = above - below
    return float(
        np.where(width > 0, inside / np.maximum(width, 1e-12), (below >= low) & (below <= high)).mean()
    )


def doubled_week(seed: int) -> float:
    """Return how far a doubled week, marked, moves the forecast of the four weeks after it."""
    made = make(ALL[0], seed)
    origin = END - AHEAD
    week = {origin - timedelta(weeks=3) + timedelta(days=day) for day in range(5)}
    doubled = tuple(
        one._replace(offered=2 * one.offered) if one.day in week else one for one in made.history.intervals
    )
    marks = tuple(SpecialDay(day, SpecialKind.CAMPAIGN, "Letters") for day in sorted(week))
    hotline = line(origin, END - timedelta(days=1))
    before, after = (
        forecast_calls(one, hotline, paths=1, until=origin).forecast.calls.sum()
        for one in (made.history, replace(made.history, intervals=doubled, special_days=marks))
    )
    return float(abs(after / before - 1))


def page(origins: int) -> Iterator[str]:
    """Yield the lines of the page of results."""
    yield "# Forecasts by rolling origins"
    yield ""
    yield f"{origins} origins a series, four weeks ahead; WAPE in per cent: intervals / days / truth."
    yield ""
    yield f"| series | ours | {' | '.join(PLAIN)} | 80 % | 95 % | 3 h: 80 % | 95 % | s a forecast |"
    yield "|---|" + "---|" * (len(PLAIN) + 6)
    for series in ALL:
        found = run(series, origins)
        assert found.missed is not None
        assert found.ranks is not None
        assert found.wide is not None
        cells = [
            " / ".join(f"{100 * error / found.calls:.1f}" for error in found.missed[name])
            for name in ("ours", *PLAIN)
        ]
        covered = [
            f"{100 * coverage(ranks, part):.0f}"
            for ranks in (found.ranks, found.wide)
            for part in (0.8, 0.95)
        ]
        yield f"| {series.name} | {' | '.join([*cells, *covered, f'{found.seconds / origins:.1f}'])} |"
    yield ""
    moved = [100 * doubled_week(seed) for seed in range(1, 6)]
    yield f"A doubled week, marked, moves the four weeks after it by {max(moved):.2f} % at most (five seeds)."


def main() -> None:
    """Run, print, and write where asked to."""
    parser = argparse.ArgumentParser("benchmarks.forecasting", description="Forecasts beside plain methods.")
    parser.add_argument("--origins", type=int, default=6)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    lines = []
    for text in page(asked.origins):
        print(text, flush=True)
        lines.append(text)
    if asked.out is not None:
        asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
