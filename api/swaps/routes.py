"""Swaps, for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.replacements.routes import TAG
from api.rosters.change_routes import would_break
from api.rosters.editing.changes import NewBreachesError
from api.swaps.context import AskedSwap, SwapInPath
from api.swaps.options import list_options
from api.swaps.proposal import propose
from api.swaps.schemas import (
    SentSwap,
    SwapAnswer,
    SwapOptionsAnswer,
    SwapsAnswer,
    options_answer,
    swap_answer,
)
from api.swaps.service import (
    SwapRequest,
    accept,
    approve,
    decline,
    list_known_swaps,
    reject,
    show_swap,
    withdraw,
)
from api.swaps.shown import ShownSwap
from api.web.guard import allow
from api.web.json.description import SWAPS as TAG_OF_SWAPS
from api.web.json.operations import KEY, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent
from api.web.json.responses import CREATED, OK, answer_change, answer_document
from wfm.ids import AgentId, MunicipalityCode, ShiftId

router = APIRouter(prefix=PREFIX)

SWAPS, OPTIONS = "/{hotline}/swaps", "/{hotline}/swaps/options"
SWAP = f"{SWAPS}/{{swap}}"
BODY = {"required": True, "content": {JSON: {"schema": {"$ref": "#/components/schemas/SentSwap"}}}}

Agent = Annotated[
    AgentId, Query(description="Whose shift it is: the caller.", examples=["730-02"], max_length=200)
]
ShiftStart = Annotated[
    ShiftId,
    Query(
        description="Local start of the shift.",
        examples=["2027-01-14T08:00"],
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
    ),
]
Town = Annotated[
    MunicipalityCode | None,
    Query(
        description="Code of the municipality whose people's shifts could be had for it; the own one where "
        "it is left out.",
        examples=["730"],
        max_length=64,
    ),
]


Route = Callable[[AskedSwap], Response]


def _step(name: str, permission: Permission, summary: str) -> Callable[[Route], Route]:
    """Declare a route that takes a swap a step further."""
    return router.post(
        f"{SWAP}/{name}",
        dependencies=[allow(permission)],
        tags=[TAG_OF_SWAPS],
        summary=summary,
        response_model=SwapAnswer,
        responses=writes(OK, 409),
        openapi_extra={"parameters": [KEY, TAG]},
    )


@router.get(
    SWAPS,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[TAG_OF_SWAPS],
    summary="Swaps that are not long over",
    response_model=SwapsAnswer,
    responses=reads(422),
)
def swaps(request: Request, place: InHotline) -> Response:
    """Return swaps that the caller proposed, is asked in or answers for; coordinators all."""
    found = [swap_answer(one, weighed=False) for one in list_known_swaps(place)]
    return answer_document(request, SwapsAnswer(swaps=found), 0)


@router.post(
    SWAPS,
    dependencies=[allow(Permission.ANSWER)],
    tags=[TAG_OF_SWAPS],
    summary="Hand a shift over, or propose an exchange",
    status_code=CREATED,
    response_model=SwapAnswer,
    responses=writes(CREATED, 409),
    openapi_extra={"parameters": [KEY], "requestBody": BODY},
)
def put_forward(place: InHotline, sent: CurrentBody, key: Idempotent) -> Response:
    """Put a shift of the caller's forward; who is asked is told by mail, and the first to accept takes it."""
    sent.only(JSON)
    made = propose(place, key, sent.read_as(SentSwap).proposal())
    where = f"{PREFIX}/{place.hotline.code}/swaps/{made.swap.id}"
    return answer_change(swap_answer(made), made.swap.number, location=where, status=CREATED)


@router.get(
    OPTIONS,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[TAG_OF_SWAPS],
    summary="Who may take a shift of one's own, and what could be had for it",
    response_model=SwapOptionsAnswer,
    responses=reads(422),
)
def options(
    request: Request, place: InHotline, agent: Agent, shift: ShiftStart, municipality: Town = None
) -> Response:
    """Return who may, best first: own colleagues by name, others by where they are from."""
    found = list_options(place, agent, shift, municipality)
    return answer_document(request, options_answer(found), 0)


@router.get(
    SWAP,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[TAG_OF_SWAPS],
    summary="A swap",
    response_model=SwapAnswer,
    responses=reads(422),
)
def swap(request: Request, place: InHotline, swap: SwapInPath) -> Response:
    """Return a swap, how far it is and what it would do."""
    shown = show_swap(place, swap)
    return answer_document(request, swap_answer(shown), shown.swap.number)


@_step("accept", Permission.ANSWER, "Accept a swap")
def say_yes(asked: AskedSwap) -> Response:
    """Take the shift: the first to accept has it, once whoever has to say yes besides has said it."""
    return _answer(accept, asked)


@_step("decline", Permission.ANSWER, "Decline a swap")
def say_no(asked: AskedSwap) -> Response:
    """Say no. Nothing is counted, and once it is over nothing says who did."""
    return _answer(decline, asked)


@_step("withdraw", Permission.ANSWER, "Take a swap back")
def take_back(asked: AskedSwap) -> Response:
    """Take it back, as the one who proposed it, until it is done."""
    return _answer(withdraw, asked)


@_step("approve", Permission.CONFIRM, "Approve a swap")
def let_pass(asked: AskedSwap) -> Response:
    """Say yes for own municipalities, or as a coordinator; with the last yes it is done and published."""
    return _answer(approve, asked)


@_step("reject", Permission.CONFIRM, "Reject a swap")
def turn_down(asked: AskedSwap) -> Response:
    """Say no for an own municipality, or as a coordinator: the shifts stay as they are."""
    return _answer(reject, asked)


def _answer(step: Callable[[SwapRequest], ShownSwap], asked: SwapRequest) -> Response:
    try:
        shown = step(asked)
    except NewBreachesError as error:
        raise would_break(error.outcome) from error
    return answer_change(swap_answer(shown), shown.swap.number)
