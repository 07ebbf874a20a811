"""A backup into a store: all of it in one transaction, or nothing; who was erased since is erased again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, delete, func, select, update

from api.privacy.erase import erase_people, erased_people, still_there
from api.store import audit
from api.store.audit import START, Head, head_of
from api.store.digests import digest_of
from api.store.engine import reading, writing
from api.store.migrate import upgrade
from api.store.overwriting import overwrite_deleted
from api.store.tables import AUDIT_HEAD, HALF_LOGIN, HOTLINE, LINK, LOGIN, METADATA
from api.upkeep.backup import (
    BackupError,
    DamagedBackupError,
    Manifest,
    check_backup,
    opened_copy,
    write_backup,
)
from api.upkeep.copy import copy_rows, emptied, is_empty


class NotEmptyError(BackupError):
    """There is something in the store already, and nobody said that it is to go."""


class StillWrittenError(BackupError):
    """Somebody wrote into the store that is to be replaced, after it was backed up."""


@dataclass(frozen=True)
class Restored:
    """What was restored.

    Parameters
    ----------
    manifest
        Of the backup.
    erased
        How many who are in the backup were erased since, and were erased again.
    before
        The backup of what was there before; none where nothing was.
    """

    manifest: Manifest
    erased: int
    before: Path | None


def restore(
    engine: Engine, file: Path, *, at: datetime, erased: Collection[str] = (), before: Path | None = None
) -> Restored:
    """Restore a backup.

    Parameters
    ----------
    engine
        The database; it gets its tables where it has none.
    file
        The backup, of either database.
    at
        The moment; aware.
    erased
        Random ids of people who were erased since, wherever that is known from; those of the store that
        is replaced are added.
    before
        Where to put a backup of what is in the store; nothing but an empty store is replaced without.

    Raises
    ------
    DamagedBackupError, OtherReleaseError, NotEmptyError, BackupExistsError, StillWrittenError
        Where it cannot be; then nothing was changed.
    """
    manifest = check_backup(file)
    upgrade(engine)
    with reading(engine) as connection:
        fresh = is_empty(connection)
    if not fresh and before is None:
        raise NotEmptyError
    kept = write_backup(engine, before, at).head if before is not None and not fresh else Head(0, START)
    with (
        TemporaryDirectory(prefix="faellesvagt-") as folder,
        opened_copy(file, Path(folder)) as source,
        writing(engine) as target,
    ):
        _hold(target, kept)
        number = _replaced(source, target, manifest, frozenset(erased), at)
    if number or not fresh:
        overwrite_deleted(engine)
    return Restored(manifest, number, None if fresh else before)


def _hold(connection: Connection, head: Head) -> None:
    """Let nobody write any more, and see to it that nobody has since the chain ended so."""
    connection.execute(update(AUDIT_HEAD).values(seq=AUDIT_HEAD.c.seq))
    if head_of(connection) != head:
        raise StillWrittenError


def _replaced(
    source: Connection, target: Connection, manifest: Manifest, erased: frozenset[str], at: datetime
) -> int:
    """Put a backup in the place of what is there; return how many were erased again."""
    shown = target.execute(select(func.max(HOTLINE.c.state))).scalar() or 0
    erased |= erased_people(target)
    end = head_of(target)
    emptied(target)
    copied = copy_rows(source, target)
    if any(digest_of(target, table) != copied[table.name] for table in METADATA.sorted_tables):
        raise DamagedBackupError("not read back as it was written")
    # Whoever still shows what was there must notice that it is another store.
    target.execute(update(HOTLINE).values(state=HOTLINE.c.state + shown + 1))
    told = {
        "made_at": manifest.made_at.isoformat(),
        "head": [manifest.head.seq, manifest.head.sha256],
        "replaced": [end.seq, end.sha256],
    }
    audit.record(target, actor=None, action="store.restore", about="store", at=at, payload=told)
    _sign_everybody_out(target)
    persons, accounts = still_there(target, erased)
    if not (persons or accounts):
        return 0
    return len(erase_people(target, persons, accounts, by=None, at=at).ids)


def _sign_everybody_out(connection: Connection) -> None:
    """End every login, and links that were used or replaced since: what was closed must not be open again."""
    for table in (LOGIN, HALF_LOGIN, LINK):
        connection.execute(delete(table))
