"""The picture of a forecast: calls a day as counted and as expected, and the shape of a day.

Matplotlib is loaded with this module. The same forecast gives the same file, byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from api.documents.picture import render
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.demand.forecast_totals import sum_days
from wfm.demand.forecasting import CallForecast
from wfm.demand.history import CallHistory
from wfm.message import Text
from wfm.plan import Plan

FILE = "forecast.svg"
TITLE = Text("forecast_chart.title", "{hotline}: calls expected, {first:date} to {last:date}")
BY_DAY = Text("forecast_chart.by_day", "Calls a day")
BY_HOUR = Text("forecast_chart.by_hour", "Calls an interval, by weekday")
COUNTED = Text("forecast_chart.counted", "counted")
EXPECTED = Text("forecast_chart.expected", "expected")
EIGHTY = Text("forecast_chart.eighty", "eight courses of ten")
TOLD = Text(
    "forecast_chart.told",
    "{calls:number} calls are expected in all. The busiest day is {day:date} with {most:number}; the busiest "
    "interval of a usual week starts at {start:time} with {each:decimal}.",
)
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#7a3b69", "#56b4e9", "#e69f00", "#555555")
_SIGNS = ("o", "s", "^", "D", "v", "P", "X")
_BACK = timedelta(weeks=26)


def chart(plan: Plan, history: CallHistory, found: CallForecast, speak: Translator) -> bytes:
    """Return the picture as SVG, with a name and a description that are read aloud."""
    period = plan.hotline.period
    title = speak.say(
        TITLE(hotline=plan.hotline.name, first=period.first_day.isoformat(), last=period.last_day.isoformat())
    )
    return render(
        lambda: _figure(history, found, title, speak),
        "svg",
        title=title,
        about=_told(found, speak),
        creator=plan.hotline.name,
    )


def _figure(history: CallHistory, found: CallForecast, title: str, speak: Translator) -> Figure:
    drawn = Figure(figsize=(13.0, 5.2), layout="constrained")
    left, right = drawn.subplots(1, 2, width_ratios=(3, 2))
    drawn.suptitle(title, fontweight="bold", fontsize=13)
    _by_day(left, history, found, speak)
    _by_hour(right, found, speak)
    return drawn


def _by_day(axes: Axes, history: CallHistory, found: CallForecast, speak: Translator) -> None:
    since = found.origin - _BACK
    counted = {
        day: sum(one.offered for one in some)
        for day, some in history.by_day.items()
        if since <= day < found.origin and any(one.offered for one in some)
    }
    sums = sum_days(found.forecast, (0.1, 0.9))
    low, high = sums.quantiles
    when, past = [day.toordinal() for day in sums.days], [day.toordinal() for day in counted]
    axes.plot(past, list(counted.values()), ".", color="#555555", markersize=4, label=speak.say(COUNTED()))
    axes.vlines(when, low, high, color="#9ecae1", linewidth=2.2, label=speak.say(EIGHTY()))
    axes.plot(when, sums.calls, "o", color=_COLOURS[0], markersize=3, label=speak.say(EXPECTED()))
    axes.set_ylim(bottom=0)
    axes.set_title(speak.say(BY_DAY()), fontsize=10)
    months = [day for day in map(date.fromordinal, range(min(past + when), max(when) + 1)) if day.day == 1]
    axes.set_xticks([day.toordinal() for day in months], [speak.short_date(day) for day in months])
    axes.legend(frameon=False, loc="upper left", ncols=3)


def _week(found: CallForecast) -> dict[int, dict[int, float]]:
    """Return the median calls of each weekday's intervals, which a special day does not move."""
    each: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one, calls in zip(found.forecast.intervals, found.forecast.calls.tolist(), strict=True):
        each[one.day.weekday()][one.start].append(calls)
    return {
        day: {start: float(np.median(some)) for start, some in sorted(starts.items())}
        for day, starts in sorted(each.items())
    }


def _by_hour(axes: Axes, found: CallForecast, speak: Translator) -> None:
    for day, starts in _week(found).items():
        axes.plot(
            [start / 60 for start in starts],
            list(starts.values()),
            color=_COLOURS[day],
            marker=_SIGNS[day],
            markersize=3,
            linewidth=1.2,
            label=speak.weekday(date(2024, 1, 1 + day), "EEE"),
        )
    axes.set_ylim(bottom=0)
    axes.set_title(speak.say(BY_HOUR()), fontsize=10)
    axes.xaxis.set_major_formatter(lambda hour, _: clock(round(hour * 60)))
    axes.legend(frameon=False, loc="upper right")


def _told(found: CallForecast, speak: Translator) -> str:
    sums = sum_days(found.forecast, (0.5,))
    busiest = int(np.argmax(sums.calls))
    each, start = max((calls, -start) for starts in _week(found).values() for start, calls in starts.items())
    told = TOLD(
        calls=round(float(sums.calls.sum())),
        day=sums.days[busiest].isoformat(),
        most=round(float(sums.calls[busiest])),
        start=clock(-start),
        each=f"{each:.1f}",
    )
    return speak.sentence(told)
