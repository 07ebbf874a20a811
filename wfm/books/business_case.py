"""A business case: gains and costs by year, under distribution keys, beside what somebody printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from wfm.books.distribution_key import DistributionKey

Years = tuple[int, ...]
Amounts = tuple[Fraction, ...]
"""An amount for every year of a case, in the order of its years."""


class ItemKind(StrEnum):
    """On which side of the account an item stands."""

    GAIN = "gain"
    COST = "cost"


class CaseLine(StrEnum):
    """A line of figures that a case has, and that may be printed somewhere."""

    GAIN = "gain"
    COST = "cost"
    EFFECT = "effect"
    ACCUMULATED = "accumulated"


@dataclass(frozen=True)
class CaseItem:
    """One gain or cost.

    Parameters
    ----------
    side
        Gain or cost.
    area, name
        What it belongs to, and what it is; the area may be empty.
    amounts
        By year, in the case's currency; a cost is positive.
    key
        Name of the distribution key by which it is shared; ``None`` where it is nobody's.
    counted
        Whether totals count it. One that is not is told beside them.
    """

    side: ItemKind
    area: str
    name: str
    amounts: Amounts
    key: str | None = None
    counted: bool = True


@dataclass(frozen=True)
class PrintedLine:
    """Figures of a line as they are printed somewhere, to be held against the case.

    Parameters
    ----------
    line
        Which figures.
    area, partner
        Of an area, or of a partner's part; of the whole where empty.
    amounts
        By year; ``None`` where nothing is printed.
    unit, decimals
        What 1 in print is worth in the case's currency, and to how many decimals it is printed: 1,000 and 2
        where 56,33 means 56,330.
    """

    line: CaseLine
    amounts: tuple[Fraction | None, ...]
    area: str = ""
    partner: str = ""
    unit: int = 1
    decimals: int = 0


@dataclass(frozen=True)
class BusinessCase:
    """A business case.

    Parameters
    ----------
    name, currency, language
        For its readers.
    years
        That follow each other: calendar years, or 1, 2, 3 ….
    items
        In the order in which they are given.
    discount_rate
        Part by which an amount is worth less a year later: 0.04.
    discount_first_year
        Whether the first year is discounted, too; else its amounts count in full.
    keys
        Distribution keys by name.
    partners
        Name of every partner by its code.
    printed
        Figures to be held against it.
    printed_payback
        The year of the case (1 is its first) in which it is printed to have paid itself back.
    """

    name: str
    currency: str
    language: str
    years: Years
    items: tuple[CaseItem, ...]
    discount_rate: Fraction = Fraction(0)
    discount_first_year: bool = False
    keys: Mapping[str, DistributionKey] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)
    printed: tuple[PrintedLine, ...] = ()
    printed_payback: int | None = None


def share_by(case: BusinessCase, key: DistributionKey) -> BusinessCase:
    """Return a case of which every item is shared by one key, whatever it was shared by."""
    items = tuple(replace(item, key=key.name) for item in case.items)
    return replace(case, items=items, keys={key.name: key})
