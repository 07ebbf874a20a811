"""How much a request may hold and how long it may take, so that one caller can't hold up the others.

A body that is too large gets 413, one that does not arrive 408, an answer that does not begin 503; so does
a body that would make all those that wait together larger than is kept. After each of them the connection is
closed, so that nobody reads on what nobody wants.
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
from api.web.heads import body_length, has_body

CLOSE = {"Connection": "close"}
KB = 1000
MB = 1000 * KB
CROWDED_SECONDS = 5
"""When those may come again for whose body there was no room."""


class RequestLimitsMiddleware:
    """Hold every request to the limits of the settings."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app: Any = app
        self.bytes = settings.max_body_kb * KB
        self.seconds = settings.request_seconds
        self.room = max(self.bytes, settings.max_waiting_mb * MB)
        """Bytes of all bodies together: those that arrive, and those whose answer is being made."""
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if body_length(scope) > self.bytes:
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
        self.size = self.kept = 0
        self.arriving = has_body(scope)
        self.given_up = False
        self.begun = asyncio.Event()

    async def answer(self) -> None:
        """Let the application answer; a thread that hangs can't be stopped, but is not waited for."""
        task: Task[None] = self.loop.create_task(self.limits.app(self.scope, self.receive, self.send))
        task.add_done_callback(self._leave)
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
        self._make_room(len(message.get("body", b"")))
        self.arriving = message.get("more_body", False)
        return message

    def _make_room(self, size: int) -> None:
        """Let a part of the body count among those that wait.

        What is said to follow must find room as well, so that nobody sends in vain.
        """
        to_come = max(0, body_length(self.scope) - self.size)
        if self.limits.waiting + size + to_come > self.limits.room:
            headers = {"Retry-After": str(CROWDED_SECONDS), **CLOSE}
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
        self.kept += size
        self.limits.waiting += size

    def _leave(self, _done: Task[None]) -> None:
        self.limits.waiting -= self.kept
        self.kept = 0

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
