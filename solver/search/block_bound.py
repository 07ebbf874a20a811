"""The bound of a level by municipalities: what links them is priced, each one's part is searched on its own.

It closes what a relaxation leaves of a bound, where it leaves something (`solver.linear.blocks`). CP-SAT
solves the parts one after the other, in the process in which HiGHS works else.
"""

from __future__ import annotations

from types import MappingProxyType

from solver.linear.blocks import Block, BlocksJob, blocks_of, homes_of, prove_by_blocks, reduced_costs
from solver.linear.highs import HighsAnswer
from solver.linear.highs_process import HighsProcess
from solver.search.build import earlier_values
from solver.search.relaxation import Relaxation
from solver.search.state import SearchState
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.proof import Proof, ProofMethod

DENOMINATOR = 2**10
"""Multipliers are counted in parts of this size: coarse, since CP-SAT is to solve with such costs."""


class BlockBound:
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

    def __init__(self, state: SearchState, level: Level, linear: Relaxation, process: HighsProcess) -> None:
        self._state = state
        self._level = level
        self._linear = linear
        self._process = process
        self._number = 0
        self._blocks: tuple[Block, ...] = ()
        self._scaled: list[int] = []
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
        self._scaled = [round(dual * DENOMINATOR) for dual in self._linear.duals]
        self._blocks = blocks_of(model, homes_of(self._linear.draft))
        costs = reduced_costs(model, self._blocks, self._scaled, DENOMINATOR)
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
        model = self._linear.model
        pairs = zip(self._blocks, answer.least, strict=True)
        least = {block: value for block, value in pairs if value is not None}
        bound = prove_by_blocks(model, least, self._scaled, DENOMINATOR)
        own = {row for block in least for row in block.rows}
        found = Certificate(
            level=self._level,
            held=MappingProxyType(dict(earlier_values(self._state, self._level))),
            bound=bound,
            denominator=DENOMINATOR,
            rows=model.rows,
            model_sha256=model.sha256,
            multipliers=tuple(
                (row, value) for row, value in enumerate(self._scaled) if value and row not in own
            ),
            blocks=tuple(sorted((block.home, value) for block, value in least.items())),
        )
        self._state.prove(self._level, bound, Proof(ProofMethod.BLOCKS, "CP-SAT"), found)
