"""The log: one event a line, as JSON or for people, and nothing in it that lets a reader in.

What other libraries log passes through here too, from ``warning`` on: what they tell at lower levels
(addresses, queries, parameters) is not for a file that lies about for months. No value can begin a line
of its own or steer a terminal, whoever sent it.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Literal, TextIO

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, Processor

from api.logs.tracebacks import trace_error

OURS = "faellesvagt"
SECURITY = f"{OURS}.security"
"""Of events that an operator watches; see `api.logs.security`."""
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line separators, marks that turn the direction of writing, halves of characters."""
LONGEST = 2000  # characters of one value
Form = Literal["auto", "json", "people"]


def log() -> BoundLogger:
    """Return our logger: ``log().info("event", name=value)``, the event a few fixed words."""
    found: BoundLogger = structlog.stdlib.get_logger(OURS)
    return found


def configure(level: str = "info", form: Form = "auto", stream: TextIO | None = None) -> None:
    """Send all logging of the process to one stream, in one form."""
    out = stream or sys.stderr
    json = form == "json" or (form == "auto" and not out.isatty())
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso" if json else "%H:%M:%S", utc=json),
        trace_error,
        one_line,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=False,
    )
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=False, default=str)
        if json
        else structlog.dev.ConsoleRenderer(colors=out.isatty(), pad_event_to=0, sort_keys=False)
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[_theirs, *shared],
            processors=[ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level.upper())
    logging.getLogger(SECURITY).setLevel(logging.INFO)  # whatever else is left out
    logging.captureWarnings(True)


def one_line(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Make every value safe to stand in a line: what cannot be seen is written as its number."""
    first = {name: event[name] for name in ("timestamp", "level", "event") if name in event}
    return clean({**first, **event})


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values none of which can begin a line of its own or steer a terminal."""
    return {_shown(name): _clean(value) for name, value in values.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_shown(str(name)): _clean(one) for name, one in value.items()}
    return _shown(str(value))


def _shown(text: str) -> str:
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text[:LONGEST])


def _theirs(logger: Any, _name: str, event: EventDict) -> EventDict:
    """Say of an event of another library whose it is."""
    record = event.get("_record")
    if record is None:
        return event
    if record.name == SECURITY:
        return {**event, "stream": "security", **getattr(record, "security", {})}
    return {**event, "logger": record.name}
