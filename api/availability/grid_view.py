"""What somebody says as a grid, a table for each week; and what forms of it and patterns change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from wfm.availability import EntryKind
from wfm.availability_grid import cells_of
from wfm.calendar import Shift, Week, clock
from wfm.ids import ShiftId
from wfm.message import Text
from wfm.plan import Plan

CAN, CANNOT, RATHER_NOT, GLADLY = (
    Text("collect.can", "can"),
    Text("collect.cannot", "can't"),
    Text("collect.rather_not", "rather not"),
    Text("collect.gladly", "gladly"),
)
CHOICES: Mapping[str, tuple[EntryKind | None, Text]] = {
    "": (None, CAN),
    "u": (EntryKind.UNAVAILABLE, CANNOT),
    "w": (EntryKind.UNDESIRED, RATHER_NOT),
    "p": (EntryKind.PREFERRED, GLADLY),
}
"""By the letter that stands in a form."""
LETTER_OF: Mapping[EntryKind | None, str] = {kind: letter for letter, (kind, _) in CHOICES.items()}
FIELD = "c:"
"""What the names of a grid's fields begin with."""

Changes = Mapping[ShiftId, EntryKind | None]


@dataclass(frozen=True)
class GridRow:
    """A day: by column a shift and the letter of what is said of it; ``None`` where there is no shift."""

    day: date
    cells: tuple[tuple[Shift, str] | None, ...]


@dataclass(frozen=True)
class GridWeek:
    """A week: times of its columns, and its days."""

    week: Week
    times: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class ChangedCell:
    """What was said of a shift, and what is said of it now."""

    shift: Shift
    before: Text
    after: Text


def grid_weeks(plan: Plan, changes: Changes) -> tuple[GridWeek, ...]:
    """Return a person's plan as weeks, with changes that are not kept yet."""
    said: dict[ShiftId, EntryKind | None] = {**cells_of(plan.availability, plan.shifts), **changes}
    return tuple(_week(week, tuple(shifts), said) for week, shifts in plan.shifts_of_week.items())


def _week(week: Week, shifts: tuple[Shift, ...], said: Changes) -> GridWeek:
    starts = sorted({shift.start for shift in shifts})
    rows = []
    for day, group in groupby(shifts, key=lambda shift: shift.day):
        at = {shift.start: (shift, LETTER_OF[said.get(shift.id)]) for shift in group}
        rows.append(GridRow(day, tuple(at.get(start) for start in starts)))
    return GridWeek(week, tuple(map(clock, starts)), tuple(rows))


def read_changes(plan: Plan, fields: Mapping[str, str]) -> dict[ShiftId, EntryKind | None]:
    """Return what a form says otherwise than a person's plan; fields that were not sent say nothing."""
    before = cells_of(plan.availability, plan.shifts)
    found: dict[ShiftId, EntryKind | None] = {}
    for shift in plan.shifts:
        letter = fields.get(FIELD + shift.id, "-")
        if letter in CHOICES and CHOICES[letter][0] != before.get(shift.id):
            found[shift.id] = CHOICES[letter][0]
    return found


def find_differences(before: Plan, after: Plan) -> Iterator[ChangedCell]:
    """Yield the shifts of which something else is said."""
    first, last = (cells_of(plan.availability, after.shifts) for plan in (before, after))
    for shift in after.shifts:
        old, new = first.get(shift.id), last.get(shift.id)
        if old != new:
            yield ChangedCell(shift, _text(old), _text(new))


def _text(kind: EntryKind | None) -> Text:
    return CHOICES[LETTER_OF[kind]][1]


def pattern_changes(
    plan: Plan, *, weekday: str, start: str, weeks: str, letter: str
) -> dict[ShiftId, EntryKind | None]:
    """Return what a pattern changes, such as every Tuesday evening in even weeks.

    Parameters
    ----------
    plan
        A person's.
    weekday, start, weeks
        A weekday from 0, a time of day such as ``17:00``, ``even`` or ``odd``; empty means all of them.
    letter
        What is said.
    """
    if letter not in CHOICES:
        return {}
    kind = CHOICES[letter][0]
    return {
        shift.id: kind
        for shift in plan.shifts
        if weekday in ("", str(shift.day.weekday()))
        and start in ("", clock(shift.start))
        and (weeks == "" or (shift.week.week % 2 == 0) == (weeks == "even"))
    }


def last_quarter_changes(plan: Plan, earlier: Plan) -> dict[ShiftId, EntryKind | None]:
    """Return what was said of the same weekdays and times of an earlier plan, week by week."""
    away = plan.hotline.period.first_day - earlier.hotline.period.first_day
    weeks = timedelta(weeks=round(away / timedelta(weeks=1)))
    said = cells_of(earlier.availability, earlier.shifts)
    by_time = {(shift.day + weeks, shift.start): said.get(shift.id) for shift in earlier.shifts}
    return {
        shift.id: by_time[shift.day, shift.start]
        for shift in plan.shifts
        if (shift.day, shift.start) in by_time
    }
