"""Whom the proxy in front speaks for: X-Forwarded-For, -Proto and -Host, and only from proxies we trust.

From anybody else they are taken away, so that nothing further in can believe them by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.configuration.kinds import Network

FORWARDED_HOST = b"x-forwarded-host"
TOLD_BY_PROXIES = (b"forwarded", b"x-forwarded-", b"x-real-ip")


class TrustedProxiesMiddleware:
    """Read what a trusted proxy says of the request; forget what others say."""

    def __init__(self, app: ASGIApp, trusted: Iterable[Network]) -> None:
        self.app = app
        self.trusted = tuple(trusted)
        by_proxy: Any = ProxyHeadersMiddleware(app, [str(network) for network in self.trusted])  # type: ignore[arg-type]
        self.by_proxy: ASGIApp = by_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as its caller sent it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        peer = _peer(scope)
        if peer is None or not self.trusts(peer):
            scope["headers"] = [
                (name, value) for name, value in scope["headers"] if not name.startswith(TOLD_BY_PROXIES)
            ]
            await self.app(scope, receive, send)
            return
        scope["client"] = (peer, scope["client"][1])
        scope["headers"] = _as_asked(scope["headers"])
        await self.by_proxy(scope, receive, send)

    def trusts(self, peer: str) -> bool:
        """Tell whether a peer is one of the proxies."""
        address = ip_address(peer)
        return any(address in network for network in self.trusted)


def _peer(scope: Scope) -> str | None:
    """Return the address at the other end; one of IPv4 that reached us by IPv6 in its own form."""
    client = scope.get("client")
    try:
        found = ip_address(client[0]) if client else None
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return None if found is None else str(mapped or found)


def _as_asked(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Put the host that the proxy was asked for in place of its own; the last one named is its word."""
    named = [value for name, value in headers if name == FORWARDED_HOST]
    if not named:
        return headers
    host = named[-1].split(b",")[-1].strip()
    return [(name, value) for name, value in headers if name != b"host"] + [(b"host", host)]
