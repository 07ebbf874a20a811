"""The agents that a period needs, in the terminal and as JSON: sentences first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table

from api.commands.terminal.console import console, table
from api.texts.demand import seat_sentences
from api.texts.mail import mail_sentences
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.demand.forecast import Forecast
from wfm.demand.mail_file import MAIL_FILE
from wfm.demand.mail_work import MailOutlook
from wfm.demand.staffing import ShiftSeats, Staffing
from wfm.demand.staffing_files import DEMAND_FILE, STAFFING_FILE
from wfm.message import Message, Text
from wfm.plan import Plan

WEEKDAY = Text("staffing.weekday", "agents")
WRITTEN = Text("staffing.written", "{staffing} (each interval) and {demand} (each shift) are written.")
WRITTEN_FILE = Text("staffing.written_file", "{path} is written.")
NEED = Text(
    "staffing.need",
    "{calls:number} calls are expected; {hours:number} agent hours are wanted on the phones, and at most "
    "{most:number} agents at once, on {day:day} at {time:time}.",
)
DECIMALS = 4


def show_staffing(plan: Plan, found: Staffing, speak: Translator, out: Path, *, given: bool) -> None:
    """Print sentences, and the agents by weekday and start."""
    terminal = console()
    first, *others = _sentences(plan, found, speak, given=given)
    terminal.print(speak.sentence(first), style="bold", markup=False)
    for sentence in others:
        terminal.print(speak.sentence(sentence), markup=False)
    if found.shifts:
        terminal.print(_by_weekday(found, speak))
    written = WRITTEN(staffing=str(out / STAFFING_FILE), demand=str(out / DEMAND_FILE))
    terminal.print(speak.say(written), style="dim", markup=False)


def show_need(found: Staffing, forecast: Forecast, speak: Translator, out: Path) -> None:
    """Print what shifts are designed from: agent hours, the most at once, and what was written."""
    needs = found.intervals
    most = max(range(len(needs.need)), key=lambda place: needs.need[place])
    minutes = sum(one.minutes * int(need) for one, need in zip(needs.intervals, needs.need, strict=True))
    said = NEED(
        calls=round(float(forecast.calls.sum())),
        hours=round(minutes / 60),
        most=int(needs.need[most]),
        day=needs.intervals[most].day.isoformat(),
        time=clock(needs.intervals[most].start),
    )
    terminal = console()
    terminal.print(speak.sentence(said), style="bold", markup=False)
    names = [STAFFING_FILE, *([MAIL_FILE] if forecast.mail else [])]
    for name in names:
        terminal.print(speak.say(WRITTEN_FILE(path=str(out / name))), style="dim", markup=False)


def _by_weekday(found: Staffing, speak: Translator) -> Table:
    """Return the fewest and most agents of the period's shifts by weekday and start."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one in found.shifts:
        cells[one.shift.day.weekday(), one.shift.start].append(one.agents)
    starts = sorted({start for _, start in cells})
    days = sorted({day for day, _ in cells})
    columns = [(speak.say(WEEKDAY()), "left"), *((speak.time(clock(start)), "right") for start in starts)]
    monday = date(2027, 1, 4)
    rows = [
        [
            speak.weekday(monday.replace(day=monday.day + day)),
            *(_range(cells.get((day, start), [])) for start in starts),
        ]
        for day in days
    ]
    return table(columns, rows)


def _range(agents: list[int]) -> str:
    if not agents:
        return ""
    low, high = min(agents), max(agents)
    return str(low) if low == high else f"{low}\N{EN DASH}{high}"


def _sentences(plan: Plan, found: Staffing, speak: Translator, *, given: bool) -> Iterator[Message]:
    yield from seat_sentences(plan, found, speak, given=given)
    yield from mail_sentences(plan, found.mail, speak, found.mail_now)


def needs_record(plan: Plan, found: Staffing, speak: Translator, *, given: bool) -> Mapping[str, Any]:
    """Return what is printed as a document: sentences, and every shift."""
    sentences = _sentences(plan, found, speak, given=given)
    return {
        "sentences": [speak.sentence(sentence) for sentence in sentences],
        "convention": plan.hotline.service.convention.value,
        "calls": round(sum(one.calls for one in found.shifts), DECIMALS),
        "seats": sum(one.agents for one in found.shifts),
        "seats_now": sum(one.shift.seats for one in found.shifts),
        "abandoned": round(sum(one.abandoned for one in found.shifts), DECIMALS),
        "abandoned_now": round(sum(one.abandoned_now for one in found.shifts), DECIMALS),
        "left_over": found.left_over,
        "mail": mail_record(found.mail),
        "mail_now": mail_record(found.mail_now),
        "without_forecast": [shift.id for shift in found.without_forecast],
        "shifts": [_shift_record(one) for one in found.shifts],
    }


def mail_record(found: MailOutlook | None) -> Mapping[str, Any] | None:
    """Return what becomes of e-mail as a document."""
    if found is None:
        return None
    return {
        "received": round(found.received, DECIMALS),
        "late": round(found.late, DECIMALS),
        "work_hours": round(found.work_hours, DECIMALS),
        "free_hours": round(found.free_hours, DECIMALS),
        "first_late": None if found.first_late is None else str(found.first_late),
    }


def _shift_record(one: ShiftSeats) -> Mapping[str, Any]:
    return {
        "shift": one.shift.id,
        "need": one.need,
        "agents": one.agents,
        "agents_now": one.shift.seats,
        "binding": one.binding,
        "calls": round(one.calls, DECIMALS),
        "abandoned": round(one.abandoned, DECIMALS),
        "abandoned_now": round(one.abandoned_now, DECIMALS),
        "worst_interval": str(one.worst),
        "worst_abandoned_share": round(one.worst_share, DECIMALS),
        "long_calls": one.long_calls,
    }
