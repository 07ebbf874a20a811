"""Repeatable chance: the same choices on every Python, whatever the order of the calls elsewhere.

Only ``Random.random`` with seeding version 2 is used: of the module's generators and helpers, that
is what its documentation promises to keep. ``choice``, ``sample`` and ``shuffle`` may change.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

SEED = 2027

Item = TypeVar("Item")


class Chance:
    """A stream of choices of its own for each topic, so that a change in one disturbs no other."""

    def __init__(self, *topic: str) -> None:
        self._random = random.Random()
        self._random.seed("/".join((str(SEED), *topic)), version=2)

    def happens(self, probability: float) -> bool:
        """Tell whether something of this probability happens."""
        return self._random.random() < probability

    def part(self) -> float:
        """Return a number from 0 to below 1."""
        return self._random.random()

    def below(self, number: int) -> int:
        """Return a number from 0 to `number` - 1."""
        return int(self._random.random() * number)

    def between(self, least: int, most: int) -> int:
        """Return a number from `least` to `most`, both inclusive."""
        return least + self.below(most - least + 1)

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[Item], number: int) -> tuple[Item, ...]:
        """Return `number` of the items, in the order they stand."""
        places = list(range(len(items)))
        chosen = [places.pop(self.below(len(places))) for _ in range(number)]
        return tuple(items[place] for place in sorted(chosen))
