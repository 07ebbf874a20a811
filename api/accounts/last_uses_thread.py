"""The thread of the service that writes down when logins and access tokens were last used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread

from api.accounts.last_uses import LastUses
from api.logs import log
from api.store.engine import Database
from api.store.errors import UnavailableError

EVERY = 60.0
"""Seconds between two rounds, but where a login is to be ended."""
AGAIN = 5.0
"""Seconds until the next round where a login is to be ended and the last round failed."""
PATIENCE = 2.0
"""Seconds that the last round is given when the service stops."""


def keeper(database: Database, uses: LastUses) -> Callable[[object], AbstractContextManager[None]]:
    """Return the thread as work beside the service."""
    return lambda _registry: keep(database, uses)


@contextmanager
def keep(database: Database, uses: LastUses, every: float = EVERY) -> Iterator[None]:
    """Write last uses down as long as the context is open, and once at its end."""
    stopped = Event()
    thread = Thread(target=_work, args=(database, uses, stopped, every), name="last-uses", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        uses.urgent.set()
        thread.join(PATIENCE)


def _work(database: Database, uses: LastUses, stopped: Event, every: float) -> None:
    failed = False
    while True:
        last = stopped.is_set()
        failed = _round(database, uses, failed)
        if last:
            return
        if stopped.is_set():
            continue
        if failed:
            stopped.wait(min(AGAIN, every))
        else:
            uses.urgent.wait(every)


def _round(database: Database, uses: LastUses, failed: bool) -> bool:
    """Do a round; return whether it failed, which is told of the first one in a row only."""
    try:
        uses.save(database)
    except Exception as error:
        if not failed:
            reason = error.__cause__ if isinstance(error, UnavailableError) else error
            log().warning("last_uses_unwritten", exc_info=reason)
        return True
    if failed:
        log().info("last_uses_written")
    return False
