"""What is kept: whether the database answers and is sound, and how old the newest backup of it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.configuration.settings import Settings
from api.doctor.diagnosis import Diagnosis, approve, fail, warn
from api.store.engine import open_engine
from api.store.soundness import Soundness, soundness_of
from wfm.message import Text

ANSWER = Text("doctor.answer", "what the database answers")
BACKUPS = Text("doctor.backups", "backups")
NOT_YET = Text("doctor.not_yet", "There is none yet; the first start makes it.")
SOUND = Text("doctor.sound", "It answers, its tables are those of this program, and its quick check is well.")
SILENT = Text("doctor.silent", "The database does not answer ({reason}).")
START_IT = Text(
    "doctor.start_it", "Start it, and try its address, user and password with the service's environment."
)
OLDER = Text("doctor.older", "Its tables are of an older release ({revision}).")
BRING_UP = Text("doctor.bring_up", "Take a backup with that release; the next start brings them up.")
UNKNOWN = Text("doctor.unknown_tables", "Its tables are of a release unknown to this program ({revision}).")
INSTALL_IT = Text("doctor.install_it", "Install that release or a newer one.")
DAMAGED = Text("doctor.damaged", "The database is damaged ({reason}).")
RESTORE_IT = Text(
    "doctor.restore_it",
    "Stop the service, keep the files, and restore the newest backup: wfm restore",
)
NO_NEED = Text("doctor.no_backup_needed", "There is nothing yet to back up.")
NO_BACKUP = Text("doctor.no_backup", "No backup was found in {folder}.")
DAILY = Text(
    "doctor.daily",
    "Let wfm backup run daily, as faellesvagt-daily.timer does, and name the folder in WFM_BACKUP_FOLDER.",
)
OLD_BACKUP = Text("doctor.old_backup", "The newest backup in {folder} is {hours:number} hours old.")
LOOK_WHY = Text("doctor.look_why", "See why no newer one was written: systemctl status faellesvagt-daily")
NO_ROOM = Text("doctor.backup_room", "In {folder} is no room for another backup as large as the newest.")
MAKE_ROOM = Text(
    "doctor.backup_make_room", "Take old backups away, or name a larger disk in WFM_BACKUP_FOLDER."
)
FRESH = Text("doctor.fresh_backup", "The newest in {folder} is {hours:number} hours old.")
FOLDER = "backups"
"""Where they lie in the data folder unless another folder is named."""

HEAD = b"SQLite format 3\x00"
"""What every backup begins with."""


def answer(settings: Settings) -> Iterable[Diagnosis]:
    """Ask the database whether it is there, of this release and whole."""
    if not settings.database_exists:
        yield approve(ANSWER, NOT_YET())
        return
    engine = open_engine(settings.database)
    try:
        found, told = soundness_of(engine)
    finally:
        engine.dispose()
    yield {
        Soundness.SOUND: lambda: approve(ANSWER, SOUND()),
        Soundness.EMPTY: lambda: approve(ANSWER, NOT_YET()),
        Soundness.SILENT: lambda: fail(ANSWER, SILENT(reason=told), START_IT()),
        Soundness.OLDER: lambda: warn(ANSWER, OLDER(revision=told), BRING_UP()),
        Soundness.UNKNOWN: lambda: fail(ANSWER, UNKNOWN(revision=told), INSTALL_IT()),
        Soundness.DAMAGED: lambda: fail(ANSWER, DAMAGED(reason=told), RESTORE_IT()),
    }[found]()


def backups(settings: Settings) -> Iterable[Diagnosis]:
    """Look for the newest backup."""
    if not settings.database_exists:
        yield approve(BACKUPS, NO_NEED())
        return
    folder = settings.backup_folder or settings.data_folder / FOLDER
    shown, newest = str(folder.absolute()), _newest(folder)
    if newest is None:
        yield warn(BACKUPS, NO_BACKUP(folder=shown), DAILY())
        return
    written = newest.stat()
    age = datetime.now(UTC) - datetime.fromtimestamp(written.st_mtime, UTC)
    hours = int(age / timedelta(hours=1))
    if age > timedelta(hours=settings.backup_hours):
        yield warn(BACKUPS, OLD_BACKUP(folder=shown, hours=hours), LOOK_WHY())
    elif shutil.disk_usage(folder).free < written.st_size:
        yield warn(BACKUPS, NO_ROOM(folder=shown), MAKE_ROOM())
    else:
        yield approve(BACKUPS, FRESH(folder=shown, hours=max(0, hours)))


def _newest(folder: Path) -> Path | None:
    """Return the newest backup of a folder; one that is being written has a name that begins with a dot."""
    try:
        files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
        found = [path for path in files if _begins_well(path)]
    except OSError:
        return None
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _begins_well(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(HEAD)) == HEAD
