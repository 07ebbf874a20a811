"""Reads what secret addresses open; who asks while others are answered is answered together with them.

Where a database is a service of its own, an answer costs it and us several words to and fro. Thousands of
telephones then stand in a line, each with a thread and a connection, that is the longer the later it is
answered. Here one thread asks for all that have come meanwhile, by one question: the more wait, the less each
costs. A question begins after whoever it is asked for has come, so everybody reads what holds when they ask.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from api.calendars.records.opening import CalendarPoll, OpenedCalendar, open_addresses
from api.store.engine import Database, is_at_hand, single_read

AT_ONCE = 64
"""Addresses that are read by one question at most: no answer waits for a long one."""

Answer = Future[OpenedCalendar | None]


class CalendarReader:
    """Reads calendars for whoever polls.

    Parameters
    ----------
    database
        Where they lie.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[CalendarPoll, Answer]] = deque()
        self._lock, self._busy = Lock(), False
        # a thread of its own: nobody waits behind those who read pages
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="calendars")

    async def read(self, poll: CalendarPoll) -> OpenedCalendar | None:
        """Return what an address opens; nothing where it opens nothing.

        Raises
        ------
        UnavailableError
            Where the database cannot be reached.
        """
        answer: Answer = Future()
        with self._lock:
            self._waiting.append((poll, answer))
            begins, self._busy = not self._busy, True
        if begins and is_at_hand(self._database):
            # handing it to a thread and back would take longer than reading; who came with it is read too
            asyncio.get_running_loop().call_soon(self._work)
        elif begins:
            self._thread.submit(self._work)
        return await asyncio.wrap_future(answer)

    def _work(self) -> None:
        """Answer until nobody waits."""
        while batch := self._take():
            polls, answers = zip(*batch, strict=True)
            try:
                found = self._ask(polls)
            except BaseException as error:  # whatever it is, it is for those who asked
                for answer in answers:
                    answer.set_exception(error)
                continue
            for answer, calendar in zip(answers, found, strict=True):
                answer.set_result(calendar)

    def _take(self) -> list[tuple[CalendarPoll, Answer]]:
        """Take out those who are answered next, who still want to be; none where nobody waits any more."""
        with self._lock:
            batch: list[tuple[CalendarPoll, Answer]] = []
            while self._waiting and len(batch) < AT_ONCE:
                poll, answer = self._waiting.popleft()
                if answer.set_running_or_notify_cancel():
                    batch.append((poll, answer))
            self._busy = bool(batch)
            return batch

    def _ask(self, polls: Sequence[CalendarPoll]) -> list[OpenedCalendar | None]:
        with single_read(self._database) as connection:
            return open_addresses(connection, polls)
