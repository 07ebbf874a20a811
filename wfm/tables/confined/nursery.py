"""The process that forks a child for each file: ``python -m wfm.tables.confined.nursery``.

It has imported what reading needs, so a child starts at once; it looks into no file itself, and its own
memory and time are as safe as the bytes that pass through it. It ends with the pipe that it listens to.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from wfm.errors import InputError
from wfm.tables.confined.jobs import JOBS
from wfm.tables.confined.transport import from_bytes, read_frame, to_bytes, write_frame
from wfm.tables.raw_table import UnusableTableError

try:
    import resource
except ImportError:  # Windows knows no such limits, and no fork
    resource = None  # type: ignore[assignment]

_CHUNK = 1 << 16
_OPEN_FILES = 64
NICE = 5
"""Children give way to those who answer requests."""


Jobs = Mapping[str, Callable[..., Any]]


def main(jobs: Jobs = JOBS) -> None:
    """Answer requests until there are no more; a nursery of other jobs is a module that names them."""
    "".encode("cp1252"), "".encode("utf-16"), "".encode("utf-8-sig")  # loaded here: a child opens no file
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (head := read_frame(requests)) is not None and (content := read_frame(requests)) is not None:
        write_frame(answers, _ask_child(jobs, from_bytes(head), content))


def _ask_child(jobs: Jobs, request: dict[str, Any], content: bytes) -> bytes:
    """Return what a child answered; nothing where it did not live to do so."""
    if resource is None or not hasattr(os, "fork"):
        return perform(request, content, jobs)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _live(jobs, request, content, theirs)
    os.close(theirs)
    try:
        answer, in_time = _collect(ours, request["limits"]["seconds"], request["limits"]["answer_bytes"])
    finally:
        os.close(ours)
    if not in_time:
        os.kill(child, 9)
    _, status = os.waitpid(child, 0)
    return answer if in_time and status == 0 else b""


def _live(jobs: Jobs, request: dict[str, Any], content: bytes, answer: int) -> None:
    """Be the child: read, answer, and end; whatever happens, nothing of the nursery runs on here."""
    status = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # what native code says as it dies is nobody's business
            os.dup2(nothing, stream)
        _limit(request["limits"])
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(perform(request, content, jobs))
        status = 0
    finally:
        os._exit(status)


def _limit(limits: dict[str, Any]) -> None:
    os.nice(NICE)
    seconds = int(limits["cpu_seconds"])
    for what, most in (
        (resource.RLIMIT_DATA, limits["memory_bytes"]),
        (resource.RLIMIT_AS, limits["memory_bytes"] * 4),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def _collect(pipe: int, seconds: float, most: int) -> tuple[bytes, bool]:
    """Return what comes through a pipe until it closes; and whether that was in time and not too much."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    size = 0
    while (left := until - time.monotonic()) > 0 and size <= most:
        if not select.select([pipe], [], [], left)[0]:
            break
        part = os.read(pipe, _CHUNK)
        if not part:
            return b"".join(parts), True
        parts.append(part)
        size += len(part)
    return b"", False


def perform(request: dict[str, Any], content: bytes, jobs: Jobs = JOBS) -> bytes:
    """Do a job; what it refuses is an answer too."""
    try:
        done: dict[str, Any] = {"value": jobs[request["job"]](request["name"], content, **request["more"])}
    except InputError as error:
        done = {"faults": error.faults}
    except UnusableTableError as error:
        done = {"unusable": error.fault}
    return to_bytes(done)


if __name__ == "__main__":
    main()
