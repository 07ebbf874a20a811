"""Where the database is, and whether what travels there can be read on the way.

Whether it answers is for the store to examine: it adds that to the list of examinations.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from api.configuration.kinds import is_this_machine
from api.configuration.settings import Settings
from api.doctor.diagnosis import (
    Diagnosis,
    approve,
    warn,
)
from wfm.message import Text

DATABASE = Text("doctor.database", "database")
FOUND = Text("doctor.database_found", "The address is {url}.")
READABLE = Text(
    "doctor.database_readable", "{url} is on another machine, and the connection may be unencrypted."
)
ENCRYPT = Text("doctor.database_encrypt", "End the address with ?sslmode=verify-full")
SAFE_MODES = frozenset({"require", "verify-ca", "verify-full"})


def database(settings: Settings) -> Iterable[Diagnosis]:
    """Look at the database's address."""
    parts = urlsplit(settings.database)
    mode = parse_qs(parts.query).get("sslmode", [""])[-1]
    if parts.hostname and not is_this_machine(parts.hostname) and mode not in SAFE_MODES:
        yield warn(DATABASE, READABLE(url=settings.database_shown), ENCRYPT())
    else:
        yield approve(DATABASE, FOUND(url=settings.database_shown))
