"""The last row of a quota table: what it sums to, as it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.quota_table import QuotaRow, carry_over_columns


@dataclass(frozen=True)
class Totals:
    """Sums over all municipalities; of carry-overs the sum of what is written."""

    staffing_population: int
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
    quotas, settlements = [row.quota for row in rows], [row.settlement for row in rows]
    carried_in, carried_out = carry_over_columns(rows)
    nothing, no_money = Fraction(0), Decimal(0)
    return Totals(
        staffing_population=sum(row.municipality.population for row in rows if row.staffs),
        population=sum(row.municipality.population for row in rows),
        share=sum((quota.share for quota in quotas), nothing),
        carried_in=sum(carried_in.values(), no_money),
        entitlement=sum((quota.entitlement for quota in quotas), nothing),
        target=sum(quota.target for quota in quotas),
        assigned=sum(row.assigned or 0 for row in rows),
        unsocial=sum((row.unsocial for row in rows), nothing),
        seats=sum((row.seats for row in rows), nothing),
        carried_out=sum(carried_out.values(), no_money),
        hours=sum((one.hours for one in settlements), no_money),
        credit=sum((one.credit for one in settlements), no_money),
        price=sum((one.price for one in settlements), no_money),
        net=sum((one.net for one in settlements), no_money),
    )
