"""Backups taken of either database, also under load, restore whole into either."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import IntegrityError

from api.publishing.records import find_published
from api.store.audit import head_of
from api.store.engine import open_engine, reading, sqlite_engine
from api.store.migrate import current, downgrade, newest
from api.store.tables import METADATA
from api.upkeep import backup
from api.upkeep import restore as restoring
from api.upkeep.backup import (
    BackupExistsError,
    DamagedBackupError,
    Manifest,
    OtherReleaseError,
    check_backup,
    write_backup,
)
from api.upkeep.restore import NotEmptyError, StillWrittenError, restore
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import (
    NOW,
    OTHER_ROSTER,
    add_plan,
    add_roster,
    fill,
    plan_with_notes,
    publish_version,
)
from tests.api.store.invariants import breaches
from tests.api.store.test_migrate import state_of

TRACED = (
    "audit_event",
    "audit_payload",
    "audit_head",
    "hotline",
    "login",
    "half_login",
    "link",
    "offer",
    "offered_role",
)
"""Tables in which a restoring leaves a trace: it is told, what is shown changed, nobody is signed in."""


def kept(state: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the rows of a store but for the trace of a restoring."""
    return {table: rows for table, rows in state.items() if table not in TRACED}


@contextmanager
def new_store(folder: Path) -> Iterator[Engine]:
    """Yield a SQLite store without tables."""
    folder.mkdir()
    engine = open_engine(folder)
    yield engine
    engine.dispose()


def test_a_backup_restores_every_row_into_either_database(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    before = state_of(engine)
    manifest = write_backup(engine, tmp_path / "b", NOW)
    assert check_backup(tmp_path / "b") == manifest
    assert manifest.database == engine.dialect.name
    with reading(engine) as connection:
        assert manifest.head == head_of(connection)
    with new_store(tmp_path / "other") as other:
        assert restore(other, tmp_path / "b", at=NOW).manifest == manifest
        after = state_of(other)
        assert kept(after) == kept(before)
        assert before["login"]
        assert before["link"]
        assert before["half_login"]
        assert before["offer"]
        ended = ("login", "half_login", "link", "offer", "offered_role")
        assert [after[name] for name in ended] == [[]] * len(ended)
        with reading(other) as connection:
            assert breaches(connection) == []
            assert head_of(connection).seq == manifest.head.seq + 1  # that it was restored is told
        write_backup(other, tmp_path / "c", NOW)
    # And back, over what is there.
    restored = restore(engine, tmp_path / "c", at=NOW, before=tmp_path / "d")
    assert restored.before == tmp_path / "d"
    assert kept(state_of(engine)) == kept(before)
    with reading(engine) as connection:
        assert breaches(connection) == []
    assert check_backup(tmp_path / "d").tables == manifest.tables


def test_nothing_is_overwritten_unless_that_is_said(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    (tmp_path / "b").write_text("kept")
    with pytest.raises(BackupExistsError):
        write_backup(engine, tmp_path / "b", NOW)
    assert (tmp_path / "b").read_text() == "kept"
    write_backup(engine, tmp_path / "c", NOW)
    before = state_of(engine)
    with pytest.raises(NotEmptyError):
        restore(engine, tmp_path / "c", at=NOW)
    with pytest.raises(BackupExistsError):
        restore(engine, tmp_path / "c", at=NOW, before=tmp_path / "b")
    assert state_of(engine) == before


def test_no_part_of_a_backup_that_failed_is_left(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("full")

    fill(engine)
    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr(backup, "_on_disk", refuse)
    with pytest.raises(OSError, match="full"):
        write_backup(engine, folder / "b", NOW)
    assert list(folder.iterdir()) == []


def test_a_backup_is_for_its_owner_alone_and_one_file(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    folder = tmp_path / "backups"
    folder.mkdir()
    write_backup(engine, folder / "b", NOW)
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert (folder / "b").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET name = 'Somebody else' WHERE agent = '1-1'",
        "DELETE FROM person WHERE agent = '3-1'",
        "DROP TABLE backup_manifest",
        "DELETE FROM backup_manifest",
        "UPDATE backup_manifest SET value = '{}'",
        "UPDATE backup_manifest SET value = replace(value, '\"format\": 1', '\"format\": 2')",
        "CREATE TABLE more (id INTEGER)",
    ],
)
def test_a_backup_that_is_not_as_it_was_written_is_refused(
    migrated_file: Path, tmp_path: Path, statement: str
) -> None:
    shutil.copy(migrated_file, tmp_path)
    engine = open_engine(tmp_path)
    fill(engine)
    write_backup(engine, tmp_path / "b", NOW)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "b")) as opened:
        opened.execute("PRAGMA foreign_keys=OFF")
        opened.execute(statement)
        opened.commit()
    with pytest.raises(DamagedBackupError):
        check_backup(tmp_path / "b")
    with new_store(tmp_path / "other") as other, pytest.raises(DamagedBackupError):
        restore(other, tmp_path / "b", at=NOW)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(4096)])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b").write_bytes(content)
    with pytest.raises(DamagedBackupError):
        check_backup(tmp_path / "b")


