"""Charts as SVG, the same bytes for the same runs: how solvers converge, how time and memory grow.

::

    python -m benchmarks.charts benchmarks/results/2026-11-25-all.json
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.plans import FAMILIES
from benchmarks.records import Run, read
from wfm.finding import SCORED, Level

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS: Mapping[str, str] = {
    "ours": "#0b6e4f",
    "weighted": "#c05299",
    "levels": "#2f5ddb",
    "highs": "#e07a1f",
}
MARKS: Mapping[str, str] = {"ours": "o", "weighted": "s", "levels": "^", "highs": "D"}
OTHER = ("#555555", "v")
FIRST_SECOND = 0.05
"""Where the axis of time begins."""
SIZES: Mapping[str, str] = {"weeks": "weeks", "agents": "agents"}
GROWING: Mapping[str, str] = {
    "full": "seconds to the first full roster",
    "first_levels": "seconds until levels 1-3 are proven",
    "peak_mb": "peak memory, MB",
}


def drawn(runs: Sequence[Run], folder: Path) -> list[Path]:
    """Draw everything that these runs show; return the files."""
    with _same_bytes():
        figures = {**dict(_convergences(runs)), **dict(_growths(runs))}
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, figure in figures.items():
            paths.append(folder / f"{name}.svg")
            figure.savefig(paths[-1], metadata={"Date": None}, bbox_inches="tight")
        return paths


@contextmanager
def _same_bytes() -> Iterator[None]:
    from matplotlib import rc_context

    with rc_context({"svg.hashsalt": "faellesvagt", "svg.fonttype": "none", "font.size": 9}):
        yield


def _convergences(runs: Sequence[Run]) -> Iterator[tuple[str, Figure]]:
    """Yield a chart for each instance, of its first seed: another seed is another plan."""
    for instance in dict.fromkeys(run.instance for run in runs):
        seed = min(run.seed for run in runs if run.instance == instance)
        shown = [run for run in runs if (run.instance, run.seed) == (instance, seed) and not run.failed]
        if shown:
            yield Path(instance).stem, convergence(shown)


def convergence(runs: Sequence[Run]) -> Figure:
    """Draw value and bound over time, a panel for each level that took somebody time."""
    from matplotlib.figure import Figure

    levels = [level for level in SCORED if level is Level.QUALITY or _shows(runs, level)]
    figure = Figure(figsize=(7.5, 0.9 + 1.9 * len(levels) + 0.8), layout="constrained")
    panels = figure.subplots(len(levels), 1, sharex=True, squeeze=False)[:, 0]
    best = min(run.score[:-1] for run in runs)
    for level, axes in zip(levels, panels, strict=True):
        for run in runs:
            _curve(axes, run, level, comparable=level is not Level.QUALITY or run.score[:-1] == best)
        axes.set_ylabel(str(level))
        axes.set_yscale("symlog", linthresh=1)
        axes.set_ylim(bottom=-0.2)
        axes.grid(True, color="#dddddd", linewidth=0.5)
    longest = max(run.limit for run in runs)
    panels[-1].set_xscale("log")
    panels[-1].set_xlim(FIRST_SECOND, longest * 1.1)
    panels[-1].set_xlabel("seconds")
    workers, seed = runs[0].workers, runs[0].seed
    caption = f"{runs[0].instance}, seed {seed}, {workers} workers, {longest:g} s"
    figure.suptitle("\n".join((caption, *_processor(runs))))
    _legend(figure, runs)
    return figure


def _processor(runs: Sequence[Run]) -> Iterator[str]:
    """Yield a line with the seconds of the processor, which a busy machine leaves as they are."""
    known = [f"{run.solver} {run.cpu_seconds:.0f}" for run in runs if run.cpu_seconds is not None]
    if known:
        yield f"seconds of the processor: {', '.join(known)}"


def _shows(runs: Sequence[Run], level: Level) -> bool:
    return any(step[1] == level and (step[2] is None or step[2] > 0) for run in runs for step in run.trace)


def _curve(axes: Axes, run: Run, level: Level, *, comparable: bool) -> None:
    """Draw one solver's value (solid) and bound (dashed); faint where its earlier levels are worse."""
    colour, mark = COLOURS.get(run.solver, OTHER[0]), MARKS.get(run.solver, OTHER[1])
    steps = [(seconds, value, bound) for seconds, where, value, bound in run.trace if where == level]
    closed, end = run.values[level], (run.seconds or run.limit, run.values[level], run.bounds[level])
    if not steps and level is not Level.QUALITY and closed == run.bounds[level] and run.first_levels:
        # Found and proven in one go, with nothing to note on the way: it was so by then.
        steps = [(run.first_levels, closed, closed)]
    points = [(max(FIRST_SECOND, seconds), value, bound) for seconds, value, bound in (*steps, end)]
    strength = 1.0 if comparable else 0.3
    known = [(seconds, value) for seconds, value, _ in points if value is not None]
    style: dict[str, Any] = {"color": colour, "alpha": strength, "drawstyle": "steps-post"}
    axes.plot(*zip(*known, strict=True), linewidth=1.6, **style)
    axes.plot(*zip(*((at, bound) for at, _, bound in points), strict=True), "--", linewidth=1.0, **style)
    proven = run.values[level] == run.bounds[level]
    axes.plot(
        *known[-1], mark, color=colour, alpha=strength, markersize=5, fillstyle="full" if proven else "none"
    )


