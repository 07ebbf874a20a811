"""What was worked, and the close of a quarter, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan
from api.publication.body import Body
from api.rosters.records.worked import WorkedState
from api.store.engine import reading
from api.web.conditional import answer as answer_conditionally
from api.web.guard import allow
from api.web.json.description import WORKED as TAG
from api.web.json.operations import KEY, describe_change, reads, writes
from api.web.json.requests import CSV, JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, OK, answer_change, answer_document, tag
from api.worked.addresses import CLOSE, CORRECTIONS, MINUTES, ONE, WORKED
from api.worked.closing import CloseCheck, close_quarter, correct_worked, find_close_check
from api.worked.minutes import read_minutes
from api.worked.place import read_quarter
from api.worked.schemas import (
    CloseAnswer,
    SentCorrection,
    SentWorked,
    WorkedAnswer,
    WorkedShiftView,
    shift_view,
    worked_answer,
)
from api.worked.service import find_worked, say_worked
from wfm.ids import MunicipalityCode, ShiftId

ShiftInPath = Annotated[
    str, Path(description="Local start of the shift.", examples=["2027-01-04T08:00"], max_length=16)
]
StateAsked = Annotated[
    WorkedState | None, Query(description="Only shifts of this state.", examples=["reported"])
]
TownAsked = Annotated[str, Query(description="Code of the municipality.", examples=["730"], max_length=64)]
OF_SHIFT = "Number of the state of what was worked on the shift."

router = APIRouter(prefix=PREFIX)


def _body(model: str) -> dict[str, object]:
    content = {JSON: {"schema": {"$ref": f"#/components/schemas/{model}"}}}
    return {"parameters": [KEY], "requestBody": {"required": True, "content": content}}


@router.get(
    WORKED,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[TAG],
    summary="What was worked on the shifts that are over",
    response_model=WorkedAnswer,
    responses=reads(422),
)
def worked(request: Request, place: InPlan, state: StateAsked = None) -> Response:
    """Return who sat on the shifts that the caller sees; until anything is said, who was planned did."""
    with reading(place.database) as connection:
        quarter = read_quarter(connection, place)
    return answer_document(request, worked_answer(quarter, state), quarter.version.number)


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[TAG],
    summary="What was worked on a shift",
    response_model=WorkedShiftView,
    responses=reads(422),
)
def worked_shift(request: Request, place: InPlan, shift: ShiftInPath) -> Response:
    """Return who sat on a shift, and whether that is planned, reported or confirmed."""
    quarter, one = find_worked(place, ShiftId(shift))
    return answer_document(request, shift_view(quarter, one), one.number)


@router.put(
    ONE,
    dependencies=[allow(Permission.ANSWER)],
    tags=[TAG],
    summary="Say who sat on a shift",
    response_model=WorkedShiftView,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentWorked}, OF_SHIFT),
)
def put_worked(
    place: InPlan, shift: ShiftInPath, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Say who sat there, how long: an agent of the own seat, a leader of own people, a coordinator of all.

    What an agent says is reported until a leader or a coordinator confirms it. A stand-in from outside the
    plan is told by municipality and minutes, without a name.
    """
    sent.only(JSON)
    seats = [one.seat for one in sent.read_as(SentWorked).seats]
    quarter, now = say_worked(place, key, ShiftId(shift), seats, expected=began)
    return answer_change(shift_view(quarter, now), now.number)


@router.get(
    MINUTES,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[TAG],
    summary="Minutes of a municipality's people",
    responses=reads(422),
    response_class=Response,
)
def minutes(request: Request, place: InPlan, municipality: TownAsked) -> Response:
    """Return as CSV which of its agents sat on which shift for how long; it is no statutory record."""
    content = read_minutes(place, MunicipalityCode(municipality)).encode()
    return answer_conditionally(
        request, Body(content, tag(place.plan.published, content)), f"{CSV}; charset=utf-8", headers={}
    )


@router.get(
    CLOSE,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[TAG],
    summary="The check list before a quarter is closed",
    response_model=CloseAnswer,
    responses=reads(422),
)
def close_check(request: Request, place: InPlan) -> Response:
    """Return what waits to be confirmed, which seats stood empty, and whether the quarter can be closed."""
    return answer_document(request, _close_answer(find_close_check(place)), place.plan.published)


@router.post(
    CLOSE,
    dependencies=[allow(Permission.PUBLISH)],
    tags=[TAG],
    summary="Close a quarter",
    response_model=CloseAnswer,
    responses=writes(OK, 409),
    openapi_extra={"parameters": [KEY]},
)
def close(place: InPlan, key: Idempotent) -> Response:
    """Post what was worked, each municipality's share of it and its settlement to the ledger; only once.

    Refused while a report waits to be confirmed, a shift is not over, or an earlier quarter is open.
    """
    return answer_change(_close_answer(close_quarter(place, key)), place.plan.published)


@router.post(
    CORRECTIONS,
    dependencies=[allow(Permission.PUBLISH)],
    tags=[TAG],
    summary="Correct a quarter that is closed",
    status_code=CREATED,
    response_model=WorkedShiftView,
    responses=writes(CREATED, 409),
    openapi_extra=_body("SentCorrection"),
)
def correct(place: InPlan, sent: CurrentBody, key: Idempotent) -> Response:
    """Say who really sat on a shift; the differences are posted to the oldest quarter that is open."""
    sent.only(JSON)
    wanted = sent.read_as(SentCorrection)
    shift = ShiftId(wanted.shift)
    quarter, now = correct_worked(place, key, shift, [one.seat for one in wanted.seats])
    where = f"{PREFIX}/{place.hotline.code}/plans/{place.first_day}/worked/{shift}"
    return answer_change(shift_view(quarter, now), now.number, location=where, status=CREATED)


def _close_answer(check: CloseCheck) -> CloseAnswer:
    return CloseAnswer(
        plan=check.quarter.place.plan.first_day,
        closed=check.quarter.closed,
        possible=check.possible,
        to_come=check.to_come,
        earlier=check.earlier,
        reported=[one.shift.id for one in check.reported],
        confirmed=len(check.confirmed),
        empty=[one.shift.id for one in check.empty],
        closed_at=check.closed_at,
    )
