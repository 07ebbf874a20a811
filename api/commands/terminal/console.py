"""The terminal: tables, faults and JSON, in the user's language; plain and wide where it is piped."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from api.commands.terminal.harmless import escape_controls, harmless, harmless_line
from api.commands.terminal.narrow_tables import split_table
from api.texts.translator import Translator
from wfm.errors import Fault
from wfm.message import Message, Plural, Text

PIPED_WIDTH = 200  # a pipe has no width; tables must not be cut there
ANY_WIDTH = 100_000
MOST_UNBROKEN = 30
"""A longer word, such as a path, is broken where a terminal has no room for it."""
KEYED_FILES = frozenset({"hotline.toml", "hotline", "report.json"})
"""Files and sheets (in small letters) that hold keys with values and no columns."""

FAULTS = Plural(
    "console.faults", "{n:number} fault; nothing was used:", "{n:number} faults; nothing was used:"
)
NOTICES = Plural("console.notices", "{n:number} notice:", "{n:number} notices:")
ROW = Text("console.row", "row {row}")
COLUMN = Text("console.column", "column {column}")
KEY = Text("console.key", "key {key}")
FOUND = Text("console.found", "“{value}”; expected: {expected}")
MISSING = Text("console.missing", "missing; expected: {expected}")
EXPECTED = Text("console.expected", "expected: {expected}")


class TerminalConsole(Console):
    """A console that nothing printed can steer, and on which no table is cut off."""

    def print(self, *objects: Any, **settings: Any) -> None:
        """Print texts and tables."""
        for one in objects or ("",):
            if isinstance(one, Table) and self.is_terminal:
                for part in split_table(one, self.width):
                    super().print(part, **settings)
            else:
                super().print(harmless(one) if isinstance(one, str) else one, **settings)


def console(*, stderr: bool = False, wide: bool = False) -> TerminalConsole:
    """Return the console for results, or with `stderr` the one for what is only told.

    A `wide` one has room for every table; a terminal breaks its lines as it likes.
    """
    stream = sys.stderr if stderr else sys.stdout
    width = ANY_WIDTH if wide else None if stream.isatty() else PIPED_WIDTH
    return TerminalConsole(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


def print_json(value: Any) -> None:
    """Print one JSON document, readable; with escapes where the output is not in UTF-8."""
    encoding = (sys.stdout.encoding or "utf-8").lower()
    document = json.dumps(value, ensure_ascii=not encoding.startswith("utf"), indent=2)
    console().print(escape_controls(document), markup=False)


def table(
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    footer: bool = False,
) -> Table:
    """Return a table; each column is (heading, ``left`` or ``right``); with `footer` the last row sums up."""
    found = [list(row) for row in rows]
    last = found.pop() if footer and found else [""] * len(columns)
    drawn = Table(title=title or None, title_justify="left", show_footer=footer)
    for place, ((heading, justify), foot) in enumerate(zip(columns, last, strict=True)):
        side: Literal["left", "right"] = "right" if justify == "right" else "left"
        least = _least_width(heading, [*(row[place] for row in found), foot], figures=side == "right")
        drawn.add_column(heading, justify=side, min_width=least, footer=_cell(foot))
    for row in found:
        drawn.add_row(*map(_cell, row))
    return drawn


def _least_width(heading: str, cells: Sequence[str], *, figures: bool) -> int:
    """Return how narrow a column may be: no word is broken, and no figure, which would be wrong."""
    parts = [part for cell in cells for part in (cell.split("\n") if figures else cell.split())]
    return min(max(map(cell_len, [*parts, *heading.split()]), default=0), MOST_UNBROKEN)


def _cell(text: str) -> Styled:
    return Styled(harmless(text))


def fault_line(fault: Fault, speak: Translator) -> str:
    """Return one fault as a line: place, value, what was expected."""
    place = [fault.file]
    if fault.row is not None:
        place.append(speak.say(ROW(row=fault.row)))
    if fault.column:
        keyed = fault.file.casefold() in KEYED_FILES
        place.append(speak.say(KEY(key=fault.column) if keyed else COLUMN(column=fault.column)))
    return harmless_line(", ".join(place) + ": " + speak.say(_said(fault, whole=len(place) == 1)))


def _said(fault: Fault, *, whole: bool) -> Message:
    """Say what stands there and what should; of a whole file or sheet only what should."""
    if fault.value:
        return FOUND(value=fault.value, expected=fault.expected)
    return (EXPECTED if whole else MISSING)(expected=fault.expected)


def fault_record(fault: Fault, speak: Translator) -> Mapping[str, Any]:
    """Return one fault for ``--json``."""
    return {
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "expected": speak.say(fault.expected),
        "key": fault.expected.key,
    }


def print_faults(faults: Sequence[Fault], speak: Translator, *, as_json: bool) -> None:
    """Print every fault, as lines on standard error or as one JSON document."""
    if as_json:
        print_json({"faults": [fault_record(fault, speak) for fault in faults]})
        return
    told = console(stderr=True)
    told.print(speak.sentence(FAULTS(n=len(faults))), style="bold red")
    for fault in faults:
        told.print("  " + fault_line(fault, speak), markup=False)


def print_notices(notices: Sequence[Fault], speak: Translator) -> None:
    """Print what was ignored or mended while reading."""
    if not notices:
        return
    told = console(stderr=True)
    told.print(speak.sentence(NOTICES(n=len(notices))), style="yellow")
    for notice in notices:
        told.print("  " + fault_line(notice, speak), markup=False)
