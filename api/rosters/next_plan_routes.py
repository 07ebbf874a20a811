"""The next plan, for programs."""

from __future__ import annotations

from datetime import date as Date

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.permissions import Permission
from api.plans.addresses import PREFIX, plan_address
from api.plans.context import InHotline
from api.plans.schemas import RevisionView, revision_view
from api.rosters.next_plan import add_next_plan
from api.web.guard import allow
from api.web.json.description import PLANS
from api.web.json.operations import KEY, sends, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent
from api.web.json.responses import CREATED, answer_change

router = APIRouter(prefix=PREFIX)


@sends
class FollowedPlan(BaseModel):
    """Which plan is followed by the new one."""

    model_config = ConfigDict(extra="forbid")

    first_day: Date = Field(
        alias="from", description="First day of the plan that ends.", examples=["2027-01-04"]
    )


class NextPlanAnswer(BaseModel):
    """The next plan."""

    plan: Date = Field(description="First day of the new plan, as in addresses.", examples=["2027-04-05"])
    revision: RevisionView = Field(description="Its first revision.", examples=[{"number": 1, "parent": 0}])
    notices: list[str] = Field(
        description="What of the old plan it no longer holds, and what is to be decided.",
        examples=[["12 entries of availability are left out"]],
    )


@router.post(
    "/{hotline}/plans/next",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PLANS],
    summary="Make the next plan",
    status_code=CREATED,
    response_model=NextPlanAnswer,
    responses=writes(CREATED, 409),
    openapi_extra={
        "parameters": [KEY],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/FollowedPlan"}}},
        },
    },
)
def add_next(place: InHotline, sent: CurrentBody, key: Idempotent) -> Response:
    """Make the plan of the period that follows what is published: dates, balances, people, weeks before.

    It is a new plan: where one begins on that day already, nothing is done.
    """
    sent.only(JSON)
    followed = sent.read_as(FollowedPlan).first_day
    kept = add_next_plan(place, key, followed)
    first_day = kept.made.plan.hotline.period.first_day
    answer = NextPlanAnswer(
        plan=first_day,
        revision=revision_view(kept.revision.revision, kept.revision.note),
        notices=[place.speak.sentence(notice) for notice in kept.made.notices],
    )
    where = plan_address(place.hotline.code, first_day.isoformat())
    number = kept.revision.revision.number
    return answer_change(answer, number, location=where, status=CREATED, speak=place.speak)
