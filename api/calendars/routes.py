"""Addresses of calendars for programs: the same as on the page of one's own shifts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from api.access.permissions import Permission
from api.calendars.context import CurrentSubscriber, secret_address
from api.calendars.schemas import CalendarAsked, CalendarMade, CalendarsAnswer, calendar_view
from api.calendars.service import UnknownCalendarError
from api.web.guard import allow
from api.web.json.description import CALENDARS
from api.web.json.operations import KEY, writes
from api.web.json.problem import REFERENCE, errors, refusals
from api.web.json.requests import JSON, CurrentBody, Idempotent

PREFIX = "/api/v1/hotlines/{hotline}/calendars"
Hotline = Annotated[str, Path(description="Code of the hotline.", examples=["ddh"], max_length=80)]
AddressId = Annotated[
    str, Path(description="Of the address.", examples=["0f6c1b7c2c0d4d0b8a6a4f3f6f1f2a9d"], max_length=40)
]
PRIVATE = {"Cache-Control": "no-store"}

_SENT = {JSON: {"schema": {"$ref": REFERENCE.format(model=CalendarAsked.__name__)}}}

router = APIRouter(prefix=PREFIX, tags=[CALENDARS])


@router.get(
    "",
    dependencies=[allow(Permission.READ_ROSTER)],
    summary="Addresses of the calendars that one may subscribe to",
    responses=errors(401, 403, 404, 422),
)
def all_addresses(subscriber: CurrentSubscriber, answer: Response, hotline: Hotline) -> CalendarsAnswer:
    """Return those that are alive, whoever made them; never their secrets."""
    answer.headers.update(PRIVATE)
    return CalendarsAnswer(calendars=[calendar_view(*found) for found in subscriber.addresses()])


@router.post(
    "",
    dependencies=[allow(Permission.FOLLOW)],
    summary="Make an address",
    status_code=HTTPStatus.CREATED,
    responses=refusals(401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
    | {400: writes(HTTPStatus.CREATED)[400]},
    openapi_extra={"parameters": [KEY], "requestBody": {"required": True, "content": _SENT}},
)
def make(
    request: Request,
    subscriber: CurrentSubscriber,
    answer: Response,
    hotline: Hotline,
    sent: CurrentBody,
    key: Idempotent,
) -> CalendarMade:
    """Return the address with its secret, this once: repeated, the request gets no secret again."""
    sent.only(JSON)
    asked = sent.read_as(CalendarAsked)
    answer.headers.update(PRIVATE)
    try:
        made = subscriber.make(f"{asked.kind}:{asked.of}", asked.name, asked.language, key)
    except UnknownCalendarError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND) from error
    told = None if made.secret is None else secret_address(request, made.secret)
    return CalendarMade(id=made.id, address=told)


@router.delete(
    "/{address}",
    dependencies=[allow(Permission.FOLLOW)],
    summary="Revoke an address",
    status_code=HTTPStatus.NO_CONTENT,
    responses=errors(401, 403, 404, 422),
)
def revoke(subscriber: CurrentSubscriber, hotline: Hotline, address: AddressId) -> None:
    """Make an address open nothing from the next request on."""
    subscriber.revoke(address)
