"""Arguments and options that several commands share, described once in the language of the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.texts.translator import Translator, language_of_environment, translator
from wfm.message import Message, Text
from wfm.plan import Plan

PLAN = Text("option.plan", "Plan: a folder of tables, or a workbook (.xlsx).")
ROSTER = Text("option.roster", "Roster file, as solve writes it.")
OUT = Text("option.out", "Folder for the outputs; made where it is missing.")
JSON = Text("option.json", "Print JSON instead of tables.")
WIDE = Text("option.wide", "Show every column, however narrow the terminal.")
LANG = Text("option.lang", "Language of what is printed: da or en; the plan's if left out.")


def help_text(message: Message) -> str:
    """Return a help text in the language of the terminal (``WFM_LANG``, else Danish)."""
    return translator(language_of_environment()).say(message)


PlanPath = Annotated[Path, typer.Argument(help=help_text(PLAN()), show_default=False)]
RosterPath = Annotated[Path, typer.Argument(help=help_text(ROSTER()), show_default=False)]
OutPath = Annotated[Path, typer.Option("--out", help=help_text(OUT()), show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help=help_text(JSON()))]
Wide = Annotated[bool, typer.Option("--wide", help=help_text(WIDE()))]
Language = Annotated[str | None, typer.Option("--lang", help=help_text(LANG()), show_default=False)]


def speaker(language: str | None, plan: Plan | None = None) -> Translator:
    """Return who speaks: the language asked for, else the plan's, else the terminal's."""
    return translator(language or (plan.hotline.language if plan else language_of_environment()))
