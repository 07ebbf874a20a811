"""Nobody's request waits long for a publication that is made, or a file that is read, in the same process.

A nation's calendars are millions of objects, a table of many rows hundreds of thousands. The interpreter
looks through all of them for garbage while they come to be, again and again, 100 ms at a time in which nobody
else is answered; and they hold no cycles, so there is nothing to be found: each goes when nobody needs it any
more.

What others do meanwhile may leave cycles, so a pause is not made longer without end by whoever comes next:
files that are sent one after the other, so that there is always one being read, would let memory grow for as
long as somebody likes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

LONGEST = 10.0
"""Seconds after which nobody joins a pause: it ends with those who are within."""

_LOCK = Lock()
_within = 0
_since = 0.0
_before = True


@contextmanager
def short_pauses() -> Iterator[None]:
    """Let memory not be searched while anybody is within; then as it was before.

    Who comes while others have been within for long is not waited for.
    """
    joined = _join()
    try:
        yield
    finally:
        if joined:
            _leave()


def _join() -> bool:
    """Begin a pause, or join the one that there is; tell whether it is to be left again."""
    global _within, _since, _before
    with _LOCK:
        if _within == 0:
            _before, _since = gc.isenabled(), monotonic()
            gc.disable()
        elif monotonic() - _since >= LONGEST:
            return False
        _within += 1
        return True


def _leave() -> None:
    global _within
    with _LOCK:
        _within -= 1
        if _within > 0 or not _before:
            return
        gc.enable()
        # The next pause may begin before memory would be searched by itself.
        if monotonic() - _since >= LONGEST:
            gc.collect(0)
