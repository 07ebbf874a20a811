"""The quota table as it is written: every figure with its decimals, carry-overs so that their sum stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.ids import MunicipalityCode
from wfm.quota_table import QuotaRow
from wfm.rounding import keep_sum

SEAT_DECIMALS = 4
"""Places of entitlements and carry-overs."""


def carried(rows: Sequence[QuotaRow]) -> tuple[Mapping[MunicipalityCode, Decimal], ...]:
    """Return what each municipality carries in and out, rounded so that both columns keep their sums.

    Those who staff and those who only finance are rounded apart: what passes on unchanged then also
    looks unchanged.
    """
    return (
        _rounded(rows, {row.municipality.code: row.municipality.carry_over for row in rows}),
        _rounded(rows, {row.municipality.code: row.carry_over_out for row in rows}),
    )


def _rounded(
    rows: Sequence[QuotaRow], column: Mapping[MunicipalityCode, Fraction]
) -> Mapping[MunicipalityCode, Decimal]:
    found: dict[MunicipalityCode, Decimal] = {}
    for staffs in (True, False):
        codes = [row.municipality.code for row in rows if row.municipality.staffing is staffs]
        found |= keep_sum({code: column[code] for code in codes}, SEAT_DECIMALS)
    return {row.municipality.code: found[row.municipality.code] for row in rows}


@dataclass(frozen=True)
class Totals:
    """Sums over all municipalities; of carry-overs the sum of what is written."""

    population: int
    share: Fraction
    carried_in: Decimal
    entitlement: Fraction
    target: int
    assigned: int
    unsocial: Fraction
    seats: Fraction
    carried_out: Decimal
    hours: Decimal
    credit: Decimal
    price: Decimal
    net: Decimal

    @property
    def deviation(self) -> int:
        """Units assigned less units of the targets."""
        return self.assigned - self.target


def totals(rows: Sequence[QuotaRow]) -> Totals:
    """Sum up a quota table by assignment."""
    quotas, accounts = [row.quota for row in rows], [row.account for row in rows]
    carried_in, carried_out = carried(rows)
    nothing, no_money = Fraction(0), Decimal(0)
    return Totals(
        population=sum(row.municipality.population for row in rows),
        share=sum((quota.share for quota in quotas), nothing),
        carried_in=sum(carried_in.values(), no_money),
        entitlement=sum((quota.entitlement for quota in quotas), nothing),
        target=sum(quota.target for quota in quotas),
        assigned=sum(row.assigned or 0 for row in rows),
        unsocial=sum((row.unsocial for row in rows), nothing),
        seats=sum((row.seats for row in rows), nothing),
        carried_out=sum(carried_out.values(), no_money),
        hours=sum((account.hours for account in accounts), no_money),
        credit=sum((account.credit for account in accounts), no_money),
        price=sum((account.price for account in accounts), no_money),
        net=sum((account.net for account in accounts), no_money),
    )
