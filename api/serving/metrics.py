"""Figures for Prometheus: how many requests, how long they took, by route and status; and the process.

They are served on a port of their own, by a server of its own: no address of the public port leads here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server

from api.configuration.settings import Settings
from api.serving.requests import RequestRecord

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


class Metrics:
    """The figures of one service; others may register their own with ``registry``."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "faellesvagt_requests",
            "Requests answered, by method, template of the route, and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "faellesvagt_request_seconds",
            "Seconds from a request to the end of its answer, by template of the route and status.",
            ("route", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )

    def measure(self, record: RequestRecord) -> None:
        """Count a request that is over."""
        self._requests.labels(record.method, record.route, record.status).inc()
        self._seconds.labels(record.route, record.status).observe(record.seconds)

    @contextmanager
    def served(self, settings: Settings) -> Iterator[None]:
        """Serve the figures as long as the context is open, where a port is set.

        Raises
        ------
        OSError
            Where the port is taken or the address is not of this machine.
        """
        if not settings.metrics_port:
            yield
            return
        server, thread = start_http_server(
            settings.metrics_port, str(settings.metrics_address), self.registry
        )
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
