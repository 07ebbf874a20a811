"""When a municipality's people are not disturbed: said by its leaders, or a coordinator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.notices.quiet import QuietHours
from api.notices.records.quiet_hours import (
    KeptQuietHours,
    Waiting,
    find_quiet_hours,
    find_waiting,
    keep_quiet_hours,
)
from api.plans.place import HotlinePlace
from api.replacements.settings import require_led
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import ConflictError
from api.store.idempotency import IdempotentRequest, once
from wfm.errors import Fault, InputError
from wfm.ids import MunicipalityCode
from wfm.message import Text

FILE = "quiet_hours"
TIME = Text("quiet.time", "a time of the day, such as 21:00")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class MunicipalQuiet:
    """What holds in a municipality, and what waits by it."""

    kept: KeptQuietHours
    waiting: Waiting


def read_quiet_hours(place: HotlinePlace, municipality: MunicipalityCode) -> MunicipalQuiet:
    """Return what holds in a municipality, and what waits for the end of it.

    Raises
    ------
    MissingError
        Where it is none for which the caller answers.
    """
    hotline = place.hotline.id
    with reading(place.database) as connection:
        require_led(connection, place, municipality)
        return MunicipalQuiet(
            find_quiet_hours(connection, hotline, municipality),
            find_waiting(connection, hotline, municipality, place.at),
        )


def set_quiet_hours(
    place: HotlinePlace,
    request: IdempotentRequest,
    municipality: MunicipalityCode,
    hours: QuietHours,
    expected: int,
) -> MunicipalQuiet:
    """Say when a municipality's people are not disturbed from now on; what waits already waits on.

    Raises
    ------
    InputError
        With every time that is none.
    MissingError
        Where it is none for which the caller answers.
    ConflictError
        Where it was changed since the caller saw it.
    """
    said = {"begins": hours.begins, "ends": hours.ends}
    faults = [
        Fault(FILE, None, name, at[:40], TIME()) for name, at in said.items() if not _TIME.fullmatch(at)
    ]
    if faults:
        raise InputError(faults)
    hotline = place.hotline.id

    def effect(connection: Connection) -> Mapping[str, Any]:
        require_led(connection, place, municipality)
        now = find_quiet_hours(connection, hotline, municipality)
        if now.number != expected:
            raise ConflictError(expected, now.number, now.author, now.at)
        kept = KeptQuietHours(hours, now.number + 1, place.author, place.at)
        keep_quiet_hours(connection, hotline, municipality, kept)
        audit.record(
            connection,
            actor=place.author,
            action="quiet_hours.set",
            about=hotline,
            at=place.at,
            payload={"municipality": municipality, **said},
        )
        return {"number": kept.number}

    once(place.database, request, place.at, effect, hotline)
    return read_quiet_hours(place, municipality)
