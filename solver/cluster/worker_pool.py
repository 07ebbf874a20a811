"""Who of the cluster is there, and who is at what; it lives in the thread of the connection."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from distributed import Client, Future

from solver.cluster import tasks as work
from solver.cluster.address import SchedulerAddress, host_of, is_loopback
from solver.cluster.tasks import in_a_line
from solver.search.distributed_lns import SECONDS, PartAnswer, PartOrder
from wfm.message import Message, Plural, Text
from wfm.serialization import pack

AT_WORK = Plural(
    "cluster.at_work",
    "{n:number} thread of the cluster at {address} searches as well.",
    "{n:number} threads of the cluster at {address} search as well.",
)
NOBODY = Text(
    "cluster.nobody",
    "The cluster at {address} has no worker yet; until one comes the search runs here alone.",
)
CAME = Plural(
    "cluster.came",
    "The worker at {worker} has come; now {n:number} thread of the cluster searches as well.",
    "The worker at {worker} has come; now {n:number} threads of the cluster search as well.",
)
WENT = Plural(
    "cluster.went",
    "The worker at {worker} is gone; {n:number} thread of the cluster goes on.",
    "The worker at {worker} is gone; {n:number} threads of the cluster go on.",
)
ALONE = Text("cluster.alone", "No worker of the cluster is left; the search goes on here alone.")
CUT_OFF = Text("cluster.cut_off", "The cluster at {address} answers no more; the search goes on here alone.")
OTHER_VERSION = Text(
    "cluster.other_version",
    "The worker at {worker} is not used: it has {what} {theirs}, here it is {ours}.",
)
NOT_READY = Text("cluster.not_ready", "The worker at {worker} is not used: {reason}")
ELSEWHERE = Text(
    "cluster.elsewhere",
    "The worker at {worker} is not used: over a network tls:// is needed.",
)

PATIENCE = 60.0
"""Seconds that a question to the scheduler may take; a connection that breaks is noticed at once.

