"""The HTTP protocol as uvicorn speaks it, and more: it does not wait for ever, counts, and guards all.

A connection that does not send the first lines of a request in time is closed, also one that sends a
byte now and then; whoever comes when there are as many as the process holds is told to come again; and the
answer to what is no HTTP at all carries the same headers as any other. Where an answer closes a connection on
which more is on its way, that is read and thrown away for a moment: a caller who is still sending would else
see a broken connection and no answer (RFC 9112, section 9.6).
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.serving.transport import LingeringTransport
from api.web.headers import SECURITY

SENDING = (h11.SEND_BODY, h11.ERROR)
"""States of a caller from whom more may be on its way."""
FULL = "Too many connections; try again in a moment.\n"
FULL_SECONDS = 5


class PatientProtocol(H11Protocol):
    """HTTP/1.1 for callers who may be slow on purpose."""

    header_seconds: float = 10
    max_connections: int = 2000

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines_due: asyncio.TimerHandle | None = None
        self._lingering: LingeringTransport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request, where there is room for one more connection."""
        lingering: Any = LingeringTransport(transport, self.loop, lambda: self.conn.their_state in SENDING)
        self._lingering = lingering
        super().connection_made(lingering)
        if len(self.connections) > self.max_connections:
            self.connections.discard(self)
            self._refuse()
        else:
            self._await_lines()

    def data_received(self, data: bytes) -> None:
        """Stop waiting once a request's lines are whole; a part of them does not prolong the wait."""
        if self._lingering is not None and self._lingering.lingers:
            self._lingering.discard(data)
            return
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._await_lines()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer to what is no request."""
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(msg))),
            ("Connection", "close"),
            *SECURITY.items(),
        ]
        try:
            parts: tuple[Any, ...] = (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=msg.encode()),
                h11.EndOfMessage(),
            )
            for part in parts:
                self.transport.write(self.conn.send(part) or b"")
        except h11.LocalProtocolError:
            pass  # an answer has begun already; all that is left is to close
        self.transport.close()

    def _refuse(self) -> None:
        """Tell a caller to come again; what they ask is not waited for."""
        told = {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(FULL)),
            "Retry-After": str(FULL_SECONDS),
            "Connection": "close",
            **SECURITY,
        }
        lines = ["HTTP/1.1 503 Service Unavailable", *(f"{name}: {value}" for name, value in told.items())]
        self.transport.write("\r\n".join([*lines, "", FULL]).encode())
        assert self._lingering is not None
        self._lingering.linger()

    def _await_lines(self) -> None:
        if self._lines_due is None:
            self._lines_due = self.loop.call_later(self.header_seconds, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._lines_due is not None:
            self._lines_due.cancel()
            self._lines_due = None

    def _too_slow(self) -> None:
        self._lines_due = None
        self.transport.close()


def protocol_with_limits(header_seconds: float, max_connections: int) -> type[PatientProtocol]:
    """Return the protocol with limits of its own."""
    limits = {"header_seconds": header_seconds, "max_connections": max_connections}
    return type("PatientProtocol", (PatientProtocol,), limits)
