"""The page that says what waits for whoever looks, with the place to do it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.home.todo import list_todos
from api.plans.place import HotlinePlace
from api.plans.records.offered import count_waiting_asks, list_offered_seats
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading
from api.web.guard import allow
from api.web.pages.sent_form import new_key
from api.web.sources import Hotlines, NothingPublishedError
from wfm.municipality import Municipality

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
        led=_led(context, place),
        sits=bool(context.viewer.scope.agents),
        offered=offered,
        waiting=waiting,
        reports=context.viewer.may(Permission.ANSWER),
        new_key=new_key,
    )


def _led(context: PlanningContext, place: HotlinePlace) -> tuple[Municipality, ...]:
    """Return the municipalities that the caller leads, as they are in what is published."""
    hotlines: Hotlines = context.page.request.app.state.hotlines
    scope = place.viewer.scope
    try:
        towns = hotlines.source(place.hotline.code).view(scope).publication.plan.municipality
    except NothingPublishedError:
        return ()
    return tuple(towns[code] for code in sorted(scope.municipalities) if code in towns)
