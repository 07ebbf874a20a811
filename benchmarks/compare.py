"""Before and after: two result files side by side, and where the median is worse.

::

    python -m benchmarks.compare BEFORE.json AFTER.json [--solver ours]

Compared are the seeds that both have, with the same time and threads. Worse is a median whose score is
larger or, where scores are equal, whose gap is. Seconds are told and not judged: a machine may have been
busy. Exit status 1 where a median is worse.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median

from benchmarks.records import Run, read
from benchmarks.table import table, told
from wfm.finding import SCORED

Standing = tuple[float, ...]
"""Comparable: values in order of level, then the gaps; what failed is beyond everything."""

HEADER = ("instance", "seeds", "", "1-3 s", "all s", "CPU s", *SCORED, "gap", "proven", "median")


@dataclass(frozen=True)
class Pair:
    """The runs of an instance that can be held against each other, seed by seed, of one time and threads."""

    instance: str
    limit: float
    workers: int
    before: Sequence[Run]
    after: Sequence[Run]

    @property
    def verdict(self) -> str:
        """Say whether the median became better or worse."""
        before, after = (median_standing(runs) for runs in (self.before, self.after))
        return "worse" if after > before else "better" if after < before else "equal"


def standing(run: Run) -> Standing:
    """Return how well a run ended; smaller is better."""
    if run.failed:
        return (inf,)
    return (*run.score, *(run.gaps[level] for level in SCORED))


def median_standing(runs: Sequence[Run]) -> Standing:
    """Return the median; of an even number of runs the worse middle one."""
    return standing(_middle_run(runs))


def _middle_run(runs: Sequence[Run]) -> Run:
    return sorted(runs, key=standing)[len(runs) // 2]


def pairs(before: Sequence[Run], after: Sequence[Run], solver: str) -> Iterator[Pair]:
    """Yield what can be compared, in the order of the later file."""
    earlier = {_key(run): run for run in before if run.solver == solver}
    found: dict[tuple[str, float, int], list[tuple[Run, Run]]] = {}
    for run in after:
        if run.solver == solver and _key(run) in earlier:
            found.setdefault((run.instance, run.limit, run.workers), []).append((earlier[_key(run)], run))
    for (instance, limit, workers), both in found.items():
        yield Pair(instance, limit, workers, [one for one, _ in both], [other for _, other in both])


def alone(before: Sequence[Run], after: Sequence[Run], solver: str) -> Iterator[str]:
    """Yield the runs that only one of the files has, and so are not compared."""
    keys = [{_key(run): run for run in runs if run.solver == solver} for runs in (before, after)]
    for name, own, other in (("before", keys[0], keys[1]), ("after", keys[1], keys[0])):
        for key, run in own.items():
            if key not in other:
                told_of = f"{run.instance}, seed {run.seed}, {run.limit:g} s, {run.workers} workers"
                yield f"only in the file {name}: {told_of}"


def _key(run: Run) -> tuple[str, int, float, int]:
    return run.instance, run.seed, run.limit, run.workers


def rows(found: Sequence[Pair]) -> Iterator[tuple[str, ...]]:
    """Yield two lines for each pair; seconds as median / worst."""
    for pair in found:
        yield (pair.instance, str(len(pair.after)), "before", *_cells(pair.before), "")
        yield ("", "", "after", *_cells(pair.after), pair.verdict)


def _cells(runs: Sequence[Run]) -> Iterator[str]:
    for key in ("first_levels", "optimal", "cpu_seconds"):
        yield _both([_or_inf(None if run.failed else getattr(run, key)) for run in runs], "{:.1f}")
    middle = _middle_run(runs)
    yield from (
        "failed" if middle.failed else f"{middle.values[level]} ({middle.bounds[level]})" for level in SCORED
    )
    yield _both([_or_inf(run.quality_gap) * 100 for run in runs], "{:.1f} %")
    yield str(sum(run.status == "OPTIMAL" for run in runs))


def _or_inf(value: float | None) -> float:
    return inf if value is None else value


def _both(values: Sequence[float], form: str) -> str:
    """Return median and worst; a dash is what was not reached, or not measured."""
    return " / ".join("-" if one == inf else form.format(one) for one in (median(values), max(values)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of both; return 1 where a median is worse."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--solver", default="ours")
    asked = parser.parse_args(arguments)
    before, after = read(asked.before), read(asked.after)
    found = list(pairs(before.runs, after.runs, asked.solver))
    if not found:
        parser.error("the files share no instance, seed, time and threads")
    print(*table(HEADER, rows(found)), sep="\n")
    print(f"\nBefore: {told(before.machine)}\nAfter: {told(after.machine)}\n")
    print(*alone(before.runs, after.runs, asked.solver), sep="\n")
    worse = [f"{pair.instance} at {pair.limit:g} s" for pair in found if pair.verdict == "worse"]
    print(f"instances whose median is worse = {len(worse)} (0){''.join(f'; {name}' for name in worse)}")
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
