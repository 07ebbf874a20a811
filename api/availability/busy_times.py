"""Busy times of a calendar as availability: of each shift only whether its owner is busy meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from api.availability.place import CollectionPlace
from api.plans.records.answers import read_own_plan
from api.store.engine import reading
from wfm.availability import Entry, EntryKind
from wfm.availability_grid import entries_of_cells
from wfm.calendar import Shift
from wfm.errors import PlanError
from wfm.ids import AgentId, ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.tables.confined.reader import ReaderLimits, ask
from wfm.tables.raw_table import UnusableTableError

FILE = "calendar.ics"
"""What faults call it."""
MOST_BYTES = 1_000_000
NURSERY = "api.availability.calendar_nursery"
LIMITS = ReaderLimits(memory_bytes=160 << 20, cpu_seconds=3, seconds=4.5)
"""Less than tables get: somebody waits for it with the page open, and a usual calendar takes a tenth."""
UNKNOWN_ZONE = Text(
    "collect.unknown_zone",
    "the calendar names the time zone {zone}, which is not known; its times were read as {timezone}",
)
NOTHING_BUSY = Text("collect.nothing_busy", "the calendar names no busy time within the hours of a shift")


@dataclass(frozen=True)
class BusyTimes:
    """What a calendar comes to.

    Parameters
    ----------
    shifts
        Ids of those during which its owner is busy.
    entries
        The same as entries of availability.
    notices
        What is to be known of the calendar.
    """

    shifts: tuple[ShiftId, ...]
    entries: tuple[Entry, ...]
    notices: tuple[Message, ...]


def read_busy_times(place: CollectionPlace, agent: AgentId, content: bytes) -> BusyTimes:
    """Read a calendar; nothing of it is kept.

    Raises
    ------
    MissingError
        Where there is no such agent, or none whom the caller sees.
    PlanError
        Where it is no calendar, or none that can be read within the limits of a child.
    """
    who = place.answerer(agent)
    with reading(place.database) as connection:
        plan = read_own_plan(connection, place.stored, who.person)
    return busy_times_of(plan, agent, content, who.email)


def busy_times_of(plan: Plan, agent: AgentId, content: bytes, address: str = "") -> BusyTimes:
    """Return what a calendar comes to in a plan.

    Raises
    ------
    PlanError
        Where it is no calendar, or none that can be read within the limits of a child.
    """
    period = plan.hotline.period
    try:
        found = ask(
            NURSERY,
            "read_busy",
            FILE,
            content,
            LIMITS,
            first_day=period.first_day.isoformat(),
            last_day=period.last_day.isoformat(),
            timezone=plan.hotline.timezone,
            address=address,
        )
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    busy = [(start, stop) for start, stop in found["busy"]]

    def is_busy(shift: Shift) -> bool:
        return any(start < shift.ends_at and shift.starts_at < stop for start, stop in busy)

    shifts = tuple(shift.id for shift in plan.shifts if is_busy(shift))
    notices = [UNKNOWN_ZONE(zone=zone, timezone=plan.hotline.timezone) for zone in found["unknown_zones"]]
    if not shifts:
        notices.append(NOTHING_BUSY())
    cells = dict.fromkeys(shifts, EntryKind.UNAVAILABLE)
    return BusyTimes(shifts, entries_of_cells(agent, plan.shifts, cells), tuple(notices))
