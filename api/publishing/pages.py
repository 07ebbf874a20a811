"""Publish with its difference: who and what changes is shown first, and only that is then published.

The form carries the number of the version that was published when the page was made. If another one is
published meanwhile, nothing happens but that the page is shown anew, with what differs now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.publishing.agreement import read_agreement
from api.publishing.preview import Preview, read_preview
from api.publishing.service import Decider, ShortNoticeError, publish
from api.rosters.editing.sentences import agent_messages, agreement_message, notice_messages, shift_messages
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.page_context import InPlanning, PlanningContext, number_of, when
from api.store.engine import reading
from api.store.errors import ConflictError, MissingError
from api.store.idempotency import IdempotentRequest
from api.web.guard import allow
from api.web.pages.sent_form import FormKey, new_key, request_by_key
from api.web.pages.sheets import cut_sheet, read_number
from wfm.finding import Finding
from wfm.ids import MunicipalityCode
from wfm.message import Message, Text

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/versions/{number}/publish"

AT_ONCE = 60
"""Of what differs: more of a kind stands on pages of its own."""

Expected = Annotated[int, Form(ge=0, le=10**9)]
Noticed = Annotated[bool, Form()]
DecidedBy = Annotated[Decider, Form()]

DECIDERS: Mapping[Decider, Text] = {
    Decider.COORDINATOR: Text("decider.coordinator", "the coordinator"),
    Decider.LEADER: Text("decider.leader", "a leader of those concerned"),
    Decider.AGENTS: Text("decider.agents", "those concerned themselves"),
}


def _said(finding: Finding) -> tuple[Message, ...]:
    return (finding.message,)


TOLD: Mapping[str, Callable[[Any], Iterable[Message]]] = {
    "agents": agent_messages,
    "shifts": shift_messages,
    "notice": notice_messages,
    "remarks": _said,
}


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def before_publishing(
    context: InPlanning, plan: str, number: str, list: str = "", municipality: str = "", sheet: str = ""
) -> Response:
    """Show what publishing a version would change, for whom, and how soon; or one long list of that."""
    preview = _preview(context, plan, number)
    if not list:
        return _answer(context, preview)
    code = MunicipalityCode(municipality)
    rows = _rows_of(preview, list, code)
    return context.page.respond(
        "differing.html",
        "plans",
        hotline=preview.content.plan.hotline,
        facts=preview.facts,
        preview=preview,
        list=list,
        municipality=code if list == "agents" else "",
        sheet=cut_sheet(rows, read_number(sheet), AT_ONCE),
        told=TOLD[list],
    )


@router.post(ADDRESS, dependencies=[allow(Permission.PUBLISH)])
def publish_version(
    context: InPlanning,
    plan: str,
    number: str,
    expected: Expected,
    key: FormKey,
    noticed: Noticed = False,
    decided_by: DecidedBy = Decider.COORDINATOR,
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
            request=_request(context, preview, (expected, decided_by), key),
            agreed=_agreed(context),
            accept_short_notice=noticed,
            decided_by=decided_by,
        )
    except ShortNoticeError:
        return _answer(
            context, preview, HTTPStatus.UNPROCESSABLE_ENTITY, unnoticed=True, decided_by=decided_by
        )
    except ConflictError:
        now = _preview(context, plan, number)
        return _answer(context, now, HTTPStatus.PRECONDITION_FAILED, overtaken=True)
    where = context.page.link("plans", plan, "versions", published=preview.number)
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _rows_of(preview: Preview, name: str, code: MunicipalityCode) -> Sequence[Any]:
    """Return a list by its name.

    Raises
    ------
    MissingError
        Where there is none of that name, or nothing of that municipality is in it.
    """
    lists: Mapping[str, Sequence[Any] | None] = {
        "remarks": preview.remarks,
        "notice": preview.short_notice,
        "shifts": preview.difference.shifts,
        "agents": preview.agents_of.get(code),
    }
    rows = lists.get(name)
    if rows is None:
        raise MissingError(name)
    return rows


def _preview(context: PlanningContext, plan: str, number: str) -> Preview:
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        return read_preview(connection, facts, number_of(number), context.now, _agreed(context))


def _agreed(context: PlanningContext) -> NoticeAgreement:
    return read_agreement(context.page.request.app.state.settings)


def _request(
    context: PlanningContext, preview: Preview, sent: tuple[int, Decider], key: str
) -> IdempotentRequest:
    """Return what is asked, as it counts when it comes twice: the form sent again is the same request."""
    path = f"/plans/{preview.facts.id}/versions/{preview.number}/publish"
    return request_by_key(context.account, key, path, "expected={}&decided_by={}".format(*sent))


def _answer(
    context: PlanningContext,
    preview: Preview,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    unnoticed: bool = False,
    overtaken: bool = False,
    decided_by: Decider = Decider.COORDINATOR,
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
        key=new_key(),
        agreed=agreement_message(_agreed(context), preview.municipalities),
        publishes=context.viewer.may(Permission.PUBLISH),
        unnoticed=unnoticed,
        overtaken=overtaken,
        overtaken_by_oneself=facts.published_by == context.account,
        told={"agent": agent_messages, "shift": shift_messages, "notice": notice_messages, "finding": _said},
        most=AT_ONCE,
        deciders=[(one.value, text()) for one, text in DECIDERS.items()],
        decided_by=decided_by.value,
    )
