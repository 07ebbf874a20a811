"""wfm template: an empty plan to begin with, or the workbooks to send the municipalities."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, help_text, speaker
from api.commands.terminal.plan_argument import plan_of
from wfm.message import Plural, Text
from wfm.plan import Plan

HELP = Text(
    "template.help", "Write an empty plan with explained columns, or the workbooks to send municipalities."
)
FOLDER = Text("option.template_folder", "Folder to write in; made where it is missing.")
MUNICIPALITY = Text("option.municipality", "Code of the municipality whose workbook it is to be.")
EVERY = Text("option.every", "The workbook of every municipality that staffs.")
SOURCE = Text("option.template_plan", "Plan whose hotline, municipalities and agents are filled in.")
WRITTEN = Plural("template.written", "{n:number} file written:", "{n:number} files written:")
EVERY_NEEDS_PLAN = Text("template.every_needs_plan", "--every needs --plan: the municipalities stand there.")


def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=help_text(FOLDER()), show_default=False)],
    municipality: Annotated[
        str | None,
        typer.Option("--municipality", metavar="CODE", help=help_text(MUNICIPALITY()), show_default=False),
    ] = None,
    every: Annotated[bool, typer.Option("--every", help=help_text(EVERY()))] = False,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="PLAN", help=help_text(SOURCE()), show_default=False)
    ] = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write templates; no file that stands already is replaced."""
    from wfm.tables.template import write_template

    read = plan_of(plan, lang, as_json=json) if plan else None
    speak = speaker(lang, read)
    if every and read is None:
        raise typer.BadParameter(speak.sentence(EVERY_NEEDS_PLAN()))
    paths = [
        path
        for code in _asked(read, municipality, every=every)
        for path in write_template(folder, read, code, speak.language, speak.say)
    ]
    if json:
        print_json({"files": [str(path) for path in paths]})
        return
    shown = console()
    shown.print(speak.sentence(WRITTEN(n=len(paths))), markup=False)
    for path in paths:
        shown.print(f"  {path}", markup=False)


def _asked(plan: Plan | None, municipality: str | None, *, every: bool) -> list[str | None]:
    if every and plan is not None:
        return [m.code for m in plan.staffing]
    return [municipality]
