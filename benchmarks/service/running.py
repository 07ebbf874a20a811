"""The service as a process: started over a store, killed, started again on the same port."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.machine import ROOT

LOOPBACK = "127.0.0.1"
PATIENCE = 180.0
"""Seconds that anything may take on a busy machine before it counts as hanging."""
GUARD = "CARELESS"
"""Variable that says which guard a careless service does without."""


@dataclass
class Service:
    """A service that can be killed and started again.

    Parameters
    ----------
    variables
        Its environment, beside what it inherits.
    careless
        Module that takes a guard away in it.
    port
        Where it answers, each time the same.
    pid
        Of the process that runs; 0 while none does.
    frozen
        Whether it is stopped just now, and answers nobody.
    """

    variables: dict[str, str]
    careless: str
    port: int
    pid: int = 0
    starts: int = field(default=0)
    frozen: bool = False

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it is ready to work."""
        forking = nursery()
        assert forking.stdin
        assert forking.stdout
        told = {"variables": self.variables, "careless": self.careless}
        forking.stdin.write(json.dumps(told) + "\n")
        forking.stdin.flush()
        self.pid = int(forking.stdout.readline())
        self.starts += 1
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            if time.monotonic() > until or not self.is_alive():
                raise RuntimeError(f"the service does not start, see {self.variables['LOG']}")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Tell whether it can do its work."""
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=PATIENCE, trust_env=False).status_code == 200
        except httpx2.TransportError:
            return False

    def is_alive(self) -> bool:
        """Tell whether its process is there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        """Kill it as if the power had gone, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        while self.is_alive():
            time.sleep(0.001)

    def log(self) -> list[dict[str, Any]]:
        """Return what it has logged."""
        lines = Path(self.variables["LOG"]).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


@contextmanager
def service(place: str, folder: Path, careless: str = "") -> Iterator[Service]:
    """Yield the service of a store, not started yet; its process is gone at the end.

    Parameters
    ----------
    place
        Address of a PostgreSQL database, or a data folder.
    folder
        For its log, and for what it keeps beside a database.
    careless
        Module that takes a guard away in it.
    """
    port = _free_port()
    variables = {"WFM_PORT": str(port), "WFM_LOG_FORMAT": "json", "LOG": str(folder / "service.log")}
    variables |= {"WFM_REQUEST_SECONDS": str(int(PATIENCE)), "WFM_DATA_FOLDER": str(folder)}
    variables |= {name: value for name, value in os.environ.items() if name == GUARD}
    if place.startswith("postgresql"):
        variables["WFM_DATABASE_URL"] = place
    else:
        variables["WFM_DATA_FOLDER"] = place
    made = Service(variables, careless, port)
    try:
        yield made
    finally:
        if made.pid:
            made.kill()


@cache
def nursery() -> subprocess.Popen[str]:
    """Return the process that forks services, one for all: what it loads takes seconds of a processor."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WFM_")}
    clean.pop(GUARD, None)
    begun = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.service.nursery"],
        cwd=ROOT,
        env=clean | {"OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(_end, begun)
    return begun


def _end(begun: subprocess.Popen[str]) -> None:
    assert begun.stdin
    assert begun.stdout
    begun.stdin.close()
    begun.wait(PATIENCE)
    begun.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