def test_every_byte_counts(migrated_file: Path, tmp_path: Path) -> None:
    """A name in which one letter is another one on disk is found, though no SQL was run."""
    shutil.copy(migrated_file, tmp_path)
    engine = open_engine(tmp_path)
    fill(engine)
    write_backup(engine, tmp_path / "b", NOW)
    engine.dispose()
    content = (tmp_path / "b").read_bytes()
    assert b"KANARIE-note" in content
    (tmp_path / "b").write_bytes(content.replace(b"KANARIE-note", b"KANARJE-note"))
    with pytest.raises(DamagedBackupError):
        check_backup(tmp_path / "b")


def sealed(file: Path, revision: str) -> None:
    """Let a backup's manifest say what is in the file now, and of which revision its tables are."""
    with closing(sqlite3.connect(file)) as opened:
        (text,) = opened.execute(f"SELECT value FROM {backup.MANIFEST}").fetchone()
        opened.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        said = json.loads(text) | {"revision": revision, "tables": backup._digests(opened)}
        opened.execute(f"UPDATE {backup.MANIFEST} SET value = ?", (json.dumps(said),))
        opened.commit()


@pytest.fixture
def filled_backup(migrated_file: Path, tmp_path: Path) -> Path:
    """Return a backup of a filled store."""
    shutil.copy(migrated_file, tmp_path)
    engine = open_engine(tmp_path)
    fill(engine)
    write_backup(engine, tmp_path / "b", NOW)
    engine.dispose()
    return tmp_path / "b"


def test_a_backup_of_an_older_release_is_brought_up(filled_backup: Path, tmp_path: Path) -> None:
    before = check_backup(filled_backup).tables
    older = sqlite_engine(filled_backup)
    downgrade(older, "0001")
    older.dispose()
    sealed(filled_backup, "0001")
    there = check_backup(filled_backup).tables.keys() - {*TRACED, "alembic_version", "feed_body"}
    assert {"person", "plan_revision", "assignment", "publication"} <= there
    content = filled_backup.read_bytes()
    with new_store(tmp_path / "other") as other:
        restore(other, filled_backup, at=NOW)
        with reading(other) as connection:
            assert current(connection) == newest()
            # It wrote calendars in one language; the others come with the next publication. Its links had
            # no seals; those that this release made lost theirs on the way back, and so their hash. It had no
            # ledger: what was published enters that with the next publication.
            lacking = ("calendar of", "audit event", "seal of", "ledger: {},")
            assert [told for told in breaches(connection) if not told.startswith(lacking)] == []
        again = write_backup(other, tmp_path / "again", NOW).tables
    assert {table: again[table] for table in there} == {table: before[table] for table in there}
    assert filled_backup.read_bytes() == content


def test_a_backup_of_a_newer_release_is_refused(filled_backup: Path, tmp_path: Path) -> None:
    sealed(filled_backup, "9999")
    with new_store(tmp_path / "other") as other, pytest.raises(OtherReleaseError) as refused:
        restore(other, filled_backup, at=NOW)
    assert refused.value.revision == "9999"


