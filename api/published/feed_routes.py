"""The calendars' addresses, named as the files: one for each agent, one for each municipality."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.permissions import Permission
from api.calendars.ics.file_names import MUNICIPALITY_PREFIX
from api.calendars.ics.media_type import CALENDAR
from api.calendars.ics.writing import agent_calendar, municipality_calendar
from api.web.conditional import answer
from api.web.guard import CurrentPublication, allow
from wfm.ids import AgentId, MunicipalityCode

router = APIRouter(include_in_schema=False)


@router.get("/feeds/{name:path}.ics", dependencies=[allow(Permission.READ_FEED, hides=True)])
def feed(request: Request, shown: CurrentPublication, name: str) -> Response:
    """Answer with a calendar, or with 304 where the caller holds it."""
    publication = shown.publication
    agent, code = AgentId(name), MunicipalityCode(name.removeprefix(MUNICIPALITY_PREFIX))
    if publication.follows_agent(agent):
        events = publication.events_of_agent.get(agent, ())
        body = shown.body(("feed", name), lambda: agent_calendar(publication, agent))
    elif name.startswith(MUNICIPALITY_PREFIX) and publication.follows_municipality(code):
        events = publication.events_of_municipality.get(code, ())
        body = shown.body(("feed", name), lambda: municipality_calendar(publication, code))
    else:
        raise HTTPException(404)
    # A calendar without an event has no such moment; its ETag still tells one from another.
    changed_at = max((event.changed_at for event in events), default=None)
    return answer(request, body, CALENDAR, changed_at=changed_at)
