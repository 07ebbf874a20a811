"""One's own notices for programs: the same as the page under one's account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.callers import AccountHolder
from api.accounts.request_context import CurrentContext
from api.notices.schemas import NoticesAnswer, SentNotices, notices_answer
from api.notices.service import read_choices, set_choices
from api.web.guard import CurrentViewer, require_sign_in
from api.web.json.description import ACCOUNTS
from api.web.json.operations import describe_change, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import OK, answer_change, answer_document

NOTICES = "/api/v1/notices"

router = APIRouter(tags=[ACCOUNTS])


def account_holder(viewer: CurrentViewer) -> AccountHolder:
    """Return whose account it is.

    Raises
    ------
    HTTPException
        404 for the local user, who has none.
    """
    if not isinstance(viewer.caller, AccountHolder):
        raise HTTPException(404)
    return viewer.caller


CurrentHolder = Annotated[AccountHolder, Depends(account_holder)]


@router.get(
    NOTICES,
    dependencies=[require_sign_in()],
    summary="What one is told of, and how",
    response_model=NoticesAnswer,
    responses=reads(422),
)
def own_notices(request: Request, context: CurrentContext, holder: CurrentHolder) -> Response:
    """Return every event that comes to the caller, in any of their roles, and whether they are told."""
    found = read_choices(context.database, holder)
    return answer_document(request, notices_answer(found), found.preference.number)


@router.put(
    NOTICES,
    dependencies=[require_sign_in(writes=True)],
    summary="Choose what one is told of",
    response_model=NoticesAnswer,
    responses=writes(OK),
    openapi_extra=describe_change(
        {JSON: SentNotices}, 'Number of the choices, or their tag; "0" before the first.', '"0"'
    ),
)
def choose_notices(
    context: CurrentContext, holder: CurrentHolder, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Switch notices on or off; what is left out stays. What is `always` cannot be switched off: 422."""
    sent.only(JSON)
    wanted = sent.read_as(SentNotices)
    found = set_choices(
        context.database,
        holder,
        key,
        [(one.event, one.channel, one.on) for one in wanted.notices],
        mobile=wanted.chosen_mobile(),
        expected=began,
        at=context.now,
    )
    return answer_change(notices_answer(found), found.preference.number)
