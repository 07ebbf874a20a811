"""The bound of a level by municipalities: what links them is priced, each one's part is searched on its own.

It closes what a relaxation leaves of a bound, where it leaves something (`solver.linear.blocks`). CP-SAT
solves the parts one after the other, in the process in which HiGHS works else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from solver.linear.blocks import (
    COARSE,
    BlocksJob,
    HomeBlock,
    blocks_of,
    certify_by_blocks,
    coarse,
    homes_of,
    price_columns,
)
from solver.linear.highs import HighsAnswer
from solver.linear.highs_process import HighsProcess
from solver.linear.model import LinearModel
from solver.model.draft import Draft
from solver.search.state import SearchState
from wfm.finding import Level
from wfm.proof import Proof, ProofMethod


class LinearSide(Protocol):
    """A level's model with the multipliers of a relaxation of it."""

    @property
    def draft(self) -> Draft:
        """Of the whole plan."""
        ...

    @property
    def model(self) -> LinearModel:
        """The same, as it is priced."""
        ...

    @property
    def duals(self) -> Sequence[float]:
        """By row; empty where there are none."""
        ...

    @property
    def held(self) -> Mapping[Level, int]:
        """By earlier level, the value that the model allows at most."""
        ...

    @property
    def many(self) -> bool:
        """Whether the plan is too large for it."""
        ...


class BlockBounds:
    """The bound of one level.

    Parameters
    ----------
    state
        Where the search stands.
    level
        What is bounded, the earlier levels held.
    linear
        Its relaxation, which has multipliers.
    process
        Does the work; meanwhile `linear` must be idle.

    Attributes
    ----------
    busy
        Whether the process is at work on it.
    """

    def __init__(self, state: SearchState, level: Level, linear: LinearSide, process: HighsProcess) -> None:
        self._state = state
        self._level = level
        self._linear = linear
        self._process = process
        self._number = 0
        self._blocks: tuple[HomeBlock, ...] = ()
        self._duals: Sequence[float] = ()
        self.busy = False

    @property
    def worthwhile(self) -> bool:
        """Whether it should be asked for: once, where bounds count and what is asked is not huge."""
        possible = bool(self._linear.duals) and not self._linear.many and not self._process.ended
        return possible and not self._number and self._state.reachable(self._level)

    def begin(self) -> None:
        """Begin to solve the municipalities' parts."""
        model = self._linear.model
        self._number = self._process.next_number()
        self._duals = self._linear.duals
        self._blocks = blocks_of(model, homes_of(self._linear.draft))
        costs = price_columns(model, self._blocks, coarse(self._duals), COARSE)
        self.busy = True
        self._process.give(BlocksJob(self._number, model, self._blocks, costs))

    def take(self) -> None:
        """Take what has arrived."""
        for answer in self._process.take():
            if answer.number == self._number:
                self._ended(answer)
        if self._process.ended:
            self.busy = False

    def stop(self) -> None:
        """Stop what the process is doing, if it is at work here."""
        if self.busy and not self._process.ended:
            self._process.restart()
        self.busy = False

    def _ended(self, answer: HighsAnswer) -> None:
        self.busy = False
        if not self._state.reachable(self._level):
            return
        pairs = zip(self._blocks, answer.least, strict=True)
        least = {block: value for block, value in pairs if value is not None}
        linear = self._linear
        found = certify_by_blocks(linear.model, self._level, linear.held, least, self._duals)
        self._state.prove(self._level, found.bound, Proof(ProofMethod.BLOCKS, "CP-SAT"), found)
