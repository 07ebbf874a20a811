"""Runs in turn, each in a fresh process; what goes wrong with one is written down, and the next begins."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from benchmarks.machine import ROOT, load
from benchmarks.memory import MB, family_now
from benchmarks.records import Run

TICK = 0.2
"""Seconds between two looks at a run."""
GRACE = 90
"""Seconds that a run may go on at least beyond its time, before it is ended; or as long as its time."""


@dataclass(frozen=True)
class Job:
    """An instance, its time in seconds, its seeds, and those of them with which the peers run as well."""

    instance: str
    seconds: float
    seeds: Sequence[int]
    peer_seeds: Sequence[int]


def planned(jobs: Sequence[Job], solvers: Sequence[str], workers: int) -> Iterator[Run]:
    """Yield what is to be run, in turn: all solvers on an instance and a seed, then the next."""
    for job in jobs:
        for seed in job.seeds:
            for solver in solvers:
                if solver == "ours" or seed in job.peer_seeds:
                    yield Run(job.instance, seed, solver, job.seconds, workers)


@contextmanager
def interrupts() -> Iterator[Callable[[], bool]]:
    """Note Ctrl-C instead of raising it; what is yielded says whether it came.

    Raised wherever it falls, it can leave the lock of a waiting ``Popen`` held, and who then waits for the
    end of that process waits for ever.
    """
    came = False

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal came
        came = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: came
    finally:
        signal.signal(signal.SIGINT, before)


def done(run: Run, interrupted: Callable[[], bool] = lambda: False) -> Run:
    """Run, and return what came of it.

    Raises
    ------
    KeyboardInterrupt
        Once `interrupted` says so; the run has been ended.
    """
    begun = replace(run, load=load())
    with TemporaryDirectory() as folder:
        answer, errors = Path(folder, "answer.json"), Path(folder, "errors.txt")
        with errors.open("w", encoding="utf-8") as told:
            process = _started(run, answer, told)
            try:
                peak = _watched(process, time.monotonic() + run.limit + max(GRACE, run.limit), interrupted)
            finally:
                _end(process)
        if peak is None:
            return replace(begun, failed=f"ended after {run.limit + max(GRACE, run.limit):.0f} s")
        if process.returncode or not answer.exists():
            return replace(begun, failed=_reason(process.returncode, errors.read_text(encoding="utf-8")))
        return _with(begun, json.loads(answer.read_text(encoding="utf-8")), peak)


def _started(run: Run, answer: Path, errors: Any) -> subprocess.Popen[bytes]:
    arguments = (run.instance, run.seed, run.solver, run.limit, run.workers, answer)
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.one", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        start_new_session=True,  # Ctrl-C is ours to see
    )


def _watched(process: subprocess.Popen[bytes], until: float, interrupted: Callable[[], bool]) -> int | None:
    """Wait for the end; return the most memory seen of several processes, or ``None`` after `until`."""
    peak = 0
    while True:
        try:
            process.wait(TICK)
        except subprocess.TimeoutExpired:
            peak = max(peak, family_now(process.pid))
            if interrupted():
                raise KeyboardInterrupt from None
            if time.monotonic() > until:
                return None
        else:
            return peak


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a run that is not over, and all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _reason(status: int, errors: str) -> str:
    """Say in a line why a run failed, without the paths of this machine."""
    if status < 0:
        return f"killed by signal {-status}"
    lines = errors.strip().splitlines() or [f"exit status {status}"]
    return lines[-1].replace(str(ROOT), ".").strip()


def _with(run: Run, answer: dict[str, Any], family_peak: int) -> Run:
    own, children = answer.pop("own_peak"), answer.pop("children_peak")
    peak = max(own, family_peak, children)
    return replace(run, **answer, peak_mb=round(peak / MB, 1))
