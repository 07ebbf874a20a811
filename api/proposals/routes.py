"""Proposals, comments and answers, for programs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.proposals.addresses import PROPOSAL, REMARK, REMARKS
from api.proposals.context import InProposal, RemarkInPath
from api.proposals.place import ProposalPlace
from api.proposals.schemas import (
    DraftRemarkView,
    ProposalAnswer,
    RemarksAnswer,
    SentProposal,
    SentRemark,
    SentReply,
    proposal_answer,
    remark_view,
    remark_views,
)
from api.proposals.service import LATER, answer, comment, list_heard, propose
from api.rosters.addresses import version_address
from api.store.errors import MissingError
from api.web.guard import allow
from api.web.json.description import PROPOSALS
from api.web.json.operations import KEY, describe_change, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, OK, answer_change, answer_document
from wfm.errors import Fault, InputError

router = APIRouter(prefix=PREFIX)


def _body(model: str) -> dict[str, object]:
    content = {JSON: {"schema": {"$ref": f"#/components/schemas/{model}"}}}
    return {"parameters": [KEY], "requestBody": {"required": True, "content": content}}


@router.get(
    PROPOSAL,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[PROPOSALS],
    summary="How a draft is proposed",
    response_model=ProposalAnswer,
    responses=reads(422),
)
def proposal(request: Request, place: InProposal) -> Response:
    """Return until when people see the draft, and the comments that the caller may read.

    An agent reads the own, a leader those of own people, planners all. While it is open, the pages and
    `/roster`, `/shifts`, `/quotas`, `/report`, `/municipalities` and `/agents` show it with
    `?plan=FIRST_DAY&proposal=NUMBER`, to each as it would be shown if it were published.
    """
    if place.proposal is None:
        raise MissingError("proposal")
    return answer_document(request, proposal_answer(place, list_heard(place)), place.number)


@router.post(
    PROPOSAL,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PROPOSALS],
    summary="Propose a draft",
    status_code=CREATED,
    response_model=ProposalAnswer,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change(
        {JSON: SentProposal}, "Number of the proposal's state, or its tag; 0 where it was never put forward."
    ),
)
def open_draft(place: InProposal, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Show a draft to leaders and agents until a moment, and tell them by mail.

    Another draft of the plan that was open is closed by it. Calendars don't follow it. `If-Match` names the
    number in the tag of the proposal, "0" where the version was never put forward. A draft that breaks a hard
    rule is refused, as publishing would refuse it.
    """
    sent.only(JSON)
    wanted = sent.read_as(SentProposal)
    until = wanted.moment(place.stored.hotline().zone)
    if until is None:
        raise InputError((Fault("", None, "until", str(wanted.until), LATER()),))
    now = propose(place, key, until=until, note=wanted.note, expected=began)
    where = f"{version_address(place, place.version.number)}/proposal"
    return answer_change(proposal_answer(now, list_heard(now)), now.number, location=where, status=CREATED)


@router.get(
    REMARKS,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[PROPOSALS],
    summary="Comments on a draft",
    response_model=RemarksAnswer,
    responses=reads(422),
)
def remarks(request: Request, place: InProposal) -> Response:
    """Return the comments that the caller may read, by shift."""
    if place.proposal is None:
        raise MissingError("proposal")
    found = remark_views(place, list_heard(place))
    document = RemarksAnswer(plan=place.plan.first_day, number=place.version.number, remarks=found)
    return answer_document(request, document, place.version.number)


@router.post(
    REMARKS,
    dependencies=[allow(Permission.ANSWER)],
    tags=[PROPOSALS],
    summary="Comment on a draft",
    status_code=CREATED,
    response_model=DraftRemarkView,
    responses=writes(CREATED, 409),
    openapi_extra=_body("SentRemark"),
)
def add(place: InProposal, sent: CurrentBody, key: Idempotent) -> Response:
    """Write a comment on a shift of the draft that the caller sees, until it closes."""
    sent.only(JSON)
    wanted = sent.read_as(SentRemark)
    made = comment(place, key, shift=wanted.about, text=wanted.text)
    where = f"{_address(place)}/{made.id}"
    return answer_change(remark_view(place, made), place.version.number, location=where, status=CREATED)


@router.post(
    f"{REMARK}/answer",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PROPOSALS],
    summary="Answer a comment",
    response_model=DraftRemarkView,
    responses=writes(OK),
    openapi_extra=_body("SentReply"),
)
def reply(place: InProposal, remark: RemarkInPath, sent: CurrentBody, key: Idempotent) -> Response:
    """Answer in own words or by an explanation; whoever wrote the comment gets a mail."""
    sent.only(JSON)
    wanted = sent.read_as(SentReply)
    answered = answer(place, key, remark, text=wanted.text, run=wanted.explanation)
    return answer_change(remark_view(place, answered), place.version.number)


def _address(place: ProposalPlace) -> str:
    return f"{version_address(place, place.version.number)}/proposal/remarks"