def _legend(figure: Figure, runs: Sequence[Run]) -> None:
    from matplotlib.lines import Line2D

    solvers = dict.fromkeys(run.solver for run in runs)
    handles = [
        Line2D([], [], color=COLOURS.get(solver, OTHER[0]), marker=MARKS.get(solver, OTHER[1]), label=solver)
        for solver in solvers
    ]
    handles += [
        Line2D([], [], color="#555555", label="value"),
        Line2D([], [], color="#555555", linestyle="--", linewidth=1.0, label="bound"),
        Line2D([], [], color="#555555", linestyle="", marker="o", label="proven"),
        Line2D([], [], color="#555555", linestyle="", marker="o", fillstyle="none", label="not proven"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=4, frameon=False)


def _growths(runs: Sequence[Run]) -> Iterator[tuple[str, Figure]]:
    """Yield a chart for each family of which two sizes were run."""
    for family, kinds in FAMILIES.items():
        shown = [run for run in runs if run.instance in kinds.values()]
        if len({run.instance for run in shown}) > 1:
            yield f"growth-{family}", growth(shown, family)


def growth(runs: Sequence[Run], family: str) -> Figure:
    """Draw time and memory against a size, medians over the seeds."""
    from matplotlib.figure import Figure

    sizes = {kind: size for size, kind in FAMILIES[family].items()}
    figure = Figure(figsize=(10, 3.6), layout="constrained")
    for axes, (part, caption) in zip(figure.subplots(1, len(GROWING)), GROWING.items(), strict=True):
        for solver in dict.fromkeys(run.solver for run in runs):
            _growing(axes, [run for run in runs if run.solver == solver], part, sizes)
        axes.set(xscale="log", yscale="log", xlabel=SIZES[family], title=caption)
        axes.set_xticks(list(sizes.values()), [str(size) for size in sizes.values()])
        axes.minorticks_off()
        axes.grid(True, color="#dddddd", linewidth=0.5)
    _growth_legend(figure, runs)
    return figure


def _growing(axes: Axes, runs: Sequence[Run], part: str, sizes: Mapping[str, int]) -> None:
    """Draw a solver's line; a hollow mark at the time limit is a run that did not come so far."""
    from statistics import median

    solver = runs[0].solver
    colour, mark = COLOURS.get(solver, OTHER[0]), MARKS.get(solver, OTHER[1])
    line: list[tuple[int, float]] = []
    for kind, size in sizes.items():
        mine = [run for run in runs if run.instance == kind]
        values = [value for run in mine if (value := getattr(run, part)) is not None]
        if values and 2 * len(values) > len(mine):
            line.append((size, median(values)))
        elif mine and part != "peak_mb":
            axes.plot(size, mine[0].limit, mark, color=colour, fillstyle="none")
    if line:
        axes.plot(*zip(*line, strict=True), mark + "-", color=colour)


def _growth_legend(figure: Figure, runs: Sequence[Run]) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=COLOURS.get(solver, OTHER[0]), marker=MARKS.get(solver, OTHER[1]), label=solver)
        for solver in dict.fromkeys(run.solver for run in runs)
    ]
    handles.append(
        Line2D(
            [], [], color="#555555", linestyle="", marker="o", fillstyle="none", label="not within the time"
        )
    )
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), frameon=False)


def main(arguments: Sequence[str]) -> None:
    """Draw the charts of result files, each in the folder of its name."""
    for path in map(Path, arguments):
        for chart in drawn(read(path).runs, path.with_suffix("")):
            print(chart)


if __name__ == "__main__":
    main(sys.argv[1:])
