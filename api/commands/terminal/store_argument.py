"""The store for a command: opened where the settings say, and what it refuses told in a sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.configuration.settings import Settings
from wfm.errors import OutputError
from wfm.message import Message, Text

if TYPE_CHECKING:  # a command that works on files loads no database
    from api.store.engine import Database
    from api.store.errors import StoreError

NO_ANSWER = Text(
    "store.no_answer", "The database does not answer, or is busy. See to it, then repeat the command."
)
NO_STORE = Text("store.none", "There is no store yet at {place}; wfm import or wfm serve makes one.")
OLDER = Text(
    "store.older",
    "The store at {place} is of another release (its tables are at {revision}); wfm serve brings it up.",
)
STANDING = Text("store.standing", "{file} stands there already, and is not overwritten; choose another name.")
DAMAGED = Text("store.damaged", "{file} is no backup, or is not as it was written. Nothing was changed.")
NEWER = Text(
    "store.newer", "The backup is of a newer release (its tables are at {revision}). Nothing was changed."
)
NOT_EMPTY = Text(
    "store.not_empty",
    "There is something in the store already. With --force it is backed up and then replaced.",
)
STILL_WRITTEN = Text(
    "store.still_written",
    "Somebody wrote into the store while it was to be replaced. Nothing was changed; stop the service first.",
)
STILL_READ = Text(
    "store.still_read",
    "It is deleted, but others were reading for so long that its bytes could not be overwritten on disk. "
    "Give the same command again, with the service stopped.",
)
PRIVATE = 0o700


def now() -> datetime:
    """Return the moment."""
    return datetime.now(UTC)


def open_database(settings: Settings) -> Database:
    """Open the database of the settings; the data folder is made where there is none, for its owner only."""
    from api.store.engine import open_engine

    os.umask(0o077)  # a file of the database, and its log, are nobody else's to read
    if settings.database_url is not None:
        return open_engine(settings.database_url.get_secret_value())
    settings.data_folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    return open_engine(settings.data_folder)


@contextmanager
def opened_store(settings: Settings, *, made: bool = False) -> Iterator[Database]:
    """Open the store; what it refuses ends the command with a sentence.

    Parameters
    ----------
    settings
        Where it is.
    made
        Whether it is made, or brought up to this release, where that is lacking; else that is told.
    """
    from api.store.engine import reading
    from api.store.errors import StoreError
    from api.store.migrate import upgrade

    if settings.security_syslog:
        from api.logs.security import forward_security

        forward_security(settings.security_syslog)
    if not settings.database_exists and not made:
        raise OutputError(NO_STORE(place=settings.database_shown))
    database = open_database(settings)
    try:
        if made:
            with reading(database):  # so that a database that does not answer is told of as such
                pass
            upgrade(database)
        else:
            look_at_tables(database, settings)
        yield database
    except StoreError as error:
        raise OutputError(refusal_message(error)) from error
    finally:
        database.dispose()


def refusal_message(error: StoreError) -> Message:
    """Return what a store's refusal says to whoever gave a command."""
    from api.store.errors import UnavailableError
    from api.store.overwriting import StillReadError
    from api.upkeep.backup import BackupExistsError, DamagedBackupError, OtherReleaseError
    from api.upkeep.restore import NotEmptyError, StillWrittenError
    from api.web.store_problems import refusal

    match error:
        case UnavailableError():
            return NO_ANSWER()
        case BackupExistsError():
            return STANDING(file=str(error))
        case DamagedBackupError():
            return DAMAGED(file=str(error))
        case OtherReleaseError():
            return NEWER(revision=error.revision or "-")
        case NotEmptyError():
            return NOT_EMPTY()
        case StillWrittenError():
            return STILL_WRITTEN()
        case StillReadError():
            return STILL_READ()
        case _:
            return refusal(error).message


def look_at_tables(database: Database, settings: Settings) -> None:
    """Refuse a store that has no tables, or those of another release."""
    from api.store.engine import reading
    from api.store.migrate import current, newest

    with reading(database) as connection:
        revision = current(connection)
    if revision is None:
        raise OutputError(NO_STORE(place=settings.database_shown))
    if revision != newest():
        raise OutputError(OLDER(place=settings.database_shown, revision=revision))
