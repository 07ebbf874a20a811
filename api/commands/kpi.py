"""wfm kpi: the key figures of a week, beside their goals, its forecast and what was needed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.terminal.console import console, print_json, table
from api.commands.terminal.forecast_argument import FORECAST, forecast_of
from api.commands.terminal.history_argument import HistoryPath, history_of
from api.commands.terminal.options import ROSTER, AsJson, Language, OutPath, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of, roster_of
from api.texts.translator import Translator
from wfm.calendar import Week, clock
from wfm.message import Text

if TYPE_CHECKING:
    from wfm.demand.week_review import WeekReview
    from wfm.plan import Plan

HELP = Text(
    "kpi.help", "Print the key figures of a week beside their goals, and seats that would save calls."
)
WEEK = Text("option.week", "ISO week, such as 2027-W03.")
BAD_WEEK = Text("kpi.bad_week", "{value} is no ISO week such as 2027-W03")
HEADING = Text("kpi.heading", "{hotline}, {week:week}: key figures of {n:number} intervals counted")
WRITTEN = Text("kpi.written", "Written to {path}: {files:list}.")

KPI_FILE, CHANGES_FILE, PAGE_FILE, PDF_FILE = "kpi.csv", "demand_changes.csv", "kpi.html", "kpi.pdf"
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)


def kpi(
    plan: PlanPath,
    history: HistoryPath,
    week: Annotated[str, typer.Option("--week", help=help_text(WEEK()), show_default=False)],
    out: OutPath,
    forecast: Annotated[
        Path | None, typer.Option("--forecast", help=help_text(FORECAST()), show_default=False)
    ] = None,
    roster: Annotated[
        Path | None, typer.Option("--roster", help=help_text(ROSTER()), show_default=False)
    ] = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write kpi.csv, demand_changes.csv, kpi.html and kpi.pdf, and print what they hold."""
    from api.demand.week.page import week_html  # matplotlib, and typst with it
    from api.demand.week.pdf import week_pdf
    from api.demand.week.tables import changes_csv, kpi_csv
    from wfm.demand.week_review import review_week
    from wfm.tables.file_writing import replace_files

    asked = _week(week, lang)
    read = plan_of(plan, lang, as_json=json)
    sits = roster_of(read, roster, lang, as_json=json) if roster else None
    counted = history_of(history, read, lang, as_json=json)
    expected = forecast_of(read, forecast, lang, as_json=json) if forecast else None
    with faults_told(plan, lang or read.hotline.language, as_json=json):
        found = review_week(read, counted, asked, expected, sits)
    speak = speaker(lang, read)
    files = {
        KPI_FILE: kpi_csv(found),
        CHANGES_FILE: changes_csv(found.changes),
        PAGE_FILE: week_html(read, found, speak).encode(),
        PDF_FILE: week_pdf(read, found, speak),
    }
    replace_files(out, files)
    if json:
        print_json(_record(found))
        return
    _print(read, found, speak, has_forecast=expected is not None)
    written = WRITTEN(path=str(out), files=tuple(files))
    console().print(speak.sentence(written), markup=False)


def _week(text: str, language: str | None) -> Week:
    match = _WEEK.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        found = Week(int(match[1]), int(match[2]))
        date.fromisocalendar(found.year, found.week, 7)  # all of it lies in the calendar
    except ValueError:
        raise typer.BadParameter(speaker(language).sentence(BAD_WEEK(value=text))) from None
    return found


def _print(plan: Plan, found: WeekReview, speak: Translator, *, has_forecast: bool) -> None:
    from api.demand.week.sentences import NO_FORECAST, change, proposal
    from api.demand.week.tables import FIGURE_HEADS, figure_rows

    shown = console()
    heading = HEADING(hotline=plan.hotline.name, week=str(found.week), n=found.intervals)
    shown.print(speak.sentence(heading), style="bold", markup=False)
    sides = ("left", "right", "right", "left", "left")
    columns = [(speak.say(head()), side) for head, side in zip(FIGURE_HEADS, sides, strict=True)]
    shown.print(table(columns, figure_rows(plan, found, speak)))
    if has_forecast and found.figure("forecast_calls").value is None:
        shown.print(speak.sentence(NO_FORECAST()), style="yellow", markup=False)
    shown.print(speak.sentence(proposal(found.changes)), style="bold", markup=False)
    for one in found.changes:
        shown.print(f"  {speak.sentence(change(one))}", markup=False)


def _record(found: WeekReview) -> dict[str, Any]:
    return {
        "week": str(found.week),
        "intervals": found.intervals,
        "figures": [
            {
                "key": one.key,
                "value": one.write(one.value) or None,
                "goal": one.write(one.goal) or None,
                "met": one.is_met,
                "unit": one.unit.value,
                "convention": one.convention,
            }
            for one in found.figures
        ],
        "changes": [
            {
                "date": one.shift.day.isoformat(),
                "start": clock(one.shift.start),
                "agents": one.agents,
                "before": one.before,
                "calls_saved": round(one.saved, 2),
            }
            for one in found.changes
        ],
    }
