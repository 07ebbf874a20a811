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


FIGURES: Mapping[str, Callable[[Run], float | None]] = {
    "full_s": _full,
    "levels_1_to_3_s": lambda run: _or_never(run.first_levels),
    "optimal_s": lambda run: _or_never(run.optimal),
    "quality_gap_percent": _gap,
    "peak_mb": lambda run: run.peak_mb,
}
"""By name, what is told of a run: seconds of wall time, per cent of the value, millions of bytes."""

_QUARTER = {
    "full_s": Aim.of(1.5),
    "levels_1_to_3_s": Aim.of(3),
    "optimal_s": Aim(20, 60),
    "peak_mb": Aim.of(600),
}
_EASY = {"optimal_s": Aim.of(15), "peak_mb": Aim.of(600)}
AIMS: Mapping[str, Mapping[str, Aim]] = {
    "quarter": _QUARTER,
    "locked": _QUARTER,
    "short": _QUARTER,
    "tight": _EASY,
    "mixed": _EASY,
    "year": {"levels_1_to_3_s": Aim.of(60), "quality_gap_percent": Aim.of(10)},
    "nation": {
        "levels_1_to_3_s": Aim.of(15),
        "quality_gap_percent": Aim.of(10),
        "peak_mb": Aim.of(6000),
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
