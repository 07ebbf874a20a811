"""wfm check: read the plan, print what it holds or every fault."""

from __future__ import annotations

from typing import Any

from api.commands.terminal.console import console, fault_record, print_json, print_notices
from api.commands.terminal.options import AsJson, Language, PlanPath, Wide, speaker
from api.commands.terminal.plan_argument import load_plan
from api.commands.terminal.tables import print_quota, quota_records
from api.texts.start_up import start_up_steps
from wfm import fair_share
from wfm.message import Message, Plural, Text
from wfm.plan import Plan
from wfm.quota_table import quota_table

HELP = Text("check.help", "Read a plan and print what it holds, or every fault in it.")
PERIOD = Text("check.period", "{name}, {first:date} to {last:date}: {weeks} ISO weeks.")
SHIFTS = Plural(
    "check.shifts",
    "{shifts} with {seats}; {n:number} shift is unsocial.",
    "{shifts} with {seats}; {n:number} shifts are unsocial.",
)
PEOPLE = Plural(
    "check.people",
    "{staffing} with {agents}; {n:number} only finances.",
    "{staffing} with {agents}; {n:number} only finance.",
)
STAFFING = Plural("check.staffing", "{n:number} municipality staffs", "{n:number} municipalities staff")
AGENTS = Plural("check.agents", "{n:number} agent", "{n:number} agents")
NOVICES = Plural(
    "check.novices",
    "{n:number} agent sits beside colleagues to learn: {names:list}.",
    "{n:number} agents sit beside colleagues to learn: {names:list}.",
)
ROWS = Text("check.rows", "{availability}, {locks}, {demand}, {previous}.")
ENTRIES = Plural("check.entries", "{n:number} availability entry", "{n:number} availability entries")
LOCKS = Plural("check.locks", "{n:number} lock", "{n:number} locks")
DEMAND = Plural("check.demand", "{n:number} change of demand", "{n:number} changes of demand")
PREVIOUS = Plural(
    "check.previous", "{n:number} seat of the weeks before", "{n:number} seats of the weeks before"
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
    rows = quota_table(read)
    print_quota(read, rows, speak, wide=wide)
    for message in start_up_steps(read, rows, speak):
        out.print(speak.sentence(message), markup=False)
    out.print(speak.sentence(SOUND()), style="green")


def _holds(plan: Plan) -> tuple[Message, ...]:
    period = plan.hotline.period
    names = tuple(plan.labels[agent.id] for agent in plan.novices)
    novices = (NOVICES(n=len(names), names=names),) if names else ()
    return (
        PERIOD(
            name=plan.hotline.name,
            first=period.first_day.isoformat(),
            last=period.last_day.isoformat(),
            weeks=len(plan.weeks),
        ),
        SHIFTS(
            shifts=fair_share.SHIFTS(n=len(plan.shifts)),
            seats=fair_share.SEATS(n=plan.seats),
            n=sum(shift.unsocial for shift in plan.shifts),
        ),
        PEOPLE(
            staffing=STAFFING(n=len(plan.staffing)),
            agents=AGENTS(n=len(plan.staffing_agents)),
            n=len(plan.municipalities) - len(plan.staffing),
        ),
        *novices,
        ROWS(
            availability=ENTRIES(n=len(plan.availability)),
            locks=LOCKS(n=len(plan.locks)),
            demand=DEMAND(n=len(plan.demand)),
            previous=PREVIOUS(n=len(plan.previous)),
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
