"""The quota methods side by side, over eight quarters too: who gains, what is promised, what drifts."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.methods import method_outlook, outlook_messages
from api.revisions.context import InEditing
from api.store.errors import ClashError
from api.texts.outlook import unit_heading
from api.web.guard import allow

router = APIRouter(include_in_schema=False)


@router.get("/plans/{plan}/methods", dependencies=[allow(Permission.READ_DRAFTS)])
def methods(context: InEditing) -> Response:
    """Show what each method gives, and where its balances lead."""
    state, speak = context.state(), context.place.speak
    try:
        found = method_outlook(state.plan)
        told, reason = outlook_messages(state.plan, found, speak), None
    except ClashError as error:
        found, told, reason = None, [], error.message
    return context.planning.page.respond(
        "revisions/methods.html",
        "plans",
        HTTPStatus.OK,
        hotline=state.plan.hotline,
        facts=context.place.plan,
        plan=state.plan,
        outlook=found,
        told=told,
        reason=reason,
        unit=unit_heading(state.plan),
        to=context.link,
    )