def test_a_store_of_an_older_release_is_not_backed_up(engine: Engine, tmp_path: Path) -> None:
    downgrade(engine, "0001")
    with pytest.raises(OtherReleaseError) as refused:
        write_backup(engine, tmp_path / "b", NOW)
    assert refused.value.revision == "0001"


def test_whoever_writes_while_a_store_is_replaced_is_noticed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = fill(engine)
    write_backup(engine, tmp_path / "b", NOW)

    def write_and_publish(engine: Engine, file: Path, at: datetime) -> Manifest:
        made = write_backup(engine, file, at)
        publish_version(engine, version, expected=1)
        return made

    monkeypatch.setattr(restoring, "write_backup", write_and_publish)
    with pytest.raises(StillWrittenError):
        restore(engine, tmp_path / "b", at=NOW, before=tmp_path / "c")
    with reading(engine) as connection:
        assert breaches(connection) == []
        assert find_published(connection, version.plan).number == version.number


class Publisher:
    """Adds roster versions and publishes each, on an engine of its own."""

    def __init__(self, place: str) -> None:
        self.engine = open_engine(place)
        self.revision = add_plan(self.engine, plan_with_notes())
        self.number = 0
        self.publish()

    def publish(self) -> None:
        """Publish another roster than the one before."""
        roster = (SMALL_ROSTER, OTHER_ROSTER)[self.number % 2]
        version = add_roster(self.engine, self.revision, roster, expected=self.number)
        publish_version(self.engine, version, expected=self.number)
        self.number = version.number


@pytest.fixture
def publisher(engine: Engine, place: str) -> Iterator[Publisher]:
    """Return one who publishes."""
    made = Publisher(place)
    yield made
    made.engine.dispose()


def published_while(publisher: Publisher, engine: Engine, table: str) -> None:
    """Let somebody publish at the moment when a backup begins to read a table."""
    begun: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def publish(*told: object) -> None:
        if f"FROM {table}" in str(told[2]) and not begun:
            begun.append(table)
            publisher.publish()


def restored_breaches(file: Path, folder: Path) -> list[str]:
    """Return what does not hold of a backup once it is restored."""
    with new_store(folder) as other:
        restore(other, file, at=NOW)
        with reading(other) as connection:
            return breaches(connection)


TABLES = ("roster_version", "assignment", "publication", "outbox", "audit_event", "feed_body")


@pytest.mark.parametrize("table", TABLES)
def test_who_publishes_meanwhile_is_in_a_backup_whole_or_not_at_all(
    engine: Engine, publisher: Publisher, tmp_path: Path, table: str
) -> None:
    published_while(publisher, engine, table)
    write_backup(engine, tmp_path / "b", NOW)
    assert publisher.number == 2
    assert restored_breaches(tmp_path / "b", tmp_path / "other") == []


def test_without_a_snapshot_a_backup_would_be_half(
    engine: Engine, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def table_by_table(_source: Connection, target: Connection) -> None:
        for table in METADATA.sorted_tables:
            with reading(engine) as connection:
                rows = [dict(row) for row in connection.execute(table.select()).mappings()]
            if rows:
                target.execute(table.insert(), rows)

    monkeypatch.setattr(backup, "copy_rows", table_by_table)
    published_while(publisher, engine, "publication")
    try:
        write_backup(engine, tmp_path / "b", NOW)
    except IntegrityError:
        return  # rows of which those that they refer to were not there yet
    assert restored_breaches(tmp_path / "b", tmp_path / "other") != []


def test_backups_under_load_restore_whole(engine: Engine, publisher: Publisher, tmp_path: Path) -> None:
    ended = Event()

    def publish() -> None:
        while not ended.is_set():
            publisher.publish()

    thread = Thread(target=publish)
    thread.start()
    try:
        heads = [write_backup(engine, tmp_path / f"{number}", NOW).head.seq for number in range(3)]
    finally:
        ended.set()
        thread.join()
    assert len(set(heads)) > 1
    for number in range(3):
        assert restored_breaches(tmp_path / f"{number}", tmp_path / f"other{number}") == []
