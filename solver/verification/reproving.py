"""The bounds of a published answer, proven again: what asks for the least trust comes first.

1. The published roster itself refutes a bound that it goes below.
2. Zero and counting need no solver.
3. A certificate is evaluated in exact arithmetic (`solver.verification.certificates`); what it says of single
   municipalities is solved again.
4. What is left is solved again, beginning from the published roster. A bound is confirmed where ours is no
   lower, and refuted where a roster goes below it. Neither may come of it in the time given: then it is open.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from solver.progress import Progress
from solver.search.counting_bounds import plain_bounds
from solver.search.solve import solve
from solver.verification.certificates import CertificateCheck
from wfm.baseline import Baseline, levels_of
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.proof import COUNTING, ZERO, Proof, ProofMethod
from wfm.result import Result
from wfm.roster import Roster
from wfm.score import Score, measure
from wfm.verification import ClaimState

BELOW = Text("verify.below", "the roster itself lies below it: {value:number}")
FOUND_BELOW = Text(
    "verify.found_below", "solved again, a roster was found that lies below it: {value:number}"
)
AGAIN = Text("verify.again", "solved again: {how}")
TOO_LITTLE = Text("verify.too_little", "in the time given only {bound:number} was proven")
NONE_AT_ALL = Text("verify.none_at_all", "solved again, the plan has no roster at all")


@dataclass(frozen=True)
class PublishedClaims:
    """What a published answer says of the levels; what could not be read is left out.

    Parameters
    ----------
    values, bounds
        By level, as published.
    certificates
        By level, with what came of checking them.
    """

    values: Mapping[Level, int]
    bounds: Mapping[Level, int]
    certificates: Mapping[Level, tuple[Certificate, CertificateCheck]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def level_refuted_by(self, score: Score) -> Level | None:
        """Return the level whose bound a roster goes below, being as good as claimed at those before it."""
        for level in score.levels:
            bound = self.bounds.get(level)
            if bound is not None and score[level] < bound:
                return level
            if score[level] not in (bound, self.values.get(level)):
                return None
        return None


@dataclass(frozen=True)
class Reproof:
    """What came of a bound; `proof` is our own, where there is one."""

    state: ClaimState
    message: Message
    proof: Proof | None = None


@dataclass(frozen=True)
class Reproofs:
    """What came of all bounds, and a better roster's score where one turned up."""

    by_level: Mapping[Level, Reproof]
    better: Score | None = None
    interrupted: bool = False


