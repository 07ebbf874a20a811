"""Figures of our search over the seeds: median and worst, beside what is aimed at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from statistics import median
from typing import NamedTuple

from benchmarks.records import Run
from wfm.finding import Level


class Aim(NamedTuple):
    """The most that a figure should be, in the median and in the worst run."""

    median: float
    worst: float

    @classmethod
    def of(cls, most: float) -> Aim:
        """Return the same aim for both."""
        return cls(most, most)


class Figure(NamedTuple):
    """A figure of an instance over its seeds; ``None`` where there is no aim."""

    name: str
    value: float
    aim: float | None

    @property
    def met(self) -> bool:
        """Whether the aim is reached, where there is one."""
        return self.aim is None or self.value <= self.aim

    def __str__(self) -> str:
        value = "never" if self.value == inf else f"{self.value:.4g}"
        aim = "no target" if self.aim is None else f"{self.aim:.4g}"
        return f"{self.name} = {value} ({aim}){'' if self.met else ' missed'}"


def _full(run: Run) -> float | None:
    """Seconds to the first roster without an empty seat; ``None`` where some seat must stay empty."""
    return None if run.bounds[Level.COVERAGE] else _or_never(run.full)


def _or_never(seconds: float | None) -> float:
    return inf if seconds is None else seconds


def _gap(run: Run) -> float:
    return inf if run.quality_gap is None else 100 * run.quality_gap


def _gap_at(seconds: float) -> Callable[[Run], float | None]:
    """Return the gap after so many seconds, in per cent; ``None`` of runs that had less time."""

    def figure(run: Run) -> float | None:
        if run.limit < seconds:
            return None
        gap = run.quality_gap_at(seconds)
        return inf if gap is None else 100 * gap

    return figure


FIGURES: Mapping[str, Callable[[Run], float | None]] = {
    "full_s": _full,
    "levels_1_to_3_s": lambda run: _or_never(run.first_levels),
    "optimal_s": lambda run: _or_never(run.optimal),
    "quality_gap_percent": _gap,
    "gap_at_60_s_percent": _gap_at(60),
    "gap_at_300_s_percent": _gap_at(300),
    "cpu_s": lambda run: run.cpu_seconds,
    "peak_mb": lambda run: run.peak_mb,
}
"""By name, what is told of a run: seconds by the clock or (`cpu_s`) of the processor, per cent, MB."""

_FULL = {"full_s": Aim.of(1.5)}
_LOCKED = {"levels_1_to_3_s": Aim(3, 10), "optimal_s": Aim(15, 40)}
AIMS: Mapping[str, Mapping[str, Aim]] = {
    "quarter": {
        **_FULL,
        "levels_1_to_3_s": Aim(1, 2),
        "optimal_s": Aim(5, 15),
        "peak_mb": Aim.of(400),
    },
    "tight": {"optimal_s": Aim(2, 4), "peak_mb": Aim.of(600)},
    "mixed": {"optimal_s": Aim(4, 10), "peak_mb": Aim.of(600)},
    "short": {
        **_FULL,
        "levels_1_to_3_s": Aim(2, 4),
        "optimal_s": Aim(3, 8),
        "peak_mb": Aim.of(600),
    },
    "locked": {**_FULL, **_LOCKED, "peak_mb": Aim.of(600)},
    "many_locks": _LOCKED,
    "federation": {
        "levels_1_to_3_s": Aim.of(3),
        "gap_at_60_s_percent": Aim.of(5),
        "gap_at_300_s_percent": Aim.of(1),
    },
    "threes": {"gap_at_60_s_percent": Aim.of(10)},
    "sixty": {"gap_at_60_s_percent": Aim.of(10)},
    "six_hours": {"gap_at_60_s_percent": Aim.of(5)},
    "scarce": {"gap_at_60_s_percent": Aim.of(15)},
    "year": {
        "levels_1_to_3_s": Aim.of(60),
        "gap_at_300_s_percent": Aim.of(0.5),
        "peak_mb": Aim.of(1000),
    },
    "nation": {
        "levels_1_to_3_s": Aim.of(15),
        "gap_at_300_s_percent": Aim.of(0.5),
        "peak_mb": Aim.of(1500),
    },
}
"""By kind and figure."""


def figures(runs: Sequence[Run]) -> Iterator[Figure]:
    """Yield our figures by instance; a run that failed is as bad as can be."""
    for instance in dict.fromkeys(run.instance for run in runs):
        ours = [run for run in runs if run.instance == instance and run.solver == "ours"]
        for name, figure in FIGURES.items():
            told = (inf if run.failed else figure(run) for run in ours)
            values = [value for value in told if value is not None]
            if values:
                aim = AIMS.get(instance, {}).get(name)
                yield Figure(f"{instance}.{name}.median", median(values), aim and aim.median)
                yield Figure(f"{instance}.{name}.worst", max(values), aim and aim.worst)
        yield from _beside_levels(instance, runs)


def _beside_levels(instance: str, runs: Sequence[Run]) -> Iterator[Figure]:
    """Yield the seeds for which plain level by level ended with a better score than ours."""
    by_seed = {
        solver: {run.seed: run for run in runs if run.instance == instance and run.solver == solver}
        for solver in ("ours", "levels")
    }
    both = [
        (run, by_seed["levels"][seed]) for seed, run in by_seed["ours"].items() if seed in by_seed["levels"]
    ]
    if both:
        worse = sum(not peer.failed and (run.failed != "" or run.score > peer.score) for run, peer in both)
        yield Figure(f"{instance}.worse_than_levels", worse, 0)
