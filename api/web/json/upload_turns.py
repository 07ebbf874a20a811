"""Turns: few uploads are read at once, so that they can't hold up whoever only looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from api.web import problems
from api.web.problems import ProblemError
from wfm.message import Text

AT_ONCE = 2
PATIENCE = 10.0
"""Seconds that an upload waits for its turn."""
IN_TURN = Text("refused.in_turn", "more files than are read at once are on their way; try again in a moment")

_TURNS = BoundedSemaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn to read an upload.

    Raises
    ------
    ProblemError
        503 where it takes too long.
    """
    if not _TURNS.acquire(timeout=PATIENCE):
        raise ProblemError(problems.BUSY, IN_TURN(), headers={"Retry-After": str(round(PATIENCE))})
    try:
        yield
    finally:
        _TURNS.release()
