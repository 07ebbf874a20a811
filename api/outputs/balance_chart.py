"""The chart of balances: how far each strays under every method, and its way under the plan's own.

Matplotlib is loaded with this module, so only where a chart was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from api.documents.picture import render
from api.outputs.chart_file import write_chart
from api.texts.glossary import method_name
from api.texts.outlook import a_unit, amount, assumptions, promise, unit_heading
from api.texts.translator import Translator
from wfm.apportionment import Method
from wfm.message import Message, Text
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.quota_outlook import QuotaOutlook
from wfm.rounding import half_up

TITLE = Text("chart.title", "{hotline}: balances over {n} quarters")
ALL_METHODS = Text("chart.all_methods", "Least and largest balance, in {unit}")
OWN_METHOD = Text("chart.own_method", "Balance after each quarter: {method}, in {unit}")
SHADED = Text("chart.shaded", "grey: less than {unit} owed or in credit")
SIDES = Text("chart.sides", "below 0 in credit, above 0 owed")
OWN = Text("chart.own", "{method} (the plan's)")
QUARTER = Text("chart.quarter", "quarter")
ONE_FURTHEST = Text(
    "chart.one_furthest", "{method}: {name} strays furthest, {amount} after quarter {quarter}."
)

# Okabe and Ito's colours, told apart with any colour vision; the signs do without colours.
_STYLES: Mapping[Method, tuple[str, str]] = MappingProxyType(
    {
        Method.LARGEST_REMAINDER: ("#0072b2", "o"),
        Method.SAINTE_LAGUE: ("#009e73", "s"),
        Method.DHONDT: ("#d55e00", "^"),
        Method.HUNTINGTON_HILL: ("#7a3b69", "D"),
    }
)
_ROW, _MARGINS, _WIDTH = 0.42, 2.1, 13.0  # inches
_DARKEST = 1.3  # units: where the colours of the cells end


def draw(plan: Plan, found: QuotaOutlook, speak: Translator, file: Path) -> None:
    """Draw the chart into a file, as its suffix says.

    Raises
    ------
    OutputError
        Where the file cannot be written; what stood there before still stands.
    """
    write_chart(chart(plan, found, speak, file.suffix.lower().removeprefix(".")), file)


def chart(plan: Plan, found: QuotaOutlook, speak: Translator, form: str) -> bytes:
    """Return the chart as ``svg`` or ``png``."""
    return render(
        lambda: _figure(plan, found, speak),
        form,
        title=speak.say(_title(plan, found)),
        about=description(plan, found, speak),
        creator=plan.hotline.name,
    )


def description(plan: Plan, found: QuotaOutlook, speak: Translator) -> str:
    """Return in sentences what the chart shows."""
    said: list[Message] = [*assumptions(plan, found), promise(plan, found, speak)[0]]
    for method, course in found.courses.items():
        far = course.furthest
        said.append(
            ONE_FURTHEST(
                method=method_name(method),
                name=plan.municipality[far.municipality].name,
                amount=amount(plan, far.units, speak),
                quarter=far.quarter,
            )
        )
    return " ".join(map(speak.sentence, said))


def _title(plan: Plan, found: QuotaOutlook) -> Message:
    return TITLE(hotline=plan.hotline.name, n=str(found.quarters))


def _figure(plan: Plan, found: QuotaOutlook, speak: Translator) -> Figure:
    # The largest at the top: that is whom a method may favour.
    rows = sorted(plan.staffing, key=lambda m: -m.population)
    drawn = Figure(figsize=(_WIDTH, _MARGINS + _ROW * len(rows)), layout="constrained")
    left, right = drawn.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    drawn.suptitle(speak.say(_title(plan, found)), fontweight="bold", fontsize=13)
    _ranges(left, rows, plan, found, speak)
    _ways(right, rows, plan, found, speak)
    left.set_yticks(range(len(rows)), [m.name for m in rows])
    left.set_ylim(len(rows) - 0.5, -0.5)
    handles = [
        Line2D([], [], color=colour, marker=sign, label=_label(method, found, speak))
        for method, (colour, sign) in _STYLES.items()
    ]
    drawn.legend(handles=handles, loc="outside lower left", ncols=len(handles), frameon=False)
    return drawn


def _label(method: Method, found: QuotaOutlook, speak: Translator) -> str:
    name = method_name(method)
    return speak.sentence(OWN(method=name) if method is found.own else name)


def _ranges(
    axes: Axes, rows: Sequence[Municipality], plan: Plan, found: QuotaOutlook, speak: Translator
) -> None:
    """Draw a line from the least to the largest balance for each municipality and method."""
    axes.axvspan(-1, 1, color="#e8e8e8", zorder=0)
    axes.axvline(0, color="#555555", linewidth=0.8, zorder=1)
    for place, (method, (colour, sign)) in enumerate(_STYLES.items()):
        for row, municipality in enumerate(rows):
            balances = [float(balance) for balance in found.courses[method].balances(municipality.code)]
            height = row + (place - 1.5) * 0.19
            ends = [min(balances), max(balances)]
            axes.plot(ends, [height] * 2, color=colour, marker=sign, markersize=3.5, linewidth=1.3)
    for row in range(1, len(rows)):
        axes.axhline(row - 0.5, color="#d0d0d0", linewidth=0.5)
    unit = speak.say(unit_heading(plan))
    axes.set_title(
        f"{speak.say(ALL_METHODS(unit=unit))}\n({speak.say(SHADED(unit=a_unit(plan)))})", fontsize=10
    )
    axes.set_xlabel(speak.say(SIDES()))
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: speak.with_sign(half_up(Fraction(value), 2)))


def _ways(
    axes: Axes, rows: Sequence[Municipality], plan: Plan, found: QuotaOutlook, speak: Translator
) -> None:
    """Draw a cell for each municipality and quarter under the plan's method, its figure written in it."""
    course = found.courses[found.own]
    balances = [course.balances(m.code) for m in rows]
    cells = [[float(balance) for balance in row] for row in balances]
    # Beyond one unit a cell is as dark as can be, and its figure tells how far.
    norm, colours = Normalize(-_DARKEST, _DARKEST), colormaps["PuOr_r"]
    across, down = ([place - 0.5 for place in range(n + 1)] for n in (len(course.quarters), len(rows)))
    axes.pcolormesh(across, down, cells, cmap=colours, norm=norm, edgecolors="white", linewidth=0.6)
    for row, own in enumerate(balances):
        for column, balance in enumerate(own):
            axes.text(
                column,
                row,
                speak.with_sign(half_up(balance, 2), 2),
                ha="center",
                va="center",
                fontsize=8,
                fontweight="bold" if abs(balance) >= 1 else "normal",
                color=_readable_on(colours(norm(cells[row][column]))),
            )
    axes.set_xticks(range(len(course.quarters)), [str(quarter.number) for quarter in course.quarters])
    axes.set_xlabel(speak.say(QUARTER()))
    axes.tick_params(axis="both", length=0)
    method, unit = method_name(found.own), speak.say(unit_heading(plan))
    axes.set_title(speak.say(OWN_METHOD(method=method, unit=unit)), fontsize=10)


def _readable_on(colour: Sequence[float]) -> str:
    """Return black or white, whichever stands out more by WCAG's contrast ratio."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "black" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "white"
