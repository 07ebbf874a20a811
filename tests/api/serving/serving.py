"""Start the service as a process of its own, talk to it, read its log, stop it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from api.configuration.settings import FIELDS, variable

ROOT = Path(__file__).parents[3]
PATIENCE = 90  # seconds; nothing here should take long, but the machine may be busy
LOOPBACK = "127.0.0.1"


@dataclass
class Service:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    metrics_port: int
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the events of a name in the log so far."""
        lines = [json.loads(line) for line in self.log.splitlines()]
        return [line for line in lines if line["event"] == name]

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, timeout=PATIENCE, trust_env=False)

    def connect(self) -> socket.socket:
        """Return a bare connection."""
        return socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell the service to stop; return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def until(ready: Callable[[], bool], what: str) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


@contextmanager
def running(folder: Path, **variables: str) -> Iterator[Service]:
    """Run the service with some settings and nothing else from the environment's."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WFM_")}
    port, metrics_port = free_port(), free_port()
    chosen = {"WFM_PORT": str(port), "WFM_METRICS_PORT": str(metrics_port), "WFM_LOG_FORMAT": "json"}
    assert all(name in {variable(field) for field in FIELDS} for name in chosen)
    log = folder / "service.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.api.serving.child"],
            cwd=ROOT,
            env={**clean, **chosen, **variables},
            stdout=stream,
            stderr=stream,
        )
    try:
        until(lambda: _answers(port) or process.poll() is not None, "the service to start")
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield Service(process, port, metrics_port, log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True
