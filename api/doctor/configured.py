"""Whether the settings can be used, whether each that looks like one is one, and who can read secrets."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from api.configuration.settings import (
    FIELDS,
    FROM_FILE,
    Settings,
    SettingsError,
    unknown_variables,
    variable,
)
from api.doctor.diagnosis import (
    Condition,
    Diagnosis,
    approve,
    warn,
)
from wfm.message import Text

SETTINGS = Text("doctor.settings", "settings")
SECRETS = Text("doctor.secrets", "secrets")
USABLE = Text("doctor.usable", "What is set can be used: {names:list}.")
NOTHING_SET = Text("doctor.nothing_set", "Nothing is set, so the defaults hold.")
FAULTY = Text("doctor.faulty", "{name} is “{value}”.")
EXPECTED = Text("doctor.expected", "It must be {expected}.")
UNKNOWN = Text("doctor.unknown", "{name} is no setting and is ignored.")
MEANT = Text("doctor.meant", "Name it {meant}, if that is meant; else take it away.")
TAKE_AWAY = Text("doctor.take_away", "Take it away.")
OPEN_SECRET = Text("doctor.open_secret", "Others on this machine can read {path}, which {name} names.")
CLOSE_SECRET = Text("doctor.close_secret", "Let only the service's user read it: chmod 400 {path}")
CLOSED_SECRETS = Text("doctor.closed_secrets", "No secret lies open in a file.")
OTHERS_MAY_READ = 0o004


def faults_of(error: SettingsError) -> tuple[Diagnosis, ...]:
    """Return each faulty setting."""
    return tuple(
        Diagnosis(
            SETTINGS,
            Condition.FAULT,
            FAULTY(name=one.file, value=one.value),
            EXPECTED(expected=one.expected),
        )
        for one in error.faults
    )


def settings(_settings: Settings) -> Iterable[Diagnosis]:
    """Look for what is set, and for what was meant to be."""
    named = {variable(name) + end for name in FIELDS for end in ("", FROM_FILE)}
    found = tuple(sorted(name for name in named if os.environ.get(name)))
    yield approve(SETTINGS, USABLE(names=found) if found else NOTHING_SET())
    for name, meant in unknown_variables():
        yield warn(SETTINGS, UNKNOWN(name=name), MEANT(meant=meant) if meant else TAKE_AWAY())


def secrets(_settings: Settings) -> Iterable[Diagnosis]:
    """Look at who can read the files that hold secrets."""
    files = {name: os.environ.get(name, "") for name in (variable(field) + FROM_FILE for field in FIELDS)}
    opened = [(name, path) for name, path in files.items() if path and _lies_open(Path(path))]
    for name, path in opened:
        yield warn(SECRETS, OPEN_SECRET(path=path, name=name), CLOSE_SECRET(path=shlex.quote(path)))
    if not opened:
        yield approve(SECRETS, CLOSED_SECRETS())


def _lies_open(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & OTHERS_MAY_READ)
