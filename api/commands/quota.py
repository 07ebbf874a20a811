"""wfm quota: the quota table and the settlement, by target or by assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import ROSTER, AsJson, Language, PlanPath, said, speaker
from api.commands.reading import plan_of, roster_of
from api.commands.tables import quota_lines, quota_records
from api.console import console, print_json
from api.texts.explanations import method_name
from wfm.message import Text
from wfm.quota_table import quota_table

HELP = Text("quota.help", "Print what each municipality owes, staffs, carries over and pays.")
BY_TARGET = Text(
    "quota.by_target", "By target: as if every municipality staffed just its target (method: {method})."
)
BY_ASSIGNMENT = Text("quota.by_assignment", "By assignment: as the roster staffs it (method: {method}).")


def quota(
    plan: PlanPath,
    roster: Annotated[Path | None, typer.Option("--roster", help=said(ROSTER()), show_default=False)] = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Print the quota table."""
    read = plan_of(plan, lang, as_json=json)
    sits = roster_of(read, roster, lang, as_json=json) if roster else None
    rows = quota_table(read, sits)
    if json:
        print_json({"by": "assignment" if sits else "target", "quota": quota_records(rows)})
        return
    speak = speaker(lang, read)
    heading = (BY_ASSIGNMENT if sits else BY_TARGET)(method=method_name(read.hotline.method))
    console().print(speak.sentence(heading), markup=False)
    console().print(quota_lines(read, rows, speak))
