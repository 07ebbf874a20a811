"""What a plan's shifts need, as documents."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.demand.risk_sentences import risk_message
from api.demand.seats import SeatPlan
from api.texts.translator import Translator
from api.web.json.operations import sends
from wfm.ids import ShiftId

SHIFT = "2027-01-14T08:00"


@sends
class SentSeats(BaseModel):
    """Which seats are taken over into the plan."""

    model_config = ConfigDict(extra="forbid")

    one_more_on: list[Annotated[str, StringConstraints(min_length=16, max_length=16)]] | None = Field(
        default=None,
        description="Shifts that get one seat more; null: every shift to come gets what it needs.",
        examples=[[SHIFT]],
        max_length=5000,
    )


class NeededSeatsView(BaseModel):
    """A shift whose seats are not what they should be."""

    shift: ShiftId = Field(description="Local start of the shift.", examples=[SHIFT])
    agents_now: int = Field(description="Its seats.", examples=[2], ge=0)
    agents: int = Field(description="What its calls need.", examples=[3], ge=0)
    calls: float = Field(description="Expected calls.", examples=[38.2], ge=0)
    lost: float = Field(description="Expected calls lost with what they need.", examples=[1.1], ge=0)
    lost_now: float | None = Field(description="And with the seats of now.", examples=[3.4])


class ProposalOfSeatView(BaseModel):
    """A shift on which one seat more saves most calls."""

    shift: ShiftId = Field(description="Local start of the shift.", examples=[SHIFT])
    agents_now: int = Field(description="Its seats.", examples=[2], ge=0)
    calls: float = Field(description="Expected calls.", examples=[38.2], ge=0)
    lost: float = Field(description="Expected calls lost with the seats of now.", examples=[3.4], ge=0)
    saved: float = Field(description="Of them those that one seat more saves.", examples=[2.1], ge=0)
    sentence: str = Field(description="The same in words.", examples=["…"])


class SeatsAnswer(BaseModel):
    """A plan's seats beside its newest forecast."""

    forecast: str | None = Field(
        description="Id of the run that made the newest forecast; null: there is none.",
        examples=["5b1e7a0c9d2f4e63a8c0d1e2f3a4b5c6"],
    )
    at: datetime | None = Field(description="When it was made, in UTC.", examples=["2026-12-09T12:00:00Z"])
    origin: Date | None = Field(description="The first day that was not known.", examples=["2026-12-09"])
    calls: float | None = Field(description="Calls expected in the period.", examples=[6056.2])
    accuracy: dict[str, Any] | None = Field(
        description="How good the method was on the history's own past: WAPE and coverage.",
        examples=[{"days": 0.11, "covered_80": 0.81}],
    )
    sentences: list[str] = Field(description="The same in words.", examples=[["…"]])
    needed: list[NeededSeatsView] = Field(
        description="Shifts to come with other seats than their calls need.", examples=[[]]
    )
    proposals: list[ProposalOfSeatView] = Field(
        description="At most five seats more, those that save most calls first.", examples=[[]]
    )


class TakenSeats(BaseModel):
    """What was taken over."""

    revision: int = Field(description="Number of the plan's new revision.", examples=[8], ge=1)
    shifts: int = Field(description="Shifts that have other seats in it.", examples=[1], ge=0)


def seats_answer(found: SeatPlan, speak: Translator) -> SeatsAnswer:
    """Return what shifts need, for programs."""
    made = found.forecast
    told = {} if made is None else made.told
    said = (
        [] if made is None else [*told["sentences"][speak.language], *made.needs["sentences"][speak.language]]
    )
    return SeatsAnswer(
        forecast=None if made is None else made.id,
        at=None if made is None else made.at,
        origin=None if made is None else made.origin,
        calls=told.get("calls"),
        accuracy=told.get("accuracy"),
        sentences=said,
        needed=[
            NeededSeatsView(
                shift=one.shift.id,
                agents_now=one.before,
                agents=one.agents,
                calls=one.calls,
                lost=one.lost,
                lost_now=one.lost_before,
            )
            for one in found.needed
        ],
        proposals=[
            ProposalOfSeatView(
                shift=one.shift.id,
                agents_now=one.agents,
                calls=one.calls,
                lost=one.lost,
                saved=one.saved,
                sentence=speak.sentence(risk_message(one)),
            )
            for one in found.proposals
        ],
    )
