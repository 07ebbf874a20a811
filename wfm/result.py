"""Result, Status, Conflict: what a solve answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, pairwise
from types import MappingProxyType

from wfm.baseline import Baseline
from wfm.certificate import Certificate
from wfm.finding import Level, Subject
from wfm.message import Message
from wfm.proof import Proof
from wfm.roster import Roster
from wfm.score import Score


class Status(StrEnum):
    """OPTIMAL only where every level's value equals its proven bound."""

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"
    INFEASIBLE = "INFEASIBLE"


@dataclass(frozen=True)
class Reason:
    """One sentence of a conflict: a rule as it binds for one subject."""

    rule: str
    subject: Subject
    message: Message


@dataclass(frozen=True)
class Conflict:
    """Sentences that together cannot hold.

    Parameters
    ----------
    reasons
        What contradicts.
    verified
        Whether solving with these alone proved that they cannot hold.
    minimal
        Whether leaving out any one of them was shown to mend its contradiction.
    sizes
        How many reasons each contradiction holds, in order; one of all reasons if left out.
    """

    reasons: tuple[Reason, ...]
    verified: bool
    minimal: bool
    sizes: tuple[int, ...] = ()

    @property
    def contradictions(self) -> tuple[tuple[Reason, ...], ...]:
        """The reasons of each contradiction; each alone leaves no roster."""
        ends = tuple(accumulate(self.sizes or (len(self.reasons),)))
        return tuple(self.reasons[start:end] for start, end in pairwise((0, *ends)))


@dataclass(frozen=True)
class Result:
    """The answer of a solve.

    Parameters
    ----------
    status
        See :class:`Status`.
    roster, score
        The best roster found and its measured score; ``None`` only where INFEASIBLE.
    bounds
        By level, what is proven that no roster can go below (given better earlier levels are
        impossible); empty where INFEASIBLE.
    conflict
        Only where INFEASIBLE.
    seconds
        Wall time of the search.
    workers, seed
        As used; threads on other machines are among the workers.
    interrupted
        Whether it was stopped by hand.
    proofs
        By level, how its bound was proven.
    baseline
        What it was to stay close to, if anything.
    certificates
        By level whose bound is proven by one.
    """

    status: Status
    roster: Roster | None
    score: Score | None
    bounds: Mapping[Level, int] = field(default_factory=lambda: MappingProxyType({}))
    conflict: Conflict | None = None
    seconds: float = 0.0
    workers: int = 1
    seed: int = 1
    interrupted: bool = False
    proofs: Mapping[Level, Proof] = field(default_factory=lambda: MappingProxyType({}))
    baseline: Baseline | None = None
    certificates: Mapping[Level, Certificate] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def gaps(self) -> Mapping[Level, int]:
        """Value less bound by level; 0 is proven."""
        if self.score is None:
            return {}
        return {level: self.score[level] - self.bounds[level] for level in self.score.levels}
