"""Availability as a grid: what somebody says of each shift, and the fewest entries that say just that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry, EntryKind
from wfm.calendar import Shift, Span, Week, week_of
from wfm.ids import AgentId, ShiftId

STRONGEST = (EntryKind.UNAVAILABLE, EntryKind.UNDESIRED, EntryKind.PREFERRED)
"""Of several words about one shift the first of these counts."""
LONG_BLOCK = 3
"""Days in a row from which on they are one entry, and no pattern of weekdays."""
ONE_DAY = timedelta(days=1)


def kind_on(entries: Iterable[Entry], shift: Shift) -> EntryKind | None:
    """Return what entries say of a shift; ``None`` where nothing, and so the agent can."""
    found = {entry.kind for entry in entries if entry.overlaps(shift)}
    return next((kind for kind in STRONGEST if kind in found), None)


def cells_of(entries: Sequence[Entry], shifts: Iterable[Shift]) -> dict[ShiftId, EntryKind]:
    """Return what entries say, by shift; those of which they say nothing are left out."""
    found = ((shift.id, kind_on(entries, shift)) for shift in shifts)
    return {shift: kind for shift, kind in found if kind is not None}


def with_changes(
    agent: AgentId,
    entries: Sequence[Entry],
    shifts: Sequence[Shift],
    changes: Mapping[ShiftId, EntryKind | None],
) -> tuple[Entry, ...]:
    """Return entries that say of some shifts what is wanted, and of all others what they said before.

    Entries that speak of no changed shift stay as they are; of the others stays what lies around it, with
    its note.

    Parameters
    ----------
    agent, entries
        Whose entries.
    shifts
        Of the period, in order.
    changes
        What is wanted, by shift; ``None`` where the agent can. Shifts that are not there are passed over.
    """
    wanted = {
        shift: changes[shift.id]
        for shift in shifts
        if shift.id in changes and changes[shift.id] != kind_on(entries, shift)
    }
    kept = [part for entry in entries for part in _around(entry, wanted)]
    cells = {shift.id: kind for shift, kind in wanted.items() if kind is not None}
    return (*kept, *entries_of_cells(agent, shifts, cells))


def with_weaker(
    agent: AgentId,
    entries: Sequence[Entry],
    shifts: Sequence[Shift],
    wanted: Mapping[ShiftId, EntryKind],
) -> tuple[Entry, ...]:
    """Return entries that say of some shifts what is wanted, but where they say something stronger already.

    Parameters
    ----------
    agent, entries, shifts
        As of `with_changes`.
    wanted
        What is to be said, by shift.
    """
    said = cells_of(entries, (shift for shift in shifts if shift.id in wanted))
    rank = STRONGEST.index
    changes: dict[ShiftId, EntryKind | None] = {
        shift: kind for shift, kind in wanted.items() if shift not in said or rank(kind) < rank(said[shift])
    }
    return with_changes(agent, entries, shifts, changes)


def entries_of_cells(
    agent: AgentId, shifts: Sequence[Shift], cells: Mapping[ShiftId, EntryKind]
) -> tuple[Entry, ...]:
    """Return entries that say just this of shifts, and nothing of any other.

    Parameters
    ----------
    agent
        Whose entries.
    shifts
        Of the period, in order.
    cells
        What is said, by shift.
    """
    days: dict[tuple[EntryKind, Span], set[date]] = {}
    for day, group in groupby(shifts, key=lambda shift: shift.day):
        for kind, span in _blocks(tuple(group), cells):
            days.setdefault((kind, span), set()).add(day)
    return tuple(
        entry
        for kind in STRONGEST
        for (meant, span), marked in sorted(days.items(), key=lambda item: item[0][1])
        if meant is kind
        for entry in _entries(agent, kind, span, marked, _others(shifts, span, marked))
    )


def _around(entry: Entry, wanted: Collection[Shift]) -> Iterator[Entry]:
    """Yield what is left of an entry when it says nothing of some shifts any more."""
    touched: dict[date, list[Span]] = {}
    for shift in wanted:
        if entry.overlaps(shift):
            touched.setdefault(shift.day, []).append(shift.span)
    if not touched:
        yield entry
        return
    start = entry.first_day
    for day in sorted(touched):
        yield from _days_of(entry, start, day - ONE_DAY)
        for span in _without(entry.span, touched[day]):
            yield replace(entry, first_day=day, last_day=day, days=ALL_DAYS, span=span)
        start = day + ONE_DAY
    yield from _days_of(entry, start, entry.last_day)


def _days_of(entry: Entry, first: date, last: date) -> Iterator[Entry]:
    """Yield an entry cut to some days, where it says anything of them."""
    number = (last - first).days + 1
    if any((first + timedelta(days=n)).weekday() in entry.days for n in range(min(number, 7))):
        yield replace(entry, first_day=first, last_day=last)


def _without(span: Span, gone: Iterable[Span]) -> Iterator[Span]:
    start = span.start
    for one in sorted(gone):
        if start < one.start:
            yield Span(start, one.start)
        start = max(start, one.end)
    if start < span.end:
        yield Span(start, span.end)


def _blocks(shifts: Sequence[Shift], cells: Mapping[ShiftId, EntryKind]) -> Iterator[tuple[EntryKind, Span]]:
    """Yield what is said of one day, neighbouring shifts together."""
    for said, group in groupby(shifts, key=lambda shift: cells.get(shift.id)):
        block = tuple(group)
        if said is not None:
            yield said, WHOLE_DAY if len(block) == len(shifts) else Span(block[0].start, block[-1].end)


def _others(shifts: Iterable[Shift], span: Span, marked: Collection[date]) -> frozenset[date]:
    """Return days of which an entry of that span must not speak."""
    return frozenset(shift.day for shift in shifts if shift.day not in marked and span.overlaps(shift.span))


def _entries(
    agent: AgentId, kind: EntryKind, span: Span, marked: Collection[date], others: frozenset[date]
) -> Iterator[Entry]:
    """Yield entries of one kind and span: days in a row, then patterns of weekdays."""
    single: list[date] = []
    for block in _runs(sorted(marked), others, 1):
        if len(block) >= LONG_BLOCK:
            yield Entry(agent, kind, block[0], block[-1], span=span)
        else:
            single += block
    patterns: dict[tuple[Week, Week], list[date]] = {}
    for weekday in range(7):
        for run in _runs([day for day in single if day.weekday() == weekday], others, 7):
            patterns.setdefault((week_of(run[0]), week_of(run[-1])), []).extend((run[0], run[-1]))
    for days in patterns.values():
        weekdays = frozenset(day.weekday() for day in days)
        first, last = min(days), max(days)
        yield Entry(agent, kind, first, last, ALL_DAYS if first == last else weekdays, span)


def _runs(days: Sequence[date], others: frozenset[date], step: int) -> Iterator[list[date]]:
    """Yield days that follow each other, `step` days apart or over days of which nothing need be kept."""
    run: list[date] = []
    for day in days:
        if run and not _reaches(run[-1], day, others, step):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _reaches(before: date, day: date, others: frozenset[date], step: int) -> bool:
    return all(before + timedelta(days=n) not in others for n in range(step, (day - before).days, step))
