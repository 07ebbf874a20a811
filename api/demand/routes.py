"""Calls of a hotline, for programs: a telephone system sends its day, whoever plans looks at them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.demand.addresses import CALLS as ADDRESS
from api.demand.schemas import (
    CallsAnswer,
    RemovedCalls,
    SentCallTables,
    TakenCallsView,
    calls_answer,
    taken_view,
)
from api.demand.service import read_overview, remove_calls, take_calls
from api.demand.uploads import SentCalls, SentFile
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.web.guard import allow
from api.web.json.description import DEMAND
from api.web.json.operations import KEY, describe_change, reads, writes
from api.web.json.requests import CSV, JSON, XLSX, CurrentBody, Idempotent, RequestBody
from api.web.json.responses import OK, answer_change, answer_document
from api.web.json.upload_turns import UploadTurn

ZIP = "application/zip"
NAMES = {CSV: "calls.csv", XLSX: "calls.xlsx", ZIP: "calls.zip"}
"""What faults call a file that is sent without a name."""
BODIES: dict[str, type[SentCallTables] | str] = {
    JSON: SentCallTables,
    CSV: "Calls, an interval a row.",
    XLSX: "A history as a workbook.",
    ZIP: "A history's CSV files, packed.",
}

FirstDay = Annotated[date, Query(description="First day.", examples=["2026-01-01"])]
LastDay = Annotated[date, Query(description="Last day, that one too.", examples=["2026-01-31"])]

router = APIRouter(prefix=PREFIX)


def _without_tag(described: dict[str, object]) -> dict[str, object]:
    return {**described, "parameters": [KEY]}


@router.get(
    ADDRESS,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[DEMAND],
    summary="What is stored of the hotline's calls",
    response_model=CallsAnswer,
    responses=reads(422),
)
def calls(request: Request, place: InHotline) -> Response:
    """Return calls by day, and of which days intervals are missing."""
    found = read_overview(place)
    return answer_document(request, calls_answer(found), found.number)


@router.post(
    ADDRESS,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[DEMAND],
    summary="Send what a telephone system counted",
    response_model=TakenCallsView,
    responses=writes(OK, 409),
    openapi_extra=_without_tag(describe_change(BODIES, "")),
)
def send_calls(place: InHotline, sent: CurrentBody, key: Idempotent, _turn: UploadTurn) -> Response:
    """Store each day that is sent; a day that was stored is replaced as a whole. Every fault is told."""
    taken = take_calls(place, key, _read(sent))
    return answer_change(taken_view(taken, place.speak), taken.number, speak=place.speak)


@router.delete(
    ADDRESS,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[DEMAND],
    summary="Take days of calls away",
    response_model=RemovedCalls,
    responses=writes(OK, 409),
    openapi_extra={"parameters": [KEY]},
)
def remove(place: InHotline, key: Idempotent, first_day: FirstDay, last_day: LastDay) -> Response:
    """Take away what is stored from one day to another."""
    days = remove_calls(place, key, first_day, last_day)
    return answer_change(RemovedCalls(days=days), read_overview(place).number)


def _read(sent: RequestBody) -> SentCalls:
    sent.only(*BODIES)
    if sent.media_type == JSON:
        return sent.read_as(SentCallTables).sent
    return SentFile(NAMES[sent.media_type], sent.content)
