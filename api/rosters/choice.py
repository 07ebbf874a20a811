"""One of several versions chosen as the draft: the same roster again, with all that is proven of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.access.ids import VersionNumber
from api.plans.place import PlanPlace
from api.plans.records.plans import find_revision
from api.plans.service import recall_answer
from api.rosters.records.rosters import add_version, find_version, read_version
from api.store.engine import Connection, reading
from api.store.errors import ClashError
from api.store.idempotency import IdempotentRequest, once
from api.store.staleness import refuse_stale
from wfm.message import Text

NEWEST_ALREADY = Text("choose.newest_already", "version {number:number} is the draft already")
BEHIND = Text(
    "choose.behind", "version {number:number} was made for the plan as it was before; carry it over instead"
)


def choose_version(
    place: PlanPlace, request: IdempotentRequest, number: VersionNumber, *, expected: int, note: str = ""
) -> VersionNumber:
    """Make a version's roster the draft, which the newest version is; return the draft's number.

    Parameters
    ----------
    place, request
        Where, and by which request.
    number
        Of the version.
    expected
        Number of the newest version that the author knows.
    note
        What the author says to it; the chosen version's own note where nothing is said.

    Raises
    ------
    MissingError
        Where there is no such version.
    ConflictError
        Where there is a newer version than the expected one.
    ClashError
        Where it is the newest, or was made for another state of the plan.
    """
    said = recall_answer(place, request)
    if said is None:
        with reading(place.database) as connection:
            _require_eligible(connection, place, number, expected)
        said = _keep(place, request, number, expected=expected, note=note)
    return VersionNumber(said["number"])


def _require_eligible(connection: Connection, place: PlanPlace, number: VersionNumber, expected: int) -> None:
    chosen, newest = find_version(connection, place.plan.id, number), find_version(connection, place.plan.id)
    refuse_stale(expected, newest)
    if chosen.number == newest.number:
        raise ClashError(NEWEST_ALREADY(number=number))
    if chosen.revision != find_revision(connection, place.plan.id).id:
        raise ClashError(BEHIND(number=number))


def _keep(
    place: PlanPlace, request: IdempotentRequest, number: VersionNumber, *, expected: int, note: str
) -> Mapping[str, Any]:
    def effect(connection: Connection) -> Mapping[str, Any]:
        _require_eligible(connection, place, number, expected)
        read = read_version(connection, find_version(connection, place.plan.id, number))
        made: dict[str, Any] = {"author": place.author, "at": place.at, "expected": expected}
        revision = find_revision(connection, place.plan.id)
        kept = add_version(connection, revision, read.roster, read.report, note=note, **made)
        return {"number": kept.number}

    return once(place.database, request, place.at, effect, place.hotline.id)
