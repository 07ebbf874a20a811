"""wfm next: the next quarter's plan, with what the roster leaves carried over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of, roster_of
from api.commands.terminal.tables import print_quota, quota_records
from wfm.errors import OutputError
from wfm.message import Text
from wfm.quota_table import quota_table

HELP = Text("next.help", "Roll a solved plan on: the next quarter, with carry-over and the weeks before.")
SOLVED = Text("option.solved", "Folder with the outputs of the quarter that ends.")
PLAN2 = Text("option.plan2", "Folder for the next quarter's plan; it must not hold one yet.")
ROLLED = Text("next.rolled", "{plan}: {first:date} to {last:date}.")
HOLDS_ONE = Text("next.holds_one", "{plan} holds a plan already; choose another folder")


def next_quarter(
    plan: PlanPath,
    solved: Annotated[Path, typer.Argument(metavar="DIR", help=help_text(SOLVED()), show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="PLAN2", help=help_text(PLAN2()), show_default=False)],
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write the next plan and say what of the old one it no longer holds."""
    from wfm.next_plan import next_plan
    from wfm.tables.plan_writing import write_plan_folder

    read = plan_of(plan, lang, as_json=json)
    roster = roster_of(read, solved / "roster.csv", lang, as_json=json)
    if (out / "hotline.toml").exists():
        raise OutputError(HOLDS_ONE(plan=str(out)))
    with faults_told(plan, lang, as_json=json):
        rolled = next_plan(read, roster)
    write_plan_folder(rolled.plan, out)
    speak, shown = speaker(lang, read), console()
    if json:
        left_out = [speak.sentence(notice) for notice in rolled.notices]
        quota = quota_records(quota_table(rolled.plan))
        print_json({"plan": str(out), "left_out": left_out, "quota": quota})
        return
    for notice in rolled.notices:
        console(stderr=True).print("  " + speak.sentence(notice), markup=False)
    period = rolled.plan.hotline.period
    print_quota(rolled.plan, quota_table(rolled.plan), speak)
    told = ROLLED(plan=str(out), first=period.first_day.isoformat(), last=period.last_day.isoformat())
    shown.print(speak.sentence(told), style="green", markup=False)
