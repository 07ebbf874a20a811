"""Our search on a cluster on this machine: the usual process, and as many worker processes as it has threads.

::

    python -m benchmarks.cluster --seconds 120 --workers 2

runs it beside the same process without them; options are those of ``sh run bench``. Starting scheduler
and workers is not counted: a cluster is there before it is used.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import ours
from benchmarks.machine import ROOT
from benchmarks.trace import Outcome
from solver.cluster import connect
from wfm.plan import Plan

TICK = 0.1
STARTING = 120.0
"""Seconds that all of it may take to start."""
KINDS = ("quarter", "mixed", "year", "nation")
USUAL = ("--instances", *KINDS, "--solvers", "ours", "cluster", "--name", "cluster")


def solve(plan: Plan, seconds: float, workers: int, seed: int) -> Outcome:
    """Solve a plan with so many worker processes.

    Raises
    ------
    TimeoutError
        Where they do not start.
    """
    with started(workers) as address, connect(address, seconds=STARTING) as cluster:
        end = time.monotonic() + STARTING
        while cluster.workers < workers:
            list(cluster.take())
            if time.monotonic() > end:
                raise TimeoutError(f"{cluster.workers} of {workers} workers have started")
            time.sleep(TICK)
        return ours.solve(plan, seconds, workers, seed, cluster)


@contextmanager
def started(workers: int) -> Iterator[str]:
    """Start a scheduler and workers of one thread each; yield its address."""
    with TemporaryDirectory() as folder, ExitStack() as running:
        told = Path(folder, "scheduler.json")
        running.enter_context(_process("scheduler", "--port", "0", "--scheduler-file", str(told)))
        end = time.monotonic() + STARTING
        while not (told.exists() and told.read_text(encoding="utf-8").endswith("}")):
            if time.monotonic() > end:
                raise TimeoutError("the scheduler has not started")
            time.sleep(TICK)
        address = str(json.loads(told.read_text(encoding="utf-8"))["address"])
        options = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--local-directory", folder)
        for _ in range(workers):
            running.enter_context(_process("worker", address, *options))
        yield address


@contextmanager
def _process(what: str, *arguments: str) -> Iterator[None]:
    command = [sys.executable, "-m", "dask", what, *arguments, "--host", "127.0.0.1", "--no-dashboard"]
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | one,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def main(arguments: Sequence[str]) -> int:
    """Run both; what is asked for on the command line beats what is usual."""
    from benchmarks.__main__ import main as run

    return run([*USUAL, *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
