"""Run the service until it is told to stop, and then let what is running end.

On SIGTERM (or Ctrl-C) no new connection is taken, running requests get ``stop_seconds``, and the process
ends with status 0, at most ``GRACE`` seconds after that even where a thread hangs.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import FrameType
from typing import Any, TypeAlias

import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from api.configuration.settings import Settings
from api.logs import configure, log
from api.logs.security import forward_security
from api.serving.metrics import Metrics
from api.serving.protocol import protocol_with_limits
from api.serving.proxies import TrustedProxiesMiddleware
from api.serving.requests import RequestLogMiddleware

OTHER_FILES = 256
"""Open files beside connections: databases, logs, readers of uploads."""
GRACE = 2.0
"""Seconds after ``stop_seconds`` in which the process ends, whatever hangs."""
BACKLOG = 1024
TURN = 0.0001
"""Seconds after which a thread that computes must let another go on. By Python's own 5 ms the thread that
answers everybody waits behind each that works for one, after every word with the system or the database: 300
polls a second on PostgreSQL took 2 s each, not 8 ms."""
Beside: TypeAlias = Callable[[CollectorRegistry], AbstractContextManager[object]]
"""Starts some work, registers the figures of it, and ends it with the context."""


def service(app: ASGIApp, settings: Settings, metrics: Metrics | None = None) -> ASGIApp:
    """Return an application as it faces the world: proxies read, requests noted."""
    logged = RequestLogMiddleware(app) if metrics is None else RequestLogMiddleware(app, metrics.measure)
    return TrustedProxiesMiddleware(logged, settings.trusted_proxies)


def run(
    app: FastAPI,
    settings: Settings,
    sockets: list[socket.socket] | None = None,
    beside: Sequence[Beside] = (),
) -> None:
    """Serve until told to stop.

    Parameters
    ----------
    app, settings, sockets
        What is served, how, and where if not at the settings' address.
    beside
        What works beside it in the same process; it is told to end when the last request is answered.

    Raises
    ------
    OSError
        Where the port of the metrics is taken.
    """
    configure(settings.log_level, settings.log_format)
    if settings.security_syslog:
        forward_security(settings.security_syslog)
    metrics = Metrics()
    server = _Server(_config(service(app, settings, metrics), settings))
    server.stopping = app.state.stopping

    def stop(_number: int, _frame: FrameType | None) -> None:
        # While it serves, uvicorn listens for signals itself. Once it has stopped it sends itself the same
        # signal again, which would end the process with another status than 0.
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with metrics.served(settings), ExitStack() as working:
        log().info("starting", address=str(settings.address), port=settings.port, version=app.version)
        for work in beside:
            working.enter_context(work(metrics.registry))
        sys.setswitchinterval(TURN)
        _allow_files(settings.max_connections + OTHER_FILES)
        settle_memory()
        server.run(sockets)
        log().info("stopped")


def settle_memory() -> None:
    """Set aside what is loaded at the start, so that nobody's page waits while it is searched for garbage.

    Every large page makes objects enough for such a search; among all that was loaded it took 180 ms.
    """
    gc.collect()
    gc.freeze()


def _allow_files(many: int) -> None:
    """Let the process have so many files open, as far as it may allow itself; each connection is one."""
    if sys.platform == "win32":  # which knows no such limits
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = many if hard == resource.RLIM_INFINITY else min(many, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    callable_app: Any = app
    return uvicorn.Config(
        callable_app,
        host=str(settings.address),
        port=settings.port,
        http=protocol_with_limits(settings.header_seconds, settings.max_connections),
        ws="none",
        backlog=BACKLOG,
        log_config=None,  # all logging is ours
        access_log=False,  # the paths of calendars are secrets
        server_header=False,  # it helps only attackers
        proxy_headers=False,  # FORWARDED_ALLOW_IPS would decide, and trusts this machine by default
        timeout_graceful_shutdown=settings.stop_seconds,
    )


class _Server(uvicorn.Server):
    stopping: threading.Event
    """Is set where the service is to stop, so that streams end."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log().info("stopping", running=len(self.server_state.tasks))
        self.stopping.set()
        watchdog = threading.Timer((self.config.timeout_graceful_shutdown or 0) + GRACE, _end_now)
        watchdog.daemon = True
        watchdog.start()
        await super().shutdown(sockets)


def _end_now() -> None:
    """End the process although a thread hangs: it was given its time."""
    log().warning("abandoned", running=threading.active_count() - 2)
    logging.shutdown()
    os._exit(0)
