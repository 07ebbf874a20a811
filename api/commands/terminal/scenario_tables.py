"""The tables of ``wfm scenario``: before and after in one, several scenarios side by side in one a figure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from api.commands.terminal.console import TerminalConsole, table
from api.commands.terminal.narrow_tables import least_width
from api.commands.terminal.tables import LEFT_OUT
from api.texts.quota_headings import HOURS, IN_ALL, MUNICIPALITY, NET, PRICE, SEATS, SHARE
from api.texts.scenario_columns import (
    PER_CITIZEN,
    PRICE_EACH,
    ScenarioColumn,
    by_code,
    cell,
    codes_of,
    find_columns,
    name_of,
    total,
)
from api.texts.translator import Translator
from wfm.message import Text
from wfm.scenario.figures import ScenarioFigures

LEGEND = Text(
    "scenario.legend",
    "Share in the last quarter; target, seats, hours and money of all quarters; changes stand as before → "
    "after. A balance is in seats: owed above 0, credit below.",
)
SPARE = (PRICE_EACH, SEATS, HOURS, PRICE, SHARE, PER_CITIZEN, NET)
"""What is left out first where the terminal is too narrow for all."""


def print_change(
    before: ScenarioFigures, after: ScenarioFigures, out: TerminalConsole, speak: Translator, *, wide: bool
) -> None:
    """Print one scenario beside the plan: the columns that a terminal has room for, or with `wide` all."""
    shown, left_out = find_columns(before, after), []
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


def change_lines(
    before: ScenarioFigures, after: ScenarioFigures, shown: Sequence[ScenarioColumn], speak: Translator
) -> Table:
    """Return the table of one scenario, with a last row that sums up."""
    sides = (by_code(before), by_code(after))
    columns = [(speak.say(MUNICIPALITY()), "left"), *((speak.say(c.heading()), "right") for c in shown)]
    body = [
        [
            name_of(code, sides),
            *(_change([cell(column, side.get(code), speak) for side in sides]) for column in shown),
        ]
        for code in codes_of(sides)
    ]
    last = [_change([total(column, side, speak) for side in sides]) for column in shown]
    return table(columns, [*body, [speak.say(IN_ALL()), *last]], footer=True)


def side_by_side(
    named: Sequence[tuple[str, ScenarioFigures]], heading: Text, speak: Translator
) -> Table | None:
    """Return a table of one figure, a column for each scenario; nothing for money where none is agreed."""
    shown = next((c for c in find_columns(*(one for _, one in named)) if c.heading is heading), None)
    if shown is None:
        return None
    sides = [by_code(one) for _, one in named]
    columns = [(speak.say(MUNICIPALITY()), "left"), *((name, "right") for name, _ in named)]
    body = [
        [name_of(code, sides), *(cell(shown, side.get(code), speak) for side in sides)]
        for code in codes_of(sides)
    ]
    last = [speak.say(IN_ALL()), *(total(shown, side, speak) for side in sides)]
    return table(columns, [*body, last], title=speak.sentence(heading()).rstrip("."), footer=True)


def _change(cells: Sequence[str]) -> str:
    before, after = cells
    return before if before == after else f"{before} → {after}"
