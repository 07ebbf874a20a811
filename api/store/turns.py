"""Those who write wait for each other in turn, and never so many of them that nobody is left who reads.

By itself SQLite looks again after ever longer pauses, and whoever comes by between two looks goes first: of a
dozen who keep on writing, some would wait in vain. PostgreSQL lets several write, and each who waits for
another keeps a connection meanwhile. Other processes are waited for as the database does it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from api.store.errors import UnavailableError

AT_ONCE = 10
"""Who write at once where several can: of a pool's fifteen connections some stay for those who read."""
PATIENT = 12
"""How many wait as long as they may; the others only as long as it goes on."""
STUCK_SECONDS = 0.5
"""How long the others wait for one who writes and does not come to an end."""


class Turns:
    """Turns to write.

    Parameters
    ----------
    at_once
        How many write at once.
    """

    def __init__(self, at_once: int) -> None:
        self._free = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._waiting = self._ended = 0

    @contextmanager
    def turn(self, wait: float) -> Iterator[None]:
        """Wait for a turn for so many seconds at most, and have it as long as the context is open.

        Raises
        ------
        UnavailableError
            Where it takes too long; where many wait already, sooner.
        """
        if not self._take(wait):
            raise UnavailableError("others are writing")
        try:
            yield
        finally:
            with self._lock:
                self._ended += 1
            self._free.release()

    def _take(self, wait: float) -> bool:
        with self._lock:
            self._waiting += 1
            patient, ended = self._waiting <= PATIENT, self._ended
        until = time.monotonic() + wait
        try:
            while (left := until - time.monotonic()) > 0:
                if self._free.acquire(timeout=left if patient else min(left, STUCK_SECONDS)):
                    return True
                if self._ended == ended:  # whoever writes has been at it all the time
                    return False
                ended = self._ended
        finally:
            with self._lock:
                self._waiting -= 1
        return False
