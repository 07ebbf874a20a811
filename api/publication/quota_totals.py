"""The last row of a quota table: what it sums to, as it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.quota_table import QuotaRow, carried


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
