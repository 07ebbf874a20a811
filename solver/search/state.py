"""Where a search stands: the best roster so far, what is proven, and who wants to know."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from solver.params import Clock
from solver.progress import Phase, Progress
from wfm.baseline import Baseline, levels_of
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.plan import Plan
from wfm.proof import ZERO, Proof
from wfm.roster import Roster
from wfm.score import Score, measure

Incumbent: TypeAlias = Callable[[Roster, Score], None]
"""Is told a better roster, before any progress that follows from it."""


class SearchEndedError(Exception):
    """The search has to end: out of time, or stopped by hand."""


class Best(NamedTuple):
    """A roster that keeps every hard rule, and its score as measured without a solver."""

    roster: Roster
    score: Score


class SearchState:
    """Where one search stands; only the thread that asked for the solve changes it.

    Parameters
    ----------
    plan
        The question.
    roster
        A first roster that keeps every hard rule.
    clock
        Started with the search.
    stop
        Set from outside to end the search.
    progress
        Called with every change of value or bound.
    baseline
        What to stay close to, if anything; then ``changes`` is one of the levels.
    incumbent
        Called with every roster that is better than the one before, and its score.

    Attributes
    ----------
    levels
        The levels to be minimised, best first.
    best
        The best roster so far and its score, always changed together.
    interrupted
        Whether somebody ended the search by hand.
    helpers
        Threads on other machines that searched as well.
    """

    def __init__(
        self,
        plan: Plan,
        roster: Roster,
        clock: Clock,
        stop: threading.Event | None = None,
        progress: Callable[[Progress], None] | None = None,
        baseline: Baseline | None = None,
        incumbent: Incumbent | None = None,
    ) -> None:
        self.plan = plan
        self.baseline = baseline
        self.levels = levels_of(baseline)
        self.clock = clock
        self.best = Best(roster, self.measure(roster))
        self.interrupted = False
        self.helpers = 0
        self._bounds: dict[Level, int] = dict.fromkeys(self.levels, 0)
        self._proofs: dict[Level, Proof] = dict.fromkeys(self.levels, ZERO)
        self._certificates: dict[Level, Certificate] = {}
        self._phase = Phase.START
        self._stop = stop or threading.Event()
        self._progress = progress
        self._incumbent = incumbent
        self._last: tuple[Phase, Level, int, int] | None = None

    # --- what is found and proven ----------------------------------------------------------------

    def measure(self, roster: Roster) -> Score:
        """Measure a roster by the levels of this search."""
        return measure(self.plan, roster, self.baseline)

    def offer(self, roster: Roster) -> bool:
        """Keep a roster where it keeps every hard rule and measures better; tell whether it does."""
        score = self.measure(roster)
        if score.breaches or not score < self.score:
            return False
        self.best = Best(roster, score)
        if self._incumbent is not None:
            self._incumbent(roster, score)
        self.tell()
        return True

    @property
    def score(self) -> Score:
        """The best roster's score."""
        return self.best.score

    def prove(self, level: Level, bound: int, proof: Proof, certificate: Certificate | None = None) -> None:
        """Note that no roster can go below `bound` at a level, given its best earlier levels, and why.

        Of several proofs of the best bound the one that asks for the least trust is kept, with its
        certificate if it has one.
        """
        better = bound > self._bounds[level]
        if not better and (
            bound < self._bounds[level] or not proof.asks_less_trust_than(self._proofs[level])
        ):
            return
        self._bounds[level], self._proofs[level] = bound, proof
        self._certificates.pop(level, None)
        if certificate is not None:
            self._certificates[level] = certificate
        if better:
            self.tell()

    @property
    def bounds(self) -> Mapping[Level, int]:
        """What is proven, by level."""
        return dict(self._bounds)

    @property
    def proofs(self) -> Mapping[Level, Proof]:
        """How each bound was proven, by level."""
        return dict(self._proofs)

    @property
    def certificates(self) -> Mapping[Level, Certificate]:
        """The certificates of those bounds that are proven by one, by level."""
        return dict(self._certificates)

    def closed(self, level: Level) -> bool:
        """Tell whether a level's value is proven the best possible, and so are those of all earlier ones."""
        return all(self.score[one] == self._bounds[one] for one in self.up_to(level))

    def reachable(self, level: Level) -> bool:
        """Tell whether a bound found under the values of all earlier levels holds without them."""
        return all(self.score[one] == self._bounds[one] for one in self.up_to(level)[:-1])

    # --- whether to go on ------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether the search must end: stopped by hand, or out of time."""
        if self._stop.is_set():
            self.interrupted = True
        return self.interrupted or not self.clock.left

    def raise_if_over(self) -> None:
        """Raise :class:`SearchEndedError` where the search must end."""
        if self.over:
            raise SearchEndedError

    # --- telling ---------------------------------------------------------------------------------

    def enter(self, phase: Phase) -> None:
        """Begin another phase."""
        self._phase = phase
        self.tell()

    def tell(self) -> None:
        """Report where the search stands, where that has changed."""
        level = next((one for one in self.levels if not self.closed(one)), Level.QUALITY)
        now = (self._phase, level, self.score[level], self._bounds[level])
        if self._progress is not None and now != self._last:
            self._last = now
            self._progress(Progress(*now, seconds=self.clock.spent))

    def up_to(self, level: Level) -> tuple[Level, ...]:
        """Return the levels up to one, that one too."""
        return self.levels[: self.levels.index(level) + 1]
