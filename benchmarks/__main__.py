"""Our search beside its peers, in one run.

A preset says what is run (see benchmarks/README.md); options change it. An instance is a kind of
benchmarks/plans.py or the path of a plan folder. Results are written as they come, to a dated file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import charts, table
from benchmarks.harness import Job, done, interrupts, planned
from benchmarks.machine import cores, machine
from benchmarks.one import ALL, SOLVERS
from benchmarks.plans import KINDS
from benchmarks.presets import PRESETS, usual_seconds
from benchmarks.records import FOLDER, ResultFile, Results, Run
from wfm.finding import SCORED

FAILED, INTERRUPTED = 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run; return the exit status."""
    asked = _parser().parse_args(arguments)
    jobs = _jobs(asked)
    runs = list(planned(jobs, asked.solvers, asked.workers))
    file = ResultFile(asked.results, asked.name or asked.preset or "own", machine())
    print(f"{len(runs)} runs, about {sum(run.limit for run in runs) / 60:.0f} minutes at most", flush=True)
    status = 0
    try:
        with interrupts() as interrupted:
            for number, run in enumerate(runs, start=1):
                file.add(done(run, interrupted))
                print(f"[{number}/{len(runs)}] {_said(file.runs[-1])}", flush=True)
    except KeyboardInterrupt:
        print(f"interrupted: {len(file.runs)} runs are kept", flush=True)
        status = INTERRUPTED
    _finish(file)
    return status or (FAILED if any(run.failed for run in file.runs) else 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "sh run bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("preset", nargs="?", choices=list(PRESETS), help="what is run")
    parser.add_argument("--instances", nargs="+", metavar="KIND", help=f"{', '.join(KINDS)}, or a folder")
    parser.add_argument("--solvers", nargs="+", choices=list(ALL), default=list(SOLVERS), metavar="NAME")
    parser.add_argument("--seconds", type=float, help="wall time of each run, its model's building included")
    parser.add_argument("--seeds", type=int, nargs="+", metavar="N", help="of plans and solvers")
    parser.add_argument("--peer-seeds", type=int, nargs="+", metavar="N", help="those with which peers run")
    parser.add_argument("--workers", type=int, default=cores(), help="threads of each run (all cores)")
    parser.add_argument("--name", help="of the result file, after the date")
    parser.add_argument("--results", type=Path, default=FOLDER, help="folder of result files")
    return parser


def _jobs(asked: argparse.Namespace) -> list[Job]:
    if asked.preset is None and not asked.instances:
        _parser().error(f"say what to run: {', '.join(PRESETS)}, or --instances")
    jobs = list(PRESETS.get(asked.preset, ()))
    if asked.instances:
        jobs = [Job(name, usual_seconds(name), (1,), (1,)) for name in asked.instances]
    return [_changed(job, asked) for job in jobs]


def _changed(job: Job, asked: argparse.Namespace) -> Job:
    seeds = asked.seeds or job.seeds
    return Job(
        job.instance,
        asked.seconds or job.seconds,
        seeds,
        asked.peer_seeds or (seeds if asked.seeds else job.peer_seeds),
    )


def _said(run: Run) -> str:
    named = f"{run.instance}, seed {run.seed}, {run.solver}"
    if run.failed:
        return f"{named}: FAILED, {run.failed}"
    levels = ", ".join(f"{level} {run.values[level]} ({run.bounds[level]})" for level in SCORED)
    took = f"{run.seconds:.1f} s, {run.cpu_seconds:.1f} s of the processor, {run.peak_mb:.0f} MB"
    return f"{named}: {levels}; {run.status} after {took}"


def _finish(file: ResultFile) -> None:
    """Print and write the tables and draw the charts of what was run."""
    page = table.written(Results(file.machine, file.runs))
    drawn = charts.drawn(file.runs, file.path.with_suffix(""))
    shown = "".join(f"![{chart.stem}]({file.path.stem}/{chart.name})\n" for chart in drawn)
    file.path.with_suffix(".md").write_text(f"# {file.path.stem}\n\n{page}\n{shown}", encoding="utf-8")
    print("", page, f"{file.path}, .md, and {len(drawn)} charts", sep="\n")


if __name__ == "__main__":
    sys.exit(main())
