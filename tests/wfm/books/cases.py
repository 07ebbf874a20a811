"""Business cases for tests, small ones and those of *Citizen 2018* (København 2015)."""

from __future__ import annotations

from fractions import Fraction

from wfm.books.business_case import BusinessCase, CaseItem, ItemKind
from wfm.books.distribution_key import DistributionKey

CITIZEN_YEARS = tuple(range(2016, 2022))


def item(
    side: str, name: str, *amounts: int | str, key: str | None = None, area: str = "", counted: bool = True
) -> CaseItem:
    return CaseItem(ItemKind(side), area, name, tuple(map(Fraction, amounts)), key, counted)


def case(*items: CaseItem, rate: str = "0", keys: dict[str, dict[str, int]] | None = None) -> BusinessCase:
    """Return a case of consecutive years from 1 on, with keys by their weights."""
    weights = keys or {}
    partners = dict.fromkeys(partner for one in weights.values() for partner in one)
    return BusinessCase(
        name="En sag",
        currency="DKK",
        language="da",
        years=tuple(range(1, len(items[0].amounts) + 1)),
        items=items,
        discount_rate=Fraction(rate),
        keys={
            name: DistributionKey(name, {partner: Fraction(weight) for partner, weight in one.items()})
            for name, one in weights.items()
        },
        partners={partner: partner for partner in partners},
    )


def citizen(gains: str, costs: str) -> BusinessCase:
    """Return one of *Citizen 2018*'s proposals, 2016-2021, from what its table 1 sums up."""
    figures = (("gain", gains), ("cost", costs))
    return case(*(item(side, side, *amounts.split()) for side, amounts in figures))
