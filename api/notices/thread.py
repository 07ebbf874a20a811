"""The relay as a thread of the service: it starts and ends with it, and no fault ends it before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from threading import Thread

from prometheus_client import CollectorRegistry

from api.configuration.settings import Settings
from api.logs import log
from api.notices.metrics import Figures
from api.notices.relay import Relay
from api.store.engine import Database

EVERY = 5.0
"""Seconds between two looks at the outbox."""
LONGEST = 300.0
"""Seconds between two looks where the mail server, or the database, has not been reached for a while."""
PATIENCE = 5.0
"""Seconds that a mail on its way is given when the service stops; else it is sent again some time later."""


def postmen(
    database: Database, settings: Settings, now: Callable[[], datetime]
) -> tuple[Callable[[CollectorRegistry], AbstractContextManager[None]], ...]:
    """Return the relay as work beside the service; none where no server is set for mails or for texts."""
    if settings.smtp_host is None and settings.text_url is None:
        return ()
    return (lambda registry: postman(Relay(database, settings, now, Figures(registry))),)


@contextmanager
def postman(relay: Relay, every: float = EVERY) -> Iterator[None]:
    """Send mails as long as the context is open."""
    thread = Thread(target=_work, args=(relay, every), name="postman", daemon=True)
    thread.start()
    try:
        yield
    finally:
        relay.stopped.set()
        thread.join(PATIENCE)


def pause(every: float, misses: int) -> float:
    """Return the seconds until the next look, after a number of them that led nowhere."""
    return min(every * float(2 ** min(misses, 20)), max(every, LONGEST))


def _work(relay: Relay, every: float) -> None:
    misses = 0
    while not relay.stopped.is_set():
        try:
            misses = 0 if relay.round().reached else misses + 1
        except Exception as error:
            log().error("relay_fault", exc_info=error)
            misses += 1
        relay.stopped.wait(pause(every, misses))
