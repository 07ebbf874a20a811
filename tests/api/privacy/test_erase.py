"""Who is erased is gone from every file, and no figure, hash or link of the audit chain is another one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event, select, text
from sqlalchemy.exc import IntegrityError

from api.configuration.settings import DATABASE_FILE
from api.privacy import erase as erasing
from api.privacy.erase import Erasure, erase_people
from api.privacy.erased_list import FILE, note_erased, read_erased
from api.privacy.inventory import ERASURE, HOLDINGS
from api.privacy.records.erasure import accounts_only_of
from api.privacy.records.subjects import subject_of
from api.store import overwriting
from api.store.append_only import unguarded
from api.store.columns import GDPR, METADATA, Gdpr
from api.store.engine import open_engine, reading, writing
from api.store.overwriting import StillReadError, overwrite_deleted
from api.store.personal_data import DataSubject, ErasureStep
from api.store.tables import ASSIGNMENT, FEED_BODY, PERSON, PLAN_REVISION, ROSTER_VERSION
from api.upkeep.backup import write_backup
from api.upkeep.restore import restore
from api.upkeep.verify import verify_integrity
from tests.api.store.crowd import (
    AGENTS,
    ERASED,
    SIGNING_IN,
    figures,
    fill_crowd,
    leaks,
    named,
    persons,
    told,
)
from tests.api.store.databases import name_of, postgresql_database
from tests.api.store.filled import AUTHOR, NOW
from tests.api.store.test_migrate import state_of
from tests.by_turns import by_turns
from wfm.errors import InputError

GONE = tuple(range(0, AGENTS, AGENTS // ERASED))
"""Numbers of the agents who are erased; one of them sits on every shift, with somebody who is not."""

WHOLLY = tuple(number for number in GONE if number != SIGNING_IN[-1])
"""Those of whom nothing is to be left; one of them all is a coordinator, too, and keeps that account."""

KEPT = (PLAN_REVISION, ROSTER_VERSION, ASSIGNMENT)


@pytest.fixture(scope="module")
def crowded_file(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """Return a SQLite store with the crowd in it."""
    folder = tmp_path_factory.mktemp("crowd")
    shutil.copy(migrated_file, folder)
    engine = open_engine(folder)
    fill_crowd(engine)
    engine.dispose()
    return folder / DATABASE_FILE


@pytest.fixture
def folder(tmp_path: Path, crowded_file: Path) -> Path:
    """Return a data folder with the crowd in it."""
    made = tmp_path / "data"
    made.mkdir()
    shutil.copy(crowded_file, made)
    return made


@pytest.fixture
def crowded(folder: Path) -> Iterator[Engine]:
    """Return the store of that folder."""
    engine = open_engine(folder)
    yield engine
    engine.dispose()


def erase_rows(engine: Engine, folder: Path) -> Erasure:
    """Erase what stands in tables, as the command does first."""
    ids = persons(engine, GONE)
    assert len(ids) == ERASED
    with writing(engine) as connection:
        done = erase_people(connection, ids, by=AUTHOR, at=NOW)
        note_erased(folder / FILE, done.ids, NOW)
    return done


def erase(engine: Engine, folder: Path) -> Erasure:
    """Erase as the command does, and take a backup afterwards."""
    done = erase_rows(engine, folder)
    overwrite_deleted(engine)
    write_backup(engine, folder / "after.backup", NOW)
    return done


def kept_rows(engine: Engine) -> dict[str, list[str]]:
    """Return the rows of tables that are only ever added to."""
    state = state_of(engine)
    return {table.name: state[table.name] for table in KEPT}


def test_fifty_of_five_hundred_leave_no_byte_in_any_file_and_change_no_figure(
    crowded: Engine, folder: Path
) -> None:
    assert leaks(folder, GONE)
    assert told(crowded, GONE)
    before, rows, subject = figures(crowded), kept_rows(crowded), subject_gone(crowded)
    done = erase(crowded, folder)
    assert remains(crowded, subject) == []
    assert done.ids == subject.ids
    assert len(subject.accounts) == len(SIGNING_IN) - 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "after.backup",
        FILE,
        DATABASE_FILE,
        f"{DATABASE_FILE}-shm",
        f"{DATABASE_FILE}-wal",
    ]
    assert leaks(folder, GONE) == ["after.backup", DATABASE_FILE]  # the coordinator's address is an account's
    assert named((folder / DATABASE_FILE).read_bytes()) & set(GONE) == {SIGNING_IN[-1]}
    assert leaks(folder, WHOLLY) == []
    assert told(crowded, GONE) == []
    with reading(crowded) as connection:
        bodies = connection.execute(select(FEED_BODY.c.body)).scalars().all()
    assert any(b"erased agent" in bytes(body).replace(b"\r\n ", b"") for body in bodies)
    # … and all that is left to be told of.
    assert {(one.table, one.stays) for one in done.doubtful} == {("account", True), ("oidc_identity", True)}
    assert DATABASE_FILE in leaks(folder, {1})  # who was not erased is there
    assert figures(crowded) == before
    assert kept_rows(crowded) == rows
    with reading(crowded) as connection:
        assert verify_integrity(connection).holds


@pytest.fixture(scope="module")
def crowded_database(server: str, migrated_database: str) -> Iterator[str]:
    """Return the address of a PostgreSQL database with the crowd in it, to be copied."""
    with postgresql_database(server, name_of(migrated_database)) as url:
        engine = open_engine(url)
        fill_crowd(engine)
        engine.dispose()
        yield url


def test_of_postgresql_no_byte_is_left_in_its_tables(
    server: str, crowded_database: str, tmp_path: Path
) -> None:
    with postgresql_database(server, name_of(crowded_database)) as url:
        engine = _sampled(url)
        files = _files_of(engine)
        assert leaks(files, WHOLLY)
        before, rows = figures(engine), kept_rows(engine)
        erase(engine, tmp_path)
        _flush(engine)
        assert leaks(files, WHOLLY) == []
        assert leaks(tmp_path, WHOLLY) == []
        assert told(engine, GONE) == []
        assert leaks(files, {1})
        assert figures(engine) == before
        assert kept_rows(engine) == rows
        with reading(engine) as connection:
            assert verify_integrity(connection).holds
        engine.dispose()


def test_postgresql_would_keep_them_if_its_tables_were_not_written_anew(
    server: str, crowded_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql_database(server, name_of(crowded_database)) as url:
        engine = _sampled(url)
        monkeypatch.setattr(overwriting, "_postgresql", lambda *_: None)
        erase(engine, tmp_path)
        _flush(engine)
        assert leaks(_files_of(engine), WHOLLY)
        engine.dispose()


def test_postgresql_would_keep_them_among_its_commonest_values(
    server: str, crowded_database: str, tmp_path: Path
) -> None:
    with postgresql_database(server, name_of(crowded_database)) as url:
        engine = open_engine(url)
        with writing(engine) as connection:  # as it would be if they had not been left out
            for table in METADATA.sorted_tables:
                for column in table.columns:
                    said = f'ALTER TABLE "{table.name}" ALTER COLUMN "{column.name}" SET STATISTICS -1'
                    connection.execute(text(said))
        engine.dispose()
        engine = _sampled(url)
        erase(engine, tmp_path)
        _flush(engine)
        assert leaks(_files_of(engine), WHOLLY)
        engine.dispose()


def _sampled(url: str) -> Engine:
    """Return an engine on a database of which PostgreSQL has looked for the commonest values."""
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    _flush(engine)
    return engine


def _flush(engine: Engine) -> None:
    """Have everything written to disk that PostgreSQL holds in memory."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))


