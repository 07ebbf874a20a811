"""What is published of a plan: to read, and to publish another version of its roster."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.plans.addresses import PLAN, PREFIX
from api.plans.context import InPlan
from api.plans.records.facts import PlanFacts, find_plan
from api.plans.schemas import PublishedView, published_view
from api.plans.service import recall_answer
from api.publishing.agreement import read_agreement
from api.publishing.changes import find_effects, measure_change
from api.publishing.service import Decider, ShortNoticeError, publish
from api.rosters.difference_schemas import short_notice_view
from api.rosters.editing.sentences import agreement_message
from api.rosters.records.rosters import find_version
from api.store.engine import reading
from api.store.errors import ConflictError
from api.web import problems
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import describe_change, reads, sends, writes
from api.web.json.problem import ShortNoticeView
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import OK, answer_change, answer_document
from api.web.problems import ProblemError
from wfm.ids import AgentId
from wfm.message import Plural

NEARER = Plural(
    "refused.short_notice",
    "{n:number} shift would change sooner than agreed (notice: {agreed}); nothing was published",
    "{n:number} shifts would change sooner than agreed (notice: {agreed}); nothing was published",
)

router = APIRouter(prefix=PREFIX)


@sends
class SentPublication(BaseModel):
    """What is to be published."""

    model_config = ConfigDict(extra="forbid")

    number: int = Field(description="Of the roster version.", examples=[5], ge=1, le=999_999_999)
    accept_short_notice: bool = Field(
        default=False,
        description="Whether shifts may change that are nearer than the agreed days of notice.",
        examples=[False],
    )
    decided_by: Decider = Field(
        default=Decider.COORDINATOR,
        description="Who said that they may: the coordinator, a leader, or those concerned themselves.",
        examples=["agents"],
    )


class PublishedAnswer(PublishedView):
    """What is published now, and what changed at short notice by that."""

    short_notice: list[ShortNoticeView] = Field(
        description="Shifts that change nearer than the agreed days of notice.",
        examples=[[{"shift": "2027-01-14T08:00", "days": 3, "left": ["730-02"], "short_for": ["730-02"]}]],
    )
    decided_by: Decider | None = Field(
        description="Who said yes to that; null where nothing changed at short notice.", examples=["agents"]
    )
    calendars: int = Field(description="Calendars that changed.", examples=[6], ge=0)
    mailed: int = Field(
        description="People whose shifts changed and who get a mail: they have an account.",
        examples=[5],
        ge=0,
    )
    mailed_by_plan: int = Field(
        description="People whose shifts changed, who have no account, and who get a mail at the address in "
        "the plan.",
        examples=[2],
        ge=0,
    )
    unreachable: list[AgentId] = Field(
        description="Agents whose shifts changed and who have no account, nor an address in the plan, so "
        "that nobody tells them.",
        examples=[["730-02"]],
    )


@router.get(
    f"{PLAN}/published",
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[VERSIONS],
    summary="What is published of a plan",
    response_model=PublishedView,
    responses=reads(422),
)
def published(request: Request, place: InPlan) -> Response:
    """Return which version is published, since when, and to planners by whom."""
    return answer_document(
        request, published_view(place.plan, planner=place.sees_drafts), place.plan.published
    )


@router.put(
    f"{PLAN}/published",
    dependencies=[allow(Permission.PUBLISH)],
    tags=[VERSIONS],
    summary="Publish a version",
    response_model=PublishedAnswer,
    responses=writes(OK, 409),
    openapi_extra=describe_change(
        {JSON: SentPublication}, 'Number of the version that is published, or its tag; "0" before the first.'
    ),
)
def put_published(
    request: Request, place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Make a version the one that everybody sees, with every calendar, as a whole.

    Shifts that change at short notice are told; they are published only where that is accepted.
    """
    sent.only(JSON)
    wanted = sent.read_as(SentPublication)
    number = VersionNumber(wanted.number)
    agreed = read_agreement(request.app.state.settings)
    if recall_answer(place, key) is None:
        _refuse_stale(place.plan, began)
    try:
        receipt = publish(
            place.database,
            place.plan.id,
            number,
            expected=began,
            author=place.author,
            at=place.at,
            request=key,
            agreed=agreed,
            accept_short_notice=wanted.accept_short_notice,
            decided_by=wanted.decided_by,
        )
    except ShortNoticeError as error:
        raise _too_near(error) from error
    with reading(place.database) as connection:
        effects = receipt.effects  # kept by no answer: what comes again is measured again
        if effects is None:
            version = find_version(connection, place.plan.id, number)
            change = measure_change(connection, version, began, agreed, place.at)
            effects = find_effects(connection, change)
        now = find_plan(connection, place.hotline.id, place.plan.first_day)
    audience = effects.audience
    document = PublishedAnswer(
        number=receipt.number,
        at=now.published_at,
        by=now.published_by,
        short_notice=list(map(short_notice_view, effects.near)),
        decided_by=Decider(receipt.decided_by) if receipt.decided_by else None,
        calendars=len(receipt.changed),
        mailed=len(audience.reached),
        mailed_by_plan=len(audience.by_plan),
        unreachable=[one.agent for one in audience.unreachable],
    )
    return answer_change(document, receipt.number)


def _refuse_stale(plan: PlanFacts, expected: int) -> None:
    """Refuse what began with another published version: what If-Match says counts before all else."""
    if plan.published != expected:
        raise ConflictError(expected, plan.published, plan.published_by, plan.published_at)


def _too_near(error: ShortNoticeError) -> ProblemError:
    def more(_: Any) -> dict[str, Any]:
        return {"short_notice": [short_notice_view(one).model_dump(mode="json") for one in error.near]}

    return ProblemError(
        problems.SHORT_NOTICE, NEARER(n=len(error.near), agreed=agreement_message(error.agreed)), more=more
    )
