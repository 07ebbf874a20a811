"""Variants side by side as a page, and the button that makes one of them the draft."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.plans.place import PlanPlace
from api.rendering.templates import HOME
from api.rosters.choice import choose_version
from api.rosters.page_context import InPlanning, PlanningContext, number_of, when
from api.rosters.records.history import list_versions
from api.runs.variants import MOST, compare_variants
from api.store.engine import reading
from api.store.errors import ClashError, ConflictError
from api.web.guard import allow
from api.web.pages.sent_form import FormKey, new_key, request_by_key
from wfm.finding import Level
from wfm.message import Message, Text

router = APIRouter(include_in_schema=False)

SHOWN = 20
"""Versions, the newest, of which some are chosen."""
AT_ONCE = 40
"""Agents for whom variants differ, the widest apart first."""
TOO_MANY = Text("variants.too_many", "at most {most:number} versions stand side by side; these are the first")
CHANGED = Text("variants.changed", "there is a newer version meanwhile; look again at what you choose from")

Chosen = Annotated[list[str], Query(max_length=SHOWN)]
NOTHING: list[str] = []


@router.get("/plans/{plan}/variants", dependencies=[allow(Permission.READ_DRAFTS)])
def variants(context: InPlanning, plan: str, version: Chosen = NOTHING) -> Response:
    """Show the newest versions to choose of, and those that were chosen side by side."""
    return _answer(context, context.plan_place(plan), version)


@router.post("/plans/{plan}/versions/{number}/choose", dependencies=[allow(Permission.EDIT_PLAN)])
def choose(
    context: InPlanning,
    plan: str,
    number: str,
    key: FormKey,
    expected: Annotated[int, Form(ge=1, le=10**9)],
    version: Annotated[list[str], Form(max_length=SHOWN)] = NOTHING,
) -> Response:
    """Make a version the draft, and lead to what publishing it changes."""
    place, wanted = context.plan_place(plan), number_of(number)
    path = f"/plans/{place.plan.id}/versions/{wanted}/choose"
    request = request_by_key(context.account, key, path, f"expected={expected}")
    try:
        made = choose_version(place, request, wanted, expected=expected)
    except ConflictError:
        return _answer(context, place, version, CHANGED(), HTTPStatus.PRECONDITION_FAILED)
    except ClashError as error:
        return _answer(context, place, version, error.message, HTTPStatus.CONFLICT)
    where = context.page.link("plans", place.first_day, "versions", made, "publish")
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _answer(
    context: PlanningContext,
    place: PlanPlace,
    asked: list[str],
    reason: Message | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    numbers = list(dict.fromkeys(map(number_of, asked)))
    if len(numbers) > MOST and reason is None:
        reason = TOO_MANY(most=MOST)
    with reading(context.database) as connection:
        found = list_versions(connection, place.plan.id, below=None, most=SHOWN)
        compared = compare_variants(connection, place.plan.id, numbers[:MOST]) if numbers else None
    return context.page.respond(
        "variants.html",
        "plans",
        status,
        hotline=place.hotline,
        facts=place.plan,
        found=[(one.version.number, when(one.version.at, HOME), one.note) for one in found],
        asked=[int(number) for number in numbers[:MOST]],
        compared=compared,
        levels=tuple(Level),
        newest=found[0].version.number if found else 0,
        most=MOST,
        at_once=AT_ONCE,
        reason=reason,
        key=new_key(),
        changes=context.viewer.may(Permission.EDIT_PLAN),
    )
