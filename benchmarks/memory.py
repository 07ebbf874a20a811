"""Peak memory of a run: of its process, and of the processes that it starts."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
KIB, MB = 1024, 1_000_000  # bytes


def own_peak() -> int:
    """Return the most memory this process ever had, in bytes.

    Linux keeps it for the program that runs; what `getrusage` says may be that of the process which
    started it.
    """
    told = _told(PROC / "self" / "status", "VmHWM")
    if told is not None:
        return told
    unit = 1 if sys.platform == "darwin" else KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def children_peak() -> int:
    """Return the most memory that any ended child of this process had, in bytes."""
    unit = 1 if sys.platform == "darwin" else KIB
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def family_now(process: int) -> int:
    """Return what a process and all that it started have now, in bytes; 0 where it started none.

    What they share counts once.
    """
    members = list(family(process))
    if len(members) < 2:
        return 0
    return sum(_told(PROC / str(member) / "smaps_rollup", "Pss") or 0 for member in members)


def family(process: int) -> Iterator[int]:
    """Yield a process and all that it started, and they started, and that live."""
    yield process
    for child in _children(process):
        yield from family(child)


def _children(process: int) -> list[int]:
    """Return what a process started; it, or a thread of it, may end while it is looked at."""
    found: list[int] = []
    with suppress(OSError):
        for listed in (PROC / str(process) / "task").glob("*/children"):  # each thread has its own
            with suppress(OSError):
                found += map(int, listed.read_text("ascii").split())
    return found


def _told(path: Path, name: str) -> int | None:
    try:
        lines = path.read_text("ascii", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * KIB
    return None
