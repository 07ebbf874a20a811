"""Judging a request by its head: whoever is not let in is refused before a byte of the body is read.

Routes read a body before they ask who sends it, so that a form's token can be compared and a document be
checked. For whoever has nothing to do there that would be too late: many of them could fill the memory, and
would be told what is wrong with a document that they may not send. Here the same guards judge the head
alone; what it takes the body to know (a form's token) is judged by the route, with the body, as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from re import Pattern
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.routing import iter_route_contexts
from starlette.convertors import Convertor
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.callers import CALLER_KIND
from api.access.policy import SAFE
from api.store.errors import StoreError
from api.web.csrf import judge_origin
from api.web.errors import answer_error
from api.web.guard import Guard, guards

OPEN_BYTES = 64_000
"""Largest body of a route that is for everybody: the form in which somebody signs in, and the like."""
CLOSE = {"Connection": "close"}


class Door(NamedTuple):
    """A route that changes something, as it is found by method and path."""

    methods: frozenset[str]
    pattern: Pattern[str]
    convertors: dict[str, Convertor[Any]]
    guards: tuple[Guard, ...]
    route: BaseRoute

    @property
    def is_open(self) -> bool:
        """Tell whether it lets everybody pass."""
        return all(guard.policy.is_open for guard in self.guards)


class HeadGuardMiddleware:
    """Let pass what the guard of its route lets pass; refuse the others unread."""

    def __init__(self, app: ASGIApp, doors: Sequence[Door]) -> None:
        self.app = app
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["method"] in SAFE or not has_body(scope):
            await self.app(scope, receive, send)
            return
        found = self._find(scope)
        if found is None:
            await self.app(scope, receive, send)
            return
        door, names = found
        judged = {**scope, "path_params": names, "route": door.route, "state": dict(scope.get("state", {}))}
        refused = await run_in_threadpool(_judge, door, Request(judged))
        if refused is None:
            await self.app(scope, _Modest(receive) if door.is_open else receive, send)
            return
        scope["route"] = door.route  # for the log, as the caller's kind
        if "state" in scope and CALLER_KIND in judged["state"]:
            scope["state"][CALLER_KIND] = judged["state"][CALLER_KIND]
        await refused(scope, receive, send)

    def _find(self, scope: Scope) -> tuple[Door, dict[str, Any]] | None:
        for door in self.doors:
            match = door.pattern.match(scope["path"]) if scope["method"] in door.methods else None
            if match is not None:
                named = match.groupdict().items()
                return door, {name: door.convertors[name].convert(value) for name, value in named}
        return None


def has_body(scope: Scope) -> bool:
    """Tell whether a request says that a body follows."""
    return body_length(scope) > 0 or "transfer-encoding" in Headers(scope=scope)


def body_length(scope: Scope) -> int:
    """Return how many bytes a request says that it holds; the server has refused what is no number."""
    told = Headers(scope=scope).get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() else 0


def doors(routes: Iterable[BaseRoute]) -> Iterator[Door]:
    """Yield the routes that change something."""
    for context in iter_route_contexts(list(routes)):
        methods = frozenset(context.methods or ()) - SAFE
        if methods and context.path is not None:
            pattern, _, convertors = compile_path(context.path)
            yield Door(methods, pattern, convertors, guards(context), context.original_route)


def _judge(door: Door, request: Request) -> Response | None:
    """Return the answer to whoever is refused."""
    try:
        judge_origin(request)
        for guard in door.guards:
            guard.judge(request)
        if door.is_open and body_length(request.scope) > OPEN_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except (HTTPException, StoreError) as error:
        answer = answer_error(request, error)
        answer.headers.update(CLOSE)
        return answer
    return None


class _Modest:
    """Receives a body that may not grow beyond what everybody may send."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._size = 0

    async def __call__(self) -> Message:
        """Receive a part."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > OPEN_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=CLOSE)
        return message
