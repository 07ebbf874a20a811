"""Figures of webhooks, for Prometheus."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge

from api.webhooks.records.deliveries import DeliveryQueue


class WebhookFigures:
    """What is counted of deliveries; events are a few fixed words."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = kept = registry or CollectorRegistry()
        self.sent = Counter(
            "faellesvagt_webhooks_sent", "Deliveries that were taken, by event.", ("event",), registry=kept
        )
        self.failed = Counter(
            "faellesvagt_webhooks_failed",
            "Tries to deliver that failed, by event.",
            ("event",),
            registry=kept,
        )
        self._waiting = Gauge("faellesvagt_webhooks_waiting", "Deliveries that wait.", registry=kept)
        self._oldest = Gauge(
            "faellesvagt_webhooks_oldest_seconds", "Seconds that the oldest has waited.", registry=kept
        )

    def show(self, state: DeliveryQueue, at: datetime) -> None:
        """Show how many wait, and for how long the oldest has."""
        waited = 0.0 if state.oldest is None else (at - state.oldest).total_seconds()
        self._waiting.set(state.waiting)
        self._oldest.set(max(0.0, waited))
