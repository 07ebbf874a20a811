"""A client of the service without threads of its own.

The usual one begins a thread and an event loop for each request, and hands eight things from thread to
thread: three to four milliseconds of a processor, more than most requests themselves. Here a request is
answered where it is asked, also what the service would leave to a thread of its own. Servers with threads are
asked in the tests of serving, of browsers, and wherever several ask at once.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable, Mapping
from contextvars import copy_context
from typing import Any
from urllib.parse import unquote

import anyio.to_thread
from fastapi import FastAPI, testclient
from httpx2 import BaseTransport, ByteStream, Request, Response
from starlette.types import ASGIApp, Message

PORTS: Mapping[str, int] = {"http": 80, "https": 443}


class _Loop:
    """An event loop, closed with the thread whose it is."""

    def __init__(self) -> None:
        self.asyncio = asyncio.new_event_loop()
        weakref.finalize(self, self.asyncio.close)


_here = threading.local()


def _loop() -> asyncio.AbstractEventLoop:
    """Return this thread's loop."""
    try:
        return _here.loop.asyncio  # type: ignore[no-any-return]
    except AttributeError:
        _here.loop = _Loop()
        return _loop()


def _loop_is_ours() -> bool:
    loop = getattr(_here, "loop", None)
    return loop is not None and asyncio.get_running_loop() is loop.asyncio


_IN_THREAD = anyio.to_thread.run_sync


async def _run_sync(asked: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Run at once what asks to be run in a thread, where the one who waits for it has asked nothing else."""
    if _loop_is_ours():
        return copy_context().run(asked, *arguments)
    return await _IN_THREAD(asked, *arguments, **options)


class _OneThread(BaseTransport):
    """Has each request answered in the thread that asks."""

    def __init__(self, app: ASGIApp, usual: BaseTransport, client: tuple[str, int], raises: bool) -> None:
        self._app, self._usual, self._client, self._raises = app, usual, client, raises

    def handle_request(self, request: Request) -> Response:
        if _is_in_a_loop():  # a test that asks from within one, as all do that have a browser
            return self._usual.handle_request(request)
        answer = _Answer(request)
        try:
            _loop().run_until_complete(self._app(self._scope(request), answer.receive, answer.send))
        except Exception:
            if self._raises:
                raise
        return answer.response()

    def _scope(self, request: Request) -> dict[str, Any]:
        url = request.url
        return {
            "type": "http",
            "http_version": "1.1",
            "method": request.method,
            "scheme": url.scheme,
            "path": unquote(url.path),
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": self._client,
            "server": (url.raw_host.decode(), url.port or PORTS[url.scheme]),
            "extensions": {},
            "state": {},
        }


class _Answer:
    """What an application reads of a request and says to it."""

    def __init__(self, request: Request) -> None:
        self._request, self._unread = request, True
        self._status = 500
        self._headers: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []

    async def receive(self) -> Message:
        if self._unread:
            self._unread = False
            return {"type": "http.request", "body": self._request.read()}
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message.get("headers", ()))
        elif message["type"] == "http.response.body" and self._request.method != "HEAD":
            self._parts.append(bytes(message.get("body", b"")))

    def response(self) -> Response:
        stream = ByteStream(b"".join(self._parts))
        return Response(self._status, headers=self._headers, stream=stream, request=self._request)


def _is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class TestClient(testclient.TestClient):
    """The usual client, but for how it asks."""

    __test__ = False

    def __init__(
        self,
        app: FastAPI | ASGIApp,
        *,
        client: tuple[str, int] = ("testclient", 50000),
        raise_server_exceptions: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(app, client=client, raise_server_exceptions=raise_server_exceptions, **options)
        self._transport: BaseTransport = _OneThread(app, self._transport, client, raise_server_exceptions)


anyio.to_thread.run_sync = _run_sync  # type: ignore[assignment]
