"""Forecasts beside plain methods on a public series that a locked package ships.

Run as ``python -m benchmarks.public_series [--origins N]``; it prints a page in Markdown.

No locked package ships counted calls. Matplotlib ships the shares of one company traded each day from
August 2004 to October 2008 (``goog.npz``): 1,047 counts of weekdays, real, wandering, with weeks of news and
holidays, and noisier than calls are. They are counted here in units of 10,000 shares, an interval a day.

Protocol: from every origin, four weeks apart, the last four weeks before the end of the series, each method
sees what came before and forecasts every day of the next four weeks; days without trade are unknown to all.
The first origin has at least two years before it. Nothing is tuned on what came after. WAPE is the sum of
absolute errors over the sum of counts. *ETS* are exponential smoothings with a weekday's index, the constant
chosen by the errors of one step so far: of the level, and with a trend that is damped by 0.9.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from matplotlib import get_data_path
from numpy.typing import NDArray

from benchmarks.forecasting import coverage
from wfm.calendar import Closing, Period, Span
from wfm.demand.clock_changes import instants
from wfm.demand.forecasting import forecast_calls
from wfm.demand.history import CallHistory, CallInterval
from wfm.hotline import Hotline

Numbers = NDArray[np.float64]
UNIT = 10_000
AHEAD = timedelta(weeks=4)
OPENS, MINUTES = 480, 60
CONSTANTS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
DAMPED = 0.9


def counts() -> dict[date, int]:
    """Return the series: units by day."""
    rows = np.load(f"{get_data_path()}/sample_data/goog.npz")["price_data"]
    return {one["date"].astype(object): round(int(one["volume"]) / UNIT) for one in rows if one["volume"] > 0}


def line(first: date, last: date) -> Hotline:
    """Return a hotline of one interval a weekday."""
    hours = {day: (Span(OPENS, OPENS + MINUTES),) for day in range(5)}
    return Hotline(
        "Series", "series", Period(first, last), hours, closing=Closing(None), shift_minutes=MINUTES
    )


def history_of(series: Mapping[date, int], hotline: Hotline) -> CallHistory:
    """Return the series as a history."""
    return CallHistory(
        MINUTES,
        tuple(
            CallInterval(day, OPENS, instants(day, OPENS, hotline.zone)[0], number)
            for day, number in sorted(series.items())
        ),
    )


Method = Callable[[Numbers, Numbers], Numbers]
"""From counts and their weekdays: what is expected of each of five weekdays, four weeks in a row."""


def _last(count: int, combine: Callable[[Numbers], float]) -> Method:
    def method(values: Numbers, weekdays: Numbers) -> Numbers:
        return np.tile([combine(values[weekdays == day][-count:]) for day in range(5)], 4)

    return method


def _smoothing(*, trend: bool) -> Method:
    def method(values: Numbers, weekdays: Numbers) -> Numbers:
        index = np.array([values[weekdays == day].mean() / values.mean() for day in range(5)])
        plain = values / index[weekdays.astype(int)]
        trends = CONSTANTS[:3] if trend else (0.0,)
        found = [_smoothed(plain, alpha, beta) for alpha in CONSTANTS for beta in trends]
        _, level, slope = min(found)
        steps = np.cumsum(DAMPED ** np.arange(1, 21))
        return np.asarray(np.maximum(level + slope * steps, 0.0) * np.tile(index, 4))

    return method


def _smoothed(values: Numbers, alpha: float, beta: float) -> tuple[float, float, float]:
    level, slope, missed = float(values[:20].mean()), 0.0, 0.0
    for value in values.tolist():
        expected = level + DAMPED * slope
        missed += abs(value - expected)
        before = level
        level = expected + alpha * (value - expected)
        slope = beta * (level - before) + (1 - beta) * DAMPED * slope if beta else 0.0
    return missed, level, slope


METHODS: Mapping[str, Method] = {
    "mean of 4": _last(4, lambda values: float(values.mean())),
    "mean of 8": _last(8, lambda values: float(values.mean())),
    "median of 8": _last(8, lambda values: float(np.median(values))),
    "ETS, level": _smoothing(trend=False),
    "ETS, damped trend": _smoothing(trend=True),
}


@dataclass
class Sums:
    """Sums over the origins."""

    came: float = 0.0
    missed: dict[str, float] = field(default_factory=dict)
    ranks: list[Numbers] = field(default_factory=list)


def run(origins: int) -> Sums:
    """Forecast the series from its last origins."""
    series, found = counts(), Sums()
    end = max(series) + timedelta(days=1)
    end -= timedelta(days=end.weekday())
    for number in range(1, origins + 1):
        origin = end - number * AHEAD
        hotline = line(origin, origin + AHEAD - timedelta(days=1))
        made = forecast_calls(history_of(series, hotline), hotline, MINUTES, until=origin).forecast
        days = [one.day for one in made.intervals]
        known = np.array([day in series for day in days])
        actual = np.array([float(series.get(day, 0)) for day in days])[known]
        before = [(day, count) for day, count in sorted(series.items()) if day < origin]
        values = np.array([float(count) for _, count in before])
        weekdays = np.array([day.weekday() for day, _ in before])
        expected = {"ours": made.calls} | {name: of(values, weekdays) for name, of in METHODS.items()}
        found.came += actual.sum()
        for name, forecast in expected.items():
            error = float(np.abs(forecast[known] - actual).sum())
            found.missed[name] = found.missed.get(name, 0.0) + error
        paths = made.paths[:, known]
        found.ranks.append(np.stack([(paths < actual).mean(axis=0), (paths <= actual).mean(axis=0)]))
    return found


def page(origins: int) -> Iterator[str]:
    """Yield the lines of the page of results."""
    found = run(origins)
    yield f"{origins} origins, four weeks ahead, 1,047 days; WAPE of days in per cent."
    yield ""
    yield f"| {' | '.join(found.missed)} | 80 % | 95 % |"
    yield "|---" * (len(found.missed) + 2) + "|"
    errors = [f"{100 * error / found.came:.1f}" for error in found.missed.values()]
    covered = [f"{100 * coverage(found.ranks, part):.0f}" for part in (0.8, 0.95)]
    yield f"| {' | '.join([*errors, *covered])} |"


def main() -> None:
    """Run, and print."""
    parser = argparse.ArgumentParser("benchmarks.public_series", description="A forecast of a public series.")
    parser.add_argument("--origins", type=int, default=26)
    for text in page(parser.parse_args().origins):
        print(text, flush=True)


if __name__ == "__main__":
    main()
