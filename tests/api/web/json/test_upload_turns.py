from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest

from api.web.json import upload_turns as turns
from tests.api.filled_service import PLAN, XLSX, Served
from tests.api.showcase import HOST

WAITING = 60
"""Uploads that wait; more than there are threads for requests."""


@pytest.fixture
def kind() -> str:
    """Return one database: uploads are read before it is asked."""
    return "sqlite"


@contextmanager
def all_turns_taken() -> Iterator[None]:
    """Hold every turn."""
    for _ in range(turns.AT_ONCE):
        assert turns._TURNS.acquire(blocking=False)
    try:
        yield
    finally:
        for _ in range(turns.AT_ONCE):
            turns._TURNS.release()


def test_whoever_gets_no_turn_is_told_to_come_again(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    before = served.digest()
    with all_turns_taken():
        answer = served.send("POST", f"{PLAN}/merge", b"x", began=1, media=XLSX)
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/v1/docs#problem-busy")
    assert answer.headers["retry-after"].isdecimal()
    assert served.digest() == before
    assert served.send("POST", f"{PLAN}/merge", b"x", began=1, media=XLSX).status_code == 422


def test_a_turn_ends_also_where_the_upload_is_refused(served: Served) -> None:
    for _ in range(turns.AT_ONCE + 1):
        assert served.send("POST", f"{PLAN}/merge", b"x", began=1, media=XLSX).status_code == 422


def test_whoever_waits_for_a_turn_holds_no_thread(served: Served) -> None:
    async def ask() -> list[int]:
        transport = httpx2.ASGITransport(served.app)
        async with httpx2.AsyncClient(transport=transport, base_url=HOST) as client:
            with all_turns_taken():
                uploads = [asyncio.create_task(upload(client, number)) for number in range(WAITING)]
                await asyncio.sleep(0.3)
                health = await asyncio.wait_for(client.get("/healthz"), turns.PATIENCE / 2)
                assert not any(task.done() for task in uploads)
            return [health.status_code, *(await asyncio.gather(*uploads))]

    assert asyncio.run(ask()) == [200, *([422] * WAITING)]


async def upload(client: httpx2.AsyncClient, number: int) -> int:
    headers = {
        "x-caller": "coordinator",
        "content-type": XLSX,
        "if-match": '"1"',
        "idempotency-key": f"waits-{number}",
    }
    answer = await client.post(f"{PLAN}/merge", content=b"x", headers=headers)
    return answer.status_code
