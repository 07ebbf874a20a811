"""Balances of the ledger: worked out from its entries, and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from api.ledger.kinds import LedgerKind
from api.ledger.records import LedgerEntry
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class Balance:
    """A municipality's account in a quarter.

    Parameters
    ----------
    quarter
        Its first day.
    municipality
        Whose account.
    seats
        Owed; negative where more was sat than owed. Before the close the entitlement is not in it yet.
    ore
        To be paid, in hundredths of a krone; 0 until the quarter is closed.
    carried
        What it handed on at the close, as stated last; ``None`` before.
    """

    quarter: date
    municipality: MunicipalityCode
    seats: Fraction
    ore: int
    carried: Fraction | None


def balances(entries: Iterable[LedgerEntry]) -> tuple[Balance, ...]:
    """Return the balance of every account, in order of quarter and of first entry."""
    accounts: dict[tuple[date, MunicipalityCode], list[LedgerEntry]] = {}
    for entry in entries:
        accounts.setdefault((entry.quarter, entry.municipality), []).append(entry)
    found = [_balance(*key, own) for key, own in accounts.items()]
    return tuple(sorted(found, key=lambda one: one.quarter))


def sum_seats(
    entries: Iterable[LedgerEntry], kinds: Collection[LedgerKind]
) -> Mapping[MunicipalityCode, Fraction]:
    """Return the seats that entries of some kinds add up to, by municipality."""
    sums: dict[MunicipalityCode, Fraction] = {}
    for entry in entries:
        if entry.kind in kinds and entry.seats is not None:
            sums[entry.municipality] = sums.get(entry.municipality, Fraction(0)) + entry.seats
    return sums


def _balance(quarter: date, municipality: MunicipalityCode, entries: list[LedgerEntry]) -> Balance:
    carried = [one.seats for one in entries if one.kind is LedgerKind.CARRY_OVER]
    counted = [one for one in entries if one.kind.counts]
    return Balance(
        quarter=quarter,
        municipality=municipality,
        seats=sum((one.seats for one in counted if one.seats is not None), Fraction(0)),
        ore=sum(one.ore for one in counted if one.ore is not None),
        carried=carried[-1] if carried else None,
    )
