"""Nobody's request waits long for a publication that is made in the same process.

A nation's calendars are millions of objects. The interpreter looks through all of them for garbage while they
come to be, again and again, 100 ms at a time in which nobody else is answered; and they hold no cycles, so
there is nothing to be found: each goes when nobody needs it any more.

And whoever works without a pause keeps the interpreter for 5 ms each time that others want it, which a
request does after every question to the database: a dozen such waits and many requests at once are seconds.
So while a publication is made turns change every 0.1 ms.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

TURN_SECONDS = 0.0001
"""How long one thread keeps the interpreter while others wait for it."""
_LOCK = Lock()
_within = 0
_before = (True, sys.getswitchinterval())


@contextmanager
def short_pauses() -> Iterator[None]:
    """Let memory not be searched and turns be short while anybody is within; then as it was before."""
    global _within, _before
    with _LOCK:
        if _within == 0:
            _before = (gc.isenabled(), sys.getswitchinterval())
            gc.disable()
            sys.setswitchinterval(TURN_SECONDS)
        _within += 1
    try:
        yield
    finally:
        with _LOCK:
            _within -= 1
            if _within == 0:
                searched, turn = _before
                sys.setswitchinterval(turn)
                if searched:
                    gc.enable()
