"""Certificate: multipliers that prove a level's bound, for anybody to evaluate again.

Of municipalities it may say what their parts cost at least once the rest is priced; that is solved again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from wfm.finding import Level
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class Certificate:
    """Multipliers of the rows of a linear model that prove a bound, and which model that is.

    Parameters
    ----------
    level
        Whose bound it proves.
    held
        By earlier level, the value that the model allows at most.
    bound
        What the multipliers prove, in the level's units: no roster within `held` goes below it.
    denominator
        The multipliers are counted in parts of this size, at least 1.
    rows
        Rows of the model.
    model_sha256
        Of the model; whoever builds another one from the same plan can't use the multipliers.
    multipliers
        Row (from 0) and multiplier, in order of row; rows left out have 0.
    blocks
        Municipality and the least that its own part of the model costs, in order of code and in parts of
        ``1 / denominator``; the multipliers of rows that are its own then do not count.

    Raises
    ------
    ValueError
        Where a figure is out of range, or the rows or municipalities are not in order.
    """

    level: Level
    held: Mapping[Level, int]
    bound: int
    denominator: int
    rows: int
    model_sha256: str
    multipliers: tuple[tuple[int, int], ...]
    blocks: tuple[tuple[MunicipalityCode, int], ...] = ()

    def __post_init__(self) -> None:
        if self.denominator < 1:
            raise ValueError(f"denominator is {self.denominator}; at least 1 is wanted")
        named = [row for row, _ in self.multipliers]
        if named and not (named[0] >= 0 and named[-1] < self.rows):
            raise ValueError(f"rows {named[0]} to {named[-1]} of {self.rows}")
        if any(one >= other for one, other in pairwise(named)):
            raise ValueError("multipliers are wanted in order of row, one for each")
        homes = [home for home, _ in self.blocks]
        if any(one >= other for one, other in pairwise(homes)):
            raise ValueError("municipalities are wanted in order of code, once each")

    @property
    def scaled(self) -> list[int]:
        """The multiplier of every row, in parts of ``1 / denominator``."""
        found = [0] * self.rows
        for row, multiplier in self.multipliers:
            found[row] = multiplier
        return found
