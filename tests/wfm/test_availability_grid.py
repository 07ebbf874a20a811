"""A grid of shifts and entries say the same, in both directions."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import hotline
from wfm.availability import WHOLE_DAY, Entry, EntryKind
from wfm.availability_grid import STRONGEST, cells_of, entries_of_cells, with_changes, with_weaker
from wfm.calendar import Closing, Span
from wfm.ids import AgentId, ShiftId

ONE = AgentId("1-1")
LINE = hotline(days=35, closing=Closing(closed=frozenset({date(2027, 1, 12), date(2027, 1, 13)})))
SHIFTS = LINE.opening_shifts()
IDS = [shift.id for shift in SHIFTS]
KIND = st.sampled_from(EntryKind)
CELLS = st.dictionaries(st.sampled_from(IDS), KIND)
DAYS = st.dates(LINE.period.first_day, LINE.period.last_day)
SPANS = st.sampled_from([WHOLE_DAY, Span(480, 660), Span(500, 520), Span(0, 700), Span(660, 1440)])
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Entry(ONE, draw(KIND), first, last, draw(WEEKDAYS), draw(SPANS), draw(st.sampled_from(["", "n"])))


@given(CELLS)
def test_entries_say_just_what_the_cells_say(cells: dict[ShiftId, EntryKind]) -> None:
    assert cells_of(entries_of_cells(ONE, SHIFTS, cells), SHIFTS) == cells


@given(st.lists(entries(), max_size=6), st.dictionaries(st.sampled_from(IDS), st.none() | KIND))
def test_a_change_changes_just_its_cells(
    before: list[Entry], changes: dict[ShiftId, EntryKind | None]
) -> None:
    after = with_changes(ONE, before, SHIFTS, changes)
    wanted: dict[ShiftId, EntryKind | None] = {**cells_of(before, SHIFTS), **changes}
    assert cells_of(after, SHIFTS) == {shift: kind for shift, kind in wanted.items() if kind}


@given(st.lists(entries(), max_size=6), CELLS)
def test_what_is_said_again_changes_nothing(before: list[Entry], cells: dict[ShiftId, EntryKind]) -> None:
    same = {shift: kind for shift, kind in cells_of(before, SHIFTS).items() if shift in cells}
    assert with_changes(ONE, before, SHIFTS, same) == tuple(before)


def test_a_pattern_is_one_entry_over_a_closed_day() -> None:
    tuesdays = {shift.id: EntryKind.UNDESIRED for shift in SHIFTS if shift.day.weekday() == 1}
    (entry,) = entries_of_cells(ONE, SHIFTS, tuesdays)
    assert (entry.days, entry.span) == (frozenset({1}), WHOLE_DAY)
    assert (entry.first_day, entry.last_day) == (date(2027, 1, 5), date(2027, 2, 2))


def test_a_holiday_keeps_its_note_around_a_morning_that_is_free() -> None:
    away = Entry(ONE, EntryKind.UNAVAILABLE, date(2027, 1, 4), date(2027, 1, 10), note="away")
    free = {IDS[2]: None}
    parts = with_changes(ONE, [away], SHIFTS, free)
    assert {part.note for part in parts} == {"away"}
    assert cells_of(parts, SHIFTS[:4]) == {
        shift: EntryKind.UNAVAILABLE for shift in IDS[:4] if shift != IDS[2]
    }
    assert parts[-1].last_day == date(2027, 1, 10)


@given(st.lists(entries(), max_size=6), CELLS)
def test_what_is_said_for_many_takes_no_stronger_word_away(
    said: list[Entry], wanted: dict[ShiftId, EntryKind]
) -> None:
    before = cells_of(said, SHIFTS)
    after = cells_of(with_weaker(ONE, said, SHIFTS, wanted), SHIFTS)
    for shift in IDS:
        words = {kind for kind in (before.get(shift), wanted.get(shift)) if kind is not None}
        assert after.get(shift) == next((kind for kind in STRONGEST if kind in words), None)
