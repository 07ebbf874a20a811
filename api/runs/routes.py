"""Runs, for programs: started, listed, looked at, followed, ended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from api.access.ids import RunId
from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan
from api.plans.place import PlanPlace
from api.runs.addresses import LIST, ONE, run_address
from api.runs.overview import RunOverview, read_overview
from api.runs.records.runs import find_run, list_runs
from api.runs.schemas import (
    ID,
    RunDocument,
    RunsAnswer,
    RunView,
    SentRun,
    run_document,
    run_view,
)
from api.runs.service import cancel_run, start_run
from api.runs.stream import stream
from api.store.engine import reading
from api.store.errors import MissingError
from api.web.guard import allow
from api.web.headers import is_head
from api.web.json.description import RUNS
from api.web.json.operations import describe_change, lists, reads, writes
from api.web.json.paging import USUAL, CursorAsked, LimitAsked, after, link, unknown_cursor
from api.web.json.paging import cursor as cursor_of
from api.web.json.problem import errors
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, answer_change, answer_document

ACCEPTED = 202
OVER = 204
MOST_DIGITS = 9
EVENT_STREAM = "text/event-stream"
STREAMED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

RunInPath = Annotated[RunId, Path(description="Random id of the run.", examples=[ID], max_length=64)]
AfterAsked = Annotated[
    int,
    Query(
        description="Number of the last event that the caller has, for whoever can send no Last-Event-ID.",
        examples=[17],
        ge=0,
        le=999_999_999,
    ),
]

router = APIRouter(prefix=PREFIX)


@router.get(
    LIST,
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[RUNS],
    summary="The runs of a plan",
    response_model=RunsAnswer,
    responses=lists(),
)
def runs(request: Request, place: InPlan, limit: LimitAsked = USUAL, cursor: CursorAsked = None) -> Response:
    """Return runs, the newest first."""
    before = after("run", cursor)
    with reading(place.database) as connection:
        try:
            last = None if before is None else RunId(before)
            found = list_runs(connection, place.plan.id, before=last, most=limit + 1)
        except MissingError:
            raise unknown_cursor() from None
        seen = [read_overview(connection, run) for run in found[:limit]]
    following = cursor_of("run", found[limit - 1].id) if len(found) > limit else None
    answer = RunsAnswer(runs=list(map(run_view, seen)), next=following)
    return answer_document(request, answer, place.plan.revision, headers=link(request, following, limit))


@router.post(
    LIST,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[RUNS],
    summary="Have something reckoned",
    status_code=CREATED,
    response_model=RunView,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentRun}, "Number of the plan's newest revision, or its tag."),
)
def start(place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Put a run into the queue: it is reckoned beside the service, and a roster becomes a draft."""
    sent.only(JSON)
    run = start_run(place, key, sent.read_as(SentRun).order, expected=began)
    where = run_address(place.hotline.code, place.first_day, run)
    return answer_change(run_view(_seen(place, run)), place.plan.revision, location=where, status=CREATED)


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[RUNS],
    summary="A run",
    response_model=RunDocument,
    responses=reads(422),
)
def run(request: Request, place: InPlan, run: RunInPath) -> Response:
    """Return how far a run is, and what came of it."""
    seen = _seen(place, run)
    document = run_document(seen, place.speak.language)
    return answer_document(request, document, seen.run.last, speak=place.speak)


@router.get(
    f"{ONE}/events",
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[RUNS],
    summary="How a run goes on, as it goes on",
    response_class=StreamingResponse,
    responses=errors(401, 403, 404, 422)
    | {
        200: {
            "description": "Events as they come.",
            "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
        },
        OVER: {"description": "The caller has everything, the end too."},
    },
)
def events(request: Request, place: InPlan, run: RunInPath, after: AfterAsked = 0) -> Response:
    """Stream `progress` and, last, `end`, numbered from 1 without a gap.

    `Last-Event-ID` says what the caller has already. A stream may end before its run, after some minutes or
    where the service stops: open it again.
    """
    seen = _seen(place, run)
    had = _last_event_id(request, after)
    if seen.run.state.is_over and had > seen.run.last:
        return Response(status_code=OVER, headers=STREAMED)
    if is_head(request):  # its body would stay behind, to the end of the run
        return Response(headers=STREAMED, media_type=EVENT_STREAM)
    told = stream(place.database, run, min(had, seen.run.last), request.app.state.stopping)
    return StreamingResponse(told, headers=STREAMED, media_type=EVENT_STREAM)


@router.post(
    f"{ONE}/cancel",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[RUNS],
    summary="End a run",
    status_code=ACCEPTED,
    response_model=RunView,
    responses=errors(401, 403, 404, 422),
)
def cancel(place: InPlan, run: RunInPath) -> Response:
    """Let a run end with the best roster that it has; one that is over stays as it is."""
    cancel_run(place, run)
    return answer_change(run_view(_seen(place, run)), place.plan.revision, status=ACCEPTED)


def _seen(place: PlanPlace, run: RunId) -> RunOverview:
    with reading(place.database) as connection:
        return read_overview(connection, find_run(connection, run, place.plan.id))


def _last_event_id(request: Request, asked: int) -> int:
    """Return the number of the last event that a caller has; one that is none counts as none."""
    told = request.headers.get("last-event-id", "").strip()
    plain = told.isascii() and told.isdecimal() and len(told) <= MOST_DIGITS
    return max(int(told) if plain else 0, asked)
