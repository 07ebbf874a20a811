"""The terminal: tables, faults and JSON, in the user's language; plain and wide where it is piped."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from api.texts.translator import Translator
from wfm.errors import Fault
from wfm.message import Message, Plural, Text

PIPED_WIDTH = 200  # a pipe has no width; tables must not be cut there
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


def console(*, stderr: bool = False) -> Console:
    """Return the console for results, or with `stderr` the one for what is only told."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


def print_json(value: Any) -> None:
    """Print one JSON document, readable and in UTF-8."""
    console().print(json.dumps(value, ensure_ascii=False, indent=2), markup=False)


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
    for (heading, justify), foot in zip(columns, last, strict=True):
        # Figures are never folded: a number cut in two is a wrong number.
        side: Literal["left", "right"] = "right" if justify == "right" else "left"
        drawn.add_column(heading, justify=side, no_wrap=justify == "right", footer=Styled(foot))
    for row in found:
        drawn.add_row(*(Styled(cell) for cell in row))
    return drawn


def fault_line(fault: Fault, speak: Translator) -> str:
    """Return one fault as a line: place, value, what was expected."""
    place = [fault.file]
    if fault.row is not None:
        place.append(speak.say(ROW(row=fault.row)))
    if fault.column:
        keyed = fault.file.casefold() in KEYED_FILES
        place.append(speak.say(KEY(key=fault.column) if keyed else COLUMN(column=fault.column)))
    return ", ".join(place) + ": " + speak.say(_said(fault, whole=len(place) == 1))


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
