"""The HTTP protocol as uvicorn speaks it, and two things more: it does not wait for ever, and guards all.

A connection that does not send the first lines of a request in time is closed, also one that sends a
byte now and then; and the answer to what is no HTTP at all carries the same headers as any other.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.web.headers import SECURITY


class PatientProtocol(H11Protocol):
    """HTTP/1.1 for callers who may be slow on purpose."""

    header_seconds: float = 10

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_lines()

    def data_received(self, data: bytes) -> None:
        """Stop waiting once a request's lines are whole; a part of them does not prolong the wait."""
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


def protocol_with_limit(header_seconds: float) -> type[PatientProtocol]:
    """Return the protocol with a time limit of its own."""
    return type("PatientProtocol", (PatientProtocol,), {"header_seconds": header_seconds})
