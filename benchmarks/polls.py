"""Polls of many calendar programs, in an open loop: each goes out at its time, however late answers come.

A latency is counted from the moment at which a poll was due. The client knows just enough of HTTP to cost
little beside the service that it measures.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.crowd import Subscriber

HOST = "127.0.0.1"
OK, UNCHANGED = 200, 304
PATIENCE, IDLE = 30.0, 3.0  # seconds


@dataclass
class Figures:
    """What was seen.

    Parameters
    ----------
    latencies
        Seconds from when each poll was due until its whole answer was there.
    unchanged
        Polls that were told so.
    errors
        What went wrong, in words.
    seconds
        From the first poll to the last answer.
    """

    latencies: list[float] = field(default_factory=list)
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def at(self, share: float) -> float:
        """Return the latency, in milliseconds, that this share of all stays within."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Client:
    """Polls a service over connections that stay open, as behind a proxy."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def poll(self, secret: str, etag: str = "") -> tuple[int, str]:
        """Return status and ETag of the answer."""
        held = f"If-None-Match: {etag}\r\n" if etag else ""
        asked = f"GET /calendars/{secret}.ics HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n{held}"
        async with asyncio.timeout(PATIENCE):
            reader, writer = await self._connection()
            writer.write(f"{asked}\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            status = int(head.split(" ", 2)[1])
            await reader.readexactly(0 if status == UNCHANGED else int(_header(head, "content-length") or 0))
        self._idle.append((time.monotonic(), reader, writer))
        return status, _header(head, "etag")

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            since, reader, writer = self._idle.pop()
            if time.monotonic() - since < IDLE:
                return reader, writer
            writer.close()  # the service is about to close it as well
        return await asyncio.open_connection(HOST, self.port)

    async def close(self) -> None:
        """Close what is open."""
        for _, _, writer in self._idle:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for _, _, writer in self._idle), return_exceptions=True)


def _header(head: str, name: str) -> str:
    _, found, rest = head.partition(f"\r\n{name}:")
    return rest.split("\r\n", 1)[0].strip() if found else ""


async def first(port: int, subscribers: Iterable[Subscriber], at_once: int = 8) -> list[str]:
    """Let everybody poll once without a copy, and keep the ETag; return what went wrong."""
    client, wrong, gate = Client(port), list[str](), asyncio.Semaphore(at_once)

    async def one(subscriber: Subscriber) -> None:
        async with gate:
            status, subscriber.etag = await client.poll(subscriber.secret)
        if status != OK or not subscriber.etag:
            wrong.append(f"{status} at first")

    await asyncio.gather(*map(one, subscribers))
    await client.close()
    return wrong


async def changed(port: int, subscribers: Iterable[Subscriber], at_once: int = 8) -> list[Subscriber]:
    """Let everybody poll once more with their copy; return those who are told that it changed."""
    client, found, gate = Client(port), list[Subscriber](), asyncio.Semaphore(at_once)

    async def one(subscriber: Subscriber) -> None:
        async with gate:
            status, _ = await client.poll(subscriber.secret, subscriber.etag)
        if status == OK:
            found.append(subscriber)

    await asyncio.gather(*map(one, subscribers))
    await client.close()
    return found


async def storm(
    port: int,
    subscribers: Sequence[Subscriber],
    *,
    rate: float,
    seconds: float,
    held: float,
    seed: int,
    tick: Callable[[], object] = lambda: None,
    moving: bool = False,
) -> Figures:
    """Poll at random moments, so many a second; most polls bring the ETag of their copy along.

    Parameters
    ----------
    port, subscribers
        Whom to ask, and who asks; each poll is somebody's, drawn at random.
    rate, seconds
        Polls a second, and for how long.
    held
        Share of polls that bring their ETag.
    seed
        Of all that is drawn.
    tick
        Called about five times a second.
    moving
        Whether calendars may change meanwhile, so that a whole answer is right where a copy was held, too.
    """
    chance, figures, client = random.Random(seed), Figures(), Client(port)
    running: set[asyncio.Task[None]] = set()

    async def one(due: float, subscriber: Subscriber, copy: str) -> None:
        try:
            status, etag = await client.poll(subscriber.secret, copy)
        except (OSError, EOFError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
            figures.errors.append(type(error).__name__)
            return
        figures.latencies.append(time.perf_counter() - due)
        figures.unchanged += status == UNCHANGED
        if moving and status == OK:
            subscriber.etag = etag
        elif status != (UNCHANGED if copy else OK) or (etag != subscriber.etag and not moving):
            figures.errors.append(f"{status} with{'' if copy else 'out'} a copy")

    began = time.perf_counter()
    due, ticked = began, began
    while due < began + seconds:
        due += chance.expovariate(rate)
        subscriber = chance.choice(subscribers)
        copy = subscriber.etag if chance.random() < held else ""
        while (now := time.perf_counter()) < due:
            await asyncio.sleep(due - now)
        if now - ticked > 0.2:
            tick()
            ticked = now
        task = asyncio.create_task(one(due, subscriber, copy))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    figures.seconds = time.perf_counter() - began
    await client.close()
    return figures
