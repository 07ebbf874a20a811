"""Nobody's request waits while the memory is searched for garbage in the middle of a publication.

A nation's calendars are millions of objects. The interpreter looks through all of them while they come to be,
again and again, 100 ms at a time in which nobody else is answered; and they hold no cycles, so there is
nothing to be found: each goes when nobody needs it any more.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_within = 0
_searched_before = True


@contextmanager
def without_search() -> Iterator[None]:
    """Let memory not be searched as long as anybody is within; afterwards it is as it was before."""
    global _within, _searched_before
    with _LOCK:
        if _within == 0:
            _searched_before = gc.isenabled()
            gc.disable()
        _within += 1
    try:
        yield
    finally:
        with _LOCK:
            _within -= 1
            if _within == 0 and _searched_before:
                gc.enable()
