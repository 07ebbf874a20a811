"""Publish with its difference: who and what changes is shown first, and only that is then published.

The form carries the number of the version that was published when the page was made. If another one is
published meanwhile, nothing happens but that the page is shown anew, with what differs now.
"""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.publishing.preview import Offer, offered
from api.publishing.service import publish
from api.rosters.editing.sentences import agent_messages, notice_messages, shift_messages
from api.rosters.page_context import AtDesk, Desk, number_of, when
from api.store.engine import reading
from api.store.errors import ConflictError
from api.store.idempotency import IdempotentRequest
from api.web.guard import allow

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/versions/{number}/publish"
LOCAL = "local user"
"""Whose keys those of the local user are, who has no account."""

Expected = Annotated[int, Form(ge=0, le=10**9)]
Key = Annotated[str, Form(min_length=16, max_length=64, pattern="^[0-9A-Za-z-]+$")]
Noticed = Annotated[bool, Form()]


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def before_publishing(desk: AtDesk, plan: str, number: str) -> Response:
    """Show what publishing a version would change, for whom, and how soon."""
    return _shown(desk, _offer(desk, plan, number))


@router.post(ADDRESS, dependencies=[allow(Permission.PUBLISH)])
def publish_version(
    desk: AtDesk, plan: str, number: str, expected: Expected, key: Key, noticed: Noticed = False
) -> Response:
    """Publish a version, if what was shown is what would happen now."""
    offer = _offer(desk, plan, number)
    if offer.facts.published == expected and offer.notices and not noticed:
        return _shown(desk, offer, HTTPStatus.UNPROCESSABLE_ENTITY, unnoticed=True)
    try:
        publish(
            desk.database,
            offer.facts.id,
            offer.number,
            expected=expected,
            author=desk.account,
            at=desk.now,
            request=_request(desk, offer, expected, key),
        )
    except ConflictError:
        return _shown(desk, _offer(desk, plan, number), HTTPStatus.PRECONDITION_FAILED, overtaken=True)
    where = desk.page.link("plans", plan, "versions", published=offer.number)
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _offer(desk: Desk, plan: str, number: str) -> Offer:
    days: int = desk.page.request.app.state.settings.notice_days
    with reading(desk.database) as connection:
        facts = desk.plan(connection, plan)
        return offered(connection, facts, number_of(number), desk.now, days)


def _request(desk: Desk, offer: Offer, expected: int, key: str) -> IdempotentRequest:
    """Return what is asked, as it counts when it comes twice: the form sent again is the same request."""
    path = f"/plans/{offer.facts.id}/versions/{offer.number}/publish"
    body = sha256(f"expected={expected}".encode()).hexdigest()
    return IdempotentRequest(desk.account or LOCAL, key, "POST", path, body)


def _shown(
    desk: Desk,
    offer: Offer,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    unnoticed: bool = False,
    overtaken: bool = False,
) -> Response:
    facts, version, zone = offer.facts, offer.noted.version, offer.read.plan.hotline.zone
    with reading(desk.database) as connection:
        by, published_by = desk.by(connection, version.author), desk.by(connection, facts.published_by)
    return desk.page.respond(
        "publish.html",
        "plans",
        status,
        hotline=offer.read.plan.hotline,
        facts=facts,
        offer=offer,
        at=when(version.at, zone),
        by=by,
        published_at=None if facts.published_at is None else when(facts.published_at, zone),
        published_by=published_by,
        key=uuid4().hex,
        days=desk.page.request.app.state.settings.notice_days,
        publishes=desk.viewer.may(Permission.PUBLISH),
        unnoticed=unnoticed,
        overtaken=overtaken,
        told={
            "agent": agent_messages,
            "shift": shift_messages,
            "notice": notice_messages,
            "finding": lambda finding: (finding.message,),
        },
    )
