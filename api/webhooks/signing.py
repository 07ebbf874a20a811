"""What is posted, and how it is signed: as Standard Webhooks 1.0 has it.

The signature is an HMAC-SHA256, under the bytes of the secret, of id, timestamp and body with dots between.
The timestamp is that of the try, the id that of the message: whoever receives it refuses what is old, and
knows what comes twice.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from secrets import token_bytes
from typing import Any
from urllib.parse import quote

from api.plans.addresses import PREFIX
from api.store.webhooks import WebhookEvent
from api.webhooks.records.deliveries import WebhookDelivery

MARK = "whsec_"
"""How a secret begins, so that it is known for one wherever it is found."""
BYTES = 32
JSON = "application/json"
_API: Mapping[WebhookEvent, str] = {
    WebhookEvent.PUBLISHED: "/plans/{plan}/versions/{version}",
    WebhookEvent.SWAPPED: "/swaps/{swap}",
    WebhookEvent.RUN_FINISHED: "/plans/{plan}/runs/{run}",
    WebhookEvent.QUARTER_CLOSED: "/plans/{plan}/close",
    WebhookEvent.TEST: "/webhooks/{webhook}",
}
"""Beneath the hotline: where more is told to whoever may see it."""


def make_secret() -> str:
    """Return a new secret."""
    return MARK + b64encode(token_bytes(BYTES)).decode()


def body_of(delivery: WebhookDelivery, base: str) -> bytes:
    """Return what is posted; the same at every try, as long as the service has the same address.

    Parameters
    ----------
    base
        Address under which the service is reached.
    """
    told = dict(delivery.payload)
    hotline = quote(told["hotline"], safe="")
    address = f"{base}{PREFIX}/{hotline}{_API[delivery.event].format_map(told)}"
    at = delivery.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    document: dict[str, Any] = {
        "type": delivery.event.value,
        "timestamp": at,
        "data": told | {"url": address},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def signature_of(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """Return the signature, in the form of the header that holds it."""
    signed = b".".join((message.encode(), str(timestamp).encode(), body))
    made = digest(b64decode(secret.removeprefix(MARK)), signed, sha256)
    return f"v1,{b64encode(made).decode()}"


def headers_of(secret: str, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a try at a moment."""
    timestamp = int(at.timestamp())
    return {
        "Content-Type": JSON,
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature_of(secret, message, timestamp, body),
    }
