"""The limits of a request, in this process: what they let through, and that they would be missed."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from fastapi import FastAPI, Request
from starlette.types import ASGIApp

import api.app
from api.configuration.settings import Settings
from api.serving.limits import KB
from tests.api.hotlines import app_of
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST, showcase


def echoing(**chosen: Any) -> TestClient:
    app: FastAPI = app_of(showcase(), settings=Settings(max_body_kb=1, **chosen))

    @app.post("/echo")
    async def echo(request: Request) -> int:
        return len(await request.body())

    @app.get("/wait")
    async def wait() -> None:
        await asyncio.Event().wait()

    return TestClient(app, base_url=HOST)


@pytest.mark.parametrize(("size", "status"), [(0, 200), (KB, 200), (KB + 1, 413)])
@pytest.mark.parametrize("whole", [True, False])
def test_a_request_may_be_as_large_as_was_said(size: int, status: int, whole: bool) -> None:
    body = b"x" * size
    content = body if whole else iter([body[: size // 2], body[size // 2 :]])
    assert echoing().post("/echo", content=content).status_code == status


def test_without_the_limits_it_would_be_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlimited(app: ASGIApp, settings: Settings) -> ASGIApp:
        return app

    monkeypatch.setattr(api.app, "RequestLimitsMiddleware", unlimited)
    assert echoing().post("/echo", content=b"x" * 10 * KB).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "sentence"), [("da", "Prøv igen om lidt"), ("en", "Try again in a little while")]
)
def test_a_late_answer_is_told_in_the_caller_s_language(wanted: str, sentence: str) -> None:
    answer = echoing(request_seconds=1).get("/wait", headers={"Accept-Language": wanted})
    assert (answer.status_code, answer.headers["content-language"]) == (503, wanted)
    assert sentence in answer.json()["detail"]
    assert answer.json()["instance"] == "/wait"


def test_one_who_waits_holds_up_nobody() -> None:
    client = echoing(request_seconds=2)
    waiting = threading.Thread(target=client.get, args=("/wait",))
    waiting.start()
    assert client.get("/healthz").status_code == 200
    assert waiting.is_alive()
    waiting.join()


def test_a_body_for_which_there_is_no_room_is_told_to_come_again() -> None:
    app: FastAPI = app_of(showcase(), settings=Settings(max_body_kb=900, max_waiting_mb=1))

    @app.post("/echo")
    async def echo(request: Request) -> int:
        return len(await request.body())

    async def send(*sizes: int, rest: asyncio.Event | None = None) -> tuple[int, dict[bytes, bytes]]:
        parts, sent = list(sizes), list[Any]()

        async def receive() -> Any:
            if rest is not None and len(parts) == 1:
                arrived.set()
                await rest.wait()
            return {"type": "http.request", "body": b"x" * parts.pop(0), "more_body": bool(parts)}

        async def note(message: Any) -> None:
            sent.append(message)

        headers = [(b"host", b"127.0.0.1"), (b"content-length", str(sum(sizes)).encode())]
        told = {"type": "http", "method": "POST", "path": "/echo", "query_string": b"", "headers": headers}
        await app({**told, "http_version": "1.1", "scheme": "http", "root_path": ""}, receive, note)
        return sent[0]["status"], dict(sent[0]["headers"])

    async def act() -> None:
        rest = asyncio.Event()
        waiting = asyncio.create_task(send(800 * KB, 100 * KB, rest=rest))
        await arrived.wait()
        status, headers = await send(500 * KB)
        assert (status, headers[b"retry-after"], headers[b"connection"]) == (503, b"5", b"close")
        assert (await send(50 * KB))[0] == 200
        rest.set()
        assert (await waiting)[0] == 200
        assert (await send(500 * KB))[0] == 200

    arrived = asyncio.Event()
    asyncio.run(act())
