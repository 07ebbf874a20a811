"""A limit lets exactly as many through as it says, however many come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, event, select

from api.accounts.records.attempts import Limit, Try, give_back, key_of, sweep, take
from api.store.engine import reading, writing
from api.store.errors import UnavailableError
from api.store.tables import ATTEMPT
from tests.api.store.filled import NOW

LIMIT = Limit(10, timedelta(minutes=15))
TRIES, AT_ONCE = 1_000, 10


@pytest.fixture
def quick(engine: Engine) -> Engine:
    """Return an engine that leaves it to the system when to write to the disk: a machine doesn't die here."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda found, _: found.execute("PRAGMA synchronous=OFF"))
    return engine


def try_once(engine: Engine, seconds: float = 0, about: str = "somebody") -> Try:
    while True:
        try:
            with writing(engine) as connection:
                return take(connection, "account", about, LIMIT, NOW + timedelta(seconds=seconds))
        except UnavailableError:  # a crowded SQLite asks to come again; nothing was counted
            continue


def let_through(engine: Engine, tries: int) -> int:
    """Try as often, many at once and with clocks that differ; return how many were allowed."""
    barrier = Barrier(AT_ONCE)

    def run(place: int) -> int:
        barrier.wait()
        return sum(try_once(engine, 0.001 * (place - n % 3)).allowed for n in range(tries // AT_ONCE))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(run, range(AT_ONCE)))


def test_of_a_thousand_at_once_exactly_as_many_go_through_as_the_limit_says(quick: Engine) -> None:
    assert let_through(quick, TRIES) == LIMIT.most


def test_read_first_and_written_back_the_limit_would_let_everybody_through(quick: Engine) -> None:
    barrier = Barrier(2 * LIMIT.most)

    def carelessly(_: int) -> bool:
        with reading(quick) as connection:
            key = key_of("account", "somebody")
            before = connection.execute(select(ATTEMPT.c.count).where(ATTEMPT.c.key == key)).scalar() or 0
        barrier.wait()  # everybody reads before anybody writes
        try_once(quick)
        return bool(before < LIMIT.most)

    with ThreadPoolExecutor(2 * LIMIT.most) as pool:
        assert sum(pool.map(carelessly, range(2 * LIMIT.most))) == 2 * LIMIT.most


def test_the_last_try_within_the_time_is_refused_and_the_first_after_it_allowed(engine: Engine) -> None:
    assert all(try_once(engine).allowed for _ in range(LIMIT.most))
    end = LIMIT.within.total_seconds()
    assert not try_once(engine, end - 0.001).allowed
    again = try_once(engine, end)
    assert again.allowed
    assert again.until == NOW + 2 * LIMIT.within


def test_what_is_counted_for_one_does_not_count_for_another(engine: Engine) -> None:
    for _ in range(LIMIT.most + 5):
        try_once(engine)
    assert try_once(engine, about="somebody else").allowed
    with writing(engine) as connection:
        assert take(connection, "address", "somebody", LIMIT, NOW).allowed


def test_a_try_that_was_no_failure_is_given_back_but_not_to_a_later_count(engine: Engine) -> None:
    for _ in range(3 * LIMIT.most):
        tried = try_once(engine)
        assert tried.allowed
        with writing(engine) as connection:
            give_back(connection, tried)
    early = try_once(engine)
    later = [try_once(engine, LIMIT.within.total_seconds()) for _ in range(LIMIT.most)]
    with writing(engine) as connection:
        give_back(connection, early)
    assert all(one.allowed for one in later)
    assert not try_once(engine, LIMIT.within.total_seconds()).allowed


def test_nothing_of_whom_is_counted_stands_in_the_database_and_it_goes_with_the_time(engine: Engine) -> None:
    try_once(engine, about="leder@example.dk")
    with writing(engine) as connection:
        (row,) = connection.execute(select(ATTEMPT)).mappings()
        assert row["key"] == key_of("account", "leder@example.dk")
        assert "example" not in repr(row)
        sweep(connection, NOW + LIMIT.within - timedelta(seconds=1))
        assert connection.execute(select(ATTEMPT)).all()
        sweep(connection, NOW + LIMIT.within)
        assert connection.execute(select(ATTEMPT)).all() == []
