"""The chart of scenarios: what each municipality staffs and where its balance goes, before and after.

Matplotlib is loaded with this module, so only where a chart was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from api.documents.picture import render
from api.outputs.chart_file import write_chart
from api.texts.scenario import assumptions
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode
from wfm.message import Text
from wfm.rounding import half_up
from wfm.scenario.figures import MunicipalityFigures, ScenarioFigures

TITLE = Text("scenario_chart.title", "{hotline}: scenarios over {n} quarters")
TARGETS = Text("scenario_chart.targets", "Targets of all quarters")
BALANCES = Text("scenario_chart.balances", "Balance at the end, in seats")
SIDES = Text("scenario_chart.sides", "below 0 in credit, above 0 owed")
BEFORE = Text("scenario_chart.before", "before")
SAID = Text("scenario_chart.said", "{name}: target {target}, balance {balance}.")

Named = tuple[str, ScenarioFigures]
Figured = Callable[[MunicipalityFigures], int | Fraction]

# Okabe and Ito's colours, told apart with any colour vision; the signs do without colours.
_STYLES = (
    ("#555555", "o"),
    ("#0072b2", "D"),
    ("#d55e00", "^"),
    ("#009e73", "s"),
    ("#7a3b69", "v"),
    ("#e69f00", "P"),
)
_ROW, _MARGINS, _WIDTH = 0.36, 2.0, 13.0  # inches


def draw(before: ScenarioFigures, after: Sequence[Named], speak: Translator, file: Path) -> None:
    """Draw the chart into a file, as its suffix says.

    Raises
    ------
    OutputError
        Where the file cannot be written; what stood there before still stands.
    """
    write_chart(scenario_chart(before, after, speak, file.suffix.lower().removeprefix(".")), file)


def scenario_chart(before: ScenarioFigures, after: Sequence[Named], speak: Translator, form: str) -> bytes:
    """Return the chart as ``svg`` or ``png``."""
    hotline = before.plan.hotline.name
    title = speak.say(TITLE(hotline=hotline, n=str(before.quarters)))
    named = [(speak.say(BEFORE()), before), *after]
    return render(
        lambda: _figure(named, title, speak),
        form,
        title=title,
        about=_describe(named, speak),
        creator=hotline,
    )


def _figure(named: Sequence[Named], title: str, speak: Translator) -> Figure:
    people = {one.municipality.code: one.municipality for _, side in named for one in side.municipalities}
    codes = sorted(people, key=lambda code: people[code].population)
    figure = Figure(figsize=(_WIDTH, _MARGINS + _ROW * len(codes)), layout="constrained")
    targets, balances = figure.subplots(1, 2, sharey=True)
    _dots(targets, named, codes, lambda one: sum(q.quota.target for q in one.quarters))
    _dots(balances, named, codes, lambda one: one.quarters[-1].balance)
    targets.set_yticks(range(len(codes)), [people[code].name for code in codes])
    targets.set_title(speak.say(TARGETS()), fontsize=10)
    balances.axvline(0, color="#555555", linewidth=0.8, zorder=1)
    balances.set_title(speak.say(BALANCES()), fontsize=10)
    balances.set_xlabel(speak.say(SIDES()))
    for axes, show in ((targets, speak.number), (balances, speak.with_sign)):
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(lambda value, _, show=show: show(half_up(Fraction(value), 2)))
        axes.grid(axis="y", color="#e0e0e0", linewidth=0.5)
    figure.suptitle(title, fontsize=12)
    figure.legend(*targets.get_legend_handles_labels(), loc="outside lower center", ncols=len(named))
    return figure


def _dots(axes: Axes, named: Sequence[Named], codes: Sequence[MunicipalityCode], figure: Figured) -> None:
    """Draw a sign for each municipality and scenario, and a line from the least to the largest."""
    sides = [{one.municipality.code: float(figure(one)) for one in side.municipalities} for _, side in named]
    for row, code in enumerate(codes):
        there = [side[code] for side in sides if code in side]
        axes.plot([min(there), max(there)], [row, row], color="#b0b0b0", linewidth=1, zorder=1)
    for place, ((name, _), side) in enumerate(zip(named, sides, strict=True)):
        colour, sign = _STYLES[place % len(_STYLES)]
        rows = [row for row, code in enumerate(codes) if code in side]
        axes.scatter(
            [side[codes[row]] for row in rows], rows, color=colour, marker=sign, s=26, zorder=2, label=name
        )


def _describe(named: Sequence[Named], speak: Translator) -> str:
    """Return in sentences what the chart shows."""
    said = [speak.sentence(assumptions(named[0][1]))]
    for name, side in named:
        said += [
            speak.sentence(
                SAID(
                    name=f"{one.municipality.name} ({name})",
                    target=speak.number(sum(q.quota.target for q in one.quarters)),
                    balance=speak.with_sign(half_up(one.quarters[-1].balance, 2), 2),
                )
            )
            for one in side.municipalities
        ]
    return " ".join(said)
