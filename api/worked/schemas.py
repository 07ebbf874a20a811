"""Documents of what was worked, and of the close of a quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.rosters.records.worked import WorkedState
from api.web.json.operations import sends
from api.worked.place import WorkedQuarter, WorkedShift
from api.worked.sent_seats import SeatClaim
from wfm.ids import AgentId, MunicipalityCode, ShiftId

Code = Annotated[str, StringConstraints(max_length=100)]
MOST_MINUTES, MOST_SEATS = 1440, 50
SHIFT = "2027-01-04T08:00"


@sends
class SentSeat(BaseModel):
    """A seat of a shift as it was worked; one that names neither agent nor `stand_in_of` stays as it is."""

    model_config = ConfigDict(extra="forbid")

    agent: Code | None = Field(default=None, description="Who sat there.", examples=["730-02"])
    stand_in_of: Code | None = Field(
        default=None,
        description="In the place of `agent`: whose stand-in sat there, somebody outside the plan.",
        examples=[None],
    )
    municipality: Code | None = Field(
        default=None, description="As it was read; it says nothing.", examples=["730"]
    )
    name: str | None = Field(default=None, description="As it was read; it says nothing.", examples=[None])
    minutes: int = Field(description="How long; 0 where nobody came.", examples=[180], ge=0, le=MOST_MINUTES)

    @property
    def seat(self) -> SeatClaim:
        """What is sent."""
        agent = None if self.agent is None else AgentId(self.agent)
        town = None if self.stand_in_of is None else MunicipalityCode(self.stand_in_of)
        return SeatClaim(agent, None if agent else town, self.minutes)


@sends
class SentWorked(BaseModel):
    """Who sat on a shift."""

    model_config = ConfigDict(extra="forbid")

    seats: list[SentSeat] = Field(
        description="A leader sends the seats of the own municipality, an agent the own; what is left out "
        "was not worked, and what one may not speak of stays.",
        examples=[[{"agent": "730-02", "minutes": 180}, {"stand_in_of": "730", "minutes": 90}]],
        max_length=MOST_SEATS,
    )


@sends
class SentCorrection(SentWorked):
    """Who sat on a shift of a quarter that is closed."""

    shift: str = Field(description="Local start of the shift.", examples=[SHIFT], max_length=16)


class WorkedSeatView(BaseModel):
    """A seat of a shift as it was worked."""

    agent: AgentId | None = Field(
        description="Who sat there, as far as the caller sees ids; null for a stand-in.",
        examples=["730-02"],
    )
    name: str | None = Field(
        description="What they are called; null for a stand-in, and where the caller is not to know.",
        examples=["Randers 2"],
    )
    stand_in_of: MunicipalityCode | None = Field(
        description="Of a stand-in from outside the plan, the municipality; else null.", examples=[None]
    )
    municipality: MunicipalityCode = Field(description="Whose seat it is.", examples=["730"])
    minutes: int = Field(description="How long; 0 where nobody came.", examples=[180], ge=0)


class WorkedShiftView(BaseModel):
    """A shift with what was worked on it."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    shift: ShiftId = Field(description="Its local start.", examples=[SHIFT])
    number: int = Field(description="Of its state: what If-Match names.", examples=[3], ge=1)
    minutes: int = Field(description="Its length.", examples=[180], ge=1)
    state: WorkedState = Field(
        description="Planned counts as worked; reported waits for a leader or a coordinator.",
        examples=["planned"],
    )
    seats: list[WorkedSeatView] = Field(
        description="Who sat there, as far as the caller sees names.",
        examples=[[{"agent": "730-02", "stand_in_of": None, "municipality": "730", "minutes": 180}]],
    )
    empty: int = Field(description="Seats in which nobody sat.", examples=[0], ge=0)


class WorkedAnswer(BaseModel):
    """What was worked on a plan's shifts that are over."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    closed: bool = Field(description="Whether the quarter is closed.", examples=[False])
    shifts: list[WorkedShiftView] = Field(
        description="Those that the caller sees, in order of time.",
        examples=[[{"shift": SHIFT, "state": "planned", "seats": []}]],
    )


class CloseAnswer(BaseModel):
    """What is to be looked at before a quarter is closed, and whether it is."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    closed: bool = Field(description="Whether it is closed.", examples=[False])
    possible: bool = Field(description="Whether it can be closed now.", examples=[True])
    to_come: int = Field(description="Shifts that are not over yet.", examples=[0], ge=0)
    earlier: Date | None = Field(
        description="First day of an earlier quarter that has to be closed first.", examples=[None]
    )
    reported: list[ShiftId] = Field(
        description="Shifts of which something waits to be confirmed.", examples=[[SHIFT]]
    )
    confirmed: int = Field(
        description="Shifts of which something was said and confirmed.", examples=[4], ge=0
    )
    empty: list[ShiftId] = Field(description="Shifts with seats in which nobody sat.", examples=[[SHIFT]])
    closed_at: datetime | None = Field(description="Since when it is closed.", examples=[None])


def shift_view(quarter: WorkedQuarter, one: WorkedShift) -> WorkedShiftView:
    """Return a shift as the caller sees it."""
    return WorkedShiftView(
        plan=quarter.place.plan.first_day,
        shift=one.shift.id,
        number=one.number,
        minutes=one.shift.minutes,
        state=one.state,
        seats=list(_seats(quarter, one)),
        empty=one.empty_seats,
    )


def worked_answer(quarter: WorkedQuarter, state: WorkedState | None) -> WorkedAnswer:
    """Return what was worked, as the caller sees it."""
    return WorkedAnswer(
        plan=quarter.place.plan.first_day,
        closed=quarter.closed,
        shifts=[shift_view(quarter, one) for one in quarter.shifts if state in (None, one.state)],
    )


def _seats(quarter: WorkedQuarter, one: WorkedShift) -> Iterator[WorkedSeatView]:
    for part, seat in one.seats():
        known = quarter.identifies(part, seat)
        agent = quarter.agent(seat.person) if known else None
        yield WorkedSeatView(
            agent=agent,
            name=quarter.name(one, part, seat) or None,
            stand_in_of=part.municipality if known and agent is None else None,
            municipality=part.municipality,
            minutes=seat.minutes,
        )
