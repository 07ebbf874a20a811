"""A version chosen as the draft, for programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan, VersionInPath
from api.rosters.addresses import ONE, version_address
from api.rosters.choice import choose_version
from api.rosters.records.history import annotate
from api.rosters.records.rosters import find_version
from api.rosters.routes import NEWEST
from api.rosters.schemas import VersionBrief, version_brief
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import describe_change, sends, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch, NoteText
from api.web.json.responses import CREATED, answer_change

router = APIRouter(prefix=PREFIX)


@sends
class SentChoice(BaseModel):
    """A version that is to be the draft."""

    model_config = ConfigDict(extra="forbid")

    note: NoteText = Field(default="", description="What the author says to it.", examples=["Fewer evenings"])


@router.post(
    f"{ONE}/choose",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[VERSIONS],
    summary="Make a version the draft",
    status_code=CREATED,
    response_model=VersionBrief,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentChoice}, NEWEST),
)
def choose(
    place: InPlan, number: VersionInPath, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Make the next version of this one's roster, with all that is proven of it."""
    sent.only(JSON)
    document = sent.read_as(SentChoice)
    made = choose_version(place, key, number, expected=began, note=document.note)
    with reading(place.database) as connection:
        version = annotate(connection, find_version(connection, place.plan.id, made))
    brief = version_brief(version, place.plan.published, planner=True)
    return answer_change(brief, made, location=version_address(place, made), status=CREATED)
