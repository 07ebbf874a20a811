"""Solve generated plans with our search and with the peer, in one run, and print what each reached.

::

    python -m benchmarks.levels --instances quarter tight mixed --seconds 60 --workers 2 --seeds 1 2

An instance is a kind of `benchmarks.plans` or the path of a plan folder.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import solver
import wfm
from benchmarks.peer import WeightedSum
from benchmarks.plans import KINDS
from solver.params import all_cores
from solver.progress import Progress
from wfm.finding import SCORED, Level
from wfm.plan import Plan

ORDINARY = ("quarter", "tight", "locked", "short", "mixed", "week")
HEADER = ("instance", "seed", "level", "ours s", "value", "bound", "peer s", "value", "bound")
WIDTHS = (22, 4, 10, 7, 7, 7, 7, 7, 7)


@dataclass
class Reached:
    """What a solve reached at each level, and when that level was proven or last improved (s)."""

    values: dict[Level, int]
    bounds: dict[Level, int | None]
    seconds: dict[Level, float] = field(default_factory=dict)


def ours(plan: Plan, seconds: float, workers: int, seed: int) -> Reached:
    """Run our search."""
    at: dict[Level, float] = {}
    seen: dict[Level, tuple[int | None, int]] = {}

    def note(step: Progress) -> None:
        for level in SCORED[: SCORED.index(step.level)]:
            if level not in at or level in seen:
                at[level] = step.seconds
                seen.pop(level, None)
        if seen.get(step.level) != (step.value, step.bound):
            seen[step.level], at[step.level] = (step.value, step.bound), step.seconds

    result = solver.solve(plan, seconds, workers, seed, progress=note)
    assert result.score is not None
    assert result.score == wfm.measure(plan, result.roster or wfm.Roster())
    return Reached(dict(result.score.values), dict(result.bounds), dict.fromkeys(SCORED, result.seconds) | at)


def peer(plan: Plan, seconds: float, workers: int, seed: int) -> Reached:
    """Run the peer; building its model counts, and a bound of its one sum says nothing of a level."""
    began = time.monotonic()
    model = WeightedSum(plan)
    left = max(0.1, seconds - (time.monotonic() - began))
    roster, _, status = model.solve(left, workers, seed)
    score = wfm.measure(plan, roster)
    assert not score.breaches or not len(roster)
    proven = score.values if status == "OPTIMAL" else dict.fromkeys(SCORED)
    spent = time.monotonic() - began
    return Reached(dict(score.values), dict(proven), dict.fromkeys(SCORED, spent))


def compared(name: str, plan: Plan, args: argparse.Namespace, seed: int) -> Iterator[tuple[str, ...]]:
    """Yield a row for each level."""
    one = ours(plan, args.seconds, args.workers, seed)
    two = None if args.alone else peer(plan, args.seconds, args.workers, seed)
    for level in SCORED:
        row = [name, str(seed), level.value, *_cells(one, level)]
        yield (*row, *(("", "", "") if two is None else _cells(two, level)))


def _cells(reached: Reached, level: Level) -> tuple[str, str, str]:
    bound = reached.bounds[level]
    return f"{reached.seconds[level]:.1f}", str(reached.values[level]), "-" if bound is None else str(bound)


def print_row(cells: Sequence[str]) -> None:
    """Print a row of the table, a line of Markdown."""
    padded = (cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in _places(cells))
    print("| " + " | ".join(padded) + " |", flush=True)


def _places(cells: Sequence[str]) -> Iterator[tuple[int, tuple[str, int]]]:
    return enumerate(zip(cells, WIDTHS, strict=True))


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--instances", nargs="+", default=ORDINARY, help=f"{', '.join(KINDS)}, or a folder")
    parser.add_argument("--seconds", type=float, default=60, help="wall time of each solve")
    parser.add_argument("--workers", type=int, default=all_cores())
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--alone", action="store_true", help="leave the peer out")
    args = parser.parse_args()
    print_row(HEADER)
    print_row([("-" if place == 0 else "") + "-" * (width - 1) for place, width in enumerate(WIDTHS)])
    for name in args.instances:
        for seed in args.seeds:
            plan = KINDS[name](seed) if name in KINDS else wfm.load_plan(name)
            for row in compared(name, plan, args, seed):
                print_row(row)


if __name__ == "__main__":
    main()
