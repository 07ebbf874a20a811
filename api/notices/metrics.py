"""Figures of the post, for Prometheus."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge

from api.notices.records.mails import QueueState


class Figures:
    """What is counted of mails; kinds are a few fixed words."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = kept = registry or CollectorRegistry()
        self.sent = Counter(
            "faellesvagt_mails_sent", "Mails that the server took, by kind.", ("kind",), registry=kept
        )
        self.failed = Counter(
            "faellesvagt_mails_failed",
            "Attempts to send a mail that failed, by kind.",
            ("kind",),
            registry=kept,
        )
        self.unreached = Counter(
            "faellesvagt_mail_server_unreached",
            "Times that the mail server could not be used.",
            registry=kept,
        )
        self._waiting = Gauge("faellesvagt_mails_waiting", "Mails that wait to be sent.", registry=kept)
        self._oldest = Gauge(
            "faellesvagt_mails_oldest_seconds", "Seconds that the oldest of them has waited.", registry=kept
        )
        self._given_up = Gauge(
            "faellesvagt_mails_given_up", "Mails that were never delivered, in all.", registry=kept
        )

    def show(self, state: QueueState, at: datetime) -> None:
        """Show how the post stands."""
        waited = 0.0 if state.oldest is None else (at - state.oldest).total_seconds()
        self._waiting.set(state.waiting)
        self._oldest.set(max(0.0, waited))
        self._given_up.set(state.given_up)
