"""A mend made in the plan, for programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan
from api.runs.addresses import ONE, run_address
from api.runs.mends import SECONDS, make_mend
from api.runs.routes import RunInPath
from api.runs.schemas import ID, MOST_SECONDS
from api.web.guard import allow
from api.web.json.description import RUNS
from api.web.json.operations import describe_change, sends, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, answer_change

router = APIRouter(prefix=PREFIX)


@sends
class SentMend(BaseModel):
    """Which mend of an explanation is to be made."""

    model_config = ConfigDict(extra="forbid")

    mend: int = Field(
        description="Which one, counted from 1 over the `mends` of `why_not` and then of all explanations.",
        examples=[1],
        ge=1,
        le=10_000,
    )
    time_limit: float = Field(
        default=SECONDS,
        description="Seconds of the search for a roster of the changed plan.",
        examples=[60],
        ge=0,
        le=MOST_SECONDS,
        allow_inf_nan=False,
    )


class MadeMendView(BaseModel):
    """What was done."""

    revision: int = Field(description="Number of the plan's revision that was made.", examples=[8], ge=1)
    run: str = Field(description="Id of the run that looks for a roster of it.", examples=[ID])


@router.post(
    f"{ONE}/mends",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[RUNS],
    summary="Make a mend, and have a roster of it made",
    status_code=CREATED,
    response_model=MadeMendView,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentMend}, "Number of the plan's newest revision, or its tag."),
)
def mend(place: InPlan, run: RunInPath, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Make the plan's next revision with what an explanation says would help, and start a run from there.

    The run begins from the version that was explained, and changes as little of it as possible. A mend whose
    rows are in the plan no more is refused, and so is one that asks for an agent more: nobody knows who.
    """
    sent.only(JSON)
    wanted = sent.read_as(SentMend)
    made = make_mend(place, key, run, wanted.mend, expected=began, time_limit=wanted.time_limit)
    where = run_address(place.hotline.code, place.first_day, made.run)
    document = MadeMendView(revision=made.revision, run=made.run)
    return answer_change(document, made.revision, location=where, status=CREATED)
