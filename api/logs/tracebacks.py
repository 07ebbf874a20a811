"""Where an error came from, without a word of what it was about.

The message of an exception may repeat anything: a name, a password, the address of a calendar. So a log
holds the kinds of the exceptions and the places in the code, which tell a developer where to look, and
nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from traceback import walk_tb
from types import FrameType
from typing import Any

from structlog.typing import EventDict

EXCEPTIONS, FRAMES = 10, 60
"""At most so many of each: an error that repeats itself must not fill the disk."""


def trace_error(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Replace the exception of an event by ``error`` (its kinds) and ``trace`` (places, innermost last)."""
    event.pop("stack_info", None)
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        chain = list(_chain(error))
        event["error"] = " < ".join(f"{type(one).__module__}.{type(one).__qualname__}" for one in chain)
        event["trace"] = [place for one in reversed(chain) for place in _places(one)][-FRAMES:]
    return event


def _exception(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return sys.exception() if info else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that led to it; of a group, the first of its own."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen and len(seen) < EXCEPTIONS:
        seen.add(id(found))
        yield found
        own = found.exceptions[0] if isinstance(found, BaseExceptionGroup) else None
        found = own or found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in walk_tb(error.__traceback__):
        yield _place(frame, line)


def _place(frame: FrameType, line: int) -> str:
    return f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
