"""A backup: one SQLite file with every row of a store, whichever database it came from, and a manifest.

It is read in one snapshot, so whoever writes meanwhile is in it whole or not at all. As it is a store
itself, an older one is brought to the newest tables by the same migrations, and it may be restored into
either database. It holds no page that was deleted: what was erased before is not in it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from api.store.audit import Head, head_of
from api.store.digests import Digest
from api.store.engine import Connection, Database, reading, snapshot, sqlite_engine, writing
from api.store.errors import StoreError
from api.store.migrate import UnknownRevisionError, current, newest, upgrade, upgrade_known
from api.upkeep.records.copy import copy_rows, empty_tables

FORMAT = 1
"""Of the file; rises where a program could no longer read it."""

MANIFEST = "backup_manifest"


class BackupError(StoreError):
    """A backup cannot be made or used; nothing was changed."""


class BackupExistsError(BackupError):
    """A file stands there already, and is not overwritten."""


class DamagedBackupError(BackupError):
    """The file is no backup, or not as it was written."""


class OtherReleaseError(BackupError):
    """The tables are of another release: older in a store, newer in a backup, than this program's.

    Parameters
    ----------
    revision
        Of the tables; none where there are none.
    """

    def __init__(self, revision: str | None) -> None:
        self.revision = revision
        super().__init__(f"revision {revision}")


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    Parameters
    ----------
    format, revision
        Of the file, and of the tables in it.
    made_at
        When it was begun, in UTC.
    database
        What it was made of: ``sqlite`` or ``postgresql``.
    head
        The end of the audit chain.
    tables
        Number of rows and digest of each table.
    """

    format: int
    revision: str
    made_at: datetime
    database: str
    head: Head
    tables: Mapping[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(rows for rows, _ in self.tables.values())


def write_backup(engine: Database, file: Path, at: datetime) -> Manifest:
    """Write a backup of a store; it stands there whole and on disk, or not at all.

    Raises
    ------
    BackupExistsError
        Where there is something of that name.
    OtherReleaseError
        Where the store's tables are not those of this program.
    OSError
        Where it cannot be written.
    """
    if file.exists():
        raise BackupExistsError(str(file))
    part = file.with_name(f".{file.name}.{token_hex(8)}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        manifest = _written(engine, part, at)
        _on_disk(part)
        try:
            os.link(part, file)  # unlike a renaming, it refuses to overwrite
        except FileExistsError:
            raise BackupExistsError(str(file)) from None
        _on_disk(file.parent)
    finally:
        for left in file.parent.glob(f"{part.name}*"):
            left.unlink()
    return manifest


def check_backup(file: Path) -> Manifest:
    """Return what a backup says of itself, once every row of it was held against that.

    Raises
    ------
    DamagedBackupError
        Where it is not as it was written.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            whole = opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = dict(opened.execute(f"SELECT name, value FROM {MANIFEST}"))
            manifest = _manifest(json.loads(rows["manifest"]))
            if not whole or manifest.format != FORMAT or _digests(opened) != manifest.tables:
                raise DamagedBackupError(str(file))
    except (sqlite3.Error, KeyError, ValueError, TypeError) as error:
        raise DamagedBackupError(str(file)) from error
    return manifest


@contextmanager
def open_copy(file: Path, folder: Path) -> Iterator[Connection]:
    """Open a copy of a backup in a folder, with the tables of this program; the file stays as it is.

    Raises
    ------
    OtherReleaseError
        Where it was made by a newer release.
    """
    copy = folder / "backup.db"
    copy.write_bytes(b"")
    copy.chmod(0o600)
    with file.open("rb") as given, copy.open("wb") as taken:
        while block := given.read(1 << 20):
            taken.write(block)
    engine = sqlite_engine(copy)
    try:
        try:
            upgrade_known(engine)
        except UnknownRevisionError as error:
            raise OtherReleaseError(error.revision) from error
        with reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _written(engine: Database, part: Path, at: datetime) -> Manifest:
    target = sqlite_engine(part)
    try:
        upgrade(target)
        with snapshot(engine) as source:
            revision = current(source)
            if revision != newest():
                raise OtherReleaseError(revision)
            with writing(target) as connection:
                empty_tables(connection)
                copy_rows(source, connection)
            head = head_of(source)
    finally:
        target.dispose()
    with closing(sqlite3.connect(part)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        manifest = Manifest(
            format=FORMAT,
            revision=newest(),
            made_at=at,
            database=engine.dialect.name,
            head=head,
            tables=_digests(opened),
        )
        opened.execute(f"CREATE TABLE {MANIFEST} (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        opened.execute(f"INSERT INTO {MANIFEST} VALUES ('manifest', ?)", (json.dumps(_document(manifest)),))
        opened.commit()
    return manifest


def _digests(opened: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """Return number of rows and digest of each table of a file, by the values as they lie there."""
    named = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> ?", (MANIFEST,))
    found = {}
    for (table,) in named.fetchall():
        digest = Digest()
        for row in opened.execute(f'SELECT * FROM "{table}"'):
            digest.add(row)
        found[str(table)] = digest.rows, digest.sha256
    return found


def _document(manifest: Manifest) -> dict[str, Any]:
    return {**asdict(manifest), "made_at": manifest.made_at.isoformat()}


def _manifest(said: Mapping[str, Any]) -> Manifest:
    parts = {
        "made_at": datetime.fromisoformat(said["made_at"]),
        "head": Head(**said["head"]),
        "tables": {name: (int(rows), str(digest)) for name, (rows, digest) in said["tables"].items()},
    }
    return Manifest(**{**said, **parts})


def _on_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is on disk."""
    if path.is_dir() and os.name != "posix":  # elsewhere a folder cannot be opened
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
