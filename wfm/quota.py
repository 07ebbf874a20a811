"""Shares, entitlements, targets in units, bands [⌊f⌋, ⌈f⌉], carry-over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from wfm.apportionment import apportion
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality


@dataclass(frozen=True)
class Quota:
    """What a municipality owes a period.

    Parameters
    ----------
    share
        Population as a part of the staffing municipalities' population; where somebody begins to staff within
        the period, the part of its seats that follows from the shares of each day.
    entitlement
        Seats: share of all seats, plus carry-over; may be negative.
    target
        Whole units; the targets sum to all units.
    """

    share: Fraction
    entitlement: Fraction
    target: int


@dataclass(frozen=True)
class Band:
    """Whole numbers that count as fair for the exact amount f: from ⌊f⌋ to ⌈f⌉."""

    low: int
    high: int

    @classmethod
    def around(cls, exact: Fraction) -> Band:
        """Return the band of an exact amount."""
        return cls(floor(exact), ceil(exact))

    def outside(self, amount: int) -> int:
        """Return how far an amount lies outside, at least 0."""
        return max(self.low - amount, amount - self.high, 0)


Shares = Mapping[MunicipalityCode, Fraction]
"""Part of all seats, by municipality that staffs."""

NO_QUOTA = Quota(Fraction(0), Fraction(0), 0)
"""Of a municipality that only finances."""


def quotas(
    municipalities: Sequence[Municipality],
    seats: int,
    units: int,
    method: str,
    part: Shares | None = None,
) -> Mapping[MunicipalityCode, Quota]:
    """Return the quota of each staffing municipality.

    Parameters
    ----------
    municipalities
        All of the plan; those that only finance are left out of the answer.
    seats, units
        Of the whole period.
    method
        Apportionment of targets on ``max(0, entitlement)``, floors by `min_shifts`; ties go to the
        larger population, then the smaller code.
    part
        Shares of those who staff in the period, where they differ by day; else those of `shares`.

    Raises
    ------
    ValueError
        Where floors exceed the units or no entitlement is above 0.
    """
    part = shares(municipalities) if part is None else part
    staffing = [m for m in municipalities if m.code in part]
    owed = entitlements(municipalities, seats, part)
    targets = apportion(
        {code: max(Fraction(0), entitlement) for code, entitlement in owed.items()},
        units,
        method,
        {m.code: m.min_shifts for m in staffing},
        precedence={m.code: m.population for m in staffing},
    )
    return {code: Quota(part[code], owed[code], targets[code]) for code in owed}


def entitlements(
    municipalities: Sequence[Municipality], seats: int, part: Shares | None = None
) -> Mapping[MunicipalityCode, Fraction]:
    """Return the seats of each staffing municipality: share of all seats, plus carry-over."""
    part = shares(municipalities) if part is None else part
    return {m.code: part[m.code] * seats + m.carry_over for m in municipalities if m.code in part}


def shares(municipalities: Sequence[Municipality]) -> Shares:
    """Return each staffing municipality's part of their population; 0 where nobody lives in any of them."""
    staffing = [m for m in municipalities if m.staffing]
    citizens = sum(m.population for m in staffing)
    return {m.code: Fraction(m.population, citizens) if citizens else Fraction(0) for m in staffing}


def carry_over_out(
    municipality: Municipality,
    quota: Quota,
    assigned_seats: int | Fraction,
    all_assigned_seats: int | Fraction,
) -> Fraction:
    """Return the seats that a municipality owes the next period.

    A seat left empty is nobody's debt: the share is taken of the seats that were assigned.
    """
    if not municipality.staffing:
        return municipality.carry_over
    return quota.share * all_assigned_seats + municipality.carry_over - assigned_seats
