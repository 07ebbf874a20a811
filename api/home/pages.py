"""The page that says what waits for whoever looks, with the place to do it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.home.todo import list_todos
from api.plans.records.offered import count_waiting_asks, list_offered_seats
from api.rosters.page_context import InPlanning
from api.store.engine import reading
from api.web.guard import allow
from api.web.pages.sent_form import new_key

router = APIRouter(include_in_schema=False)


@router.get("/now", dependencies=[allow(Permission.READ_ROSTER)])
def what_waits(context: InPlanning) -> Response:
    """Show what waits for the caller in the hotline."""
    place = context.hotline_place()
    with reading(place.database) as connection:
        offered = list_offered_seats(connection, place.hotline.id, place.at, place.viewer.scope.persons)
        led = place.viewer.scope.municipalities
        waiting = count_waiting_asks(connection, place.hotline.id, place.at, led)
    return context.page.respond(
        "home/todo.html",
        "now",
        hotline=place.hotline,
        todos=list_todos(place),
        led=sorted(led),
        sits=bool(context.viewer.scope.agents),
        offered=offered,
        waiting=waiting,
        reports=context.viewer.may(Permission.ANSWER),
        new_key=new_key,
    )
