"""A connection's end: closed at once where nobody sends, and in good order where somebody still does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

LINGER_SECONDS = 2.0
"""How long what still arrives is read and thrown away, so that the answer is not lost with it."""
LINGER_BYTES = 32_000_000


class LingeringTransport:
    """A transport of asyncio whose closing lets a caller who is still sending read the answer.

    Parameters
    ----------
    transport, loop
        What it stands before.
    sending
        Tells whether more may be on its way.
    """

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, sending: Callable[[], bool]
    ) -> None:
        self._transport, self._loop, self._sending = transport, loop, sending
        self._left = LINGER_BYTES
        self.lingers = False
        """Whether the answer is out and only what still arrives is awaited."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Tell whether nothing more may be written."""
        return self.lingers or self._transport.is_closing()

    def close(self) -> None:
        """Close the connection, at once or after a moment; the second time at once."""
        if self.lingers or self._transport.is_closing() or not self._sending():
            self._transport.close()
        else:
            self.linger()

    def linger(self) -> None:
        """Say that nothing more comes, and wait for a moment that nothing more is sent."""
        self.lingers = True
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._transport.resume_reading()
        self._loop.call_later(LINGER_SECONDS, self._transport.close)

    def discard(self, data: bytes) -> None:
        """Throw away what arrives; who sends without end is cut off."""
        self._left -= len(data)
        if self._left < 0:
            self._transport.abort()
