"""wfm case: a business case from its items: effect, payback, present value, each partner's part."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cases.rows import area_rows, partner_rows, total_rows
from api.commands.terminal.console import (
    TerminalConsole,
    console,
    fault_record,
    print_json,
    print_notices,
    table,
)
from api.commands.terminal.options import AsJson, Language, Wide, help_text, speaker
from api.commands.terminal.plan_argument import faults_told
from api.texts.business_case import (
    AREA,
    AREAS_HEADING,
    CHECKS_HEADING,
    COMPUTED,
    DIFFERENCE,
    FIGURE,
    IN_ALL,
    IN_CURRENCY,
    KIND,
    PARTNER,
    PARTNERS_HEADING,
    PRINTED,
    YEAR_COLUMN,
    checks,
    conclusions,
    difference_cells,
    year_name,
)
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures
from wfm.books.printed_check import find_differences
from wfm.message import Text

HELP = Text("case.help", "Add up a business case: effect, payback, present value, each partner's part.")
CASE = Text("case.argument", "Business case: a folder with case.toml and items.csv, or a workbook (.xlsx).")
OUT = Text("case.out", "Folder for a PDF, a workbook, a picture and JSON; made where it is missing.")
WRITTEN = Text("case.written", "Written into {folder}: {files:list}.")
MOST_DIFFERENCES = 12
AND_MORE = Text("case.and_more", "{n:number} further figures differ; --json and the PDF list all.")


def case(
    case: Annotated[Path, typer.Argument(help=help_text(CASE()), show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", help=help_text(OUT()), show_default=False)] = None,
    wide: Wide = False,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Print totals, areas, parts and checks; with a folder, write them for people as well."""
    from wfm.tables.case_reading import read_case

    with faults_told(case, lang, as_json=json):
        reading = read_case(case)
    speak = speaker(lang or reading.case.language)
    figures = CaseFigures(reading.case)
    files: tuple[str, ...] = ()
    if out is not None:
        from api.outputs.case_folder import write_case  # matplotlib and typst: only where files are asked for

        files = write_case(figures, speak, out)
    if json:
        from api.cases.files.case_json import case_json

        notices = [fault_record(one, speak) for one in reading.notices]
        print_json(case_json(figures, speak) | {"notices": notices, "files": list(files)})
        return
    print_notices(reading.notices, speak)
    _print(figures, speak, console(wide=wide))
    if out is not None:
        console().print(speak.sentence(WRITTEN(folder=str(out), files=files)), markup=False)


def _print(figures: CaseFigures, speak: Translator, shown: TerminalConsole) -> None:
    case = figures.case
    shown.print(case.name, style="bold", markup=False)
    shown.print(speak.sentence(IN_CURRENCY(currency=case.currency)), markup=False)
    years = [year_name(case, year, speak) for year in case.years]
    amounts = [(head, "right") for head in (*years, speak.say(IN_ALL()))]
    shown.print(table([("", "left"), *amounts], total_rows(figures, speak, speak.say)))
    for one in conclusions(figures, speak):
        shown.print(speak.sentence(one), markup=False)
    heads = [(speak.say(AREA()), "left"), (speak.say(KIND()), "left")]
    shown.print(
        table([*heads, *amounts], area_rows(figures, speak, speak.say), title=speak.sentence(AREAS_HEADING()))
    )
    if case.keys:
        rows = partner_rows(figures, speak, speak.say)
        heads = [(speak.say(PARTNER()), "left"), *amounts]
        shown.print(table(heads, rows, title=speak.sentence(PARTNERS_HEADING()), footer=True))
    _print_checks(figures, speak, shown)


def _print_checks(figures: CaseFigures, speak: Translator, shown: TerminalConsole) -> None:
    """Print what does not add up, and what was held against the items."""
    said = list(checks(figures, speak))
    if said:
        shown.print(speak.sentence(CHECKS_HEADING()), style="bold", markup=False)
    for one in said:
        shown.print("  • " + speak.sentence(one), markup=False)
    differing = find_differences(figures)
    if differing:
        sides = ((FIGURE, "left"), (YEAR_COLUMN, "left"), (PRINTED, "right"), (COMPUTED, "right"))
        heads = [(speak.say(text()), side) for text, side in (*sides, (DIFFERENCE, "right"))]
        rows = [difference_cells(figures.case, one, speak) for one in differing[:MOST_DIFFERENCES]]
        shown.print(table(heads, rows))
    if len(differing) > MOST_DIFFERENCES:
        shown.print(speak.sentence(AND_MORE(n=len(differing) - MOST_DIFFERENCES)), markup=False)
