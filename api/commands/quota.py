"""wfm quota: the quota table and the settlement, by target or by assignment; the methods compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import ROSTER, AsJson, Language, PlanPath, Wide, help_text, speaker
from api.commands.terminal.plan_argument import plan_of, roster_of
from api.commands.terminal.tables import print_quota, quota_records
from api.texts.glossary import method_name
from api.texts.start_up import start_up_steps
from wfm.message import Text
from wfm.quota_outlook import outlook
from wfm.quota_table import quota_table

HELP = Text("quota.help", "Print what each municipality owes, staffs, carries over and pays.")
COMPARE = Text(
    "option.compare",
    "Compare the four apportionment methods instead, now and over eight quarters with carry-over.",
)
CHART = Text("option.chart", "Draw the comparison into this file (.svg or .png) as well; implies --compare.")
NO_CHART_FILE = Text("quota.no_chart_file", "{file} ends neither in .svg nor in .png")
BY_TARGET = Text(
    "quota.by_target", "By target: as if every municipality staffed just its target (method: {method})."
)
BY_ASSIGNMENT = Text("quota.by_assignment", "By assignment: as the roster staffs it (method: {method}).")

SUFFIXES = (".svg", ".png")


def quota(
    plan: PlanPath,
    roster: Annotated[
        Path | None, typer.Option("--roster", help=help_text(ROSTER()), show_default=False)
    ] = None,
    compare: Annotated[bool, typer.Option("--compare", help=help_text(COMPARE()))] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", help=help_text(CHART()), show_default=False)
    ] = None,
    wide: Wide = False,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Print the quota table, or the methods side by side."""
    if chart and chart.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(speaker(lang).sentence(NO_CHART_FILE(file=chart.name)))
    read = plan_of(plan, lang, as_json=json)
    sits = roster_of(read, roster, lang, as_json=json) if roster else None
    speak = speaker(lang, read)
    found = outlook(read, sits) if compare or chart else None
    if found is not None and chart is not None:
        from api.outputs.balance_chart import draw  # matplotlib is loaded only where a chart was asked for

        draw(read, found, speak, chart)
    rows = quota_table(read, sits)
    if json:
        document: dict[str, Any] = {
            "by": "target" if sits is None else "assignment",
            "quota": quota_records(rows),
        }
        if steps := [speak.sentence(message) for message in start_up_steps(read, rows, speak)]:
            document["start_up"] = steps
        if found:
            from api.commands.terminal.outlook_json import outlook_json

            document["comparison"] = outlook_json(read, found, speak)
        print_json(document)
        return
    if found:
        from api.commands.terminal.outlook_view import show

        show(read, found, speak, chart, wide=wide)
        return
    heading = (BY_TARGET if sits is None else BY_ASSIGNMENT)(method=method_name(read.hotline.method))
    console().print(speak.sentence(heading), markup=False)
    print_quota(read, rows, speak, wide=wide)
    for message in start_up_steps(read, rows, speak):
        console().print(speak.sentence(message), markup=False)