def _files_of(engine: Engine) -> Path:
    """Return the folder in which a database's tables lie."""
    with reading(engine) as connection:
        data = connection.execute(text("SHOW data_directory")).scalar_one()
        asked = text("SELECT oid FROM pg_database WHERE datname = current_database()")
        return Path(data) / "base" / str(connection.execute(asked).scalar_one())


def _careless(engine: Engine) -> None:
    """Let SQLite leave what was deleted where it was."""

    @event.listens_for(engine, "connect")
    def leave(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA secure_delete=OFF")

    engine.dispose()


def test_they_would_stay_on_disk_if_nothing_was_overwritten(
    crowded: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _careless(crowded)
    monkeypatch.setattr(overwriting, "_compact", lambda _: True)
    erase(crowded, folder)
    assert leaks(folder, WHOLLY) == [DATABASE_FILE]


def test_either_of_deleting_securely_and_writing_anew_would_do(
    crowded: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _careless(crowded)
    erase(crowded, folder)
    assert leaks(folder, WHOLLY) == []


def test_they_would_stay_in_the_log_if_it_was_not_emptied(
    crowded: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overwriting, "_log_emptied", lambda _: True)
    erase(crowded, folder)
    assert leaks(folder, WHOLLY)


@pytest.mark.parametrize("left_out", by_turns(ERASURE, 3), ids=[step.table.name for step in ERASURE])
def test_they_would_stay_if_a_step_was_left_out(
    crowded: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch, left_out: ErasureStep
) -> None:
    monkeypatch.setattr(erasing, "ERASURE", tuple(step for step in ERASURE if step is not left_out))
    if left_out.table is not PERSON:  # what others' calendars and texts tell is no table's of these
        monkeypatch.setattr(erasing, "forget_in_feeds", lambda *_: 0)
        monkeypatch.setattr("api.privacy.erase.free_texts.find_texts", lambda *_: ())
    subject = subject_gone(crowded)
    try:
        erase_rows(crowded, folder)
    except IntegrityError:  # something would refer to what is no longer there
        return
    if left_out.table is PERSON:
        overwrite_deleted(crowded)
        assert leaks(folder, WHOLLY)
    else:
        assert remains(crowded, subject) == [left_out.table.name]


def subject_gone(engine: Engine) -> DataSubject:
    """Return whom `erase` erases."""
    ids = persons(engine, GONE)
    with reading(engine) as connection:
        return subject_of(connection, ids, accounts_only_of(connection, ids))


def remains(engine: Engine, subject: DataSubject) -> list[str]:
    """Return the tables that still tell of somebody, but for that of persons, who are told of by nothing."""
    with reading(engine) as connection:
        steps = [step for step in ERASURE if step.table is not PERSON]
        return [
            step.table.name
            for step in steps
            if next(step.holding.rows(connection, subject), None) is not None
        ]


def test_they_would_stay_in_calendars_of_others(
    crowded: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "forget_in_feeds", lambda *_: 0)
    erase(crowded, folder)
    assert told(crowded, GONE)


def test_a_figure_that_changed_would_be_noticed(crowded: Engine, folder: Path) -> None:
    before, rows = figures(crowded), kept_rows(crowded)
    ids = persons(crowded, GONE)
    assert figures(crowded) == before
    with writing(crowded) as connection, unguarded(connection):
        connection.execute(delete(ASSIGNMENT).where(ASSIGNMENT.c.person_id.in_(ids)))
    with suppress(InputError):  # what was claimed of the roster is refuted by what is left of it
        assert figures(crowded) != before
    assert kept_rows(crowded) != rows
    with reading(crowded) as connection:
        assert not verify_integrity(connection).holds


def test_an_older_backup_does_not_bring_them_back(crowded: Engine, folder: Path, tmp_path: Path) -> None:
    write_backup(crowded, tmp_path / "before.backup", NOW)
    erase(crowded, folder)
    listed = read_erased(folder / FILE)
    number = ERASED + len(SIGNING_IN) - 1
    assert len(listed) == number
    for name, erased, again in (("listed", listed, number), ("unlisted", frozenset[str](), 0)):
        (tmp_path / name).mkdir()
        other = open_engine(tmp_path / name)
        assert restore(other, tmp_path / "before.backup", at=NOW, erased=erased).erased == again
        assert bool(leaks(tmp_path / name, WHOLLY)) == (again == 0)
        assert figures(other) == figures(crowded)
        other.dispose()
    # Over the store itself: it knows without a list.
    (folder / FILE).unlink()
    kept = tmp_path / "kept.backup"
    assert restore(crowded, tmp_path / "before.backup", at=NOW, before=kept).erased == number
    assert leaks(folder, WHOLLY) == []


def test_whoever_reads_on_is_waited_for_and_told(crowded: Engine, folder: Path) -> None:
    ids = persons(crowded, GONE)
    with reading(crowded) as reader:
        reader.execute(select(PERSON.c.id)).all()
        with writing(crowded) as connection:
            erase_people(connection, ids, by=None, at=NOW)
        with pytest.raises(StillReadError):
            overwrite_deleted(crowded, patience=0.3)
    overwrite_deleted(crowded, patience=0.3)
    assert leaks(folder, WHOLLY) == []


def test_every_personal_column_is_erased() -> None:
    covered = {(step.table.name, column) for step in ERASURE for column in step.columns}
    held = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.info[GDPR] == Gdpr.PERSONAL
    }
    assert held - covered == set()
    assert {table for table, _ in covered} <= set(HOLDINGS)


def test_where_anything_is_held_of_somebody_is_known() -> None:
    speaking = {
        table.name
        for table in METADATA.sorted_tables
        if any(column.info[GDPR] != Gdpr.NONE for column in table.columns)
    }
    assert speaking - set(HOLDINGS) == set()
