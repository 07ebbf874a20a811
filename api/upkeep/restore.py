"""A backup into a store: all of it in one transaction, or nothing; who was erased since is erased again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from api.privacy.erase import erase_people, erase_texts
from api.privacy.records.erasure import ids_of_erased, still_there
from api.privacy.records.free_texts import TextMatch
from api.store import audit
from api.store.audit import START, Head, head_of
from api.store.engine import Connection, Database, reading, writing
from api.store.migrate import upgrade
from api.store.overwriting import overwrite_deleted
from api.upkeep.backup import (
    BackupError,
    DamagedBackupError,
    Manifest,
    check_backup,
    open_copy,
    write_backup,
)
from api.upkeep.records.copy import copy_rows, empty_tables, is_empty
from api.upkeep.records.replacement import (
    highest_state,
    hold_chain,
    is_copied,
    raise_states,
    sign_everybody_out,
)


class NotEmptyError(BackupError):
    """There is something in the store already, and nobody said that it is to go."""


class StillWrittenError(BackupError):
    """Somebody wrote into the store that is to be replaced, after it was backed up."""


@dataclass(frozen=True)
class Restoration:
    """What was restored.

    Parameters
    ----------
    manifest
        Of the backup.
    erased
        How many who are in the backup were erased since, and were erased again.
    doubtful
        Texts of the backup that may speak of them and were left; somebody has to read them.
    before
        The backup of what was there before; none where nothing was.
    """

    manifest: Manifest
    erased: int
    doubtful: tuple[TextMatch, ...]
    before: Path | None


def restore(
    engine: Database, file: Path, *, at: datetime, erased: Collection[str] = (), before: Path | None = None
) -> Restoration:
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
        Random ids of people, and names of texts, that were erased since, wherever that is known from; those
        of the store that is replaced are added.
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
        open_copy(file, Path(folder)) as source,
        writing(engine) as target,
    ):
        _hold(target, kept)
        known = ids_of_erased(target) | frozenset(erased)
        _replace(source, target, manifest, at)
        number, texts, doubtful = _erase_again(target, known, at)
    if number or texts or not fresh:
        overwrite_deleted(engine)
    return Restoration(manifest=manifest, erased=number, doubtful=doubtful, before=None if fresh else before)


def _hold(connection: Connection, head: Head) -> None:
    """Let nobody write any more, and see to it that nobody has since the chain ended so."""
    hold_chain(connection)
    if head_of(connection) != head:
        raise StillWrittenError


def _replace(source: Connection, target: Connection, manifest: Manifest, at: datetime) -> None:
    """Put a backup in the place of what is there."""
    shown = highest_state(target)
    end = head_of(target)
    empty_tables(target)
    copied = copy_rows(source, target)
    if not is_copied(target, copied):
        raise DamagedBackupError("not read back as it was written")
    raise_states(target, shown)
    told = {
        "made_at": manifest.made_at.isoformat(),
        "head": [manifest.head.seq, manifest.head.sha256],
        "replaced": [end.seq, end.sha256],
    }
    sign_everybody_out(target)
    audit.record(target, actor=None, action="store.restore", about="store", at=at, payload=told)


def _erase_again(
    target: Connection, erased: frozenset[str], at: datetime
) -> tuple[int, int, tuple[TextMatch, ...]]:
    """Erase who was erased since; return how many people, how many texts, and which texts are doubtful."""
    texts = len(erase_texts(target, erased, at))
    persons, accounts = still_there(target, erased)
    if not (persons or accounts):
        return 0, texts, ()
    done = erase_people(target, persons, accounts, by=None, at=at)
    return len(done.ids), texts, done.doubtful
