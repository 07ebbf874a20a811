"""The secret addresses: whoever holds one reads one calendar, without signing in.

Calendar programs send no cookies, so the address itself is the key. It is answered straight from the store:
one SELECT, no view, nothing written, and no text is read that the caller holds. Whether an address is
malformed, unknown, revoked, or was that of somebody who is gone, the answer is the same, byte for byte.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.callers import CALLER_KIND, NOBODY, Bearer, Caller
from api.access.ids import NO_HOTLINE
from api.access.permissions import Permission
from api.access.policy import Decision, Policy
from api.access.tokens import is_token
from api.calendars.calendar_reader import CalendarReader
from api.calendars.ics.media_type import CALENDAR
from api.calendars.records.opening import CalendarPoll, OpenedCalendar
from api.calendars.rights import MUNICIPALITY, PERSON
from api.publication.body import Body
from api.web.conditional import answer, tags_held
from api.web.guard import Guard, UnguardedRouteError
from wfm.ids import AgentId, MunicipalityCode

OPENED = "opened"
"""Key of the request's state for the calendar that a guard let be read."""

router = APIRouter(include_in_schema=False)


class Secret(Guard):
    """Lets whoever holds a living address pass, and shows that one calendar."""

    async def __call__(self, request: Request, token: str) -> None:
        """Judge the bearer of an address.

        Raises
        ------
        HTTPException
            404 where the address opens nothing.
        """
        opened = await _open(request, token)
        caller: Caller = NOBODY if opened is None else _bearer(opened)
        setattr(request.state, CALLER_KIND, caller.KIND)  # for the log
        hotline = NO_HOTLINE if opened is None else opened.hotline
        if self.policy.decide(caller, hotline) is not Decision.ALLOWED:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        setattr(request.state, OPENED, opened)


def secret() -> Any:
    """Declare that a route is for whoever holds the secret address of a calendar."""
    return Depends(Secret(Policy(Permission.READ_FEED, hides=True)))


async def read_opened(request: Request) -> OpenedCalendar:
    """Return the calendar that the caller's address opens.

    Raises
    ------
    UnguardedRouteError
        Where no guard let the request pass.
    """
    found: OpenedCalendar | None = getattr(request.state, OPENED, None)
    if found is None:
        raise UnguardedRouteError("a calendar's address")
    return found


@router.get("/calendars/{token:path}.ics", dependencies=[secret()])
async def calendar(request: Request, opened: Annotated[OpenedCalendar, Depends(read_opened)]) -> Response:
    """Answer with the calendar, or with 304 where the caller holds it."""
    body = Body(opened.body, opened.etag)
    return answer(request, body, CALENDAR, changed_at=opened.changed_at, zipped=opened.zipped)


async def _open(request: Request, token: str) -> OpenedCalendar | None:
    reader: CalendarReader | None = request.app.state.calendar_reader
    if reader is None or not is_token(token):
        return None
    return await reader.read(CalendarPoll(token, tags_held(request)))


def _bearer(opened: OpenedCalendar) -> Bearer:
    if opened.owner.kind == PERSON:
        return Bearer(opened.hotline, agent=AgentId(opened.agent or opened.owner.subject))
    if opened.owner.kind == MUNICIPALITY:
        return Bearer(opened.hotline, municipality=MunicipalityCode(opened.owner.subject))
    return Bearer(opened.hotline, everyone=True)
