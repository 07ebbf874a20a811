"""The events of a run as they come: server-sent events, numbered, so that who comes back misses nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from threading import Event
from typing import Any, NamedTuple

from fastapi.concurrency import run_in_threadpool

from api.access.ids import RunId
from api.runs.overview import read_overview
from api.runs.records.runs import RunEvent, RunFacts, events_after, find_run
from api.store.engine import Database, reading
from api.store.errors import MissingError, UnavailableError

EVERY = 0.4
"""Seconds between two looks."""
MOST_LOOKS = 50
"""Looks in a second, of all streams together: the more there are, the longer each waits."""
LONGEST_PAUSE = 5.0
"""Seconds that a stream waits at most: so long may stopping the service take."""
QUIET = 15.0
"""Seconds after which something is said, so that proxies keep the connection."""
LONGEST = 300.0
"""Seconds after which a stream ends, to be opened anew: then it is judged anew who may read it."""
AT_ONCE = 200
RETRY = b"retry: 2000\n\n"
SILENCE = b": \n\n"

_OPEN: set[object] = set()
"""The streams that are open."""


class _Look(NamedTuple):
    run: RunFacts
    events: tuple[RunEvent, ...]
    end: Mapping[str, Any] | None


async def stream(
    database: Database, run: RunId, after: int, stopping: Event, longest: float = LONGEST
) -> AsyncIterator[bytes]:
    """Yield a run's events after a number, as they come, and its end.

    Parameters
    ----------
    database, run, after
        Which events.
    stopping
        Set where the service is to stop: then the stream ends, to be opened again.
    longest
        Seconds after which it ends in any case.
    """
    here = object()
    _OPEN.add(here)
    try:
        async for part in _stream(database, run, after, stopping, longest):
            yield part
    finally:
        _OPEN.discard(here)


def pause(streams: int) -> float:
    """Return for how many seconds a stream waits between two looks where so many are open."""
    return min(max(EVERY, streams / MOST_LOOKS), LONGEST_PAUSE)


async def _stream(
    database: Database, run: RunId, after: int, stopping: Event, longest: float
) -> AsyncIterator[bytes]:
    yield RETRY
    passed = silent = 0.0
    while True:
        try:
            found = await run_in_threadpool(_look, database, run, after)
        except (MissingError, UnavailableError):  # it is gone, or there is nobody to ask: come again
            return
        for event in found.events:
            yield frame(event.seq, "progress", event.told)
            after, silent = event.seq, 0.0
        if found.end is not None:
            yield frame(found.run.last + 1, "end", found.end)
            return
        if stopping.is_set() or passed >= longest:
            return
        if silent >= QUIET:
            yield SILENCE
            silent = 0.0
        if len(found.events) < AT_ONCE:
            waits = pause(len(_OPEN))
            await asyncio.sleep(waits)
            passed, silent = passed + waits, silent + waits


def frame(number: int, name: str, told: Mapping[str, Any]) -> bytes:
    """Return an event as it is sent."""
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"id: {number}\nevent: {name}\ndata: {data}\n\n".encode()


def _look(database: Database, run: RunId, after: int) -> _Look:
    with reading(database) as connection:
        found = find_run(connection, run)  # first: what it told before it ended is there by then
        events = events_after(connection, run, after, AT_ONCE)
        if not found.state.is_over or len(events) == AT_ONCE:
            return _Look(found, events, None)
        seen = read_overview(connection, found)
    end = {"state": found.state.value, "status": seen.status, "version": seen.version}
    return _Look(found, events, end)
