"""One line in the log and one measurement for every request, by its route and never by its address.

The address of a calendar is a secret and says whose it is, so a filled path or a query stands nowhere:
only the route's template, such as ``/feeds/{name:path}.ics``. This is the outermost layer; a fault that
nothing inside has answered is answered here.
"""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex
from time import perf_counter
from typing import Any, NamedTuple

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.callers import CALLER_KIND
from api.logs import log
from api.web.headers import security

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
NO_ROUTE = "none"
NOBODY = "nobody"
FAULT = 500
GONE = 499
"""What is noted of a caller who left before the answer began; nothing was sent."""


class RequestRecord(NamedTuple):
    """What is known of a request once it is over."""

    method: str
    route: str
    caller: str
    status: int
    seconds: float


class RequestLogMiddleware:
    """Note every request."""

    def __init__(self, app: ASGIApp, measure: Callable[[RequestRecord], None] = lambda _: None) -> None:
        self.app = app
        self.measure = measure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = token_hex(8)
        state = scope["state"] = {**scope.get("state", {}), "request_id": number}
        began, status, fault = perf_counter(), 0, None

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            fault = error
            if not status:
                await PlainTextResponse("Internal Server Error\n", FAULT, dict(security(scope)))(
                    scope, receive, sending
                )
        finally:
            record = _record(scope, state, status or GONE, perf_counter() - began)
            self.measure(record)
            _write(record, number, fault)


def route_of(scope: Scope) -> str:
    """Return the template of the route that answered; never the path that was asked for."""
    return str(getattr(scope.get("route"), "path", NO_ROUTE))


def _record(scope: Scope, state: dict[str, Any], status: int, seconds: float) -> RequestRecord:
    method = scope["method"] if scope["method"] in METHODS else OTHER
    return RequestRecord(
        method=method,
        route=route_of(scope),
        caller=str(state.get(CALLER_KIND, NOBODY)),
        status=status,
        seconds=seconds,
    )


def _write(record: RequestRecord, number: str, fault: Exception | None) -> None:
    told = {
        "id": number,
        "method": record.method,
        "route": record.route,
        "caller": record.caller,
        "status": record.status,
        "ms": round(record.seconds * 1000, 1),
    }
    if fault is not None:
        log().error("fault", **told, exc_info=fault)
    elif record.status >= FAULT:
        log().warning("request", **told)
    else:
        log().info("request", **told)
