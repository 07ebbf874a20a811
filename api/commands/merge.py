"""wfm merge: the workbooks that municipalities sent back, into the plan; all of them or none."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal.console import console, fault_record, print_json, print_notices, table
from api.commands.terminal.options import AsJson, Language, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told
from api.texts.translator import Translator
from wfm.message import Plural, Text

HELP = Text("merge.help", "Take the workbooks that municipalities sent back into the plan: all, or none.")
FILES = Text("option.files", "Workbooks that came back.")
MERGED = Plural(
    "merge.merged",
    "{n:number} municipality's workbook is in the plan.",
    "{n:number} municipalities' workbooks are in the plan.",
)
MUNICIPALITY = Text("merge.municipality", "municipality")
FILE = Text("merge.file", "file")
JOINED = Text("merge.joined", "new agents")
LEFT = Text("merge.left", "agents gone")
CHANGED = Text("merge.changed", "agents changed")
BEFORE = Text("merge.before", "entries before")
NOW = Text("merge.now", "entries now")


def merge(
    plan: PlanPath,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=help_text(FILES()), show_default=False)
    ],
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Merge, and say what changed for each municipality; with a fault anywhere nothing changes."""
    from wfm.tables.merge_changes import MunicipalityMerge
    from wfm.tables.merging import merge as merged_of
    from wfm.tables.merging import write_merged

    with faults_told(plan, lang, as_json=json):
        merged = merged_of(plan, files, speaker(lang).say)
    speak = speaker(lang, merged.plan)
    write_merged(merged)
    if json:
        notices = [fault_record(notice, speak) for notice in merged.notices]
        print_json({"changes": [asdict(change) for change in merged.changes], "notices": notices})
        return
    print_notices(merged.notices, speak)

    def row(change: MunicipalityMerge) -> list[str]:
        who = (", ".join(ids) for ids in (change.joined, change.left, change.changed))
        return [change.name, change.file, *who, *map(str, (change.entries_before, change.entries))]

    shown = console()
    shown.print(table(_columns(speak), [row(change) for change in merged.changes]))
    shown.print(speak.sentence(MERGED(n=len(merged.changes))), style="green")


def _columns(speak: Translator) -> list[tuple[str, str]]:
    texts = [(speak.say(column()), "left") for column in (MUNICIPALITY, FILE, JOINED, LEFT, CHANGED)]
    return texts + [(speak.say(column()), "right") for column in (BEFORE, NOW)]
