"""wfm check: read the plan, print what it holds or every fault."""

from __future__ import annotations

from typing import Any

from api.commands.terminal.console import console, fault_record, print_json, print_notices
from api.commands.terminal.options import AsJson, Language, PlanPath, Wide, speaker
from api.commands.terminal.plan_argument import load_plan
from api.commands.terminal.tables import print_quota, quota_records
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.quota_table import quota_table

HELP = Text("check.help", "Read a plan and print what it holds, or every fault in it.")
PERIOD = Text("check.period", "{name}, {first:date} to {last:date}: {weeks} ISO weeks.")
SHIFTS = Text(
    "check.shifts", "{shifts:number} shifts with {seats:number} seats; {unsocial:number} shifts are unsocial."
)
PEOPLE = Text(
    "check.people",
    "{staffing:number} municipalities staff with {agents:number} agents; {financing:number} only finance.",
)
ROWS = Text(
    "check.rows",
    "{availability:number} availability entries, {locks:number} locks, {demand:number} changes of demand, "
    "{previous:number} seats of the weeks before.",
)
SOUND = Text("check.sound", "No fault was found.")


def check(plan: PlanPath, wide: Wide = False, json: AsJson = False, lang: Language = None) -> None:
    """Print shifts, seats and targets."""
    reading = load_plan(plan, lang, as_json=json)
    read, speak = reading.plan, speaker(lang, reading.plan)
    if json:
        print_json(_record(read) | {"notices": [fault_record(one, speak) for one in reading.notices]})
        return
    print_notices(reading.notices, speak)
    out = console()
    for message in _holds(read):
        out.print(speak.sentence(message), markup=False)
    print_quota(read, quota_table(read), speak, wide=wide)
    out.print(speak.sentence(SOUND()), style="green")


def _holds(plan: Plan) -> tuple[Message, ...]:
    period = plan.hotline.period
    return (
        PERIOD(
            name=plan.hotline.name,
            first=period.first_day.isoformat(),
            last=period.last_day.isoformat(),
            weeks=len(plan.weeks),
        ),
        SHIFTS(
            shifts=len(plan.shifts), seats=plan.seats, unsocial=sum(shift.unsocial for shift in plan.shifts)
        ),
        PEOPLE(
            staffing=len(plan.staffing),
            agents=len(plan.staffing_agents),
            financing=len(plan.municipalities) - len(plan.staffing),
        ),
        ROWS(
            availability=len(plan.availability),
            locks=len(plan.locks),
            demand=len(plan.demand),
            previous=len(plan.previous),
        ),
    )


def _record(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.hotline.name,
        "first_day": plan.hotline.period.first_day.isoformat(),
        "last_day": plan.hotline.period.last_day.isoformat(),
        "weeks": [str(week) for week in plan.weeks],
        "shifts": len(plan.shifts),
        "seats": plan.seats,
        "units": plan.units,
        "unsocial_shifts": sum(shift.unsocial for shift in plan.shifts),
        "municipalities": len(plan.municipalities),
        "staffing": len(plan.staffing),
        "agents": len(plan.agents),
        "quota": quota_records(quota_table(plan)),
    }
