"""What is said of webhooks: what they tell, and what came of a try."""

from __future__ import annotations

from collections.abc import Mapping

from api.store.webhooks import WebhookEvent
from api.webhooks.kinds import DeliveryFault, DeliveryTry
from wfm.message import Message, Text

EVENTS: Mapping[WebhookEvent, Text] = {
    WebhookEvent.PUBLISHED: Text("webhook.event.published", "a roster was published"),
    WebhookEvent.SWAPPED: Text("webhook.event.swapped", "shifts were swapped"),
    WebhookEvent.RUN_FINISHED: Text("webhook.event.run_finished", "a run has ended"),
    WebhookEvent.QUARTER_CLOSED: Text("webhook.event.quarter_closed", "a quarter was closed"),
    WebhookEvent.TEST: Text("webhook.event.test", "a test"),
}
CAME = Text("webhook.came", "it came through")
ANSWERED = Text("webhook.answered", "the receiver answered {status}")
WAITS = Text("webhook.waits", "it has not been tried yet")
FAULTS: Mapping[DeliveryFault, Text] = {
    DeliveryFault.NOT_ALLOWED: Text(
        "webhook.fault.not_allowed", "its host is not allowed any more by whoever runs the service"
    ),
    DeliveryFault.UNKNOWN_NAME: Text("webhook.fault.unknown_name", "the name of its host leads nowhere"),
    DeliveryFault.INSIDE: Text(
        "webhook.fault.inside",
        "its host is the service's own machine or an internal network, which is never posted to",
    ),
    DeliveryFault.UNREACHED: Text(
        "webhook.fault.unreached",
        "there was no connection, no certificate that is trusted, or no answer in time",
    ),
    DeliveryFault.TOO_LARGE: Text("webhook.fault.too_large", "the answer was too large"),
    DeliveryFault.NO_KEY: Text(
        "webhook.fault.no_key",
        "the key is not there with which its secret was sealed; take it away and add it anew",
    ),
}


def say_attempt(attempt: DeliveryTry | None) -> Message:
    """Return what came of a try."""
    if attempt is None:
        return WAITS()
    if attempt.came_through:
        return CAME()
    return FAULTS[attempt.fault]() if attempt.fault is not None else ANSWERED(status=str(attempt.status))
