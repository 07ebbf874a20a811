"""Addresses of calendars for programs: the same as on the page of one's own shifts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.access.permissions import Permission
from api.calendars.documents import (
    CalendarAsked,
    CalendarMade,
    CalendarsAnswer,
    calendar_view,
)
from api.calendars.follower import FollowerNow, secret_address
from api.guard import allow
from api.json.description import CALENDARS
from api.json.problem import errors

PREFIX = "/api/v1/hotlines/{hotline}/calendars"
Hotline = Annotated[str, Path(description="Code of the hotline.", examples=["ddh"], max_length=80)]
AddressId = Annotated[str, Path(description="Of the address.", max_length=40)]
PRIVATE = {"Cache-Control": "no-store"}

router = APIRouter(prefix=PREFIX, tags=[CALENDARS])


@router.get(
    "",
    dependencies=[allow(Permission.READ_ROSTER)],
    summary="Addresses of the calendars that one may subscribe to",
    responses=errors(401, 403, 404, 422),
)
def all_addresses(follower: FollowerNow, answer: Response, hotline: Hotline) -> CalendarsAnswer:
    """Return those that are alive, whoever made them; never their secrets."""
    answer.headers.update(PRIVATE)
    return CalendarsAnswer(calendars=[calendar_view(*found) for found in follower.addresses()])


@router.post(
    "",
    dependencies=[allow(Permission.FOLLOW)],
    summary="Make an address",
    status_code=HTTPStatus.CREATED,
    responses=errors(401, 403, 404, 409, 413, 422),
)
def make(
    request: Request, follower: FollowerNow, answer: Response, hotline: Hotline, asked: CalendarAsked
) -> CalendarMade:
    """Return the address with its secret, this once."""
    answer.headers.update(PRIVATE)
    made = follower.make(f"{asked.kind}:{asked.of}", asked.name, asked.language)
    answer.headers["Location"] = f"{request.url.path}/{made.id}"
    return CalendarMade(id=made.id, address=secret_address(request, made.secret))


@router.delete(
    "/{address}",
    dependencies=[allow(Permission.FOLLOW)],
    summary="Revoke an address",
    status_code=HTTPStatus.NO_CONTENT,
    responses=errors(401, 403, 404, 422),
)
def revoke(follower: FollowerNow, hotline: Hotline, address: AddressId) -> None:
    """Make an address open nothing from the next request on."""
    follower.revoke(address)
