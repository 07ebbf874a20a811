"""Tables of scenarios for pages: one beside the plan, several side by side, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.texts.quota_headings import TARGET
from api.texts.scenario import assumptions, shortages, sums
from api.texts.scenario_columns import (
    BALANCE,
    NOTHING,
    SIDE_BY_SIDE,
    by_code,
    cell,
    codes_of,
    find_columns,
    name_of,
    total,
)
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode
from wfm.message import Message
from wfm.rounding import half_up
from wfm.scenario.figures import QuarterFigures, ScenarioFigures

Shown = Callable[[QuarterFigures], str]
Named = tuple[str, ScenarioFigures]


@dataclass(frozen=True)
class FigureRow:
    """A municipality, or all of them: figures before and after, or one for each scenario."""

    name: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FigureTable:
    """A table of figures; ``last`` is the row that sums up, where there is one."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    last: FigureRow | None = None


@dataclass(frozen=True)
class ScenarioSummary:
    """What is said of a scenario in sentences: what is taken for granted, what it costs, what is missing."""

    name: str
    messages: tuple[Message, ...]


def change_table(before: ScenarioFigures, after: ScenarioFigures, speak: Translator) -> FigureTable:
    """Return everybody's figures before and after."""
    sides = (by_code(before), by_code(after))
    shown = find_columns(before, after)
    rows = tuple(
        FigureRow(
            name_of(code, sides),
            tuple(tuple(cell(column, side.get(code), speak) for side in sides) for column in shown),
        )
        for code in codes_of(sides)
    )
    last = FigureRow("", tuple(tuple(total(column, side, speak) for side in sides) for column in shown))
    return FigureTable("", tuple(speak.say(column.heading()) for column in shown), rows, last)


def side_tables(named: Sequence[Named], speak: Translator) -> tuple[FigureTable, ...]:
    """Return a table of each figure with a column for each scenario."""
    sides = [by_code(figures) for _, figures in named]
    names = tuple(name for name, _ in named)
    shown = {column.heading: column for column in find_columns(*(figures for _, figures in named))}
    return tuple(
        FigureTable(
            speak.sentence(heading()).rstrip("."),
            names,
            tuple(
                FigureRow(
                    name_of(code, sides), tuple((cell(column, side.get(code), speak),) for side in sides)
                )
                for code in codes_of(sides)
            ),
            FigureRow("", tuple((total(column, side, speak),) for side in sides)),
        )
        for heading in SIDE_BY_SIDE
        for column in (shown.get(heading),)
        if column is not None
    )


def quarter_tables(
    before: ScenarioFigures, after: ScenarioFigures, speak: Translator
) -> tuple[FigureTable, ...]:
    """Return targets before and after, and balances afterwards, quarter by quarter."""
    sides = (by_code(before), by_code(after))
    number = max(before.quarters, after.quarters)
    heads = tuple(str(place + 1) for place in range(number))

    def cells(code: MunicipalityCode, show: Shown, of: Sequence[int]) -> tuple[tuple[str, ...], ...]:
        found = [sides[side].get(code) for side in of]
        return tuple(
            tuple(
                NOTHING if one is None or place >= len(one.quarters) else show(one.quarters[place])
                for one in found
            )
            for place in range(number)
        )

    def table(title: str, show: Shown, of: Sequence[int]) -> FigureTable:
        rows = tuple(FigureRow(name_of(code, sides), cells(code, show, of)) for code in codes_of(sides))
        return FigureTable(title, heads, rows)

    return (
        table(speak.sentence(TARGET()).rstrip("."), lambda one: speak.number(one.quota.target), (0, 1)),
        table(
            speak.sentence(BALANCE()).rstrip("."),
            lambda one: speak.with_sign(half_up(one.balance, 2), 2),
            (1,),
        ),
    )


def tell_figures(
    name: str, figures: ScenarioFigures, speak: Translator, *, granted: bool = False
) -> ScenarioSummary:
    """Return what is said of a scenario; with `granted`, what is taken for granted as well."""
    first = (assumptions(figures),) if granted else ()
    return ScenarioSummary(name, (*first, *sums(figures, speak), *shortages(figures, speak)))
