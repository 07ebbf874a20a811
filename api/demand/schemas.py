"""Counted calls as documents."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.demand.service import CallsOverview, TakenCalls
from api.demand.uploads import CallDocument, SentRow
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.web.json.problem import FaultView
from api.web.store_problems import fault_told
from wfm.demand.history import SpecialKind
from wfm.entered_figures import EnteredKind

Cell = (
    Annotated[str, Field(max_length=200)]
    | Annotated[int, Field(ge=-(10**12), le=10**12)]
    | Annotated[float, Field(ge=-(10.0**12), le=10.0**12)]
    | None
)
Row = dict[Annotated[str, Field(max_length=80)], Cell]
DAY = "2027-01-04"


@sends
class SentCallTables(BaseModel):
    """What a telephone system counted; columns and words may be Danish or English, as in a CSV file."""

    model_config = ConfigDict(extra="forbid")

    calls: list[Row] | None = Field(
        default=None,
        description="An interval a row, seconds as sums over its calls; a day that was stored is replaced.",
        examples=[[{"date": DAY, "start": "08:00", "offered": 9, "answered": 8, "talk_seconds": 1920}]],
        max_length=50_000,
    )
    special_days: list[Row] | None = Field(
        default=None,
        description="Days unlike others, behind and ahead: all of them, in the place of those stored.",
        examples=[[{"date": "2027-02-01", "kind": "campaign", "name": "letters", "factor": "1.5"}]],
        max_length=5_000,
    )
    served: list[Row] | None = Field(
        default=None,
        description="Citizens served from which day on: all of them, in the place of those stored.",
        examples=[[{"first_day": "2026-01-01", "population": 415000}]],
        max_length=1_000,
    )
    mail: list[Row] | None = Field(
        default=None,
        description="Mail that came in and was answered, an interval a row.",
        examples=[[{"date": DAY, "start": "08:00", "received": 3}]],
        max_length=50_000,
    )
    entered: list[Row] | None = Field(
        default=None,
        description="Figures of weeks and quarters: callers satisfied of those asked (`satisfaction`), "
        "agents who left of those there on average (`staff_turnover`). What was entered before stays.",
        examples=[[{"figure": "satisfaction", "period": "2027-W03", "count": 42, "whole": 50}]],
        max_length=1_000,
    )

    @property
    def sent(self) -> CallDocument:
        """The tables that are there, by name."""
        rows: dict[str, list[Row] | None] = {
            "calls": self.calls,
            "special_days": self.special_days,
            "served": self.served,
            "mail": self.mail,
            "entered": self.entered,
        }
        found: dict[str, list[SentRow]] = {name: [*some] for name, some in rows.items() if some is not None}
        return CallDocument(found)


class TakenCallsView(BaseModel):
    """What was taken in."""

    days: int = Field(description="Days stored.", examples=[1], ge=0)
    replaced: int = Field(
        description="Days of them that stand in the place of what was stored.", examples=[0], ge=0
    )
    calls: int = Field(description="Calls offered on them.", examples=[118], ge=0)
    entered: int = Field(description="Figures of weeks and quarters that came along.", examples=[0], ge=0)
    notices: list[FaultView] = Field(
        description="What is hardly meant, or counts for nothing; it was stored as it stands.",
        examples=[[]],
    )


class CallDayView(BaseModel):
    """A day of which calls are stored, or should be."""

    date: Date = Field(description="Local day.", examples=[DAY])
    calls: int = Field(description="Calls offered.", examples=[118], ge=0)
    intervals: int = Field(description="Intervals counted in the opening hours.", examples=[24], ge=0)
    missing: int = Field(description="Intervals of the opening hours not counted.", examples=[0], ge=0)


class SpecialDayView(BaseModel):
    """A day unlike others."""

    date: Date = Field(description="Local day.", examples=["2027-02-01"])
    kind: SpecialKind = Field(description="What makes it so.", examples=["campaign"])
    name: str = Field(description="What it is called, the same each year.", examples=["letters"])
    factor: str | None = Field(
        description="How many times the usual calls; null: learnt from the past.", examples=["1.5"]
    )


class ServedView(BaseModel):
    """Citizens served."""

    first_day: Date = Field(description="From which day on.", examples=["2026-01-01"])
    population: int = Field(description="How many.", examples=[415000], ge=1)


class EnteredView(BaseModel):
    """A figure that was entered."""

    figure: EnteredKind = Field(description="Of what.", examples=["satisfaction"])
    period: str = Field(description="Week or quarter.", examples=["2027-W03"])
    count: int = Field(description="How many were satisfied, or left.", examples=[42], ge=0)
    whole: int = Field(description="How many were asked, or were agents on average.", examples=[50], ge=1)
    at: datetime = Field(description="When it was entered, UTC.", examples=["2027-01-25T08:00:00Z"])


class CallsAnswer(BaseModel):
    """What is stored of a hotline's calls: sums by day, nothing of anybody."""

    interval_minutes: int | None = Field(
        description="Length of an interval; null where nothing is stored.", examples=[30]
    )
    first_day: Date | None = Field(description="The first day stored.", examples=["2025-07-01"])
    last_day: Date | None = Field(description="The last day stored.", examples=["2026-12-30"])
    calls: int = Field(description="Calls offered in all.", examples=[36451], ge=0)
    days: list[CallDayView] = Field(
        description="Each day from the first to the last that is stored or that the hotline is open.",
        examples=[[{"date": DAY, "calls": 118, "intervals": 24, "missing": 0}]],
    )
    special_days: list[SpecialDayView] = Field(
        description="Days unlike others.",
        examples=[[{"date": "2027-02-01", "kind": "campaign", "name": "letters", "factor": "1.5"}]],
    )
    served: list[ServedView] = Field(
        description="Citizens served.", examples=[[{"first_day": "2026-01-01", "population": 415000}]]
    )
    entered: list[EnteredView] = Field(
        description="Figures of weeks and quarters, all that were ever entered, the newest first; of one "
        "figure and period the newest counts.",
        examples=[[{"figure": "satisfaction", "period": "2027-W03", "count": 42, "whole": 50}]],
    )


class RemovedCalls(BaseModel):
    """What was taken away."""

    days: int = Field(description="How many days.", examples=[7], ge=0)


def calls_answer(found: CallsOverview) -> CallsAnswer:
    """Return what is stored, for programs."""
    special = [
        SpecialDayView(
            date=one.day,
            kind=one.kind,
            name=one.name,
            factor=None if one.factor is None else str(float(one.factor)),
        )
        for one in found.special_days
    ]
    return CallsAnswer(
        interval_minutes=found.minutes,
        first_day=found.days[0].day if found.days else None,
        last_day=found.days[-1].day if found.days else None,
        calls=found.calls,
        days=[
            CallDayView(date=one.day, calls=one.calls, intervals=one.counted, missing=one.missing)
            for one in found.days
        ],
        special_days=special,
        served=[ServedView(first_day=one.first_day, population=one.population) for one in found.served],
        entered=[
            EnteredView(
                figure=one.figure.kind,
                period=one.figure.period,
                count=one.figure.part,
                whole=one.figure.whole,
                at=one.at,
            )
            for one in found.entered
        ],
    )


def taken_view(found: TakenCalls, speak: Translator) -> TakenCallsView:
    """Return what was taken in, for programs."""
    return TakenCallsView.model_validate(
        {
            "days": found.days,
            "replaced": found.replaced,
            "calls": found.calls,
            "entered": found.entered,
            "notices": [fault_told(one, speak) for one in found.notices],
        }
    )
