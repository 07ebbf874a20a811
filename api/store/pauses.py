"""Nobody's request waits long for a publication that is made, or a file that is read, in the same process.

A nation's calendars are millions of objects, a table of many rows hundreds of thousands. The interpreter
looks through all of them for garbage while they come to be, again and again, 100 ms at a time in which nobody
else is answered; and they hold no cycles, so there is nothing to be found: each goes when nobody needs it any
more.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_within = 0
_before = True


@contextmanager
def short_pauses() -> Iterator[None]:
    """Let memory not be searched while anybody is within; then as it was before."""
    global _within, _before
    with _LOCK:
        if _within == 0:
            _before = gc.isenabled()
            gc.disable()
        _within += 1
    try:
        yield
    finally:
        with _LOCK:
            _within -= 1
            if _within == 0 and _before:
                gc.enable()
