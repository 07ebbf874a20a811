"""What is noted of a request, in this process."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.callers import CALLER_KIND
from api.serving.requests import GONE, RequestLogMiddleware, RequestRecord
from api.web.headers import SECURITY
from tests.api.hotlines import app_of
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST, showcase
from tests.awaited import awaited


def noted(app: ASGIApp, *requests: tuple[str, str], url: str = HOST) -> list[RequestRecord]:
    seen: list[RequestRecord] = []
    client = TestClient(RequestLogMiddleware(app, seen.append), base_url=url)
    for method, path in requests:
        client.request(method, path)
    return seen


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/feeds/1-1.ics", "/feeds/{name:path}.ics", 200),
        ("HEAD", "/feeds/1-1.ics", "/feeds/{name:path}.ics", 200),
        ("GET", "/api/v1/agents/nobody", "/api/v1/agents/{agent:path}", 404),
        ("POST", "/feeds/1-1.ics", "/feeds/{name:path}.ics", 405),
        ("GET", "/a/secret/place", "none", 404),
    ],
)
def test_a_request_is_known_by_its_route(method: str, path: str, route: str, status: int) -> None:
    (seen,) = noted(app_of(showcase()), (method, path))
    assert (seen.method, seen.route, seen.status) == (method, route, status)
    assert seen.caller in ("nobody", "local user")  # nobody asks who it is where no route is


def test_a_method_that_somebody_made_up_is_one_of_others() -> None:
    assert {seen.method for seen in noted(app_of(showcase()), ("A", "/"), ("B", "/"))} == {"other"}


def test_whoever_finds_out_who_asks_says_so() -> None:
    app = FastAPI()

    @app.get("/who")
    def who(request: Request) -> None:
        setattr(request.state, CALLER_KIND, "agent")

    assert [seen.caller for seen in noted(app, ("GET", "/who"), ("HEAD", "/"))] == ["agent", "nobody"]


def test_a_fault_that_nothing_answered_is_answered_here() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("kanarie")

    answer = TestClient(RequestLogMiddleware(broken), base_url="https://127.0.0.1").get("/")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error\n")
    assert {name.lower() for name in SECURITY} | {"strict-transport-security"} <= set(answer.headers)
    assert [seen.status for seen in noted(broken, ("GET", "/"))] == [500]


def test_one_who_leaves_is_noted() -> None:
    seen: list[RequestRecord] = []

    async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.Event().wait()

    async def leave() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
        nothing = asyncio.Event().wait
        noting = RequestLogMiddleware(waiting, seen.append)(scope, nothing, lambda _: nothing())  # type: ignore
        task = asyncio.ensure_future(noting)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    awaited(leave())
    assert [one.status for one in seen] == [GONE]
