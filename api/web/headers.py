"""What stands around every answer: security headers, and HEAD for whatever can be got.

Pages load their style, script and pictures from here and nothing from anywhere else; nobody may
frame them; nothing is guessed about types; no address leaks to another site.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.conditional import REVALIDATE

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": REVALIDATE,
    }
)

HSTS = "max-age=31536000"  # a year; subdomains are somebody else's
ENCRYPTED = "https"


def security(scope: Scope) -> Mapping[str, str]:
    """Return the headers of every answer to a request; over https also the wish to stay there."""
    if scope.get("scheme") == ENCRYPTED:
        return {**SECURITY, "Strict-Transport-Security": HSTS}
    return SECURITY


_HEAD = "faellesvagt.head"
"""Says in a request's scope that it was a HEAD."""


def is_head(request: Request) -> bool:
    """Tell whether a request is a HEAD: a stream would run on for it to its end, with nobody to read it."""
    return bool(request.scope.get(_HEAD))


class SecurityHeadersMiddleware:
    """Add the headers to every answer that does not set its own, and answer HEAD as GET without a body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        guards = security(scope)
        # FastAPI's routes answer HEAD with 405; to HTTP it is a GET whose body stays behind.
        asked = {**scope, "method": "GET", _HEAD: True} if head else scope

        async def surrounded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in guards.items():
                    headers.setdefault(name, value)
            elif head and message["type"] == "http.response.body":
                message = {
                    "type": "http.response.body",
                    "body": b"",
                    "more_body": message.get("more_body", False),
                }
            await send(message)

        try:
            await self.app(asked, receive, surrounded)
        finally:
            if "route" in asked:  # whoever notes requests asks which one answered
                scope["route"] = asked["route"]
