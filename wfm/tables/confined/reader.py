"""Ask a child to read a file, and wait for its answer; where it does not survive the file, that is the fault.

Several threads may ask at once, each of a nursery of its own; nurseries are started where they are first
needed and kept.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass
from queue import Empty, SimpleQueue
from threading import Timer
from typing import Any

from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.confined.transport import from_bytes, read_frame, to_bytes, write_frame
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.settings import HotlineSettings

READ_MODESTLY = Text(
    "fault.read_modestly",
    "a file that can be read with {megabytes:number} megabytes of memory in {seconds:number} seconds; this "
    "one is damaged, or unfolds into far more than it seems",
)


@dataclass(frozen=True)
class ReaderLimits:
    """What a child may use.

    Parameters
    ----------
    memory_bytes
        Private memory.
    cpu_seconds, seconds
        Of the processor, and by the clock: a busy machine reads more slowly than an idle one.
    answer_bytes
        What it may answer.
    """

    memory_bytes: int = 160 << 20
    cpu_seconds: int = 4
    seconds: float = 12.0
    answer_bytes: int = 64 << 20


LIMITS = ReaderLimits()
GRACE = 5.0
"""Seconds that a nursery gets beyond its child's time before it is given up itself."""


class _Nursery:
    """A nursery and the pipes to it."""

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, head: bytes, content: bytes, seconds: float) -> bytes | None:
        """Return the answer to a request; ``None`` where the nursery has died."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        watch = Timer(seconds, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            write_frame(requests, head)
            write_frame(requests, content)
            return read_frame(answers)
        except OSError:
            return None
        finally:
            watch.cancel()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()


TABLES_NURSERY = "wfm.tables.confined.nursery"
_idle: defaultdict[str, SimpleQueue[_Nursery]] = defaultdict(SimpleQueue)
"""By the module that they run."""


def read_archive(name: str, content: bytes) -> dict[str, RawTable | HotlineSettings | Fault | None]:
    """Return each file of a packed plan folder by name: a table, settings, or why it is neither.

    Of a file of another kind there is nothing but the name.

    Parameters
    ----------
    name, content
        What faults call the archive, and its bytes.

    Raises
    ------
    PlanError
        Where it is no folder that a plan could be, or none that a child could read within its limits.
    """
    try:
        return dict(_ask("read_archive", name, content))
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable


def read_sheets(name: str, content: bytes, prefix: str = "") -> dict[str, RawTable | Fault]:
    """Return every sheet of a workbook by name, or the fault that makes it unusable.

    Parameters
    ----------
    name, content
        What faults call the workbook, and its bytes.
    prefix
        Set before its sheets' names in faults.

    Raises
    ------
    UnusableTableError
        Where it is no workbook, one that no plan needs, or none that a child could read within its limits.
    """
    return dict(_ask("read_sheets", name, content, prefix=prefix))


def read_csv(name: str, content: bytes) -> RawTable:
    """Read a table as CSV; otherwise as `read_sheets`."""
    found: RawTable = _ask("read_csv", name, content)
    return found


def _ask(job: str, name: str, content: bytes, **more: str) -> Any:
    return ask(TABLES_NURSERY, job, name, content, None, **more)


def ask(
    module: str, job: str, name: str, content: bytes, limits: ReaderLimits | None = None, **more: str
) -> Any:
    """Let a child do a job with a file, and return what it answers.

    Parameters
    ----------
    module, job
        The nursery's, and which of its jobs.
    name, content, more
        What faults call the file, its bytes, and what else the job wants.
    limits
        What the child may use; as usual where they are left out.

    Raises
    ------
    PlanError, UnusableTableError
        As the job refuses it; or where no child could do it within its limits.
    """
    limits = LIMITS if limits is None else limits
    head = to_bytes({"job": job, "name": name, "more": more, "limits": asdict(limits)})
    answer = _answer_of_some_nursery(module, head, content, limits.seconds + GRACE)
    try:
        found = from_bytes(answer or b"")
    except ValueError as error:
        expected = READ_MODESTLY(megabytes=limits.memory_bytes >> 20, seconds=limits.cpu_seconds)
        raise UnusableTableError(Fault(name, None, "", "", expected)) from error
    if "faults" in found:
        raise PlanError(found["faults"])
    if "unusable" in found:
        raise UnusableTableError(found["unusable"])
    return found["value"]


def _answer_of_some_nursery(module: str, head: bytes, content: bytes, seconds: float) -> bytes | None:
    """Return the answer; a nursery that was found dead is replaced once, but not one that a file killed."""
    nursery, fresh = _take(module)
    answer = nursery.ask(head, content, seconds)
    if answer is None:
        nursery.end()
        if not fresh:  # it may have been killed while it was idle, and this file be sound
            nursery = _Nursery(module)
            answer = nursery.ask(head, content, seconds)
        if answer is None:
            nursery.end()
            return None
    _idle[module].put(nursery)
    return answer


def _take(module: str) -> tuple[_Nursery, bool]:
    try:
        return _idle[module].get_nowait(), False
    except Empty:
        return _Nursery(module), True


@atexit.register
def close() -> None:
    """End the nurseries that nobody uses."""
    for nurseries in tuple(_idle.values()):
        with suppress(Empty):
            while True:
                nurseries.get_nowait().end()
