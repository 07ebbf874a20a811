"""Result files: a line of JSON for the machine, and one for every run, written as they come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wfm.finding import SCORED, Level

FOLDER = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Run:
    """One solver on one instance with one seed.

    Parameters
    ----------
    instance, seed, solver
        What was run; the seed is both the plan's and the solver's.
    limit, workers
        Seconds of wall time and threads that were given.
    load
        Load average of the last minute when it began.
    failed
        Why there is no outcome; empty where there is one. All that follows is then empty.
    status
        OPTIMAL where every value equals its bound.
    seconds
        Wall time used.
    cpu_seconds
        Of the processor, by the process and those it started, the plan's drawing left out; ``None`` in
        files of before December 2026.
    values, bounds
        By level.
    proofs
        By level, how the bound was proven, where the solver tells.
    full
        Seconds to the first roster without an empty seat.
    first_levels, optimal
        Seconds until levels 1 to 3, and all four, were proven.
    peak_mb
        Most memory, processes it started included, in millions of bytes.
    trace
        Seconds, level, value and bound at every change.
    """

    instance: str
    seed: int
    solver: str
    limit: float
    workers: int
    load: float | None = None
    failed: str = ""
    status: str = ""
    seconds: float | None = None
    cpu_seconds: float | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    bounds: Mapping[str, int] = field(default_factory=dict)
    proofs: Mapping[str, object] = field(default_factory=dict)
    full: float | None = None
    first_levels: float | None = None
    optimal: float | None = None
    peak_mb: float | None = None
    trace: Sequence[tuple[float, str, int | None, int]] = ()

    @property
    def score(self) -> tuple[int, ...]:
        """Values in order of level, comparable."""
        return tuple(self.values[level] for level in SCORED)

    @property
    def gaps(self) -> Mapping[str, int]:
        """Value less bound by level."""
        return {level: self.values[level] - self.bounds[level] for level in self.values}

    @property
    def quality_gap(self) -> float | None:
        """Gap of quality as a part of its value; ``None`` where an earlier level is not proven."""
        if self.failed or any(self.gaps[level] for level in SCORED[:-1]):
            return None
        return self.gaps[Level.QUALITY] / max(1, self.values[Level.QUALITY])

    def quality_gap_at(self, seconds: float) -> float | None:
        """Return `quality_gap` after so many seconds; ``None`` where levels 1 to 3 were still open."""
        if self.failed or self.first_levels is None or self.first_levels > seconds:
            return None
        if self.seconds is not None and self.seconds <= seconds:
            return self.quality_gap
        gap = None
        for at, level, value, bound in self.trace:
            if at <= seconds and level == Level.QUALITY and value is not None:
                gap = (value - bound) / max(1, value)
        return gap


@dataclass(frozen=True)
class Results:
    """A result file."""

    machine: Mapping[str, Any]
    runs: Sequence[Run]


class ResultFile:
    """A new result file, to which runs are added; what was added stays, whatever happens next."""

    def __init__(self, folder: Path, name: str, machine: Mapping[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = _free(folder, f"{date.today().isoformat()}-{name}")
        self.machine = machine
        self.runs: list[Run] = []
        self._add({"machine": machine})

    def add(self, run: Run) -> None:
        """Write a run."""
        self.runs.append(run)
        gaps = {} if run.failed else {"gaps": run.gaps}
        self._add(asdict(run) | gaps)

    def _add(self, line: Mapping[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read(path: Path) -> Results:
    """Read a result file."""
    first, *lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        line.pop("gaps", None)
    return Results(first["machine"], [Run(**line) for line in lines])


def _free(folder: Path, stem: str) -> Path:
    """Return a path that does not exist yet: an older result of the day is kept."""
    path, number = folder / f"{stem}.json", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.json", number + 1
    return path
