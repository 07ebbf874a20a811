"""What the machine gives: a folder to keep things in, room, the time and its zones, a user of its own."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import api
from api.configuration.settings import Settings
from api.doctor.diagnosis import (
    Diagnosis,
    approve,
    fail,
    warn,
)
from wfm.message import Text

FOLDER = Text("doctor.folder", "data folder")
SPACE = Text("doctor.space", "free space")
CLOCK = Text("doctor.clock", "clock")
ZONES = Text("doctor.zones", "time zones")
USER = Text("doctor.user", "user")
USABLE = Text("doctor.folder_usable", "{folder} can be written to, by the service's user alone.")
MISSING = Text("doctor.folder_missing", "{folder} does not exist.")
MAKE = Text("doctor.make_folder", "Make it for the service's user alone: install -d -m 700 {folder}")
NO_FOLDER = Text("doctor.no_folder", "{folder} is no folder.")
NAME_FOLDER = Text("doctor.name_folder", "Set WFM_DATA_FOLDER to a folder.")
LOCKED = Text("doctor.folder_locked", "{folder} can't be written to by this user.")
OWN = Text("doctor.own_folder", "Let the service's user own it: chown -R USER {folder}")
OPEN = Text("doctor.folder_open", "Others on this machine can read what is in {folder}.")
CLOSE = Text("doctor.close_folder", "Close it to them: chmod 700 {folder}")
ROOM = Text("doctor.room", "{megabytes:number} MB are free where {folder} is.")
MAKE_ROOM = Text("doctor.make_room", "Make room, or set WFM_DATA_FOLDER to a larger disk.")
ON_TIME = Text("doctor.on_time", "It is {time} UTC; that is possible.")
BEHIND = Text("doctor.behind", "It is said to be {time} UTC, which is before this program was installed.")
SET_CLOCK = Text("doctor.set_clock", "Let the machine keep time by itself: timedatectl set-ntp true")
ZONES_KNOWN = Text("doctor.zones_known", "Known, with summer time (tzdata {version}).")
ZONES_UNKNOWN = Text("doctor.zones_unknown", "{zone} is unknown or without its summer time.")
INSTALL_ZONES = Text("doctor.install_zones", "Install the package tzdata again.")
OWN_USER = Text("doctor.own_user", "This is not root.")
ROOT = Text("doctor.root", "This is root: an error in the service could reach the whole machine.")
NO_ROOT = Text("doctor.no_root", "Run the service, and this command, as a user of its own.")
OTHERS = 0o077
LITTLE, TOO_LITTLE = 1000, 100  # MB free
MB = 1_000_000
ZONE = "Europe/Copenhagen"


def data_folder(settings: Settings) -> Iterable[Diagnosis]:
    """Look at the folder, its owner and its mode."""
    folder = settings.data_folder.absolute()
    shown = str(folder)
    typed = shlex.quote(shown)  # what is to be typed must still be one word where the path has a space
    if not os.path.exists(folder):
        yield warn(FOLDER, MISSING(folder=shown), MAKE(folder=typed))
    elif not folder.is_dir():
        yield fail(FOLDER, NO_FOLDER(folder=shown), NAME_FOLDER())
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield fail(FOLDER, LOCKED(folder=shown), OWN(folder=typed))
    elif os.name == "posix" and folder.stat().st_mode & OTHERS:
        yield warn(FOLDER, OPEN(folder=shown), CLOSE(folder=typed))
    else:
        yield approve(FOLDER, USABLE(folder=shown))


def free_space(settings: Settings) -> Iterable[Diagnosis]:
    """Look at the room on the disk of the data folder, or of where it would be made."""
    folder = settings.data_folder.absolute()
    place = next(path for path in (folder, *folder.parents) if os.path.exists(path))
    free = shutil.disk_usage(place).free // MB
    said = ROOM(megabytes=free, folder=str(folder))
    if free < TOO_LITTLE:
        yield fail(SPACE, said, MAKE_ROOM())
    elif free < LITTLE:
        yield warn(SPACE, said, MAKE_ROOM())
    else:
        yield approve(SPACE, said)


def clock(_settings: Settings) -> Iterable[Diagnosis]:
    """Look whether it can be as late, or early, as the machine says."""
    now = datetime.now(UTC)
    installed = datetime.fromtimestamp(Path(str(api.__file__)).stat().st_mtime, UTC)
    time = now.strftime("%Y-%m-%d %H:%M")
    yield (
        approve(CLOCK, ON_TIME(time=time))
        if now >= installed
        else fail(CLOCK, BEHIND(time=time), SET_CLOCK())
    )


def time_zones(_settings: Settings) -> Iterable[Diagnosis]:
    """Look whether Danish summer time is known."""
    try:
        zone = ZoneInfo(ZONE)
        hours = {datetime(2027, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}
    except ZoneInfoNotFoundError:
        hours = set()
    if len(hours) == 2:
        yield approve(ZONES, ZONES_KNOWN(version=version("tzdata")))
    else:
        yield fail(ZONES, ZONES_UNKNOWN(zone=ZONE), INSTALL_ZONES())


def user(_settings: Settings) -> Iterable[Diagnosis]:
    """Look at who runs this."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    yield warn(USER, ROOT(), NO_ROOT()) if is_root else approve(USER, OWN_USER())
