"""Roster versions: which there are, one of them, and taking a roster in as the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.access.views.publication import view
from api.plans.context import InPlan, PlanPlace, VersionNumber
from api.plans.records.plans import Revision, find_revision, read_plan, revision_solved
from api.plans.routes import PLAN, PREFIX
from api.plans.service import recall_answer
from api.publication.publication import Publication
from api.rosters.records.history import annotate, list_versions
from api.rosters.records.rosters import add_version, find_version, read_version
from api.rosters.schemas import (
    SentVersion,
    VersionBrief,
    VersionsAnswer,
    VersionView,
    version_brief,
    version_view,
)
from api.rosters.uploads import SentRoster, read_sent_roster
from api.store.engine import Connection, reading
from api.store.errors import ConflictError, MissingError
from api.store.idempotency import once
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import describe_change, lists, reads, writes
from api.web.json.paging import USUAL, CursorAsked, LimitAsked, link, number_after
from api.web.json.paging import cursor as cursor_of
from api.web.json.requests import CSV, JSON, CurrentBody, Idempotent, IfMatch, RequestBody
from api.web.json.responses import CREATED, answer_change, answer_document
from api.web.json.upload_turns import turn

LIST = f"{PLAN}/versions"
ONE = f"{LIST}/{{number}}"
NEWEST = 'Number of the newest version, or the tag of the list of versions; "0" where there is none.'

router = APIRouter(prefix=PREFIX)


@router.get(
    LIST,
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[VERSIONS],
    summary="The versions of a plan's roster",
    response_model=VersionsAnswer,
    responses=lists(),
)
def versions(
    request: Request, place: InPlan, limit: LimitAsked = USUAL, cursor: CursorAsked = None
) -> Response:
    """Return versions, the newest first, drafts and those that were published before among them."""
    below = number_after("version", cursor)
    with reading(place.database) as connection:
        found = list_versions(connection, place.plan.id, below=below, most=limit + 1)
    following = cursor_of("version", found[limit - 1].version.number) if len(found) > limit else None
    shown = [version_brief(one, place.plan.published, planner=True) for one in found[:limit]]
    answer = VersionsAnswer(versions=shown, next=following)
    return answer_document(request, answer, place.plan.version, headers=link(request, following, limit))


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[VERSIONS],
    summary="A version of a plan's roster",
    response_model=VersionView,
    responses=reads(422),
)
def version(request: Request, place: InPlan, number: VersionNumber) -> Response:
    """Return who sits where, the score and every finding, as far as the caller sees them.

    Only planners see versions that are not published.
    """
    refuse_unseen(place, number)
    with reading(place.database) as connection:
        found = find_version(connection, place.plan.id, number)
        read = read_version(connection, found)
        brief = version_brief(annotate(connection, found), place.plan.published, planner=place.plans)
    seen = view(Publication(read.plan, read.roster, read.report, ()), place.viewer.scope)
    figures = place.viewer.may(Permission.READ_FIGURES)
    told = version_view(brief, seen, place.speak, figures=figures)
    return answer_document(request, told, number, speak=place.speak)


@router.post(
    LIST,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[VERSIONS],
    summary="Add a roster as the next version",
    status_code=CREATED,
    response_model=VersionBrief,
    responses=writes(CREATED),
    openapi_extra=describe_change({JSON: SentVersion, CSV: "Content of `roster.csv`."}, NEWEST, '"0"'),
)
def add(place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Take a roster in; what a solve claims of it is held against the roster, which is measured here."""
    roster, note = _sent_roster(sent)
    said = recall_answer(place, key) or _add(place, key, began, roster, note)
    return answer_added(place, said)


def refuse_unseen(place: PlanPlace, number: int) -> None:
    """Refuse a version that the caller may not know of, just as one that is not there.

    Raises
    ------
    Missing
        Where it is not published and the caller is no planner.
    """
    if not place.plans and number != place.plan.published:
        raise MissingError("version")


def version_address(place: PlanPlace, number: int) -> str:
    """Return the address of a version."""
    return f"{PREFIX}/{place.hotline.code}/plans/{place.first_day}/versions/{number}"


def answer_added(place: PlanPlace, said: Mapping[str, Any]) -> Response:
    """Answer with the version of which an answer tells."""
    number = int(said["number"])
    with reading(place.database) as connection:
        found = annotate(connection, find_version(connection, place.plan.id, number))
    brief = version_brief(found, place.plan.published, planner=True)
    return answer_change(brief, number, location=version_address(place, number), status=CREATED)


def _sent_roster(sent: RequestBody) -> tuple[SentRoster, str]:
    sent.only(JSON, CSV)
    if sent.media_type == CSV:
        return SentRoster(sent.content), ""
    document = sent.read_as(SentVersion)
    report = None if document.report is None else document.report.model_dump(mode="json")
    return SentRoster(document.roster.encode(), report, document.baseline.encode()), document.note


def _add(place: PlanPlace, key: Idempotent, expected: int, sent: SentRoster, note: str) -> Mapping[str, Any]:
    if place.plan.version != expected:
        with reading(place.database) as connection:
            refuse_stale(connection, place, expected)
    with reading(place.database) as connection:
        revision = _revision(connection, place, sent)
        plan = read_plan(connection, revision)
    with turn():
        roster, report = read_sent_roster(plan, sent, revision.plan_sha256)

    def effect(connection: Connection) -> Mapping[str, Any]:
        kept = add_version(
            connection,
            revision,
            roster,
            report,
            author=place.author,
            at=place.at,
            expected=expected,
            note=note,
        )
        return {"number": kept.number}

    return once(place.database, key, place.at, effect, place.hotline.id)


def _revision(connection: Connection, place: PlanPlace, sent: SentRoster) -> Revision:
    """Return the revision that was solved; the newest where nobody says which."""
    solved = "" if sent.report is None else str(sent.report["plan_sha256"])
    return revision_solved(connection, place.plan.id, solved) or find_revision(connection, place.plan.id)


def refuse_stale(connection: Connection, place: PlanPlace, expected: int) -> None:
    """Refuse a change of a roster of which there is another newest version than its author knows.

    Raises
    ------
    Conflict
        With the newest one.
    """
    try:
        newest = find_version(connection, place.plan.id)
    except MissingError:
        if expected:
            raise ConflictError(expected, 0, None, None) from None
        return
    if newest.number != expected:
        raise ConflictError(expected, newest.number, newest.author, newest.at)
