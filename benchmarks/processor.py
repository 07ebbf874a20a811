"""Seconds of the processor that a process and all that it started have used: the same on a busy machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

from benchmarks.memory import PROC, family


def cpu_seconds() -> float:
    """Return the seconds of this process and of its children, ended or not, in user and system mode.

    A child that nobody has waited for yet is looked up; a platform without ``/proc`` leaves it out.
    """
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system + sum(_of_the_living())


def _of_the_living() -> Iterator[float]:
    tick = os.sysconf("SC_CLK_TCK")
    own = os.getpid()
    for process in family(own):
        if process != own:
            with suppress(OSError):
                told = (PROC / str(process) / "stat").read_text("ascii", errors="replace")
                # After the name in brackets, which may hold blanks: state is the third field of proc(5),
                # utime, stime, cutime and cstime the 14th to 17th.
                yield sum(map(int, told.rpartition(")")[2].split()[11:15])) / tick
