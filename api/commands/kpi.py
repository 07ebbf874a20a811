"""wfm kpi: the key figures of a week, beside their goals, its forecast and what was needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.terminal.console import console, print_json, table
from api.commands.terminal.forecast_argument import FORECAST, forecast_of
from api.commands.terminal.history_argument import HistoryPath, history_of
from api.commands.terminal.options import ROSTER, AsJson, Language, OutPath, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of, roster_of
from api.texts.key_figures import convention_text, figure_name, figure_value
from api.texts.translator import Translator
from wfm.calendar import Week, clock
from wfm.message import Plural, Text
from wfm.tables.csv_writing import csv_text

if TYPE_CHECKING:
    from wfm.demand.week_review import SeatChange, WeekReview
    from wfm.plan import Plan

HELP = Text(
    "kpi.help", "Print the key figures of a week beside their goals, and seats that would save calls."
)
WEEK = Text("option.week", "ISO week, such as 2027-W03.")
BAD_WEEK = Text("kpi.bad_week", "{value} is no ISO week such as 2027-W03")
HEADING = Text("kpi.heading", "{hotline}, {week:week}: key figures of {n:number} intervals counted")
FIGURE = Text("kpi.figure", "Figure")
VALUE = Text("kpi.value", "Value")
GOAL = Text("kpi.goal", "Goal")
MET = Text("kpi.met", "Met")
CONVENTION = Text("kpi.convention", "Taken of")
YES = Text("kpi.yes", "yes")
NO = Text("kpi.no", "no")
NO_FORECAST = Text(
    "kpi.no_forecast", "The forecast tells nothing of this week, so nothing is held against it."
)
CHANGES = Plural(
    "kpi.changes",
    "{n:number} further seat would save most calls after this week:",
    "{n:number} further seats would save most calls after this week:",
)
NO_CHANGES = Text("kpi.no_changes", "After this week no shift would save half a call by a further seat.")
CHANGE = Text(
    "kpi.change",
    "{day:day} at {start:time}: {agents} agents instead of {before}; about {saved:decimal} of {lost:decimal} "
    "lost calls would be saved.",
)
WRITTEN = Text("kpi.written", "Written to {path}: {files:list}.")

KPI_FILE, CHANGES_FILE = "kpi.csv", "demand_changes.csv"
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
    """Write kpi.csv and demand_changes.csv and print both."""
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
    replace_files(out, {KPI_FILE: kpi_csv(found), CHANGES_FILE: changes_csv(found.changes)})
    if json:
        print_json(_record(found))
        return
    _print(read, found, speak, has_forecast=expected is not None)
    written = WRITTEN(path=str(out), files=(KPI_FILE, CHANGES_FILE))
    console().print(speak.sentence(written), markup=False)


def _week(text: str, language: str | None) -> Week:
    match = _WEEK.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        found = Week(int(match[1]), int(match[2]))
        date.fromisocalendar(found.year, found.week, 1)
    except ValueError:
        raise typer.BadParameter(speaker(language).sentence(BAD_WEEK(value=text))) from None
    return found


def kpi_csv(found: WeekReview) -> bytes:
    """Return ``kpi.csv``: a figure a row, empty where nothing that it needs was counted."""
    rows = [(one.key, one.write(one.value), one.write(one.goal), one.convention) for one in found.figures]
    return csv_text(("key", "value", "goal", "convention"), rows).encode()


def changes_csv(changes: Sequence[SeatChange]) -> bytes:
    """Return the changes; the first three columns are those of ``demand.csv``."""
    rows = [
        (one.shift.day.isoformat(), clock(one.shift.start), one.agents, one.before, f"{one.saved:.2f}")
        for one in changes
    ]
    return csv_text(("date", "start", "agents", "before", "calls_saved"), rows).encode()


def _print(plan: Plan, found: WeekReview, speak: Translator, *, has_forecast: bool) -> None:
    shown = console()
    heading = HEADING(hotline=plan.hotline.name, week=str(found.week), n=found.intervals)
    shown.print(speak.sentence(heading), style="bold", markup=False)
    met = {True: speak.say(YES()), False: speak.say(NO()), None: ""}
    columns = [
        (speak.say(FIGURE()), "left"),
        (speak.say(VALUE()), "right"),
        (speak.say(GOAL()), "right"),
        (speak.say(MET()), "left"),
        (speak.say(CONVENTION()), "left"),
    ]
    rows = [
        [
            figure_name(one.key, speak),
            figure_value(one, one.value, speak, plan),
            "" if one.goal is None else figure_value(one, one.goal, speak, plan),
            met[one.is_met],
            convention_text(one, speak, plan),
        ]
        for one in found.figures
    ]
    shown.print(table(columns, rows))
    if has_forecast and found.figure("forecast_calls").value is None:
        shown.print(speak.sentence(NO_FORECAST()), style="yellow", markup=False)
    changes = found.changes
    told = CHANGES(n=len(changes)) if changes else NO_CHANGES()
    shown.print(speak.sentence(told), style="bold", markup=False)
    for one in changes:
        shown.print(f"  {speak.sentence(_change(one))}", markup=False)


def _change(one: SeatChange) -> Any:
    return CHANGE(
        day=one.shift.day.isoformat(),
        start=clock(one.shift.start),
        agents=str(one.agents),
        before=str(one.before),
        saved=f"{one.saved:.1f}",
        lost=f"{one.lost:.1f}",
    )


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
