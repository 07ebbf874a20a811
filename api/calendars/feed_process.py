"""A process of our own that gives way to those who answer requests: told and telling by its streams."""

from __future__ import annotations

import gc
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from api.calendars.records.publishing import FeedRows
from wfm.serialization import pack

SECONDS = 120.0
"""After so long a process is given up."""
NICE = 10
"""It gives way to those who answer requests."""


class FeedProcessError(Exception):
    """The process that writes calendars did not bring them."""


def ask_process(module: str, given: bytes) -> Iterator[Any]:
    """Run a module with something on its standard input; yield the values that it told.

    One after the other, so that whoever else waits for the interpreter gets a turn between two of them.

    Raises
    ------
    FeedProcessError
        Where it could not be run, failed, took too long, or told rubbish.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=given,  # not among the arguments, which everybody on a machine can read
            capture_output=True,
            timeout=SECONDS,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=True,
        )
        told = io.BytesIO(done.stdout)
        if not done.stdout:
            raise EOFError
        while told.tell() < len(done.stdout):
            yield pickle.load(told)  # our own process wrote it
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError) as error:
        raise FeedProcessError(type(error).__name__) from error


def work_beside(work: Callable[[bytes], Iterator[Any]]) -> None:
    """Do in such a process what its input says, and tell every value by its output."""
    given = sys.stdin.buffer.read()
    if hasattr(os, "nice"):
        os.nice(NICE)
    gc.disable()  # the texts hold no cycles, and the process ends with them
    for value in work(given):
        sys.stdout.buffer.write(pack(value))


def parts_of(feeds: FeedRows | None) -> Iterator[Any]:
    """Yield calendars part by part, as a process tells them."""
    if feeds is None:
        yield None
        return
    yield feeds.basis
    yield from feeds.rows


def join_parts(parts: Iterator[Any]) -> FeedRows | None:
    """Return calendars from their parts.

    Raises
    ------
    FeedProcessError
        Where these are none.
    """
    basis: Any = next(parts, "")
    rows = tuple(parts)
    if basis is None and not rows:
        return None
    try:
        feeds = FeedRows(basis, rows)
        _ = feeds.hotline, feeds.changed
    except (AttributeError, TypeError, KeyError) as error:
        raise FeedProcessError(type(basis).__name__) from error
    return feeds
