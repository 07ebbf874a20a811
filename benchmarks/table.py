"""Tables in Markdown: every run, and the short one for the README.

::

    python -m benchmarks.table benchmarks/results/2026-11-25-all.json
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import figures
from benchmarks.records import Results, Run, read
from wfm.finding import SCORED, Level

HEADER = ("instance", "seed", "solver", "full s", "1-3 s", "all s", "run s", "CPU s", *SCORED, "gap", "MB")
SHORT = ("instance", "solver", "seeds", "full s", "levels 1-3 s", "OPTIMAL s", "CPU s", *SCORED, "gap", "MB")
WORST = ("instance", "solver", "seeds", "full s", "levels 1-3 s", "OPTIMAL s", "CPU s", "gap", "MB")


def written(results: Results) -> str:
    """Return the page that is written beside a result file."""
    parts = [
        told(results.machine),
        "\n".join(table(HEADER, map(_cells, results.runs))),
        f"The worst of the seeds:\n\n{worst(results)}",
        "\n".join(f"    {figure}" for figure in figures(results.runs)),
    ]
    return "\n\n".join(parts) + "\n"


def told(machine: Mapping[str, Any]) -> str:
    """Say on what machine the runs were."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    memory = f", {machine['memory_mb'] / 1000:.0f} GB" if machine["memory_mb"] else ""
    return (
        f"{machine['began']}, commit {machine['commit'] or 'unknown'}: {machine['cores']} cores of "
        f"{machine['cpu']}{memory}, {machine['system']}, load {machine['load']} at the start; "
        f"Python {machine['python']}, {versions}."
    )


def short(results: Results) -> str:
    """Return the short table: medians over the seeds, a line for each instance and solver."""
    return _told_table(SHORT, results.runs, _medians)


def worst(results: Results) -> str:
    """Return the table of the worst seeds, figure by figure, lined up as the short one is."""
    return _told_table(WORST, results.runs, _worsts)


def _told_table(
    header: Sequence[str], runs: Sequence[Run], told_of: Callable[[Sequence[Run]], Iterator[str]]
) -> str:
    """Return a table over the seeds, without a column of which these runs know nothing."""
    rows = list(_short_rows(runs, len(header), told_of))
    kept = [name != "CPU s" or any(run.cpu_seconds is not None for run in runs) for name in header]
    return "\n".join(table(list(compress(header, kept)), (list(compress(row, kept)) for row in rows)))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, words to the left, figures to the right."""
    cells = [[str(cell) for cell in header], *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    words = {place for place, name in enumerate(header) if name in ("instance", "solver")}
    for number, row in enumerate(cells):
        padded = (
            cell.ljust(width) if place in words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"| {' | '.join(padded)} |"
        if not number:
            rules = (
                "-" * width if place in words else "-" * (width - 1) + ":"
                for place, width in enumerate(widths)
            )
            yield f"| {' | '.join(rules)} |"


def _cells(run: Run) -> tuple[str, ...]:
    first = (run.instance, str(run.seed), run.solver)
    if run.failed:
        return (*first, *[""] * (len(HEADER) - len(first) - 1), f"failed: {run.failed}".replace("|", "/"))
    levels = (f"{run.values[level]} ({run.bounds[level]})" for level in SCORED)
    return (
        *first,
        *map(_seconds, (run.full, run.first_levels, run.optimal, run.seconds, run.cpu_seconds)),
        *levels,
        _percent(run.quality_gap),
        _megabytes(run.peak_mb),
    )


def _short_rows(
    runs: Sequence[Run], width: int, told_of: Callable[[Sequence[Run]], Iterator[str]]
) -> Iterator[tuple[str, ...]]:
    above = ""
    for instance, solver in dict.fromkeys((run.instance, run.solver) for run in runs):
        mine = [run for run in runs if (run.instance, run.solver) == (instance, solver)]
        ended = [run for run in mine if not run.failed]
        seeds = str(len(mine)) if len(ended) == len(mine) else f"{len(ended)} of {len(mine)}"
        cells = told_of(ended) if ended else [""] * (width - 3)
        yield ("" if instance == above else instance, solver, seeds, *cells)
        above = instance


def _worsts(runs: Sequence[Run]) -> Iterator[str]:
    for key in ("full", "first_levels", "optimal", "cpu_seconds"):
        yield _seconds(_most([getattr(run, key) for run in runs]))
    yield _percent(_most([run.quality_gap for run in runs]))
    yield _megabytes(_most([run.peak_mb for run in runs]))


def _most(values: Sequence[float | None]) -> float | None:
    """Return the largest, or ``None`` where one is ``None``: that is beyond everything."""
    return None if None in values else max(value for value in values if value is not None)


def _medians(runs: Sequence[Run]) -> Iterator[str]:
    for seconds in (
        [run.full for run in runs],
        [run.first_levels for run in runs],
        [run.optimal for run in runs],
        [run.cpu_seconds for run in runs],
    ):
        yield _seconds(_middle(seconds))
    for level in SCORED:
        yield _median_value(runs, level)
    yield _percent(_middle([run.quality_gap for run in runs]))
    yield _megabytes(_middle([run.peak_mb for run in runs]))


def _median_value(runs: Sequence[Run], level: Level) -> str:
    """Return the median's value and bound; of an even number of runs the better middle one."""
    middle = sorted(runs, key=lambda run: (run.values[level], -run.bounds[level]))[(len(runs) - 1) // 2]
    return f"{middle.values[level]} ({middle.bounds[level]})"


def _middle(values: Sequence[float | None]) -> float | None:
    """Return the median, where ``None`` is beyond everything; ``None`` where the middle is."""
    middle = median(inf if value is None else value for value in values)
    return None if middle == inf else middle


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _percent(part: float | None) -> str:
    return "-" if part is None else f"{100 * part:.1f} %"


def _megabytes(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def main(arguments: Sequence[str]) -> None:
    """Print the short tables of result files, and what the worst seeds took."""
    for path in arguments:
        results = read(Path(path))
        parts = (short(results), "The worst of the seeds:", worst(results), told(results.machine))
        print(*parts, sep="\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
