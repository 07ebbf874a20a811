"""What went out with the published version, for programs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.plans.addresses import PLAN, PREFIX
from api.plans.context import InPlan
from api.publishing.post import UntoldReason, read_publication_post
from api.publishing.records import NO_MAILS
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import reads
from api.web.json.responses import answer_document
from wfm.ids import AgentId, MunicipalityCode

router = APIRouter(prefix=PREFIX)


class UntoldView(BaseModel):
    """Somebody whose shifts changed and whom no mail tells."""

    agent: AgentId = Field(description="Id.", examples=["730-02"])
    municipality: MunicipalityCode = Field(description="Code of the employer.", examples=["730"])
    reason: UntoldReason = Field(
        description="No account and no address in the plan; an account that is newer; one without address, "
        "or closed; a mail given up.",
        examples=["no_account"],
    )


class PublicationMailsAnswer(BaseModel):
    """How the mails of the publication stand."""

    number: int = Field(description="Of the published version.", examples=[5], ge=1)
    kept: bool = Field(
        description="Whether anything is kept of its mails; else all figures are 0.", examples=[True]
    )
    made: bool = Field(description="Whether the mails have been made by now.", examples=[True])
    waiting: int = Field(description="Mails that wait.", examples=[2], ge=0)
    retried: int = Field(description="How many of them were tried before.", examples=[0], ge=0)
    sent: int = Field(description="Mails that were sent.", examples=[31], ge=0)
    given_up: int = Field(description="Mails that could not be delivered.", examples=[1], ge=0)
    not_needed: int = Field(
        description="Mails that had nowhere to go by then, or nothing to say.", examples=[0], ge=0
    )
    switched_off: int = Field(description="Mails that their receivers have switched off.", examples=[0], ge=0)
    by_plan: int = Field(
        description="How many of all these go to people without an account, at the address in the plan.",
        examples=[4],
        ge=0,
    )
    untold: list[UntoldView] = Field(
        description="Whom no mail tells, in order of municipality and id.",
        examples=[[{"agent": "730-02", "municipality": "730", "reason": "no_account"}]],
    )


@router.get(
    f"{PLAN}/published/mails",
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[VERSIONS],
    summary="What went out with the published version",
    response_model=PublicationMailsAnswer,
    responses=reads(422),
)
def published_mails(request: Request, place: InPlan) -> Response:
    """Return how many mails wait, were sent or given up, and whom no mail tells."""
    with reading(place.database) as connection:
        post = read_publication_post(connection, place.plan)
    mails = post.mails or NO_MAILS
    document = PublicationMailsAnswer(
        number=place.plan.published,
        kept=post.mails is not None,
        made=mails.made,
        waiting=mails.waiting,
        retried=mails.retried,
        sent=mails.sent,
        given_up=mails.given_up,
        not_needed=mails.not_needed,
        switched_off=mails.switched_off,
        by_plan=mails.by_plan,
        untold=[
            UntoldView(agent=one.person.agent, municipality=one.person.municipality, reason=one.reason)
            for one in post.untold
        ],
    )
    return answer_document(request, document, place.plan.published)
