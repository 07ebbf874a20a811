"""The record: who did what to the plans and rosters of a hotline, newest first."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.plans.schemas import ACCOUNT, AT, SHA256
from api.rosters.records.history import RecordedEvent, list_events
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import RECORD
from api.web.json.operations import lists
from api.web.json.paging import USUAL, CursorAsked, LimitAsked, link, number_after
from api.web.json.paging import cursor as cursor_of
from api.web.json.responses import answer_document

router = APIRouter(prefix=PREFIX)


class EventView(BaseModel):
    """Something that was done."""

    seq: int = Field(description="Number of its link in the chain.", examples=[12], ge=1)
    at: datetime = Field(description="When, in UTC.", examples=[AT])
    actor: str | None = Field(description="By which account; null: the program.", examples=[ACCOUNT])
    action: str = Field(
        description="What: plan.import, roster.add, roster.publish and others.", examples=["roster.publish"]
    )
    plan: Date | None = Field(description="First day of the plan it was done to.", examples=["2027-01-04"])
    number: int | None = Field(description="Of the revision or version.", examples=[4])
    note: str = Field(
        description="What its author said to it; empty once it was erased.", examples=["Lemvig's absences"]
    )
    sha256: str = Field(description="Hash of the link, with that of the one before.", examples=[SHA256])


class RecordAnswer(BaseModel):
    """Some of what was done, newest first."""

    events: list[EventView] = Field(description="What was done.", examples=[[{"action": "roster.publish"}]])
    next: str | None = Field(
        description="Cursor of the next page; null on the last.", examples=["ZXZlbnQ6MTI"]
    )


@router.get(
    "/{hotline}/record",
    dependencies=[allow(Permission.READ_RECORD)],
    tags=[RECORD],
    summary="Who did what",
    response_model=RecordAnswer,
    responses=lists(),
)
def record(
    request: Request, place: InHotline, limit: LimitAsked = USUAL, cursor: CursorAsked = None
) -> Response:
    """Return what was done to plans and rosters, newest first."""
    below = number_after("event", cursor)
    with reading(place.database) as connection:
        found = list_events(connection, place.hotline.id, below=below, most=limit + 1)
    following = cursor_of("event", found[limit - 1].seq) if len(found) > limit else None
    answer = RecordAnswer(events=list(map(_view, found[:limit])), next=following)
    newest = found[0].seq if found else 0
    return answer_document(request, answer, newest, headers=link(request, following, limit))


def _view(event: RecordedEvent) -> EventView:
    return EventView(
        seq=event.seq,
        at=event.at,
        actor=event.actor,
        action=event.action,
        plan=event.plan,
        number=event.number,
        note=str(event.payload.get("note", "")),
        sha256=event.sha256,
    )
