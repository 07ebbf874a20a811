"""Beside the uploads somebody asks for the service's health, and its memory is looked at."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from benchmarks.hostile.seen import Seen
from benchmarks.hostile.target import HOST, LIMIT, Target
from benchmarks.memory import family_now

EVERY = 0.1
OK = 200


@contextmanager
def watched(aim: Target, seen: Seen) -> Iterator[None]:
    """Ask for the service's health, and look at its memory, as long as the context is open."""
    stopped = Event()
    threads = [Thread(target=work, args=(aim, seen, stopped), daemon=True) for work in (_ask, _weigh)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _ask(aim: Target, seen: Seen, stopped: Event) -> None:
    connection = http.client.HTTPConnection(HOST, aim.port, timeout=LIMIT)
    while not stopped.wait(EVERY):
        began = time.perf_counter()
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            seen.wrong.append(f"/healthz: {type(error).__name__}")
            connection.close()
            continue
        seen.health.append(1000 * (time.perf_counter() - began))
        if answer.status != OK:
            seen.wrong.append(f"/healthz: {answer.status}")
    connection.close()


def _weigh(aim: Target, seen: Seen, stopped: Event) -> None:
    while not stopped.wait(EVERY):
        own = _own(aim.process)
        seen.service_mb = max(seen.service_mb, own)
        seen.family_mb = max(seen.family_mb, own, family_now(aim.process) / 1e6)


def _own(process: int) -> float:
    """Return what a process has now, in megabytes."""
    told = (Path("/proc") / str(process) / "status").read_text()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in told.splitlines() if line.startswith("VmRSS"))
