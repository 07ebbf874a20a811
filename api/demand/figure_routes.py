"""Key figures of a week, for programs: as JSON, as CSV, and as the PDF for the steering group."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.demand.addresses import FIGURES
from api.demand.figures import WeekFigures, read_week
from api.demand.week.sentences import conclusions
from api.demand.week.tables import kpi_csv
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.plans.place import HotlinePlace
from api.publication.body import Body
from api.store.errors import MissingError
from api.web.conditional import answer
from api.web.guard import allow
from api.web.json.description import DEMAND
from api.web.json.operations import reads
from api.web.json.requests import CSV
from api.web.json.responses import OK, answer_document, tag
from wfm.calendar import Week
from wfm.ids import ShiftId

PDF = "application/pdf"
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
WeekInPath = Annotated[str, Path(description="ISO week.", examples=["2027-W03"], max_length=8)]

router = APIRouter(prefix=PREFIX)


class FigureView(BaseModel):
    """A key figure."""

    key: str = Field(description="Its stable name.", examples=["service_level"])
    value: str | None = Field(
        description="Decimal; null where nothing that it needs was counted.", examples=["0.8310"]
    )
    goal: str | None = Field(description="What is aimed at.", examples=["0.8000"])
    met: bool | None = Field(description="Whether the goal is met.", examples=[True])
    unit: str = Field(description="What it counts.", examples=["share"])
    convention: str = Field(description="What it is taken of.", examples=["offered; 20 s"])


class SeatChangeView(BaseModel):
    """A proposed change of seats."""

    shift: ShiftId = Field(description="Local start of the shift.", examples=["2027-01-25T08:00"])
    before: int = Field(description="Its seats.", examples=[2], ge=0)
    agents: int = Field(description="Proposed.", examples=[3], ge=0)
    saved: float = Field(description="Calls that it saves, expected.", examples=[2.1])


class FiguresAnswer(BaseModel):
    """A week's key figures; none is about a single agent."""

    week: str = Field(description="ISO week.", examples=["2027-W03"])
    intervals: int = Field(description="Intervals counted.", examples=[120], ge=1)
    sentences: list[str] = Field(description="What the week came to.", examples=[["…"]])
    figures: list[FigureView] = Field(
        description="Every figure.", examples=[[{"key": "calls", "value": "489", "unit": "calls"}]]
    )
    changes: list[SeatChangeView] = Field(
        description="At most five seats more that save most calls.", examples=[[]]
    )


def week_named(text: str) -> Week:
    """Return a week as an address writes it.

    Raises
    ------
    MissingError
        Where it is none.
    """
    match = _WEEK.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        week = Week(int(match[1]), int(match[2]))
        date.fromisocalendar(week.year, week.week, 7)  # all of it lies in the calendar
    except ValueError:
        raise MissingError("week") from None
    return week


@router.get(
    FIGURES,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[DEMAND],
    summary="The key figures of a week",
    response_model=FiguresAnswer,
    responses=reads(422),
)
def figures(request: Request, place: InHotline, week: WeekInPath) -> Response:
    """Return a week's figures beside goals, forecast and need, each with what it is taken of."""
    found = read_week(place, week_named(week))
    return answer_document(request, _answer(found, place), found.number, speak=place.speak)


@router.get(
    f"{FIGURES}.csv",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[DEMAND],
    summary="The key figures of a week, as CSV",
    response_class=Response,
    responses=reads(422) | {OK: {"content": {CSV: {"schema": {"type": "string"}}}}},
)
def figures_csv(request: Request, place: InHotline, week: WeekInPath) -> Response:
    """Return `kpi.csv` as `wfm kpi` writes it."""
    found = read_week(place, week_named(week))
    return _file(request, found, kpi_csv(found.review), f"{CSV}; charset=utf-8", "csv")


@router.get(
    f"{FIGURES}.pdf",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[DEMAND],
    summary="The key figures of a week, as PDF",
    response_class=Response,
    responses=reads(422) | {OK: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}},
)
def figures_pdf(request: Request, place: InHotline, week: WeekInPath) -> Response:
    """Return the tagged PDF for the steering group, in the caller's language."""
    from api.demand.week.pdf import week_pdf  # matplotlib and typst: only where one is asked for

    found = read_week(place, week_named(week))
    return _file(request, found, week_pdf(found.plan, found.review, place.speak), PDF, "pdf")


def _file(request: Request, found: WeekFigures, content: bytes, media: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="kpi-{found.review.week}.{suffix}"'}
    return answer(request, Body(content, tag(found.number, content)), media, headers=headers)


def _answer(found: WeekFigures, place: HotlinePlace) -> FiguresAnswer:
    review = found.review
    said = conclusions(found.plan, review, place.speak)
    return FiguresAnswer(
        week=str(review.week),
        intervals=review.intervals,
        sentences=[place.speak.sentence(one) for one in said],
        figures=[
            FigureView(
                key=one.key,
                value=one.write(one.value) or None,
                goal=one.write(one.goal) or None,
                met=one.is_met,
                unit=one.unit.value,
                convention=one.convention,
            )
            for one in review.figures
        ],
        changes=[
            SeatChangeView(
                shift=one.shift.id,
                before=one.before,
                agents=one.agents,
                saved=round(one.saved, 2),
            )
            for one in review.changes
        ],
    )
