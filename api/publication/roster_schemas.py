"""The roster and its shifts as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

from pydantic import BaseModel, Field

from api.publication.publication import Publication
from wfm.calendar import Shift, Week, clock
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan

TIME = r"^([01][0-9]|2[0-4]):[0-5][0-9]$"


class Seat(BaseModel):
    """One seat of a shift, as a row of ``roster.csv``."""

    date: Date = Field(description="Local date of the shift.", examples=["2027-01-04"])
    start: str = Field(description="Local start.", examples=["08:00"], pattern=TIME)
    end: str = Field(description="Local end; 24:00 is midnight.", examples=["11:00"], pattern=TIME)
    seat: int = Field(description="Number of the seat, from 1.", examples=[1], ge=1)
    municipality: str | None = Field(
        description="Code of the agent's municipality; null where the seat is empty.", examples=["730"]
    )
    agent: str | None = Field(
        description="Id of the agent who sits there; null where it is empty, or the caller may not know.",
        examples=["730-02"],
    )


class RosterAnswer(BaseModel):
    """Every seat that was asked for, by date, start and seat."""

    hotline: str = Field(description="Name of the hotline.", examples=["Den Digitale Hotline"])
    code: str = Field(description="Short code of the hotline.", examples=["ddh"])
    timezone: str = Field(description="Zone of all local times.", examples=["Europe/Copenhagen"])
    first_day: Date = Field(description="First day of the period.", examples=["2027-01-04"])
    last_day: Date = Field(description="Last day of the period.", examples=["2027-04-04"])
    plan_sha256: str = Field(
        description="Fingerprint of the plan that was solved.", examples=["9f86d081884c7d659a2feaa0c55ad015"]
    )
    seats: list[Seat] = Field(
        description="The seats, empty ones included.",
        examples=[
            [
                {
                    "date": "2027-01-04",
                    "start": "08:00",
                    "end": "11:00",
                    "seat": 1,
                    "municipality": "730",
                    "agent": "730-02",
                }
            ]
        ],
    )


class ShiftView(BaseModel):
    """A shift with who sits on it."""

    id: str = Field(description="Its local start; unique in the period.", examples=["2027-01-04T08:00"])
    week: str = Field(description="ISO week of its date.", examples=["2027-W01"])
    date: Date = Field(description="Local date.", examples=["2027-01-04"])
    start: str = Field(description="Local start.", examples=["08:00"], pattern=TIME)
    end: str = Field(description="Local end; 24:00 is midnight.", examples=["11:00"], pattern=TIME)
    starts_at: datetime = Field(description="The start in UTC.", examples=["2027-01-04T07:00:00Z"])
    ends_at: datetime = Field(description="The end in UTC.", examples=["2027-01-04T10:00:00Z"])
    seats: int = Field(description="Seats of the shift.", examples=[2], ge=1)
    empty: int = Field(description="Seats in which nobody sits.", examples=[0], ge=0)
    unsocial: bool = Field(description="Whether it starts at an unsocial time.", examples=[False])
    locked: bool = Field(description="Whether the plan fixed any part of it by hand.", examples=[False])
    municipalities: list[str] = Field(description="Codes of those who sit on it.", examples=[["730"]])
    agents: list[str] = Field(
        description="Ids of those who sit on it, as far as the caller may know.",
        examples=[["730-02", "730-04"]],
    )
    beside: list[str] = Field(
        description="Ids of novices who sit beside there and take no seat, as far as the caller may know.",
        examples=[["730-09"]],
    )


class ShiftsAnswer(BaseModel):
    """Every shift that was asked for, in order of time."""

    shifts: list[ShiftView] = Field(
        description="The shifts.", examples=[[{"id": "2027-01-04T08:00", "week": "2027-W01"}]]
    )


@dataclass(frozen=True)
class Filter:
    """Which part of a roster is asked for; what is left out does not narrow it."""

    week: Week | None = None
    municipality: MunicipalityCode | None = None
    agent: AgentId | None = None

    def wants_novice(self, plan: Plan, shift: Shift, novice: AgentId) -> bool:
        """Tell whether a shift is asked for by the agent who sits beside there."""
        return self.agent == novice and self.wants(plan, shift, novice)

    def wants(self, plan: Plan, shift: Shift, agent: AgentId | None) -> bool:
        """Tell whether a seat is asked for; an empty one only where everybody's are."""
        if self.week is not None and shift.week != self.week:
            return False
        if agent is None:
            return self.municipality is None and self.agent is None
        home = plan.agent[agent].municipality
        return self.municipality in (None, home) and self.agent in (None, agent)


def roster_answer(publication: Publication, wanted: Filter) -> RosterAnswer:
    """Return the seats that a filter lets through."""
    hotline = publication.plan.hotline
    return RosterAnswer(
        hotline=hotline.name,
        code=hotline.code,
        timezone=hotline.timezone,
        first_day=hotline.period.first_day,
        last_day=hotline.period.last_day,
        plan_sha256=publication.report.plan_sha256,
        seats=[
            seat
            for shift in publication.shifts
            for agent, seat in _seats(publication, shift)
            if wanted.wants(publication.plan, shift, agent)
        ],
    )


def _seats(publication: Publication, shift: Shift) -> Iterator[tuple[AgentId | None, Seat]]:
    sitting = publication.roster.on(shift.id)
    for number in range(1, max(shift.seats, len(sitting)) + 1):
        agent = sitting[number - 1] if number <= len(sitting) else None
        yield (
            agent,
            Seat(
                date=shift.day,
                start=clock(shift.start),
                end=clock(shift.end),
                seat=number,
                municipality=None if agent is None else publication.plan.agent[agent].municipality,
                agent=agent if agent in publication.people else None,
            ),
        )


def shifts_answer(publication: Publication, wanted: Filter) -> ShiftsAnswer:
    """Return the shifts on which a filter lets a seat through."""
    locked = {lock.shift for lock in publication.plan.locks}
    return ShiftsAnswer(
        shifts=[
            _shift(publication, shift, shift.id in locked)
            for shift in publication.shifts
            if any(wanted.wants(publication.plan, shift, agent) for agent, _ in _seats(publication, shift))
            or any(
                wanted.wants_novice(publication.plan, shift, agent)
                for agent in publication.beside.on(shift.id)
            )
        ]
    )


def _shift(publication: Publication, shift: Shift, locked: bool) -> ShiftView:
    plan, sitting = publication.plan, publication.roster.on(shift.id)
    return ShiftView(
        id=shift.id,
        week=str(shift.week),
        date=shift.day,
        start=clock(shift.start),
        end=clock(shift.end),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        seats=shift.seats,
        empty=max(0, shift.seats - len(sitting)),
        unsocial=shift.unsocial,
        locked=locked,
        municipalities=list(dict.fromkeys(plan.agent[agent].municipality for agent in sitting)),
        agents=[agent for agent in sitting if agent in publication.people],
        beside=[agent for agent in publication.beside.on(shift.id) if agent in publication.people],
    )
