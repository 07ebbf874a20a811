"""The check of a plan, for programs."""

from __future__ import annotations

from datetime import date as Date

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.plans.addresses import PLAN, PREFIX
from api.plans.check import check_plan
from api.plans.context import InPlan
from api.plans.records.answers import read_content, read_plan_shortly
from api.plans.records.asked import count_answers
from api.plans.records.outlines import citizens_before
from api.plans.records.plans import find_revision
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import PLANS
from api.web.json.operations import reads
from api.web.json.responses import answer_document

router = APIRouter(prefix=PREFIX)


class RemarkView(BaseModel):
    """Something at a row of a sound plan that its author should know."""

    table: str = Field(description="Table; hotline for its settings.", examples=["agents"])
    about: str = Field(description="Which row, or which key.", examples=["Randers 2 (730-02)"])
    column: str = Field(description="Column, or dotted key.", examples=["fte"])
    value: str = Field(description="What stands there.", examples=["37"])
    expected: str = Field(description="What was expected instead.", examples=["a part of full time"])
    key: str = Field(description="Stable name of the remark.", examples=["notice.nobody_holds"])


class WeekCrewView(BaseModel):
    """A municipality's people in a week."""

    municipality: str = Field(description="Code.", examples=["730"])
    week: str = Field(description="ISO week.", examples=["2027-W07"])
    able: int = Field(description="People who could sit on a shift of the week.", examples=[1], ge=0)
    people: int = Field(description="People who could sit in the period at all.", examples=[3], ge=0)
    needed: int = Field(
        description="Seats of the smallest shift that the municipality fills alone; 0 where all are shared.",
        examples=[2],
        ge=0,
    )


class AnswersView(BaseModel):
    """How many have said when they can sit."""

    asked: int = Field(description="People of municipalities that staff.", examples=[80], ge=0)
    answered: int = Field(description="How many of them are done.", examples=[78], ge=0)


class PlanCheckAnswer(BaseModel):
    """What should be known of a plan before it is solved."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    revision: int = Field(description="Number of the plan's newest revision.", examples=[7], ge=1)
    missing: list[str] = Field(
        description="Tables without a row that the plan cannot do without; empty where it is complete. While "
        "there are any, nothing else is told.",
        examples=[["agents"]],
    )
    remarks: list[RemarkView] = Field(
        description="Rows that count for nothing and values that are hardly meant; none of it is a fault.",
        examples=[[{"table": "agents", "about": "Randers 2 (730-02)", "column": "fte"}]],
    )
    thin_weeks: list[WeekCrewView] = Field(
        description="Weeks in which a municipality can fill no shift alone, or has nobody to spare.",
        examples=[[{"municipality": "730", "week": "2027-W07", "able": 1, "people": 3, "needed": 2}]],
    )
    answers: AnswersView | None = Field(
        description="How many have said when they can sit; null where nobody was asked.",
        examples=[{"asked": 80, "answered": 78}],
    )


@router.get(
    f"{PLAN}/check",
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[PLANS],
    summary="What should be known of a plan before it is solved",
    response_model=PlanCheckAnswer,
    responses=reads(422),
)
def check(request: Request, place: InPlan) -> Response:
    """Return remarks on the newest revision, and the weeks in which it is thin."""
    with reading(place.database) as connection:
        revision = find_revision(connection, place.plan.id)
        stored = read_content(connection, revision)
        plan = read_plan_shortly(connection, stored)
        answers = count_answers(connection, stored)
        citizens = citizens_before(connection, place.hotline.id, place.plan.first_day)
    found = check_plan(plan, citizens)
    answer = PlanCheckAnswer(
        plan=place.plan.first_day,
        revision=revision.number,
        missing=list(found.missing),
        remarks=[
            RemarkView(
                table=one.remark.table,
                about=place.speak.say(one.about),
                column=one.remark.column,
                value=one.remark.value,
                expected=place.speak.say(one.message),
                key=one.message.key,
            )
            for one in found.remarks
        ],
        thin_weeks=[
            WeekCrewView(
                municipality=crew.municipality,
                week=str(crew.week),
                able=crew.able,
                people=crew.people,
                needed=crew.needed,
            )
            for crew in found.thin
        ],
        answers=None if answers is None else AnswersView(asked=answers.asked, answered=answers.answered),
    )
    return answer_document(request, answer, revision.number, speak=place.speak)
