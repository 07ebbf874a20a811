"""Time limit (s), workers, seed; and the clock that all phases of a search share."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Params:
    """How long and how hard to search.

    Parameters
    ----------
    time_limit
        Seconds of wall time in all, building of models included; at least 0.
    workers
        Threads that search at once, at least 1.
    seed
        Of every random choice; 0 to 2³¹ − 1.

    Raises
    ------
    ValueError
        Where one of them is out of range.
    """

    time_limit: float
    workers: int
    seed: int

    def __post_init__(self) -> None:
        if not self.time_limit >= 0:
            raise ValueError(f"time_limit is {self.time_limit}; at least 0 seconds are wanted")
        if self.workers < 1:
            raise ValueError(f"workers is {self.workers}; at least 1 is wanted")
        if not 0 <= self.seed < 2**31:
            raise ValueError(f"seed is {self.seed}; 0 to 2147483647 is wanted")


def all_cores() -> int:
    """Return the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Clock:
    """Wall time since the search began, against its limit; both in seconds."""

    limit: float
    began: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until the limit, at least 0."""
        return max(0.0, self.limit - self.spent)
