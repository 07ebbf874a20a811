from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Thread
from typing import cast

import pytest
from sqlalchemy import Engine, event, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from api.configuration.settings import DATABASE_FILE as FILE
from api.store.engine import open_engine, postgresql_engine, reading, sqlite_engine, writing
from api.store.errors import UnavailableError
from api.store.tables import HOTLINE, OUTBOX
from api.store.types import canonical, new_id

NOON = datetime(2026, 10, 25, 12, tzinfo=UTC)


def hotline(code: str = "ddh", at: datetime = NOON) -> dict[str, object]:
    """Return a row."""
    return {"id": new_id(), "code": code, "name": "Hotline", "created_at": at}


def test_sqlite_keeps_what_it_was_told(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
    }
    with reading(engine) as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in expected}
    engine.dispose()
    assert found == expected


@pytest.mark.parametrize("name", ["vagter.db", "vores vagter? 100%.db"])
def test_a_database_may_be_a_file_that_an_address_names(tmp_path: Path, name: str) -> None:
    for place, file in ((f"sqlite:///{tmp_path / 'own.db'}", "own.db"), (tmp_path / name, f"{name}/{FILE}")):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        engine = open_engine(place)
        with reading(engine) as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        engine.dispose()
        assert (tmp_path / file).is_file()


def test_postgresql_waits_for_nothing_for_ever(server: str) -> None:
    engine = postgresql_engine(server)
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "timezone")
    with reading(engine) as connection:
        found = [connection.execute(text(f"SHOW {name}")).scalar() for name in names]
    engine.dispose()
    assert found == ["5s", "30s", "1min", "UTC"]


def test_what_raises_leaves_nothing(engine: Engine) -> None:
    def write() -> None:
        with writing(engine) as connection:
            connection.execute(insert(HOTLINE).values(**hotline()))
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError):
        write()
    with reading(engine) as connection:
        assert connection.execute(select(HOTLINE)).all() == []


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9))])
def test_a_moment_comes_back_as_the_same_one_in_utc(engine: Engine, zone: timezone) -> None:
    at = NOON.astimezone(zone).replace(microsecond=123)
    with writing(engine) as connection:
        connection.execute(insert(HOTLINE).values(**hotline(at=at)))
        found = connection.execute(select(HOTLINE.c.created_at)).scalar_one()
    assert found == at
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="has no zone"), writing(engine) as connection:
        connection.execute(insert(HOTLINE).values(**hotline(at=datetime(2026, 10, 25, 2, 30))))


def test_a_document_is_stored_as_the_same_bytes_in_both_databases(engine: Engine) -> None:
    document = {"b": [1, 2.5, None, True], "a": "æøå 🛟 \u2028"}
    with writing(engine) as connection:
        row = {"id": new_id(), "created_at": NOON, "kind": "test", "payload": document}
        connection.execute(insert(OUTBOX).values(**row))
        assert connection.execute(text("SELECT payload FROM outbox")).scalar_one() == canonical(document)
        assert connection.execute(select(OUTBOX.c.payload)).scalar_one() == document
    assert canonical(document).startswith('{"a":')


def _count_up(engine: Engine, rounds: int, failed: list[str]) -> None:
    for _ in range(rounds):
        try:
            with writing(engine) as connection:
                name = connection.execute(select(HOTLINE.c.name).with_for_update()).scalar_one()
                connection.execute(HOTLINE.update().values(name=str(int(name) + 1)))
        except UnavailableError as error:
            failed.append(str(cast("DBAPIError", error.__cause__).orig))


def _counted(*engines: Engine) -> tuple[int, list[str]]:
    """Let four threads read and then write, 25 times each; an engine more is like a process more."""
    engine = engines[0]
    with writing(engine) as connection:
        connection.execute(insert(HOTLINE).values(**(hotline() | {"name": "0"})))
    failed: list[str] = []
    barrier = Barrier(4)

    def work(n: int) -> None:
        barrier.wait()
        _count_up(engines[n % len(engines)], 25, failed)

    threads = [Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as connection:
        return int(connection.execute(select(HOTLINE.c.name)).scalar_one()), failed


def test_writers_that_read_first_wait_for_each_other(engine: Engine) -> None:
    assert _counted(engine) == (100, [])


def test_without_a_lock_from_the_beginning_sqlite_refuses_some(migrated_file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(migrated_file.read_bytes())
    engines = [sqlite_engine(tmp_path / "copy") for _ in range(4)]

    def defer(*told: object) -> tuple[object, object]:
        statement, parameters = told[2], told[3]
        return ("BEGIN" if statement == "BEGIN IMMEDIATE" else statement), parameters

    for engine in engines:
        event.listen(engine, "before_cursor_execute", defer, retval=True)
    count, failed = _counted(*engines)
    for engine in engines:
        engine.dispose()
    assert "database is locked" in failed
    assert count + len(failed) == 100


def test_of_one_process_a_writer_waits_its_turn_and_not_for_ever(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself is asked for its lock only by whoever has the turn."""
    (tmp_path / "copy").write_bytes(migrated_file.read_bytes())
    engine = sqlite_engine(tmp_path / "copy")
    monkeypatch.setattr("api.store.engine.WAIT_SECONDS", 0.05)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def fail() -> None:
        with writing(engine) as connection:
            connection.execute(insert(HOTLINE).values(**hotline()))
            before = list(asked)
            with pytest.raises(UnavailableError), writing(engine):
                pass
            assert asked == before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with writing(engine) as connection:  # the turn came back, though its holder failed
        connection.execute(insert(HOTLINE).values(**hotline()))
    engine.dispose()
