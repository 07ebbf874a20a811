"""The relay of webhooks as a thread of the service: starts and ends with it, and no fault ends it before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from threading import Thread

from prometheus_client import CollectorRegistry

from api.configuration.settings import Settings
from api.logs import log
from api.store.engine import Database
from api.webhooks.metrics import WebhookFigures
from api.webhooks.relay import WebhookRelay

EVERY = 5.0
"""Seconds between two looks at what waits."""
LONGEST = 300.0
"""Seconds between two looks where the database has not been reached for a while."""
STOP_SECONDS = 2.0
"""Seconds that a delivery on its way is given when the service stops; else it comes again some time later."""


def couriers(
    database: Database, settings: Settings, now: Callable[[], datetime]
) -> tuple[Callable[[CollectorRegistry], AbstractContextManager[None]], ...]:
    """Return the relay as work beside the service; none where no host is allowed."""
    if not settings.webhook_hosts:
        return ()
    return (lambda registry: courier(WebhookRelay(database, settings, now, WebhookFigures(registry))),)


@contextmanager
def courier(relay: WebhookRelay, every: float = EVERY) -> Iterator[None]:
    """Deliver as long as the context is open."""
    thread = Thread(target=_work, args=(relay, every), name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        relay.stopped.set()
        thread.join(STOP_SECONDS)


def _work(relay: WebhookRelay, every: float) -> None:
    misses = 0
    while not relay.stopped.is_set():
        try:
            relay.round()
            misses = 0
        except Exception as error:
            log().error("webhook_relay_fault", exc_info=error)
            misses += 1
        relay.stopped.wait(min(every * float(2 ** min(misses, 20)), max(every, LONGEST)))
