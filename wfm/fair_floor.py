"""Floors that are fair: above the exact share a floor makes a credit that grows without end.

A municipality staffs at least its floor in every quarter, and its share of a quarter's units is what
its population says. Where the floor is larger, the difference is credit for it and debt for the
others, quarter after quarter; where it is not, a floor that applies only brings a credit back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.quota import shares


def fair_floors(municipalities: Sequence[Municipality], units: int) -> Mapping[MunicipalityCode, int]:
    """Return the largest floor of each staffing municipality at which no balance drifts, in units.

    That is the whole part of its share of a quarter's units, carry-over aside.
    """
    return {code: floor(share * units) for code, share in shares(municipalities).items()}


def drifts(municipalities: Sequence[Municipality], units: int) -> Mapping[MunicipalityCode, Fraction]:
    """Return by how many units each staffing municipality's balance moves a quarter, in the long run.

    Its share of the units, less the same with floors kept (those below their floors get it, the others
    share the rest in proportion, repeated until none lies below). The figures sum to 0; all are 0
    just where no floor lies above its share. All seats filled.

    Raises
    ------
    ValueError
        Where floors exceed the units.
    """
    part = shares(municipalities)
    kept = _with_floors(part, units, {m.code: m.min_shifts for m in municipalities if m.staffing})
    return {code: share * units - kept[code] for code, share in part.items()}


def _with_floors(
    part: Mapping[MunicipalityCode, Fraction], units: int, floors: Mapping[MunicipalityCode, int]
) -> Mapping[MunicipalityCode, Fraction]:
    if sum(floors.values()) > units:
        raise ValueError(f"the floors ask for {sum(floors.values())} of {units} units")
    kept: dict[MunicipalityCode, Fraction] = {}
    sharing = dict(part)
    while total := sum(sharing.values(), Fraction(0)):
        rest = units - sum(kept.values(), Fraction(0))
        below = [code for code, share in sharing.items() if share * rest / total < floors[code]]
        if not below:
            return kept | {code: share * rest / total for code, share in sharing.items()}
        for code in below:
            kept[code] = Fraction(floors[code])
            del sharing[code]
    return kept | dict.fromkeys(sharing, Fraction(0))  # nobody lives anywhere: nothing to compare with
