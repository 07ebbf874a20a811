"""The service as a process of its own: the showcase, and a few routes that misbehave on purpose.

``python -m tests.api.serving.child``; settings come from the environment. ``CANARY`` in it takes a guard
away, as somebody might from outside: what holds the guard must then be seen to fail.
``CALLER`` says who asks.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI, Request

from api.access.callers import NOBODY
from api.configuration.settings import read_settings
from api.logs import log
from api.serving import server
from api.serving.readiness import Check
from tests.api.hotlines import app_of
from tests.api.showcase import showcase

SLOW = 2.0
"""Seconds that a slow answer takes."""


def misbehave(app: FastAPI) -> None:
    """Add routes that wait, hang, fail or read what they are sent."""

    @app.get("/api/v1/slow/{secret}")
    async def slow(secret: str) -> str:
        log().info("begun")
        await asyncio.sleep(SLOW)
        return "slow"

    @app.get("/api/v1/hang")
    def hang() -> str:
        log().info("begun")
        time.sleep(600)
        return "hang"

    @app.get("/api/v1/fault/{secret}")
    def fault(secret: str) -> str:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise RuntimeError(f"nobody foresaw {secret}") from error

    @app.post("/api/v1/echo/{secret}")
    async def echo(request: Request, secret: str) -> int:
        return len(await request.body())

    @app.get("/api/v1/who")
    def who(request: Request) -> dict[str, str]:
        client = request.client.host if request.client else ""
        return {"client": client, "base_url": str(request.base_url)}


def unready() -> None:
    """Look for a file that a test puts where it wants the service not to be ready."""
    if os.path.exists(os.environ.get("UNREADY", "")):
        raise ConnectionError("postgresql://somebody:kanarie-secret@host")


def with_access_log() -> None:
    """Switch uvicorn's access log on."""
    made = uvicorn.Config.__init__

    def wrapped(self: uvicorn.Config, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **{**kwargs, "access_log": True, "log_level": "info"})

    uvicorn.Config.__init__ = wrapped  # type: ignore[method-assign]


def trusting_everybody() -> None:
    """Let uvicorn itself believe whoever speaks for others."""
    made = uvicorn.Config.__init__

    def wrapped(self: uvicorn.Config, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **{**kwargs, "proxy_headers": True, "forwarded_allow_ips": "*"})

    uvicorn.Config.__init__ = wrapped  # type: ignore[method-assign]


def without_patience_for_lines() -> None:
    """Take away the time limit of a request's first lines."""
    server.protocol_with_limits = lambda *_: uvicorn.protocols.http.h11_impl.H11Protocol  # type: ignore


CANARIES: dict[str, Callable[[], None]] = {
    "access_log": with_access_log,
    "trusting": trusting_everybody,
    "patient": without_patience_for_lines,
}


def main() -> None:
    """Serve."""
    canary = CANARIES.get(os.environ.get("CANARY", ""))
    if canary is not None:
        canary()
    settings = read_settings()
    caller = {"caller": lambda _: NOBODY} if os.environ.get("CALLER") == NOBODY.KIND else {}
    app = app_of(showcase(), settings=settings, checks=(Check("needed", unready),), **caller)
    misbehave(app)
    server.run(app, settings)


if __name__ == "__main__":
    main()
