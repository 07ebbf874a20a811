"""Steps undone and done again, for programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan
from api.plans.place import PlanPlace
from api.rosters.addresses import LIST, version_address
from api.rosters.records.history import annotate
from api.rosters.records.rosters import find_version
from api.rosters.routes import NEWEST
from api.rosters.schemas import VersionBrief, version_brief
from api.rosters.undo import redo_step, undo_step
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import describe_change, sends, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, answer_change

router = APIRouter(prefix=PREFIX)


@sends
class SentStep(BaseModel):
    """Nothing more needs to be said."""

    model_config = ConfigDict(extra="forbid")


@router.post(
    f"{LIST}/undo",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[VERSIONS],
    summary="Undo the last step",
    status_code=CREATED,
    response_model=VersionBrief,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentStep}, NEWEST),
)
def undo(place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Make the next version, which sits as the one before did; the history is kept.

    Locks that the undone step set or lifted are put back, in a new revision of the plan.
    """
    sent.only(JSON)
    sent.read_as(SentStep)
    return _answer(place, undo_step(place, key, expected=began))


@router.post(
    f"{LIST}/redo",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[VERSIONS],
    summary="Take the last undo back",
    status_code=CREATED,
    response_model=VersionBrief,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentStep}, NEWEST),
)
def redo(place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Make the next version, which sits as the one that was undone last.

    Anything else that was made since ends what can be done again.
    """
    sent.only(JSON)
    sent.read_as(SentStep)
    return _answer(place, redo_step(place, key, expected=began))


def _answer(place: PlanPlace, number: VersionNumber) -> Response:
    with reading(place.database) as connection:
        found = annotate(connection, find_version(connection, place.plan.id, number))
    brief = version_brief(found, place.plan.published, planner=True)
    return answer_change(brief, number, location=version_address(place, number), status=CREATED)
