"""What follows from a business case: totals, effect, payback, present value, each partner's part.

Everything is exact; rounding is for whoever writes it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from wfm.books.business_case import Amounts, BusinessCase, CaseItem, CaseLine, ItemKind
from wfm.books.distribution_key import round_parts
from wfm.books.payback import Payback, find_payback

NOBODY = ""
"""Bears what stands under no key."""


@dataclass(frozen=True)
class PartnerPart:
    """A partner's gains and costs by year, with two decimals; its effect is their difference."""

    gains: tuple[Decimal, ...]
    costs: tuple[Decimal, ...]

    @property
    def effect(self) -> tuple[Decimal, ...]:
        """Gains less costs by year."""
        return tuple(gain - cost for gain, cost in zip(self.gains, self.costs, strict=True))


class CaseFigures:
    """The figures of a business case; `every` counts items that are not counted as well."""

    def __init__(self, case: BusinessCase, *, every: bool = False) -> None:
        self.case = case
        self.items = tuple(item for item in case.items if item.counted or every)

    @cached_property
    def gains(self) -> Amounts:
        """Gains by year."""
        return self.total(ItemKind.GAIN)

    @cached_property
    def costs(self) -> Amounts:
        """Costs by year."""
        return self.total(ItemKind.COST)

    @cached_property
    def effect(self) -> Amounts:
        """Gains less costs by year."""
        return tuple(gain - cost for gain, cost in zip(self.gains, self.costs, strict=True))

    @cached_property
    def accumulated(self) -> Amounts:
        """Effect of a year and all before it."""
        return tuple(accumulate(self.effect))

    @cached_property
    def discounted(self) -> Amounts:
        """Effect by year, worth what it would be in the first year: effect ÷ (1 + rate)ᵗ, t = 0, 1, 2 …."""
        first = int(self.case.discount_first_year)
        return tuple(
            effect / (1 + self.case.discount_rate) ** year for year, effect in enumerate(self.effect, first)
        )

    @cached_property
    def present_value(self) -> Fraction:
        """Sum of the discounted effects."""
        return sum(self.discounted, Fraction(0))

    @cached_property
    def payback(self) -> Payback | None:
        """When the accumulated effect has made up for what was spent; ``None`` where it does not."""
        return find_payback(self.effect)

    @cached_property
    def discounted_payback(self) -> Payback | None:
        """The same, of the discounted effects."""
        return find_payback(self.discounted)

    def total(self, side: ItemKind, area: str | None = None) -> Amounts:
        """Return what one side comes to by year, of one area or of all."""
        return self._sum(item for item in self.items if item.side is side and area in (None, item.area))

    def areas(self, side: ItemKind) -> tuple[str, ...]:
        """Return the areas of a side, in the order of the items."""
        return tuple(dict.fromkeys(item.area for item in self.items if item.side is side))

    def _sum(self, items: Iterable[CaseItem]) -> Amounts:
        columns = zip(*(item.amounts for item in items), strict=True)
        return tuple(map(_whole, columns)) or (Fraction(0),) * len(self.case.years)

    @cached_property
    def parts(self) -> Mapping[str, PartnerPart]:
        """Each partner's part, and under `NOBODY` what has no key.

        An item is shared by its key. What a partner bears of a side in a year is exact, and rounded to two
        decimals so that the partners' parts sum to the total; see `round_parts`. The order of items and of
        partners changes nothing.
        """
        bearers = dict.fromkeys(partner for key in self.case.keys.values() for partner in key.weights)
        bearers |= {NOBODY: None} if any(item.key is None for item in self.items) else {}
        by_side = {side: self._parts_of(side, tuple(bearers)) for side in ItemKind}
        return {
            bearer: PartnerPart(by_side[ItemKind.GAIN][bearer], by_side[ItemKind.COST][bearer])
            for bearer in bearers
        }

    def _parts_of(self, side: ItemKind, bearers: tuple[str, ...]) -> dict[str, tuple[Decimal, ...]]:
        """Return every bearer's part of a side by year."""
        columns = [self._year_parts(side, year, bearers) for year in range(len(self.case.years))]
        return {bearer: tuple(column[bearer] for column in columns) for bearer in bearers}

    def _year_parts(self, side: ItemKind, year: int, bearers: tuple[str, ...]) -> dict[str, Decimal]:
        exact = dict.fromkeys(bearers, Fraction(0))
        for item in self.items:
            if item.side is side:
                shares = {NOBODY: Fraction(1)} if item.key is None else self.case.keys[item.key].shares
                for bearer, share in shares.items():
                    exact[bearer] += share * item.amounts[year]
        return round_parts(exact)

    def line(self, line: CaseLine, area: str = "", partner: str = "") -> tuple[Fraction, ...] | None:
        """Return a line of figures, of the whole, an area or a partner; ``None`` where there is no such."""
        if partner:
            part = self.parts.get(partner)
            return None if part is None else _line_of(line, _fractions(part.gains), _fractions(part.costs))
        if area and not any(item.area == area for item in self.items):
            return None
        gains, costs = (self.total(side, area or None) for side in ItemKind)
        return _line_of(line, gains, costs)


def _whole(column: Iterable[Fraction]) -> Fraction:
    return sum(column, Fraction(0))


def _fractions(amounts: Iterable[Decimal]) -> Amounts:
    return tuple(map(Fraction, amounts))


def _line_of(line: CaseLine, gains: Amounts, costs: Amounts) -> Amounts:
    effect = tuple(gain - cost for gain, cost in zip(gains, costs, strict=True))
    return {
        CaseLine.GAIN: gains,
        CaseLine.COST: costs,
        CaseLine.EFFECT: effect,
        CaseLine.ACCUMULATED: tuple(accumulate(effect)),
    }[line]
