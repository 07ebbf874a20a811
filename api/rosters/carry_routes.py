"""A version on the newest revision of its plan: what would become of it, and to have it carried there."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan, VersionInPath
from api.rosters.addresses import ONE, version_address
from api.rosters.carry import carry_version, preview_carry
from api.rosters.carry_schemas import (
    CarryAnswer,
    CarryResultAnswer,
    SentCarry,
    carry_answer,
    carry_result_answer,
)
from api.rosters.records.history import annotate
from api.rosters.records.rosters import find_version
from api.rosters.routes import NEWEST
from api.rosters.schemas import version_brief
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import describe_change, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, answer_change, answer_document

ADDRESS = f"{ONE}/carry"

router = APIRouter(prefix=PREFIX)


@router.get(
    ADDRESS,
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[VERSIONS],
    summary="What becomes of a version on the newest plan",
    response_model=CarryAnswer,
    responses=reads(409, 422),
)
def preview(request: Request, place: InPlan, number: VersionInPath) -> Response:
    """Return who would lose what, which shifts are new or gone, and the targets; nothing is kept."""
    with reading(place.database) as connection:
        found = preview_carry(connection, place, number)
    answer = carry_answer(found, place.speak)
    return answer_document(request, answer, found.target.number, speak=place.speak)


@router.post(
    ADDRESS,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[VERSIONS],
    summary="Carry a version to the newest plan",
    status_code=CREATED,
    response_model=CarryResultAnswer,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentCarry}, NEWEST),
)
def carry(
    place: InPlan, number: VersionInPath, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Make the next version: all that is still possible of this one, on the newest revision of the plan.

    Days before today stay as they were; where the plan says otherwise of them, one more revision is made.
    """
    sent.only(JSON)
    document = sent.read_as(SentCarry)
    made = carry_version(place, key, number, expected=began, revision=document.revision, note=document.note)
    with reading(place.database) as connection:
        version = annotate(connection, find_version(connection, place.plan.id, made.number))
    brief = version_brief(version, place.plan.published, planner=True)
    answer = carry_result_answer(brief, made.preview, place.speak)
    where = version_address(place, made.number)
    return answer_change(answer, made.number, location=where, status=CREATED, speak=place.speak)
