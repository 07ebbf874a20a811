"""Roster versions: which there are, one of them, and taking a roster in as the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.access.views.publication import view
from api.plans.addresses import PREFIX
from api.plans.context import InPlan, VersionInPath
from api.plans.place import PlanPlace
from api.publication.publication import Publication
from api.rosters.addresses import LIST, ONE, version_address
from api.rosters.records.history import annotate, list_versions
from api.rosters.records.rosters import find_version, read_version
from api.rosters.schemas import (
    AddedVersion,
    SentVersion,
    VersionsAnswer,
    VersionView,
    version_brief,
    version_view,
)
from api.rosters.service import add_sent_roster
from api.rosters.uploads import SentRoster
from api.store.engine import reading
from api.store.errors import MissingError
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import describe_change, lists, reads, writes
from api.web.json.paging import USUAL, CursorAsked, LimitAsked, link, number_after
from api.web.json.paging import cursor as cursor_of
from api.web.json.problem import FaultView
from api.web.json.requests import CSV, JSON, CurrentBody, Idempotent, IfMatch, RequestBody
from api.web.json.responses import CREATED, answer_change, answer_document
from api.web.json.upload_turns import UploadTurn
from api.web.store_problems import fault_told
from wfm.errors import Fault

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
def version(request: Request, place: InPlan, number: VersionInPath) -> Response:
    """Return who sits where, the score and every finding, as far as the caller sees them.

    Only planners see versions that are not published.
    """
    refuse_unseen(place, number)
    with reading(place.database) as connection:
        found = find_version(connection, place.plan.id, number)
        read = read_version(connection, found)
        brief = version_brief(annotate(connection, found), place.plan.published, planner=place.sees_drafts)
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
    response_model=AddedVersion,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentVersion, CSV: "Content of `roster.csv`."}, NEWEST, '"0"'),
)
def add(place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch, _turn: UploadTurn) -> Response:
    """Take a roster in; what a solve claims of it is held against the roster, which is measured here."""
    sent_roster, note = _read_roster(sent)
    said, notices = add_sent_roster(place, key, sent_roster, expected=began, note=note)
    return _answer_added(place, said, notices)


def refuse_unseen(place: PlanPlace, number: VersionNumber) -> None:
    """Refuse a version that the caller may not know of, just as one that is not there.

    Raises
    ------
    MissingError
        Where it is not published and the caller is no planner.
    """
    if not place.sees_drafts and number != place.plan.published:
        raise MissingError("version")


def _answer_added(place: PlanPlace, said: Mapping[str, Any], notices: tuple[Fault, ...]) -> Response:
    """Answer with the version of which an answer tells."""
    number = VersionNumber(said["number"])
    with reading(place.database) as connection:
        found = annotate(connection, find_version(connection, place.plan.id, number))
    brief = version_brief(found, place.plan.published, planner=True)
    told = [FaultView.model_validate(fault_told(notice, place.speak)) for notice in notices]
    return answer_change(
        AddedVersion(**brief.model_dump(), notices=told),
        number,
        location=version_address(place, number),
        status=CREATED,
        speak=place.speak,
    )


def _read_roster(sent: RequestBody) -> tuple[SentRoster, str]:
    sent.only(JSON, CSV)
    if sent.media_type == CSV:
        return SentRoster(sent.content), ""
    document = sent.read_as(SentVersion)
    report = None if document.report is None else document.report.model_dump(mode="json")
    return SentRoster(document.roster.encode(), report, document.baseline.encode()), document.note
