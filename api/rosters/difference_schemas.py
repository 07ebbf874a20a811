"""What differs between two versions of a roster, as a document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date

from pydantic import BaseModel, Field

from api.rosters.change_schemas import LevelChange
from api.rosters.editing.agent_difference import AgentDifference
from api.rosters.editing.difference import Difference, MunicipalityDifference, ShiftDifference
from api.rosters.editing.short_notice import ShortNotice
from api.web.json.problem import ShortNoticeView
from wfm.calendar import Shift

STARTS = [["2027-01-14T08:00"]]


class ShiftPair(BaseModel):
    """A shift that somebody has instead of another."""

    before: str = Field(description="Local start of the one before.", examples=["2027-01-14T08:00"])
    after: str = Field(description="Local start of the one now.", examples=["2027-01-14T11:00"])


class AgentChange(BaseModel):
    """What differs for an agent; shifts by their local starts."""

    agent: str = Field(description="Id.", examples=["730-02"])
    name: str = Field(description="Name.", examples=["Randers 2"])
    municipality: str = Field(description="Code of the employer.", examples=["730"])
    removed: list[str] = Field(description="Shifts that are gone.", examples=STARTS)
    added: list[str] = Field(description="Shifts that are new.", examples=STARTS)
    moved: list[ShiftPair] = Field(
        description="Shifts that stand for another one of the same day or week.",
        examples=[[{"before": "2027-01-14T08:00", "after": "2027-01-14T11:00"}]],
    )
    retimed: list[str] = Field(
        description="Shifts that are kept, but start or end at another instant.", examples=[[]]
    )


class MunicipalityChange(BaseModel):
    """What differs for a municipality; shifts by their local starts, once for each seat."""

    municipality: str = Field(description="Code.", examples=["730"])
    name: str = Field(description="Name.", examples=["Randers"])
    target_before: int | None = Field(
        description="Units that it should take, before; null where it was not in the plan.", examples=[40]
    )
    target: int | None = Field(description="The same now; null where it is not in the plan.", examples=[40])
    assigned_before: int | None = Field(description="Units that it took, before.", examples=[39])
    assigned: int | None = Field(description="The same now.", examples=[40])
    seats_before: int | None = Field(description="Seats in which its agents sat, before.", examples=[78])
    seats: int | None = Field(description="The same now.", examples=[80])
    carry_over_out_before: str | None = Field(
        description="Seats that it owed the next period, before; 4 decimals, as in the quota table.",
        examples=["1.8152"],
    )
    carry_over_out: str | None = Field(description="The same now.", examples=["-0.1848"])
    lost: list[str] = Field(description="Seats that none of its agents has any more.", examples=STARTS)
    gained: list[str] = Field(description="Seats that they now have.", examples=STARTS)


class ShiftChange(BaseModel):
    """What differs on a shift."""

    shift: str = Field(description="Its local start.", examples=["2027-01-14T08:00"])
    date: Date = Field(description="Its local date.", examples=["2027-01-14"])
    left: list[str] = Field(description="Agents who no longer sit on it.", examples=[["730-02"]])
    joined: list[str] = Field(description="Agents who now do.", examples=[["730-04"]])
    is_new: bool = Field(description="Whether the plan before had no such shift.", examples=[False])
    is_gone: bool = Field(description="Whether the plan now has none.", examples=[False])


class DifferenceAnswer(BaseModel):
    """What differs between two versions; whoever and whatever is as before is left out."""

    before: int = Field(description="Number of the version before.", examples=[3], ge=1)
    after: int = Field(description="Number of the version after.", examples=[5], ge=1)
    agents: list[AgentChange] = Field(
        description="By agent, in order of municipality and id.", examples=[[{"agent": "730-02"}]]
    )
    municipalities: list[MunicipalityChange] = Field(
        description="By municipality, in order of code.", examples=[[{"municipality": "730"}]]
    )
    shifts: list[ShiftChange] = Field(
        description="By shift, in order of time.", examples=[[{"shift": "2027-01-14T08:00"}]]
    )
    levels: list[LevelChange] = Field(
        description="Every level of the score, measured without a baseline so that they can be compared.",
        examples=[[{"level": "coverage", "before": 1, "after": 0}]],
    )


def difference_answer(before: int, after: int, found: Difference) -> DifferenceAnswer:
    """Return what differs between two versions."""
    return DifferenceAnswer(
        before=before,
        after=after,
        agents=list(map(_agent, found.agents)),
        municipalities=list(map(municipality_change, found.municipalities)),
        shifts=list(map(_shift, found.shifts)),
        levels=[
            LevelChange.model_validate({"level": one.level.value, "before": one.before, "after": one.after})
            for one in found.levels
        ],
    )


def short_notice_view(found: ShortNotice) -> ShortNoticeView:
    """Return a shift that changes at short notice."""
    return ShortNoticeView(
        shift=found.shift.id,
        date=found.shift.day,
        days=found.days,
        left=[person.agent for person in found.left],
        joined=[person.agent for person in found.joined],
        retimed=[person.agent for person in found.retimed],
        short_for=[person.agent for person in found.short_for],
    )


def _starts(shifts: Iterable[Shift]) -> list[str]:
    return [str(shift.id) for shift in shifts]


def _agent(found: AgentDifference) -> AgentChange:
    return AgentChange(
        agent=found.person.agent,
        name=found.person.name,
        municipality=found.person.municipality,
        removed=_starts(found.removed),
        added=_starts(found.added),
        moved=[ShiftPair(before=pair.source.id, after=pair.target.id) for pair in found.moved],
        retimed=_starts(one.after for one in found.retimed),
    )


def municipality_change(found: MunicipalityDifference) -> MunicipalityChange:
    """Return what differs for a municipality."""
    was, now = found.before, found.after
    return MunicipalityChange(
        municipality=found.code,
        name=found.name,
        target_before=None if was is None else was.quota.target,
        target=None if now is None else now.quota.target,
        assigned_before=None if was is None else was.assigned,
        assigned=None if now is None else now.assigned,
        seats_before=None if was is None else int(was.seats),
        seats=None if now is None else int(now.seats),
        carry_over_out_before=None if found.carried_before is None else str(found.carried_before),
        carry_over_out=None if found.carried is None else str(found.carried),
        lost=list(found.lost),
        gained=list(found.gained),
    )


def _shift(found: ShiftDifference) -> ShiftChange:
    return ShiftChange(
        shift=found.shift.id,
        date=found.shift.day,
        left=[person.agent for person in found.left],
        joined=[person.agent for person in found.joined],
        is_new=found.before is None,
        is_gone=found.after is None,
    )
