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
from api.publishing.preview import Preview, read_preview
from api.publishing.service import ShortNoticeError, publish
from api.rosters.editing.sentences import agent_messages, notice_messages, shift_messages
from api.rosters.page_context import InPlanning, PlanningContext, number_of, when
from api.store.engine import reading
from api.store.errors import ConflictError
from api.store.idempotency import IdempotentRequest, owner_of_keys
from api.web.guard import allow

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/versions/{number}/publish"

Expected = Annotated[int, Form(ge=0, le=10**9)]
Key = Annotated[str, Form(min_length=16, max_length=64, pattern="^[0-9A-Za-z-]+$")]
Noticed = Annotated[bool, Form()]


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def before_publishing(context: InPlanning, plan: str, number: str) -> Response:
    """Show what publishing a version would change, for whom, and how soon."""
    return _answer(context, _preview(context, plan, number))


@router.post(ADDRESS, dependencies=[allow(Permission.PUBLISH)])
def publish_version(
    context: InPlanning, plan: str, number: str, expected: Expected, key: Key, noticed: Noticed = False
) -> Response:
    """Publish a version, if what was shown is what would happen now."""
    preview = _preview(context, plan, number)
    try:
        publish(
            context.database,
            preview.facts.id,
            preview.number,
            expected=expected,
            author=context.account,
            at=context.now,
            request=_request(context, preview, expected, key),
            notice_days=_notice_days(context),
            accept_short_notice=noticed,
        )
    except ShortNoticeError:
        return _answer(context, preview, HTTPStatus.UNPROCESSABLE_ENTITY, unnoticed=True)
    except ConflictError:
        now = _preview(context, plan, number)
        return _answer(context, now, HTTPStatus.PRECONDITION_FAILED, overtaken=True)
    where = context.page.link("plans", plan, "versions", published=preview.number)
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _preview(context: PlanningContext, plan: str, number: str) -> Preview:
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        return read_preview(connection, facts, number_of(number), context.now, _notice_days(context))


def _notice_days(context: PlanningContext) -> int:
    days: int = context.page.request.app.state.settings.notice_days
    return days


def _request(context: PlanningContext, preview: Preview, expected: int, key: str) -> IdempotentRequest:
    """Return what is asked, as it counts when it comes twice: the form sent again is the same request."""
    path = f"/plans/{preview.facts.id}/versions/{preview.number}/publish"
    body = sha256(f"expected={expected}".encode()).hexdigest()
    return IdempotentRequest(
        caller=owner_of_keys(context.account), key=key, method="POST", path=path, body_sha256=body
    )


def _answer(
    context: PlanningContext,
    preview: Preview,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    unnoticed: bool = False,
    overtaken: bool = False,
) -> Response:
    facts, version, zone = preview.facts, preview.annotated.version, preview.content.plan.hotline.zone
    with reading(context.database) as connection:
        by, published_by = context.by(connection, version.author), context.by(connection, facts.published_by)
    return context.page.respond(
        "publish.html",
        "plans",
        status,
        hotline=preview.content.plan.hotline,
        facts=facts,
        preview=preview,
        at=when(version.at, zone),
        by=by,
        published_at=None if facts.published_at is None else when(facts.published_at, zone),
        published_by=published_by,
        key=uuid4().hex,
        days=_notice_days(context),
        publishes=context.viewer.may(Permission.PUBLISH),
        unnoticed=unnoticed,
        overtaken=overtaken,
        told={
            "agent": agent_messages,
            "shift": shift_messages,
            "notice": notice_messages,
            "finding": lambda finding: (finding.message,),
        },
    )
