"""What differs between any two versions of a roster, by agent and by municipality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from api.access.ids import PersonId
from api.rosters.records.rosters import SeatRow, Version, seats_of
from wfm.ids import MunicipalityCode, ShiftId

Key = TypeVar("Key", PersonId, str)
"""By what changes are sorted."""


@dataclass(frozen=True)
class SeatChanges:
    """Shifts on which somebody no longer sits, and those on which they now do, each in order of time.

    A shift stands as often as there are seats of it fewer or more.
    """

    left: tuple[ShiftId, ...] = ()
    joined: tuple[ShiftId, ...] = ()


@dataclass(frozen=True)
class VersionChanges:
    """What differs, for those for whom anything does.

    Parameters
    ----------
    by_person
        Under each person's random id.
    by_municipality
        Under each municipality's code: seats, whoever of its agents sits in them.
    """

    by_person: Mapping[PersonId, SeatChanges]
    by_municipality: Mapping[MunicipalityCode, SeatChanges]


def version_changes(connection: Connection, before: Version | None, after: Version) -> VersionChanges:
    """Return what differs between two versions, also of different revisions of the plan.

    Where there is none before, all of the other is new.
    """
    old = () if before is None else seats_of(connection, before)
    new = seats_of(connection, after)
    by_person = _changes(((s.person, s) for s in old), ((s.person, s) for s in new))
    by_code = _changes(((s.municipality, s) for s in old), ((s.municipality, s) for s in new))
    return VersionChanges(by_person, {MunicipalityCode(code): moved for code, moved in by_code.items()})


def _changes(
    old: Iterable[tuple[Key, SeatRow]], new: Iterable[tuple[Key, SeatRow]]
) -> dict[Key, SeatChanges]:
    before = Counter((who, seat.shift) for who, seat in old)
    after = Counter((who, seat.shift) for who, seat in new)
    left, joined = _by_whom(before - after), _by_whom(after - before)
    return {
        who: SeatChanges(left.get(who, ()), joined.get(who, ()))
        for who in sorted(left.keys() | joined.keys())
    }


def _by_whom(found: Counter[tuple[Key, str]]) -> dict[Key, tuple[ShiftId, ...]]:
    shifts: dict[Key, list[ShiftId]] = {}
    for who, shift in sorted(found.elements()):
        shifts.setdefault(who, []).append(ShiftId(shift))
    return {who: tuple(own) for who, own in shifts.items()}
