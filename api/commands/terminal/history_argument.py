"""Read a history for a command; every fault is printed and the command ends with status 2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.terminal.console import print_notices
from api.commands.terminal.options import help_text, speaker
from api.commands.terminal.plan_argument import faults_told
from wfm.message import Text
from wfm.plan import Plan

if TYPE_CHECKING:
    from wfm.demand.history import CallHistory

HISTORY = Text("option.history", "History: a folder with calls.csv (opkald.csv), or a workbook (.xlsx).")
HistoryPath = Annotated[
    Path, typer.Argument(metavar="HISTORY", help=help_text(HISTORY()), show_default=False)
]


def history_of(path: Path, plan: Plan, language: str | None, *, as_json: bool) -> CallHistory:
    """Read what was counted on a plan's line, telling on standard error what counts for nothing."""
    from wfm.demand.history_reading import read_history

    with faults_told(path, language or plan.hotline.language, as_json=as_json):
        reading = read_history(path, plan.hotline, plan.hotline.service.interval_minutes)
    print_notices(reading.notices, speaker(language, plan))
    return reading.history