class Reproving:
    """Proves the bounds of one published answer again.

    Parameters
    ----------
    plan, baseline
        The question.
    roster
        The published one; ``None`` where it could not be read.
    claimed
        What is to be proven.
    """

    def __init__(
        self, plan: Plan, baseline: Baseline | None, roster: Roster | None, claimed: PublishedClaims
    ) -> None:
        self._plan = plan
        self._baseline = baseline
        self._claimed = claimed
        self._levels = [level for level in levels_of(baseline) if level in claimed.bounds]
        score = None if roster is None else measure(plan, roster, baseline)
        self._roster = roster if score is not None and not score.breaches else None
        self._score = score if self._roster is not None else None
        self._found: dict[Level, Reproof] = {}

    @property
    def left(self) -> list[Level]:
        """Levels whose bounds are not decided yet."""
        return [level for level in self._levels if level not in self._found]

    def without_solver(self) -> None:
        """Decide what needs no solver."""
        below = None if self._score is None else self._claimed.level_refuted_by(self._score)
        counted = plain_bounds(self._plan, self._baseline)
        for level in self._levels:
            bound = self._claimed.bounds[level]
            if level is below and self._score is not None:
                self._found[level] = Reproof(ClaimState.FALSE, BELOW(value=self._score[level]))
            elif bound <= 0:
                self._found[level] = _proven(ZERO)
            elif bound <= counted.get(level, 0):
                self._found[level] = _proven(COUNTING)
            elif certified := self._certified(level, self._score, self._claimed.bounds):
                self._found[level] = certified

    def _certified(self, level: Level, score: Score | None, bounds: Mapping[Level, int]) -> Reproof | None:
        """Return the certificate that proves a level's bound, if one does.

        It speaks of rosters that are no worse than `held` at the levels before. The best roster is one of
        them where any roster is whose values at those levels are their bounds.
        """
        if score is None or level not in self._claimed.certificates:
            return None
        certificate, checked = self._claimed.certificates[level]
        for earlier, held in certificate.held.items():
            if not bounds.get(earlier) == score[earlier] <= held:
                return None
        proves = checked.bound is not None and checked.bound >= self._claimed.bounds[level]
        if not proves or checked.state is not ClaimState.CONFIRMED:
            return None
        method = ProofMethod.BLOCKS if certificate.blocks else ProofMethod.CERTIFICATE
        return Reproof(ClaimState.CONFIRMED, checked.message, Proof(method))

    def solve(
        self,
        time_limit: float,
        workers: int | None = None,
        *,
        progress: Callable[[Progress], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Reproofs:
        """Solve what is left, in so many seconds; return what came of all.

        Parameters
        ----------
        time_limit
            Seconds of wall time.
        workers
            Threads; ``None`` for all cores.
        progress, stop
            As those of :func:`solver.solve`. `stop` is also set here, once nothing is left.
        """
        if not self.left:
            return Reproofs(MappingProxyType(self._in_order()))
        end = stop or threading.Event()
        watch = _Watch({level: self._claimed.bounds[level] for level in self.left}, end, progress)
        result = solve(
            self._plan,
            time_limit,
            workers,
            progress=watch,
            stop=end,
            baseline=self._baseline,
            start=[] if self._roster is None else [self._roster],
        )
        self._take(result)
        better = result.score is not None and self._score is not None and result.score < self._score
        return Reproofs(
            MappingProxyType(self._in_order()),
            result.score if better else None,
            result.interrupted and not watch.enough,
        )

    def _take(self, result: Result) -> None:
        below = None if result.score is None else self._claimed.level_refuted_by(result.score)
        for level in self._levels:
            known = self._found.get(level)
            if known is not None and known.state is ClaimState.FALSE:
                continue
            if level is below and result.score is not None:  # no proof stands against a roster
                self._found[level] = Reproof(ClaimState.FALSE, FOUND_BELOW(value=result.score[level]))
            elif known is None:
                self._found[level] = self._solved(level, result)

    def _solved(self, level: Level, result: Result) -> Reproof:
        if result.roster is None:
            return Reproof(ClaimState.OPEN, NONE_AT_ALL())
        proof = result.proofs[level]
        if result.bounds[level] >= self._claimed.bounds[level]:
            return Reproof(ClaimState.CONFIRMED, AGAIN(how=proof.message), proof)
        certified = self._certified(level, result.score, result.bounds)
        return certified or Reproof(ClaimState.OPEN, TOO_LITTLE(bound=result.bounds[level]), proof)

    def _in_order(self) -> dict[Level, Reproof]:
        return {level: self._found[level] for level in self._levels}


def _proven(proof: Proof) -> Reproof:
    return Reproof(ClaimState.CONFIRMED, proof.message, proof)


class _Watch:
    """Ends a search as soon as it has decided all that is asked."""

    def __init__(
        self,
        wanted: Mapping[Level, int],
        stop: threading.Event,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._left = dict(wanted)
        self._stop = stop
        self._progress = progress
        self.enough = False

    def __call__(self, step: Progress) -> None:
        if self._progress is not None:
            self._progress(step)
        order = list(Level)
        for level, bound in list(self._left.items()):
            closed = order.index(level) < order.index(step.level)
            if closed or (level is step.level and step.bound >= bound):
                del self._left[level]
        if not self._left:
            self.enough = True
            self._stop.set()
