"""What a contender reaches, and when: seconds, level, value and bound as they come."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure


class Step(NamedTuple):
    """A change of the level worked on, of its best value, or of what is proven about it.

    `value` is ``None`` before the first roster; `bound` is 0 where nothing is proven.
    """

    seconds: float
    level: Level
    value: int | None
    bound: int


@dataclass
class Trace:
    """Takes notes while a contender works; the clock starts when it is made."""

    steps: list[Step] = field(default_factory=list)
    full_at: float | None = None
    """Seconds until the first roster without an empty seat."""
    proven: dict[Level, float] = field(default_factory=dict)
    """Seconds until a level was known to be closed."""
    began: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        """Seconds since the clock started."""
        return time.monotonic() - self.began

    def note(self, level: Level, value: int | None, bound: int, seconds: float | None = None) -> None:
        """Note a step, unless nothing has changed."""
        if not self.steps or self.steps[-1][1:] != (level, value, bound):
            self.steps.append(Step(self.spent if seconds is None else seconds, level, value, bound))

    def full(self, seconds: float | None = None) -> None:
        """Note that a roster leaves no seat empty."""
        if self.full_at is None:
            self.full_at = self.spent if seconds is None else seconds

    def prove(self, *levels: Level, seconds: float | None = None) -> None:
        """Note that these levels are closed: none of them can be better."""
        for level in levels:
            self.proven.setdefault(level, self.spent if seconds is None else seconds)


@dataclass(frozen=True)
class Outcome:
    """What a contender ended with.

    Parameters
    ----------
    values
        Measured by `wfm.measure`.
    bounds
        Proven by level; 0 where nothing is.
    proofs
        By level, how its bound was proven, where the contender tells.
    trace
        How it came there.
    seconds
        Wall time, building of models included.
    """

    values: Mapping[Level, int]
    bounds: Mapping[Level, int]
    trace: Trace
    seconds: float
    proofs: Mapping[str, object] = field(default_factory=dict)

    @property
    def optimal(self) -> bool:
        """Whether every level's value equals its bound."""
        return all(self.values[level] == self.bounds[level] for level in SCORED)

    def proven_at(self, *levels: Level) -> float | None:
        """Return the seconds until these levels were proven, or ``None`` where they were not."""
        if any(self.values[level] != self.bounds[level] for level in levels):
            return None
        return max(self.trace.proven.get(level, self.seconds) for level in levels)


def measured(plan: Plan, roster: Roster) -> Mapping[Level, int]:
    """Measure a roster.

    Raises
    ------
    ValueError
        Where it breaks a hard rule; the empty roster may, since it is none.
    """
    score = measure(plan, roster)
    if score.breaches and len(roster):
        raise ValueError(f"a hard rule is broken: {score.breaches[0]}")
    return dict(score.values)
