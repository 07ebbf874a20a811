"""While a publication is made or a file read memory is not searched; afterwards all is as it was."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from weakref import WeakSet

import anyio
import pytest

from api.publishing import service
from api.store import pauses
from api.store.pauses import short_pauses
from api.web.json.upload_turns import turn
from tests.api.filled_service import Served
from tests.api.web.json.fuzzing import filled_store


@pytest.fixture(autouse=True)
def _searching() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_the_last_who_leaves_lets_memory_be_searched_again() -> None:
    with short_pauses():
        with short_pauses():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_memory_is_searched_again_after_a_fault_and_not_where_it_was_not() -> None:
    with pytest.raises(ValueError, match="wrong"), short_pauses():
        raise ValueError("wrong")
    assert gc.isenabled()
    gc.disable()
    with short_pauses():
        pass
    assert not gc.isenabled()


def test_calendars_are_written_and_put_in_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    served, seen = Served(filled_store()), list[bool]()
    for name in ("prepare_publication", "_put_in"):
        act = getattr(service, name)

        def look(*given: Any, act: Any = act, **named: Any) -> Any:
            seen.append(gc.isenabled())
            return act(*given, **named)

        monkeypatch.setattr(service, name, look)
    told = served.send("PUT", "published", {"number": 2, "accept_short_notice": True}, began=1)
    assert told.status_code == 200
    assert seen == [False] * 2
    assert gc.isenabled()


def test_files_are_read_without_a_search() -> None:
    async def read() -> bool:
        async with turn():
            return gc.isenabled()

    assert not anyio.run(read)
    assert gc.isenabled()


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


def test_memory_stays_bounded_while_files_overlap_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "LONGEST", 0.01)
    alive, most = WeakSet[_Cycle](), 0
    here = ExitStack()
    here.enter_context(short_pauses())
    for _ in range(20):
        after = ExitStack()
        time.sleep(0.005)
        after.enter_context(short_pauses())  # the next has come before the one before goes
        for _ in range(100):
            alive.add(_Cycle())
        here.close()
        here = after
        most = max(most, len(alive))
    here.close()
    assert most <= 1000, "cycles of half of the pauses or more are there at once"
    assert gc.isenabled()


def test_whoever_comes_late_does_not_end_the_pause_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "LONGEST", 0.0)
    with short_pauses():
        with short_pauses():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_turn_that_is_given_up_lets_memory_be_searched_again() -> None:
    async def hold(within: anyio.Event) -> None:
        async with turn():
            within.set()
            await anyio.sleep_forever()

    async def give_up() -> bool:
        within = anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(hold, within)
            await within.wait()
            before = gc.isenabled()
            tasks.cancel_scope.cancel()
        return before

    assert not anyio.run(give_up)
    assert gc.isenabled()
