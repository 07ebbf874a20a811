"""A version carried to the newest revision of its plan: looked at first, then kept as the next version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.access.ids import RevisionNumber, VersionNumber
from api.plans.person_answers import NO_ANSWERS
from api.plans.place import PlanPlace
from api.plans.records.plans import Revision, find_revision, import_plan, revision_by_id
from api.plans.service import recall_answer
from api.publication.publication import Report
from api.publication.unproven_report import unproven_report
from api.rosters.change_base import answers_of, read_carry, read_same_question
from api.rosters.editing.carry import Carry
from api.rosters.records.rosters import (
    add_version,
    find_newest_version,
    find_version,
)
from api.store.engine import Connection, reading
from api.store.errors import ClashError
from api.store.idempotency import IdempotentRequest, once
from api.store.staleness import refuse_stale
from wfm.message import Text

NEWEST_ALREADY = Text(
    "carry.newest_already", "version {number:number} is of the newest revision of its plan; it stays as it is"
)


@dataclass(frozen=True)
class CarryPreview:
    """What carrying a version to the newest revision of its plan would do.

    Parameters
    ----------
    number, origin, target
        Of the version, the revision that it was made for, and the newest one.
    carry
        What becomes of its roster.
    """

    number: VersionNumber
    origin: Revision
    target: Revision
    carry: Carry


@dataclass(frozen=True)
class CarryResult:
    """The version that came of it.

    Parameters
    ----------
    number
        Of the new version.
    preview
        What was carried, and how.
    """

    number: VersionNumber
    preview: CarryPreview


def preview_carry(connection: Connection, place: PlanPlace, number: VersionNumber) -> CarryPreview:
    """Return what carrying a version would do; nothing is kept.

    Raises
    ------
    MissingError
        Where there is no such version.
    ClashError
        Where it is of the newest revision, or the plan's opening hours leave no room for the past.
    """
    return _read(connection, place, number, None, None)


def carry_version(
    place: PlanPlace,
    request: IdempotentRequest,
    number: VersionNumber,
    *,
    expected: int,
    revision: int | None = None,
    note: str = "",
) -> CarryResult:
    """Carry a version to the newest revision of its plan; that is the next version.

    Where the past has to be given back to the plan, the version is for a next revision that does. A request
    that comes again is answered for what it carried.

    Parameters
    ----------
    place, request
        Where, and by which request.
    number
        Of the version.
    expected
        Number of the newest version that the author knows.
    revision
        Number of the newest revision that the author knows; any where none is given.
    note
        What the author says to it.

    Raises
    ------
    MissingError
        Where there is no such version.
    ConflictError
        Where there is a newer version or revision than the expected one.
    ClashError
        Where it is of the newest revision, or the plan's opening hours leave no room for the past.
    """
    said = recall_answer(place, request)
    with reading(place.database) as connection:
        if said is None:
            refuse_stale(expected, find_newest_version(connection, place.plan.id))
            if revision is not None:
                refuse_stale(revision, find_revision(connection, place.plan.id))
            preview = _read(connection, place, number, None, None)
        else:
            day = date.fromisoformat(said["day"])
            preview = _read(connection, place, number, RevisionNumber(said["base"]), day)
        report = _report(connection, place, preview)
    if said is None:
        said = _keep(place, request, preview, report, expected=expected, note=note)
    return CarryResult(number=VersionNumber(said["number"]), preview=preview)


def _read(
    connection: Connection,
    place: PlanPlace,
    number: VersionNumber,
    revision: RevisionNumber | None,
    today: date | None,
) -> CarryPreview:
    version = find_version(connection, place.plan.id, number)
    target = find_revision(connection, place.plan.id, revision)
    if version.revision == target.id:
        raise ClashError(NEWEST_ALREADY(number=number))
    carry = read_carry(connection, place, version, target, today)
    origin = revision_by_id(connection, version.revision)
    return CarryPreview(number=number, origin=origin, target=target, carry=carry)


def _keep(
    place: PlanPlace,
    request: IdempotentRequest,
    preview: CarryPreview,
    report: Report,
    *,
    expected: int,
    note: str,
) -> Mapping[str, Any]:
    carry, target = preview.carry, preview.target
    made: dict[str, Any] = {"author": place.author, "at": place.at, "note": note}

    def effect(connection: Connection) -> Mapping[str, Any]:
        refuse_stale(target.number, find_revision(connection, place.plan.id))
        revision, claimed = target, report
        if carry.amends_plan:
            answers = answers_of(carry) or NO_ANSWERS
            expects = target.number
            revision = import_plan(connection, carry.plan, expected=expects, answers=answers, **made)
            claimed = replace(report, plan_sha256=revision.plan_sha256)
        kept = add_version(connection, revision, carry.roster, claimed, expected=expected, **made)
        return {"number": kept.number, "base": target.number, "day": carry.today.isoformat()}

    return once(place.database, request, place.at, effect, place.hotline.id)


def _report(connection: Connection, place: PlanPlace, preview: CarryPreview) -> Report:
    """Return what still holds of the bounds: all where the question is the same, none where it is another."""
    carry, version = preview.carry, find_version(connection, place.plan.id, preview.number)
    same = None if carry.amends_plan else read_same_question(connection, version, preview.target)
    if same is not None and not carry.losses:
        return same.report
    return unproven_report(carry.plan, carry.roster, preview.target.plan_sha256, carry.baseline)
