"""How much a request may hold and how long it may take, so that one caller can't hold up the others.

A body that is too large gets 413, one that does not arrive 408, an answer that does not begin 503. After
each of them the connection is closed, so that nobody reads on what nobody wants.
"""

from __future__ import annotations

import asyncio
from asyncio import Task
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.configuration.settings import Settings
from api.web.errors import problem

CLOSE = {"Connection": "close"}
KB = 1000


class RequestLimitsMiddleware:
    """Hold every request to the limits of the settings."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app: Any = app
        self.bytes = settings.max_body_kb * KB
        self.seconds = settings.request_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _length(scope) > self.bytes:
            refused = problem(Request(scope), HTTPStatus.REQUEST_ENTITY_TOO_LARGE, CLOSE)
            await refused(scope, receive, send)
            return
        await _One(self, scope, receive, send).answer()


class _One:
    """One request under its limits."""

    def __init__(self, limits: RequestLimitsMiddleware, scope: Scope, receive: Receive, send: Send) -> None:
        self.limits, self.scope = limits, scope
        self._receive, self._send = receive, send
        self.loop = asyncio.get_running_loop()
        self.until = self.loop.time() + limits.seconds
        self.size = 0
        self.arriving = _has_body(scope)
        self.given_up = False
        self.begun = asyncio.Event()

    async def answer(self) -> None:
        """Let the application answer; a thread that hangs can't be stopped, but is not waited for."""
        task: Task[None] = self.loop.create_task(self.limits.app(self.scope, self.receive, self.send))
        begun = self.loop.create_task(self.begun.wait())
        # A body has its own time to arrive, and the answer has as long again.
        seconds = self.limits.seconds * (2 if self.arriving else 1)
        try:
            await asyncio.wait({task, begun}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done() or self.begun.is_set():
                await task
                return
        except asyncio.CancelledError:
            _abandon(task)
            raise
        finally:
            begun.cancel()
        self.given_up = True
        _abandon(task)
        headers = {"Retry-After": str(self.limits.seconds), **CLOSE}
        told = problem(Request(self.scope), HTTPStatus.SERVICE_UNAVAILABLE, headers)
        await told(self.scope, self._receive, self._send)

    async def receive(self) -> Message:
        """Receive a part of the request, in time and not too much of it."""
        if not self.arriving:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0, self.until - self.loop.time()))
        except TimeoutError:
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers=CLOSE) from None
        self.size += len(message.get("body", b""))
        if self.size > self.limits.bytes:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=CLOSE)
        self.arriving = message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer, unless another was sent in its place."""
        if self.given_up:
            return
        if message["type"] == "http.response.start":
            self.begun.set()
            if self.arriving and "connection" not in Headers(raw=message.get("headers", [])):
                # Nobody is going to read the rest of the request.
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
        await self._send(message)


def _abandon(task: Task[None]) -> None:
    """Cancel a task; what becomes of it is nobody's business any more."""
    task.add_done_callback(lambda done: None if done.cancelled() else done.exception())
    task.cancel()


def _length(scope: Scope) -> int:
    """Return how many bytes a request says that it holds; the server has refused what is no number."""
    told = Headers(scope=scope).get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() else 0


def _has_body(scope: Scope) -> bool:
    return _length(scope) > 0 or "transfer-encoding" in Headers(scope=scope)
