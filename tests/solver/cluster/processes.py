"""A scheduler and workers in processes of their own, on this machine; ports are chosen by the system."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
"""Seconds after which something will never happen."""


def until(happened: Callable[[], object], meanwhile: Callable[[], object] = lambda: None) -> None:
    """Wait for something; it fails where that never happens."""
    end = time.monotonic() + PATIENCE
    meanwhile()
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
        meanwhile()


class Processes:
    """A Dask cluster that lasts as long as the ``with`` block.

    Parameters
    ----------
    folder
        For what Dask writes.
    tls
        Options of the command line that make it secure.
    """

    def __init__(self, folder: Path, tls: Sequence[str] = ()) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self._tls = list(tls)
        self._all: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        protocol = ["--protocol", "tls"] if tls else []
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(file), *protocol)
        until(lambda: file.exists() and file.read_text(encoding="utf-8").endswith("}"))
        self.address = str(json.loads(file.read_text(encoding="utf-8"))["address"])

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._all:
            with suppress(OSError):
                process.kill()
            process.wait()

    def worker(self, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a worker of one thread."""
        options = ["--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--local-directory"]
        started = self._start("worker", self.address, *options, str(self.folder), environment=environment)
        self.workers.append(started)
        return started

    def _start(
        self, what: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{what}-{len(self._all)}.log").open("wb") as log:
            started = subprocess.Popen(
                [
                    *(sys.executable, "-m", "dask", what, *arguments),
                    *("--host", "127.0.0.1", "--no-dashboard", *self._tls),
                ],
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._all.append(started)
        return started