While a big model is built, this thread too gets to run only now and then.
"""

GREETING = 60.0
"""Seconds that a worker may take to load what it needs."""

GRACE = 20.0
"""Seconds that an answer may be late."""

AHEAD = 2
"""Orders that a thread has at once: the next is there when one is done."""

FAILURES = 3
"""Orders in a row that a worker may fail at before it is not used any more."""


@dataclass
class Worker:
    """A worker that is used."""

    address: str
    threads: int
    question: Future[Any] | None = None
    tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    failures: int = 0


async def identity_of(client: Client) -> Mapping[str, Any]:
    """Return what the scheduler says of itself and its workers.

    Raises
    ------
    OSError
        Where it cannot be reached.
    TimeoutError
        Where it does not answer in time.
    """
    if client.status != "running" or client.scheduler is None:
        raise ConnectionError("not connected")
    identity: Mapping[str, Any] = await asyncio.wait_for(client.scheduler.identity(), PATIENCE)
    return identity


class WorkerPool:
    """The workers that are there.

    Parameters
    ----------
    client
        Connected.
    address
        Of the scheduler.
    put
        Takes answers, and messages to the user.

    Attributes
    ----------
    threads
        How many threads the workers have that are used.
    """

    def __init__(
        self, client: Client, address: SchedulerAddress, put: Callable[[PartAnswer | Message], None]
    ) -> None:
        self.threads = 0
        self._client = client
        self._address = address
        self._put = put
        self._packed: bytes | None = None
        self._hands: dict[str, Worker] = {}
        self._refused: set[str] = set()
        self._cut_off = False

    # --- who is there ----------------------------------------------------------------------------

    async def begin(self) -> None:
        """Look who is there, for the first time."""
        await self._look()
        told = AT_WORK(n=self.threads, address=str(self._address)) if self._hands else None
        self._put(told or NOBODY(address=str(self._address)))

    async def look(self) -> None:
        """Look who has come and who is gone."""
        came, went = await self._look()
        if went and not self._hands and not self._cut_off:
            self._put(ALONE())
        for address in went if self._hands else ():
            self._put(WENT(worker=address, n=self.threads))
        for address in came:
            self._put(CAME(worker=address, n=self.threads))

    async def _look(self) -> tuple[list[str], list[str]]:
        """Take in who has come and drop who is gone; return their addresses."""
        there = await self._there()
        went = [address for address in self._hands if address not in there]
        for address in went:
            self._part_with(self._hands[address])
        new = [address for address in there if address not in self._hands | dict.fromkeys(self._refused)]
        fit = await asyncio.gather(*map(self._fit, new))
        came = [address for address, one in zip(new, fit, strict=True) if one]
        for address in came:
            self._hands[address] = Worker(address, there[address])
            self._hand_question(self._hands[address])
        self._refused.intersection_update(there)
        self._refused.update(address for address in new if address not in came)
        self._count()
        return came, went

    async def _there(self) -> Mapping[str, int]:
        """Return threads by address of every worker; nobody where the scheduler does not answer."""
        try:
            identity = await identity_of(self._client)
        except (TimeoutError, OSError):
            if not self._cut_off:
                self._put(CUT_OFF(address=str(self._address)))
            self._cut_off = True
            return {}
        self._cut_off = False
        return {address: one["nthreads"] for address, one in identity["workers"].items()}

    async def _fit(self, worker: str) -> bool:
        """Tell whether a worker can be used; tell the user why not."""
        if not self._address.secure and not is_loopback(host_of(worker)):
            self._put(ELSEWHERE(worker=worker))
            return False
        try:
            running = self._client.run(work.versions, workers=[worker])
            theirs = (await asyncio.wait_for(running, GREETING))[worker]
        except Exception as error:  # whatever goes wrong there
            self._put(NOT_READY(worker=worker, reason=in_a_line(error)))
            return False
        for what, ours in work.versions().items():
            if theirs.get(what) != ours:
                other = OTHER_VERSION(worker=worker, what=what, theirs=theirs.get(what, "–"), ours=ours)
                self._put(other)
                return False
        return True

    def _part_with(self, hand: Worker) -> None:
        """Do without a worker; what it was at is lost."""
        del self._hands[hand.address]
        for number, task in list(hand.tasks.items()):
            task.cancel()
            self._put(PartAnswer(number, lost=True))
        self._count()

    def _count(self) -> None:
        self.threads = sum(hand.threads for hand in self._hands.values())

    # --- who is at what --------------------------------------------------------------------------

    def ask(self, packed: bytes) -> None:
        """Give every worker the question, those that come later as well."""
        self._packed = packed
        for hand in self._hands.values():
            self._hand_question(hand)

    def give(self, order: PartOrder) -> None:
        """Give an order to the worker that has the least to do."""
        free = [hand for hand in self._hands.values() if hand.question is not None]
        if not free:
            self._put(PartAnswer(order.number, lost=True))
            return
        hand = min(free, key=lambda one: len(one.tasks) / one.threads)
        hand.tasks[order.number] = asyncio.create_task(self._done(hand, order))

    def drop(self) -> None:
        """Forget all orders."""
        for hand in self._hands.values():
            for task in hand.tasks.values():
                task.cancel()

    def _hand_question(self, hand: Worker) -> None:
        if self._packed is not None:
            hand.question = self._submit(hand, work.read, self._packed)

    def _submit(self, hand: Worker, work: Callable[..., object], *arguments: object) -> Future[Any]:
        return self._client.submit(
            work, *arguments, pure=False, workers=[hand.address], allow_other_workers=False
        )

    async def _done(self, hand: Worker, order: PartOrder) -> None:
        """Let a worker do an order, and put what comes of it."""
        answer = PartAnswer(order.number, lost=True)
        future = None
        try:
            future = self._submit(hand, work.solve, hand.question, pack(order))
            answer = pickle.loads(await asyncio.wait_for(future.result(), AHEAD * SECONDS + GRACE))
            self._note(hand, answer.failed)
        except CancelledError:  # by the client, which has lost the scheduler
            pass
        except Exception as error:  # whatever goes wrong there
            self._note(hand, in_a_line(error))
        finally:
            hand.tasks.pop(order.number, None)
            if future is not None:
                with suppress(Exception):
                    future.release()  # type: ignore[no-untyped-call]
        self._put(answer)

    def _note(self, hand: Worker, failed: str) -> None:
        """Note whether a worker has failed at an order; who always does is not used any more."""
        hand.failures = hand.failures + 1 if failed else 0
        if hand.failures >= FAILURES and self._hands.get(hand.address) is hand:
            self._refused.add(hand.address)
            self._put(NOT_READY(worker=hand.address, reason=failed))
            self._part_with(hand)
