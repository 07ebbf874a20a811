"""The page that says what waits for whoever looks, with the place to do it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.home.todo import list_todos
from api.rosters.page_context import InPlanning
from api.web.guard import allow

router = APIRouter(include_in_schema=False)


@router.get("/now", dependencies=[allow(Permission.READ_ROSTER)])
def what_waits(context: InPlanning) -> Response:
    """Show what waits for the caller in the hotline."""
    place = context.hotline_place()
    return context.page.respond(
        "home/todo.html",
        "now",
        hotline=place.hotline,
        todos=list_todos(place),
        sits=bool(context.viewer.scope.agents),
    )
