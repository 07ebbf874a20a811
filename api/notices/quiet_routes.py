"""Quiet hours of a municipality, for programs."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.permissions import Permission
from api.notices.quiet import QuietHours
from api.notices.quiet_hours import MunicipalQuiet, read_quiet_hours, set_quiet_hours
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.replacements.context import MunicipalityInPath
from api.web.guard import allow
from api.web.json.description import REPLACEMENTS
from api.web.json.operations import describe_change, reads, sends, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import OK, answer_change, answer_document
from wfm.ids import MunicipalityCode

router = APIRouter(prefix=PREFIX)

QUIET = "/{hotline}/quiet-hours/{municipality}"
BEGINS = Field(description="From when on, each day, on the wall clock.", examples=["21:00"], max_length=5)
ENDS = Field(
    description="Until when; of the next day where it is the earlier, and never where both are the same.",
    examples=["07:00"],
    max_length=5,
)


class QuietHoursAnswer(BaseModel):
    """When a municipality's people are not disturbed, and what waits."""

    municipality: MunicipalityCode = Field(description="Code.", examples=["730"])
    begins: str = BEGINS
    ends: str = ENDS
    waiting: int = Field(
        description="Mails and text messages to them that wait now, or are tried again later.",
        examples=[0],
        ge=0,
    )
    waiting_until: datetime | None = Field(
        description="When the first of them is sent; UTC.", examples=["2027-01-05T06:00:00Z"]
    )


@sends
class SentQuietHours(BaseModel):
    """When people are not to be disturbed."""

    model_config = ConfigDict(extra="forbid")

    begins: str = BEGINS
    ends: str = ENDS


def _answer(municipality: MunicipalityCode, found: MunicipalQuiet) -> QuietHoursAnswer:
    return QuietHoursAnswer(
        municipality=municipality,
        begins=found.kept.hours.begins,
        ends=found.kept.hours.ends,
        waiting=found.waiting.count,
        waiting_until=found.waiting.until,
    )


@router.get(
    QUIET,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[REPLACEMENTS],
    summary="When a municipality's agents are not disturbed",
    response_model=QuietHoursAnswer,
    responses=reads(422),
)
def quiet_hours(request: Request, place: InHotline, municipality: MunicipalityInPath) -> Response:
    """Return the hours, and how much waits for their end; to its leader and coordinators."""
    found = read_quiet_hours(place, municipality)
    return answer_document(request, _answer(municipality, found), found.kept.number)


@router.put(
    QUIET,
    dependencies=[allow(Permission.CONFIRM)],
    tags=[REPLACEMENTS],
    summary="Say when a municipality's agents are not disturbed",
    response_model=QuietHoursAnswer,
    responses=writes(OK),
    openapi_extra=describe_change(
        {JSON: SentQuietHours}, 'Number of the hours, or their tag; "0" before the first.', '"0"'
    ),
)
def change_quiet_hours(
    place: InHotline, municipality: MunicipalityInPath, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Say it, as the municipality's leader or a coordinator. Text messages, and mails of offers, wait."""
    sent.only(JSON)
    wanted = sent.read_as(SentQuietHours)
    found = set_quiet_hours(place, key, municipality, QuietHours(wanted.begins, wanted.ends), began)
    return answer_change(_answer(municipality, found), found.kept.number)
