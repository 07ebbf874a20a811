"""The picture of a business case: gains and costs of each year, and how their effect accumulates."""

from __future__ import annotations

from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from api.documents.picture import render
from api.texts.business_case import ACCUMULATED, COSTS, GAINS, conclusions, year_name
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures
from wfm.message import Text

TITLE = Text("case.chart_title", "{name}: gains and costs")
AXIS = Text("case.chart_axis", "1,000 {currency}")
PAID_BACK_AT = Text("case.chart_paid_back", "paid back")

# Okabe and Ito's colours, told apart with any colour vision; the hatching does without colours.
_GAIN, _COST, _SUM = "#009e73", "#d55e00", "#0072b2"
_SIZE = (9.0, 4.2)  # inches
_WIDTH = 0.38


def chart(figures: CaseFigures, speak: Translator, form: str, *, outlines: bool = False) -> bytes:
    """Return the picture as ``svg`` or ``png``."""
    case = figures.case
    return render(
        lambda: _figure(figures, speak),
        form,
        title=speak.say(TITLE(name=case.name)),
        about=description(figures, speak),
        creator=case.name,
        outlines=outlines,
    )


def description(figures: CaseFigures, speak: Translator) -> str:
    """Return in sentences what the picture shows."""
    return " ".join(map(speak.sentence, conclusions(figures, speak)))


def _figure(figures: CaseFigures, speak: Translator) -> Figure:
    case = figures.case
    drawn = Figure(figsize=_SIZE, layout="constrained")
    axes = drawn.subplots()
    _bars(axes, figures, speak)
    _accumulated(axes, figures, speak)
    axes.axhline(0, color="#555555", linewidth=0.8)
    middles = [year + 0.5 for year in range(len(case.years))]
    axes.set_xticks(middles, [year_name(case, year, speak) for year in case.years])
    axes.set_xlim(0, len(case.years))
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(speak.say(AXIS(currency=case.currency)))
    axes.yaxis.set_major_formatter(lambda value, _: _thousands(value, speak))
    axes.yaxis.grid(color="#e0e0e0", linewidth=0.6)
    axes.set_axisbelow(True)
    drawn.legend(loc="outside upper left", ncols=3, frameon=False)
    return drawn


def _bars(axes: Axes, figures: CaseFigures, speak: Translator) -> None:
    """Draw gains beside costs, year by year."""
    years = range(len(figures.case.years))
    for shift, amounts, colour, hatch, label in (
        (-_WIDTH / 2, figures.gains, _GAIN, "", GAINS),
        (_WIDTH / 2, figures.costs, _COST, "///", COSTS),
    ):
        axes.bar(
            [year + 0.5 + shift for year in years],
            list(map(float, amounts)),
            width=_WIDTH,
            color=colour,
            edgecolor="white",
            hatch=hatch,
            label=speak.sentence(label()),
        )


def _accumulated(axes: Axes, figures: CaseFigures, speak: Translator) -> None:
    """Draw the accumulated effect from the end of a year to that of the next, and where it comes up to 0."""
    sums = [0.0, *map(float, figures.accumulated)]
    label = speak.sentence(ACCUMULATED())
    axes.plot(
        range(len(sums)),
        sums,
        color=_SUM,
        marker="o",
        markersize=4,
        linewidth=1.8,
        label=label,
        clip_on=False,
    )
    if figures.payback is not None and figures.payback.owed:
        at = float(figures.payback.years)
        axes.plot([at], [0], color="black", marker="D", markersize=6, linestyle="none")
        axes.annotate(
            speak.say(PAID_BACK_AT()),
            (at, 0),
            xytext=(8, -14),
            textcoords="offset points",
            bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        )


def _thousands(value: float, speak: Translator) -> str:
    thousands = Fraction(value).limit_denominator(1000) / 1000
    sign = "\N{MINUS SIGN}" if thousands < 0 else ""
    return sign + speak.number(abs(thousands))
