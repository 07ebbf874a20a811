"""Exact figures written with a number of decimals: half up, or so that a column's sum still agrees."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def half_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Round to `decimals` places; a half goes away from zero."""
    scaled = abs(Fraction(value)) * 10**decimals
    whole = floor(scaled + Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def keep_sum(values: Mapping[Key, Fraction], decimals: int) -> dict[Key, Decimal]:
    """Round a column so that what is written sums to the rounded sum of the exact values.

    Every value goes down to a whole last place; the places left over go to the largest remainders,
    the earlier row first in a tie.
    """
    unit = 10**decimals
    down = {key: floor(value * unit) for key, value in values.items()}
    total = half_up(sum(values.values(), Fraction(0)), decimals).scaleb(decimals)
    left = int(total) - sum(down.values())
    by_remainder = sorted(values, key=lambda key: down[key] - values[key] * unit)
    for key in by_remainder[:left]:
        down[key] += 1
    return {key: Decimal(whole).scaleb(-decimals) for key, whole in down.items()}
