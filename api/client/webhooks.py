"""Webhooks of a hotline: which addresses are told of what happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from api.client.calls import Answer, Calls
from api.client.reading import read


@dataclass(frozen=True)
class WebhookBrief:
    """An address that is told; since when nothing comes through, and since when it is switched off."""

    id: str
    address: str
    created_at: datetime
    failing_since: datetime | None = None
    off_at: datetime | None = None


@dataclass(frozen=True)
class MadeWebhook:
    """One that was just made, with its secret: told this once."""

    id: str
    address: str
    created_at: datetime
    secret: str | None = None


@dataclass(frozen=True)
class WebhookTry:
    """What came of a try to deliver, also in words."""

    came_through: bool
    status: int | None
    fault: str | None
    sentence: str


@dataclass(frozen=True)
class WebhooksClient:
    """The webhooks of a hotline, to work with."""

    calls: Calls
    path: str

    def list(self) -> tuple[WebhookBrief, ...]:
        """Return them, the oldest first."""
        document = self.calls.get(self.path).document
        return tuple(read(WebhookBrief, one) for one in document["webhooks"])

    def make(self, address: str, *, key: str = "") -> MadeWebhook:
        """Let an address be told from now on."""
        answer = self.calls.change("POST", self.path, {"address": address}, began=0, key=key)
        return read(MadeWebhook, answer.document)

    def try_out(self, webhook: str) -> WebhookTry:
        """Have a test delivered at once; return what came of it."""
        return read(WebhookTry, self._change("POST", webhook, "/test").document)

    def switch_on(self, webhook: str) -> None:
        """Let one be told again that was switched off."""
        self._change("POST", webhook, "/on")

    def remove(self, webhook: str) -> None:
        """Take one away."""
        self._change("DELETE", webhook)

    def _change(self, method: str, webhook: str, what: str = "") -> Answer:
        return self.calls.change(method, f"{self.path}/{quote(webhook, safe='')}{what}", b"", began=0)
