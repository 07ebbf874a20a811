"""What a plan's shifts need by its newest forecast, for programs, and taking it over."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.demand.addresses import SEATS
from api.demand.seat_schemas import SeatsAnswer, SentSeats, TakenSeats, seats_answer
from api.demand.seats import read_seats, take_over
from api.plans.addresses import PREFIX
from api.plans.context import InPlan
from api.web.guard import allow
from api.web.json.description import DEMAND
from api.web.json.operations import describe_change, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import OK, answer_change, answer_document
from wfm.ids import ShiftId

router = APIRouter(prefix=PREFIX)


@router.get(
    SEATS,
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[DEMAND],
    summary="A plan's seats beside its newest forecast",
    response_model=SeatsAnswer,
    responses=reads(422),
)
def seats(request: Request, place: InPlan) -> Response:
    """Return what is expected, how good the method was, and shifts with other seats than they need."""
    found = read_seats(place)
    return answer_document(request, seats_answer(found, place.speak), found.revision, speak=place.speak)


@router.post(
    SEATS,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[DEMAND],
    summary="Take seats over into the plan",
    response_model=TakenSeats,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentSeats}, "Number of the plan's newest revision, or its tag."),
)
def take_seats(place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Give shifts the seats that their calls need, as the plan's next revision; what is published stays."""
    sent.only(JSON)
    named = sent.read_as(SentSeats).one_more_on
    shifts = None if named is None else [ShiftId(one) for one in named]
    number, changed = take_over(place, key, expected=began, one_more_on=shifts)
    return answer_change(TakenSeats(revision=number, shifts=changed), number)
