"""The relay of webhooks: posts what waits, tries again after growing pauses, and gives up at last.

It may be killed at any moment: what the receiver took and was not noted is posted again, under the same id.
Several may run at once, as each delivery is in the hands of one. An address that does not take something
rests until the next round, so that it holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from api.access.ids import WebhookId
from api.configuration.settings import Settings
from api.logs import log
from api.store.engine import Database, reading, writing
from api.webhooks.delivering import PATIENCE, deliver
from api.webhooks.metrics import WebhookFigures
from api.webhooks.records.deliveries import WebhookDelivery, claim, give_up, queue_state
from api.webhooks.sending import WebhookSender

LEASE = timedelta(minutes=2)
"""How long a delivery is in one relay's hands: longer than posting it may take."""


@dataclass(frozen=True)
class WebhookRound:
    """What one round did: numbers of deliveries."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


@dataclass
class WebhookRelay:
    """Posts what waits.

    Parameters
    ----------
    database, settings, now
        Where deliveries wait, what is allowed, and the clock: aware, in UTC.
    figures
        Where it is counted.
    stopped
        Set to let it end after the delivery that it is at.
    """

    database: Database
    settings: Settings
    now: Callable[[], datetime]
    figures: WebhookFigures = field(default_factory=WebhookFigures)
    stopped: Event = field(default_factory=Event)

    def round(self) -> WebhookRound:
        """Post every delivery that is due.

        Raises
        ------
        UnavailableError
            Where there is no database to talk to.
        """
        sender, resting = WebhookSender(self.settings), set[WebhookId]()
        lost, sent, failed = self._give_up(), 0, 0
        while (delivery := self._claim(resting)) is not None:
            if deliver(self.database, sender, delivery, self.now()).came_through:
                sent += 1
                self.figures.sent.labels(delivery.event.value).inc()
            else:
                failed += 1
                self.figures.failed.labels(delivery.event.value).inc()
                resting.add(delivery.webhook)
        with reading(self.database) as connection:
            self.figures.show(queue_state(connection), self.now())
        return WebhookRound(sent, failed, lost)

    def _give_up(self) -> int:
        at = self.now()
        with writing(self.database) as connection:
            lost = give_up(connection, at, at - PATIENCE)
        if lost:
            log().error("webhooks_given_up", count=lost)
        return lost

    def _claim(self, resting: set[WebhookId]) -> WebhookDelivery | None:
        if self.stopped.is_set():
            return None
        with writing(self.database) as connection:
            return claim(connection, self.now(), self.now() + LEASE, resting)
