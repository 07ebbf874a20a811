"""What differs between any two rosters, also of different states of a plan: by agent, municipality, shift.

The two may know different agents, municipalities and opening hours. Whoever works for another
municipality than before is another person here: the seat is another municipality's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from api.rosters.editing.agent_difference import (
    AgentDifference,
    Person,
    SeatCount,
    Side,
    agent_differences,
    count_seats,
)
from wfm.calendar import Shift
from wfm.finding import SCORED, Level
from wfm.ids import MunicipalityCode, ShiftId, code_order
from wfm.quota_table import QuotaRow, carry_over_columns, quota_table
from wfm.roster import Roster
from wfm.score import Score, measure


@dataclass(frozen=True)
class MunicipalityDifference:
    """What differs for a municipality.

    Parameters
    ----------
    code, name
        Which, as it is called now; two that differ in their name alone are the same.
    before, after
        Its figures: target, units, seats, deviation, carry-over; ``None`` where it is not in that plan.
    lost, gained
        Shifts, one for each seat in which none of its agents sits any more, or now does.
    carried_before, carried
        Seats that it owes the next period, rounded as the quota table writes them.
    """

    code: MunicipalityCode
    name: str = field(compare=False)
    before: QuotaRow | None
    after: QuotaRow | None
    lost: tuple[ShiftId, ...] = ()
    gained: tuple[ShiftId, ...] = ()
    carried_before: Decimal | None = None
    carried: Decimal | None = None


@dataclass(frozen=True)
class ShiftDifference:
    """What differs on a shift.

    Parameters
    ----------
    before, after
        The shift; ``None`` where that plan has none that starts then.
    left, joined
        Who no longer sits on it, and who now does.
    """

    before: Shift | None
    after: Shift | None
    left: tuple[Person, ...]
    joined: tuple[Person, ...]

    @property
    def shift(self) -> Shift:
        """The shift as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None  # one of the two has it, or nothing would differ
        return found


@dataclass(frozen=True)
class LevelDifference:
    """The value of a level before and after; ``None`` before where there was no roster."""

    level: Level
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Difference:
    """What differs; whoever and whatever is as before is left out, but of the levels none is.

    Parameters
    ----------
    agents, municipalities, shifts
        By agent (in order of municipality and id), by municipality, and by shift in order of time.
    levels
        Every level of the score, best first, measured without a baseline so that they can be compared.
    """

    agents: tuple[AgentDifference, ...] = ()
    municipalities: tuple[MunicipalityDifference, ...] = ()
    shifts: tuple[ShiftDifference, ...] = ()
    levels: tuple[LevelDifference, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing differs, the score included."""
        same = all(level.before == level.after for level in self.levels)
        return same and not (self.agents or self.municipalities or self.shifts)


def difference(
    before: Side | None, after: Side | None, *, scores: tuple[Score | None, Score | None] = (None, None)
) -> Difference:
    """Return what differs between two rosters.

    Parameters
    ----------
    before, after
        Each with its plan; ``None`` where there is none, as before the first one is published.
    scores
        Of the two, as far as they are known: who is not known is measured.
    """
    old, new = count_seats(before), count_seats(after)
    return Difference(
        agents=agent_differences(old, new, _shifts(before), _shifts(after)),
        municipalities=_municipalities(before, after, _codes(old), _codes(new)),
        shifts=_by_shift(old, new, _shifts(before), _shifts(after)),
        levels=_levels(_values(before, scores[0]), _values(after, scores[1])),
    )


def apply_difference(found: Difference, roster: Roster) -> Roster:
    """Return the roster after, made of the one before and what differs."""
    sits = Counter(roster)
    for one in found.shifts:
        sits.subtract((person.agent, one.shift.id) for person in one.left)
        sits.update((person.agent, one.shift.id) for person in one.joined)
    return Roster.of(sits.elements())


def _shifts(side: Side | None) -> Mapping[ShiftId, Shift]:
    return {} if side is None else side.plan.shift


def _codes(sits: SeatCount) -> Counter[tuple[MunicipalityCode, ShiftId]]:
    found: Counter[tuple[MunicipalityCode, ShiftId]] = Counter()
    for (person, shift), times in sits.items():
        found[person.municipality, shift] += times
    return found


# --- municipalities ----------------------------------------------------------------------------------


def _municipalities(
    before: Side | None,
    after: Side | None,
    old: Counter[tuple[MunicipalityCode, ShiftId]],
    new: Counter[tuple[MunicipalityCode, ShiftId]],
) -> tuple[MunicipalityDifference, ...]:
    rows, written = _table(before)
    rows_after, written_after = _table(after)
    lost, gained = _by_code(old - new), _by_code(new - old)
    found = []
    for code in sorted(rows.keys() | rows_after.keys(), key=code_order):
        was, now = rows.get(code), rows_after.get(code)
        left, joined = lost.get(code, ()), gained.get(code, ())
        if left or joined or _figures(was) != _figures(now):
            name = (now or rows[code]).municipality.name
            carried_out = written.get(code), written_after.get(code)
            found.append(MunicipalityDifference(code, name, was, now, left, joined, *carried_out))
    return tuple(found)


def _table(
    side: Side | None,
) -> tuple[Mapping[MunicipalityCode, QuotaRow], Mapping[MunicipalityCode, Decimal]]:
    """Return the rows of the quota table, and the carry-overs as it writes them."""
    rows = () if side is None else quota_table(side.plan, side.roster)
    return {row.municipality.code: row for row in rows}, carry_over_columns(rows)[1]


def _figures(row: QuotaRow | None) -> tuple[object, ...] | None:
    """Return what is compared of a row: a municipality that only changed its name is as before."""
    if row is None:
        return None
    owed = row.staffs, row.quota, row.municipality.carry_over
    return *owed, row.assigned, row.unsocial, row.seats, row.carry_over_out, row.hours, row.settlement


def _by_code(
    found: Counter[tuple[MunicipalityCode, ShiftId]],
) -> Mapping[MunicipalityCode, tuple[ShiftId, ...]]:
    shifts: dict[MunicipalityCode, list[ShiftId]] = {}
    for code, shift in found.elements():
        shifts.setdefault(code, []).append(shift)
    return {code: tuple(sorted(own)) for code, own in shifts.items()}


# --- shifts and levels -------------------------------------------------------------------------------


def _by_shift(
    old: SeatCount, new: SeatCount, shifts: Mapping[ShiftId, Shift], shifts_after: Mapping[ShiftId, Shift]
) -> tuple[ShiftDifference, ...]:
    left, joined = _by_id(old - new), _by_id(new - old)
    found = []
    for shift in sorted(shifts.keys() | shifts_after.keys()):
        was, now = shifts.get(shift), shifts_after.get(shift)
        out, into = left.get(shift, ()), joined.get(shift, ())
        if out or into or was != now:
            found.append(ShiftDifference(was, now, out, into))
    return tuple(found)


def _by_id(found: SeatCount) -> Mapping[ShiftId, tuple[Person, ...]]:
    people: dict[ShiftId, list[Person]] = {}
    for person, shift in found.elements():
        people.setdefault(shift, []).append(person)
    return {shift: tuple(sorted(own, key=Person.order)) for shift, own in people.items()}


def _levels(was: Mapping[Level, int], now: Mapping[Level, int]) -> tuple[LevelDifference, ...]:
    return tuple(LevelDifference(level, was.get(level), now.get(level)) for level in SCORED)


def _values(side: Side | None, score: Score | None) -> Mapping[Level, int]:
    if side is None:
        return {}
    return (score or measure(side.plan, side.roster)).values
