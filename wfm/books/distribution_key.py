"""Distribution keys (*fordelingsnøgler*): an amount shared in proportion to weights, exactly.

Largest remainder is `wfm.apportionment`'s; source of the method there. Shares of København's keys
(*Citizen 2018*) and of Nordjylland's (*Fælleskommunalt kontaktcenter*, appendix 2) are of this kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from wfm.apportionment import apportion
from wfm.ids import code_order
from wfm.rounding import keep_sum

Amount = int | Decimal | Fraction


@dataclass(frozen=True)
class DistributionKey:
    """Who bears how much of an amount.

    Parameters
    ----------
    name
        As its author calls it.
    weights
        By partner; at least 0, one of them above 0. Only their proportion counts.

    Raises
    ------
    ValueError
        For a negative weight, or where no weight is above 0.
    """

    name: str
    weights: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        if min(self.weights.values(), default=Fraction(0)) < 0:
            raise ValueError("weights must not be negative")
        if not any(self.weights.values()):
            raise ValueError("no weight is above 0")

    @cached_property
    def shares(self) -> Mapping[str, Fraction]:
        """Part of the whole by partner; they sum to 1."""
        total = sum(self.weights.values(), Fraction(0))
        return MappingProxyType({partner: weight / total for partner, weight in self.weights.items()})


def equal_key(name: str, partners: Iterable[str]) -> DistributionKey:
    """Return the key under which every partner bears the same."""
    return DistributionKey(name, dict.fromkeys(partners, Fraction(1)))


def mix_keys(name: str, parts: Sequence[tuple[DistributionKey, Fraction]]) -> DistributionKey:
    """Mix keys: each shares its part of the amount.

    Parameters
    ----------
    name
        Of the mixture.
    parts
        Keys, each with its part, such as percent; at least 0, one of them above 0. A partner that a key
        does not know bears nothing of that key's part.

    Returns
    -------
    DistributionKey
        Whose weights are the shares of the mixture: Σ part × share ÷ Σ parts. A key mixed with itself
        is that key.
    """
    whole = sum((part for _, part in parts), Fraction(0))
    partners = dict.fromkeys(partner for key, _ in parts for partner in key.weights)
    weights = {
        partner: sum((key.shares.get(partner, Fraction(0)) * part for key, part in parts), Fraction(0))
        / whole
        for partner in partners
    }
    return DistributionKey(name, weights)


def split(amount: Amount, key: DistributionKey, decimals: int = 2) -> dict[str, Decimal]:
    """Share an amount so that the parts sum to it, to the last place.

    Parameters
    ----------
    amount
        Such as kroner; a negative one is shared as the positive one is, with the other sign.
    key
        The distribution key.
    decimals
        Places after the point that a part may have: 2 for kroner and øre, 0 for whole units.

    Returns
    -------
    dict
        Part by partner, in the order of the key. Each is the exact share rounded down (towards 0) or up
        by the last place; the places left over go to the largest remainders. Ties go to the larger
        weight, then to the smaller name of the partner, codes that are numbers ordered as numbers: the
        order in which partners are given changes nothing.

    Raises
    ------
    ValueError
        Where the amount has more places than its parts may have.
    """
    scaled = Fraction(amount) * 10**decimals
    if scaled.denominator != 1:
        raise ValueError(f"{amount} has more than {decimals} decimals")
    places = apportion(key.weights, abs(scaled.numerator))
    sign = -1 if scaled < 0 else 1
    return {partner: Decimal(sign * place).scaleb(-decimals) for partner, place in places.items()}


def round_parts(parts: Mapping[str, Fraction], decimals: int = 2) -> dict[str, Decimal]:
    """Round exact parts so that they sum to their rounded sum; ties as in `split`.

    For parts under one key this is what `split` gives; it also rounds what several keys add up to.
    """
    sign = -1 if sum(parts.values(), Fraction(0)) < 0 else 1
    order = sorted(parts, key=lambda partner: (-sign * parts[partner], code_order(partner)))
    rounded = keep_sum({partner: sign * parts[partner] for partner in order}, decimals)
    return {partner: sign * rounded[partner] for partner in parts}
