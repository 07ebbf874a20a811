"""The picture of a week: calls beside their forecast, and hours staffed beside those needed, day by day.

Matplotlib is loaded with this module.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from api.demand.week.sentences import conclusions
from api.demand.week.tables import CALLS, FORECAST_CALLS, HOURS_NEEDED, HOURS_STAFFED
from api.documents.picture import render
from api.texts.translator import Translator
from wfm.demand.week_comparison import CountedDay
from wfm.demand.week_review import WeekReview
from wfm.message import Text
from wfm.plan import Plan

TITLE = Text("week_chart.title", "{hotline}: {week:week}, day by day")
BY_CALLS = Text("week_chart.calls", "Calls a day")
BY_HOURS = Text("week_chart.hours", "Agent hours a day")

# Okabe and Ito's colours, told apart with any colour vision; the hatching does without colours.
_CAME, _EXPECTED = "#0072b2", "#e69f00"
_WIDTH = 0.38
Pick = Callable[[CountedDay], Fraction | int | None]


def chart(plan: Plan, found: WeekReview, speak: Translator) -> bytes:
    """Return the picture as SVG, its letters as outlines."""
    return render(
        lambda: _figure(found, speak),
        "svg",
        title=speak.say(TITLE(hotline=plan.hotline.name, week=str(found.week))),
        about=description(plan, found, speak),
        creator=plan.hotline.name,
        outlines=True,
    )


def description(plan: Plan, found: WeekReview, speak: Translator) -> str:
    """Return in sentences what the picture shows."""
    return " ".join(map(speak.sentence, conclusions(plan, found, speak)))


def _figure(found: WeekReview, speak: Translator) -> Figure:
    drawn = Figure(figsize=(9.0, 3.1), layout="constrained")
    left, right = drawn.subplots(1, 2)
    _bars(
        left,
        found.days,
        speak,
        BY_CALLS,
        (CALLS, lambda one: one.calls),
        (FORECAST_CALLS, lambda one: one.forecast),
    )
    staffed: tuple[Text, Pick] = (HOURS_STAFFED, lambda one: one.staffed)
    _bars(right, found.days, speak, BY_HOURS, staffed, (HOURS_NEEDED, lambda one: one.needed))
    return drawn


def _bars(
    axes: Axes, days: Sequence[CountedDay], speak: Translator, title: Text, *pairs: tuple[Text, Pick]
) -> None:
    """Draw two bars a day: what was there, and what it is held against."""
    highest = 1.0
    for shift, colour, hatch, (name, pick) in zip(
        (-_WIDTH / 2, _WIDTH / 2), (_CAME, _EXPECTED), ("", "///"), pairs, strict=True
    ):
        known = [
            (at + shift, float(value)) for at, one in enumerate(days) if (value := pick(one)) is not None
        ]
        if not known:
            continue
        highest = max([highest, *(height for _, height in known)])
        axes.bar(
            [at for at, _ in known],
            [height for _, height in known],
            width=_WIDTH,
            color=colour,
            edgecolor="white",
            hatch=hatch,
            label=speak.sentence(name()),
        )
    axes.set_title(speak.sentence(title()), fontsize=10, loc="left")
    axes.set_xticks(range(len(days)), [speak.weekday(one.day, "EEE") for one in days])
    axes.set_ylim(0, highest * 1.25)  # room for the legend
    axes.tick_params(axis="x", length=0)
    axes.yaxis.grid(color="#e0e0e0", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(loc="upper left", ncols=2, frameon=False)
