"""The tables of ``wfm scenario``: before and after in one, several scenarios side by side in one a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rich.table import Table

from api.commands.terminal.console import TerminalConsole, table
from api.commands.terminal.narrow_tables import least_width
from api.commands.terminal.tables import (
    HOURS,
    IN_ALL,
    LEFT_OUT,
    MUNICIPALITY,
    NET,
    PRICE,
    SEATS,
    SHARE,
    TARGET,
)
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode, code_order
from wfm.message import Text
from wfm.rounding import half_up
from wfm.scenario.figures import MunicipalityFigures, ScenarioFigures

BALANCE = Text("scenario.balance", "balance at the end")
PER_CITIZEN = Text("scenario.per_citizen", "net for each citizen")
MISSING = Text("scenario.missing", "seats missing a quarter")
BEFORE = Text("scenario.before", "before")
LEGEND = Text(
    "scenario.legend",
    "Share in the last quarter; target, seats, hours and money of all quarters; changes stand as before → "
    "after. A balance is in seats: owed above 0, credit below.",
)
NOTHING = "–"

Show = Callable[[Fraction, Translator], str]


@dataclass(frozen=True)
class ScenarioColumn:
    """A figure of a municipality: its heading, how it is reckoned and written, whether the column sums up."""

    heading: Text
    figure: Callable[[MunicipalityFigures], Fraction]
    show: Show
    sums_up: bool = True
    is_money: bool = False


def _whole(value: Fraction, speak: Translator) -> str:
    return speak.number(half_up(value, 1))


def _money(value: Fraction, speak: Translator) -> str:
    return speak.number(half_up(value, 2), 2)


def _share(value: Fraction, speak: Translator) -> str:
    return speak.percent(value)


def _signed(value: Fraction, speak: Translator) -> str:
    return speak.with_sign(half_up(value, 2), 2)


COLUMNS = (
    ScenarioColumn(SHARE, lambda one: one.quarters[-1].quota.share, _share),
    ScenarioColumn(TARGET, lambda one: Fraction(sum(q.quota.target for q in one.quarters)), _whole),
    ScenarioColumn(SEATS, lambda one: sum((q.seats for q in one.quarters), Fraction(0)), _whole),
    ScenarioColumn(HOURS, lambda one: sum((q.hours for q in one.quarters), Fraction(0)), _whole),
    ScenarioColumn(PRICE, lambda one: Fraction(one.price), _money, is_money=True),
    ScenarioColumn(NET, lambda one: Fraction(one.net), _money, is_money=True),
    ScenarioColumn(PER_CITIZEN, lambda one: one.per_citizen(one.net), _money, sums_up=False, is_money=True),
    ScenarioColumn(BALANCE, lambda one: one.quarters[-1].balance, _signed),
    ScenarioColumn(MISSING, lambda one: one.missing_seats, _whole),
)
SPARE = (SEATS, HOURS, PRICE, SHARE, PER_CITIZEN, NET)
"""What is left out first where the terminal is too narrow for all."""
SIDE_BY_SIDE = (TARGET, NET, PER_CITIZEN, BALANCE, MISSING)
"""Of which a table is printed where there are several scenarios."""

Found = Mapping[MunicipalityCode, MunicipalityFigures]


def print_change(
    before: ScenarioFigures, after: ScenarioFigures, out: TerminalConsole, speak: Translator, *, wide: bool
) -> None:
    """Print one scenario beside the plan: the columns that a terminal has room for, or with `wide` all."""
    shown, left_out = _columns(before, after), []
    drawn = change_lines(before, after, shown, speak)
    for heading in () if wide else SPARE:
        if least_width(drawn) <= out.width:
            break
        if any(column.heading is heading for column in shown):
            shown = [column for column in shown if column.heading is not heading]
            left_out.append(speak.say(heading()))
            drawn = change_lines(before, after, shown, speak)
    out.print(drawn)
    out.print(speak.sentence(LEGEND()), style="dim", markup=False)
    if left_out:
        out.print(speak.sentence(LEFT_OUT(columns=tuple(left_out))), style="dim", markup=False)


def _columns(*figures: ScenarioFigures) -> list[ScenarioColumn]:
    """Return the columns; money only where a settlement is agreed somewhere."""
    money = any(one.plan.hotline.tariff for one in figures)
    return [column for column in COLUMNS if money or not column.is_money]


def change_lines(
    before: ScenarioFigures, after: ScenarioFigures, shown: Sequence[ScenarioColumn], speak: Translator
) -> Table:
    """Return the table of one scenario, with a last row that sums up."""
    sides = (_by_code(before), _by_code(after))
    columns = [(speak.say(MUNICIPALITY()), "left"), *((speak.say(c.heading()), "right") for c in shown)]
    body = [
        [
            _name(code, sides),
            *(_change([_cell(column, side.get(code), speak) for side in sides]) for column in shown),
        ]
        for code in _codes(sides)
    ]
    last = [_change([_total(column, side, speak) for side in sides]) for column in shown]
    return table(columns, [*body, [speak.say(IN_ALL()), *last]], footer=True)


def side_by_side(
    named: Sequence[tuple[str, ScenarioFigures]], heading: Text, speak: Translator
) -> Table | None:
    """Return a table of one figure, a column for each scenario; nothing for money where none is agreed."""
    shown = next((c for c in _columns(*(one for _, one in named)) if c.heading is heading), None)
    if shown is None:
        return None
    sides = [_by_code(one) for _, one in named]
    columns = [(speak.say(MUNICIPALITY()), "left"), *((name, "right") for name, _ in named)]
    body = [
        [_name(code, sides), *(_cell(shown, side.get(code), speak) for side in sides)]
        for code in _codes(sides)
    ]
    last = [speak.say(IN_ALL()), *(_total(shown, side, speak) for side in sides)]
    return table(columns, [*body, last], title=speak.sentence(heading()).rstrip("."), footer=True)


def _by_code(figures: ScenarioFigures) -> Found:
    return {one.municipality.code: one for one in figures.municipalities}


def _codes(sides: Sequence[Found]) -> list[MunicipalityCode]:
    return sorted({code for side in sides for code in side}, key=code_order)


def _name(code: MunicipalityCode, sides: Sequence[Found]) -> str:
    return next(side[code].municipality.name for side in reversed(sides) if code in side)


def _cell(column: ScenarioColumn, one: MunicipalityFigures | None, speak: Translator) -> str:
    return NOTHING if one is None else column.show(column.figure(one), speak)


def _total(column: ScenarioColumn, side: Found, speak: Translator) -> str:
    if column.sums_up:
        return column.show(sum(map(column.figure, side.values()), Fraction(0)), speak)
    citizens = sum(one.municipality.population for one in side.values())
    net = sum((one.net for one in side.values()), Decimal(0))
    return column.show(Fraction(net) / citizens if citizens else Fraction(0), speak)


def _change(cells: Sequence[str]) -> str:
    before, after = cells
    return before if before == after else f"{before} → {after}"
