"""Result, Status, Conflict: what a solve answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate, pairwise
from types import MappingProxyType

from wfm.baseline import Baseline
from wfm.certificate import Certificate
from wfm.finding import Level, Subject
from wfm.message import Message
from wfm.proof import ZERO, Proof
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

    def with_roster(self, roster: Roster, score: Score) -> Result:
        """Return the answer with another roster than was found; what is then not proven is not claimed.

        A level's bound is that of rosters that are as good as can be at the levels before it, so that
        below the first level at which this one is worse than its bound nothing is proven of it.
        """
        worse = next((level for level in score.levels if score[level] > self.bounds[level]), None)
        if worse is None:
            return replace(self, roster=roster, score=score)
        known = score.levels[: score.levels.index(worse) + 1]
        return replace(
            self,
            status=Status.FEASIBLE,
            roster=roster,
            score=score,
            bounds={level: self.bounds[level] if level in known else 0 for level in score.levels},
            proofs={
                level: self.proofs.get(level, ZERO) if level in known else ZERO for level in score.levels
            },
            certificates={level: one for level, one in self.certificates.items() if level in known},
        )

    @property
    def gaps(self) -> Mapping[Level, int]:
        """Value less bound by level; 0 is proven."""
        if self.score is None:
            return {}
        return {level: self.score[level] - self.bounds[level] for level in self.score.levels}
