"""Security events: who got in, who was refused, whose rights changed, what was exported or erased.

They stand in the log among all else, marked ``"stream": "security"``, and go to a collector by syslog
(RFC 5424) where the operator names one. They hold random ids, kinds and routes: no name, no address of a
mailbox, nothing that somebody typed.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from datetime import UTC, datetime
from logging.handlers import SysLogHandler
from typing import Any

from api.logs import OURS, SECURITY, clean

APPLICATION = OURS
"""What the collector calls us."""
SYSLOG_PORT = 514


def tell_security(event: str, **values: Any) -> None:
    """Tell an event: a few fixed words, and values that name nobody."""
    logging.getLogger(SECURITY).info(event, extra={"security": values})


def forward_security(place: str) -> None:
    """Send security events to a collector as well, instead of where they went before.

    Parameters
    ----------
    place
        ``host:port`` (UDP), or the path of a local socket such as ``/dev/log``.

    Raises
    ------
    OSError
        Where there is no such socket, or no such machine.
    """
    logger = logging.getLogger(SECURITY)
    for old in [one for one in logger.handlers if isinstance(one, SysLogHandler)]:
        logger.removeHandler(old)
        old.close()
    handler = _Collector(address=_address(place), facility=SysLogHandler.LOG_AUTHPRIV)
    handler.setFormatter(_Rfc5424())
    handler.append_nul = False
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def _address(place: str) -> str | tuple[str, int]:
    if place.startswith("/"):
        return place
    host, _, port = place.rpartition(":")
    return host.strip("[]"), int(port)


class _Collector(SysLogHandler):
    """A collector that is away is no reason to refuse anybody anything; the log has the event too."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing."""


class _Rfc5424(logging.Formatter):
    """Header of RFC 5424 without structured data, then the event as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a message without the priority, which the handler writes."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        values = clean({"event": record.getMessage(), **getattr(record, "security", {})})
        told = json.dumps(values, ensure_ascii=False, default=str)
        return f"1 {at} {socket.gethostname()} {APPLICATION} {os.getpid()} security - {told}"
