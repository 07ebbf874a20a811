"""The benchmark of polls, in small: it counts what it should, and a service that misbehaves is found out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from sqlite3 import connect

import pytest

import wfm
from api.configuration.settings import DATABASE_FILE
from api.store.engine import Database, open_engine, writing
from api.store.migrate import upgrade
from benchmarks import polling, polls
from benchmarks.crowd import Crowd, Subscriber, edited, gathered, moved_to_now
from benchmarks.plans import KINDS
from tests.awaited import awaited


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """Return a week's plan, followed by a few."""
    database = open_engine(tmp_path_factory.mktemp("crowd"))
    upgrade(database)
    yield gathered(database, KINDS["week"](1), 60, 1)
    database.dispose()


def test_everybody_has_an_address_of_their_own(crowd: Crowd) -> None:
    assert len({one.secret for one in crowd.subscribers}) == 60
    assert 0 < sum(one.agent is None for one in crowd.subscribers) < 60


def test_an_edit_keeps_the_rules_and_changes_whose_shifts_it_says(crowd: Crowd) -> None:
    roster, whose = edited(crowd, 2, 1)
    assert wfm.measure(crowd.plan, roster).breaches == ()
    changed = {a.id for a in crowd.plan.agents if roster.of_agent(a.id) != crowd.roster.of_agent(a.id)}
    assert changed == whose
    assert len(whose) == 4


def test_a_plan_that_is_moved_lies_about_now_and_is_the_same_else() -> None:
    plan, today = KINDS["week"](1), date(2027, 4, 20)  # the clock was set ahead in between
    moved = moved_to_now(plan, today)
    days = moved.hotline.period.first_day - plan.hotline.period.first_day
    assert days.days % 7 == 0
    assert moved.hotline.period.first_day < today
    assert (today - moved.hotline.period.first_day).days < 14
    assert len(moved.shifts) == len(plan.shifts)
    assert {(e.agent, e.first_day - days, e.last_day - days) for e in moved.availability} == {
        (e.agent, e.first_day, e.last_day) for e in plan.availability
    }


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[int]:
    """Answer each request on a port with the next of these, over and over."""
    turn, serving = 0, set[asyncio.Task[None] | None]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal turn
        serving.add(asyncio.current_task())
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(answers[turn % len(answers)])
                turn += 1
        except asyncio.IncompleteReadError:
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(serve, polls.HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await asyncio.gather(*filter(None, serving))


UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'
WHOLE = b'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nETag: "a"\r\n\r\nabc'
FAULT = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
OTHER = b'HTTP/1.1 304 Not Modified\r\nETag: "b"\r\n\r\n'


def storm(held: float, *answers: bytes) -> polls.Figures:
    async def act() -> polls.Figures:
        async with answering(*answers) as port:
            who = [Subscriber("x", None, '"a"')]
            return await polls.storm(port, who, rate=200, seconds=0.2, held=held, seed=1)

    return awaited(act())


def test_good_answers_are_no_errors() -> None:
    held, fresh = storm(1.0, UNCHANGED), storm(0.0, WHOLE)
    assert (held.errors, fresh.errors) == ([], [])
    assert held.unchanged == len(held.latencies) > 10
    assert fresh.unchanged == 0 < len(fresh.latencies)


@pytest.mark.parametrize(("held", "answer"), [(1.0, FAULT), (1.0, WHOLE), (1.0, OTHER), (0.0, UNCHANGED)])
def test_other_answers_are_errors(held: float, answer: bytes) -> None:
    found = storm(held, answer)
    assert len(found.errors) == len(found.latencies) > 0


def test_a_service_that_is_not_there_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind((polls.HOST, 0))
        who = [Subscriber("x", None, '"a"')]
        found = awaited(polls.storm(taken.getsockname()[1], who, rate=50, seconds=0.1, held=1, seed=1))
    assert found.errors
    assert found.latencies == []


def test_a_percentile_is_a_latency_that_was_seen() -> None:
    figures = polls.Figures(latencies=[n / 1000 for n in range(100, 0, -1)])
    assert (figures.at(0.5), figures.at(0.99), figures.at(1.0)) == (51, 100, 100)


def test_a_write_by_anybody_is_counted(tmp_path: Path) -> None:
    database: Database = open_engine(tmp_path)
    upgrade(database)
    file = tmp_path / DATABASE_FILE
    writes = polling.Writes(database, file)
    writes.count()
    assert writes.many == 0
    with connect(file) as other:
        other.execute("SELECT * FROM hotline").fetchall()
    other.close()
    writes.count()
    assert writes.many == 0
    with writing(database) as connection:
        connection.exec_driver_sql("UPDATE audit_head SET seq = 5")
    writes.count()
    assert writes.many == 1
    writes.close()
    database.dispose()


def test_a_small_run_meets_its_targets_but_perhaps_that_of_time(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "--instance week --subscribers 40 --rate 5 --seconds 4 --no-solve"
    polling.main(asked.split())
    told = dict(line.split(" = ") for line in capsys.readouterr().out.splitlines())
    for name in (
        "errors",
        "database writes by polls",
        "calendars that an edit should have changed and did not",
        "calendars of others that an edit changed",
        "secrets in the log",
    ):
        assert told[name] == "0 (0)", name
    assert int(told["polls"]) > 10
