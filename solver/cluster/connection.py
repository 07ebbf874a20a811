"""The connection to a scheduler: a thread of its own, in which Dask's client lives.

The caller's thread gives orders and takes answers; neither waits for the network. Each order is bound to one
worker, so that no worker ever needs to reach another, and none is used whose versions differ.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue

from distributed import Client, Security

from solver.cluster.address import SchedulerAddress, host_of, is_loopback
from solver.cluster.tls import TlsFiles
from solver.cluster.worker_pool import AHEAD, WorkerPool, identity_of
from solver.search.distributed_lns import PartAnswer, PartOrder, SharedQuestion
from wfm.errors import ClusterError
from wfm.message import Message, Text
from wfm.serialization import pack

NO_SCHEDULER = Text("cluster.no_scheduler", "no cluster answers at {address} ({reason})")
NO_CERTIFICATE = Text(
    "cluster.no_certificate",
    "{address} lets nobody in without a certificate: give --cluster-ca and --cluster-cert, "
    "or name them in Dask's configuration",
)
OPEN = Text(
    "cluster.open",
    "the cluster at {address} is refused: it listens at {listens}, where others can reach it and run what "
    "they like. Start scheduler and workers with --host 127.0.0.1, or use tls://",
)

NOT_NEEDED = Text(
    "cluster.not_needed",
    "The cluster was given nothing to do: what was searched in this time could not be shared.",
)

CLOSING = 5.0
"""Seconds that taking leave of the scheduler may take."""

LOOK = 1.0
"""Seconds between two looks at who is there."""


class ClusterConnection:
    """A :class:`solver.search.distributed_lns.Cluster` by Dask; see :func:`solver.cluster.connect`."""

    def __init__(
        self,
        address: SchedulerAddress,
        certificates: TlsFiles,
        tell: Callable[[Message], None],
        seconds: float,
    ) -> None:
        self._address = address
        self._certificates = certificates
        self._tell = tell
        self._seconds = seconds
        self._events: SimpleQueue[PartAnswer | Message] = SimpleQueue()
        self._opened = threading.Event()
        self._failed: Message | None = None
        self._thread = threading.Thread(target=self._run, name="cluster", daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._closing: asyncio.Event
        self._roll: WorkerPool
        self._open_orders: set[int] = set()
        self._asked = self._needed = False

    # --- in the caller's thread ------------------------------------------------------------------

    def open(self) -> None:
        """Connect, and look who is there.

        Raises
        ------
        ClusterError
            Where nobody answers, or who answers may not be used.
        """
        self._thread.start()
        while not self._opened.wait(LOOK):
            pass
        if self._failed is not None:
            self._thread.join()
            raise ClusterError(self._failed)
        self._told()

    def close(self) -> None:
        """Disconnect; what is still being done there stops."""
        self.drop()
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        self._told()
        if self._asked and not self._needed:
            self._tell(NOT_NEEDED())

    @property
    def workers(self) -> int:
        """Threads that solve parts."""
        return self._roll.threads

    @property
    def room(self) -> int:
        """How many orders can be given now."""
        return max(0, AHEAD * self.workers - len(self._open_orders))

    def ask(self, question: SharedQuestion) -> None:
        """Tell the question that the orders to come are about."""
        self._asked = True
        self._later(self._roll.ask, pack(question))

    def give(self, order: PartOrder) -> None:
        """Give an order."""
        self._needed = True
        self._open_orders.add(order.number)
        self._later(self._roll.give, order)

    def take(self) -> Iterator[PartAnswer]:
        """Yield the answers that have arrived; tell what there is to tell."""
        for answer in self._told():
            if answer.number in self._open_orders:
                self._open_orders.discard(answer.number)
                yield answer

    def drop(self) -> None:
        """Forget all orders."""
        self._open_orders.clear()
        self._later(self._roll.drop)

    def _told(self) -> list[PartAnswer]:
        """Tell what there is to tell, and return the answers."""
        answers: list[PartAnswer] = []
        with suppress(Empty):
            while True:
                event = self._events.get_nowait()
                if isinstance(event, Message):
                    self._tell(event)
                else:
                    answers.append(event)
        return answers

    def _later(self, call: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(call, *arguments)

    # --- in the thread of the connection ---------------------------------------------------------

    def _run(self) -> None:
        try:
            with _quiet():
                asyncio.run(self._live())
        finally:
            self._opened.set()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        try:
            security = self._security()
            client = await Client(  # type: ignore[no-untyped-call]
                str(self._address),
                asynchronous=True,
                security=security,
                timeout=self._seconds,
                set_as_default=False,
            )
        except (TimeoutError, OSError, ValueError, TypeError) as error:
            self._failed = _no_scheduler(self._address, error)
            return
        except ClusterError as error:
            self._failed = error.message
            return
        self._roll = WorkerPool(client, self._address, self._events.put)
        try:
            self._failed = await self._refusal(client)
            if self._failed is None:
                await self._roll.begin()
                self._opened.set()
                looking = asyncio.create_task(self._keep_looking())
                await self._closing.wait()
                looking.cancel()
        finally:
            self._roll.drop()
            with suppress(Exception):
                await asyncio.wait_for(client.close(), CLOSING)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            await self._roll.look()

    def _security(self) -> Security | None:
        """Return how the connection is secured: by certificates given, else by those of Dask."""
        if not self._address.secure:
            return None
        ours = self._certificates
        files = {"tls_ca_file": ours.authority, "tls_client_cert": ours.own, "tls_client_key": ours.key}
        given = {name: str(file) for name, file in files.items() if file is not None}
        security = Security(require_encryption=True, **given)  # type: ignore[no-untyped-call]
        files_used = security.get_tls_config_for_role("client")  # type: ignore[no-untyped-call]
        if not (files_used["ca_file"] and files_used["cert"]):
            raise ClusterError(NO_CERTIFICATE(address=str(self._address)))
        return security

    async def _refusal(self, client: Client) -> Message | None:
        """Return why the scheduler may not be used, if so."""
        try:
            identity = await identity_of(client)
        except (TimeoutError, OSError) as error:
            return _no_scheduler(self._address, error)
        listens = identity["address"]
        if self._address.secure or is_loopback(host_of(listens)):
            return None
        return OPEN(address=str(self._address), listens=listens)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from logging: what a user should know is told in our own words."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    loud = [one for one in loggers if one.name.startswith("distributed") and not one.disabled]
    for one in loud:
        one.disabled = True
    try:
        yield
    finally:
        for one in loud:
            one.disabled = False


def _no_scheduler(address: SchedulerAddress, error: Exception) -> Message:
    return NO_SCHEDULER(address=str(address), reason=str(error) or type(error).__name__)
