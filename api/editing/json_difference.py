"""What differs between two rosters as programs read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from api.editing.difference import (
    Difference,
    LevelDifference,
    MunicipalityDifference,
    ShiftDifference,
)
from api.editing.moving import AgentDifference, Person
from api.editing.notice import ShortNotice
from api.editing.wording import (
    agent_messages,
    level_message_of,
    municipality_message,
    notice_messages,
    shift_messages,
)
from api.texts.translator import Translator
from wfm.calendar import Shift, clock
from wfm.message import Message
from wfm.quota_table import QuotaRow

_PERSON = {"agent": "730-02", "municipality": "730", "name": "Agent 2"}
_SHIFT = {"shift": "2027-01-04T08:00", "date": "2027-01-04", "start": "08:00", "end": "11:00"}


class PersonView(BaseModel):
    """Somebody in one municipality's employment."""

    agent: str = Field(description="Id of the agent.", examples=["730-02"])
    municipality: str = Field(description="Code of the employer.", examples=["730"])
    name: str = Field(description="Name as shown.", examples=["Agent 2"])


class WhenView(BaseModel):
    """A shift by its times."""

    shift: str = Field(description="Its local start; unique in a period.", examples=["2027-01-04T08:00"])
    date: Date = Field(description="Local date.", examples=["2027-01-04"])
    start: str = Field(description="Local start.", examples=["08:00"])
    end: str = Field(description="Local end; 24:00 is midnight.", examples=["11:00"])
    starts_at: datetime = Field(description="The start in UTC.", examples=["2027-01-04T07:00:00Z"])
    ends_at: datetime = Field(description="The end in UTC.", examples=["2027-01-04T10:00:00Z"])
    seats: int = Field(description="Seats of the shift.", examples=[2], ge=1)


class FromToView(BaseModel):
    """Two shifts of which one stands for the other, or one shift at other times."""

    before: WhenView = Field(description="As it was.", examples=[_SHIFT])
    after: WhenView = Field(description="As it is.", examples=[_SHIFT])


class AgentDifferenceView(BaseModel):
    """What differs for an agent."""

    person: PersonView = Field(description="Whose.", examples=[_PERSON])
    removed: list[WhenView] = Field(description="Shifts that are gone.", examples=[[_SHIFT]])
    added: list[WhenView] = Field(description="New shifts.", examples=[[_SHIFT]])
    moved: list[FromToView] = Field(
        description="One gone and one new on the same day, or else in the same week.",
        examples=[[{"before": _SHIFT, "after": _SHIFT}]],
    )
    retimed: list[FromToView] = Field(
        description="Kept, at other times.", examples=[[{"before": _SHIFT, "after": _SHIFT}]]
    )
    sentences: list[str] = Field(
        description="The same for people.", examples=[["New: Monday 4 January 2027 at 08:00"]]
    )


class FiguresView(BaseModel):
    """What a municipality owes and staffs, in one of the two rosters."""

    target: int = Field(description="Whole units to staff.", examples=[18], ge=0)
    assigned: int = Field(description="Units in which it sits.", examples=[18], ge=0)
    deviation: int = Field(description="Assigned − target.", examples=[0])
    unsocial: int = Field(description="Unsocial units in which it sits.", examples=[5], ge=0)
    seats: int = Field(description="Seats in which its agents sit.", examples=[36], ge=0)
    carry_over_out: str = Field(
        description="Seats owed to the next period; 4 decimals, as in the quota table.", examples=["0.8152"]
    )


class MunicipalityDifferenceView(BaseModel):
    """What differs for a municipality."""

    municipality: str = Field(description="Its code.", examples=["730"])
    name: str = Field(description="Its name.", examples=["Randers"])
    before: FiguresView | None = Field(
        description="Figures as they were; null where it was not in the plan.",
        examples=[{"target": 18, "assigned": 17}],
    )
    after: FiguresView | None = Field(
        description="Figures as they are; null where it is not in the plan.",
        examples=[{"target": 18, "assigned": 18}],
    )
    lost: list[str] = Field(
        description="Shifts, one for each seat that none of its agents has any more.",
        examples=[["2027-01-04T08:00"]],
    )
    gained: list[str] = Field(
        description="Shifts, one for each seat that one of its agents now has.",
        examples=[["2027-01-04T11:00"]],
    )
    sentence: str = Field(
        description="The same for people.",
        examples=["Randers staffs 18 of its target of 18; before 17 of 18"],
    )


class ShiftDifferenceView(BaseModel):
    """What differs on a shift."""

    before: WhenView | None = Field(description="As it was; null where it is new.", examples=[_SHIFT])
    after: WhenView | None = Field(description="As it is; null where there is none now.", examples=[_SHIFT])
    left: list[PersonView] = Field(description="Who no longer sits there.", examples=[[_PERSON]])
    joined: list[PersonView] = Field(description="Who now sits there.", examples=[[_PERSON]])
    sentences: list[str] = Field(
        description="The same for people.",
        examples=[["Monday 4 January 2027 at 08:00: Agent 2 out, Agent 4 in"]],
    )


class LevelChangeView(BaseModel):
    """The value of a level before and after; less is better."""

    level: str = Field(description="Key of the level.", examples=["quota"])
    before: int | None = Field(description="Null where there was no roster.", examples=[4])
    after: int | None = Field(description="Null where there is no roster.", examples=[6])
    sentence: str = Field(description="The same for people.", examples=["Quota: 6, worse than 4"])


class ShortNoticeView(BaseModel):
    """A shift that changes for somebody sooner than agreed."""

    shift: WhenView = Field(description="Which.", examples=[_SHIFT])
    days: int = Field(description="Days until then; below 0 where it has been.", examples=[12])
    left: list[PersonView] = Field(description="Who no longer sits there.", examples=[[_PERSON]])
    joined: list[PersonView] = Field(description="Who now sits there.", examples=[[_PERSON]])
    retimed: list[PersonView] = Field(description="Who sits there at other times.", examples=[[_PERSON]])
    sentences: list[str] = Field(
        description="The same for people.",
        examples=[["In 12 days: Monday 4 January 2027 at 08:00: Agent 2 out, Agent 4 in"]],
    )


class DifferenceAnswer(BaseModel):
    """What differs between two rosters; who and what is as before is left out."""

    agents: list[AgentDifferenceView] = Field(
        description="By agent, in order of municipality and id.", examples=[[{"person": _PERSON}]]
    )
    municipalities: list[MunicipalityDifferenceView] = Field(
        description="By municipality, in order of code.", examples=[[{"municipality": "730"}]]
    )
    shifts: list[ShiftDifferenceView] = Field(
        description="By shift, in order of time.", examples=[[{"left": [_PERSON]}]]
    )
    score: list[LevelChangeView] = Field(
        description="Every level of the score, best first.",
        examples=[[{"level": "quota", "before": 4, "after": 6}]],
    )
    short_notice: list[ShortNoticeView] = Field(
        description="Shifts that change for somebody sooner than the days of notice.",
        examples=[[{"days": 12}]],
    )


def difference_answer(
    found: Difference, notices: Iterable[ShortNotice], speak: Translator
) -> DifferenceAnswer:
    """Return what programs read of a difference; sentences in one language."""
    return DifferenceAnswer(
        agents=[_agent(one, speak) for one in found.agents],
        municipalities=[_municipality(one, speak) for one in found.municipalities],
        shifts=[_shift(one, speak) for one in found.shifts],
        score=level_views(found.levels, speak),
        short_notice=[_notice(one, speak) for one in notices],
    )


def level_views(levels: Iterable[LevelDifference], speak: Translator) -> list[LevelChangeView]:
    """Return levels before and after as programs read them."""
    return [
        LevelChangeView(
            level=one.level.value,
            before=one.before,
            after=one.after,
            sentence=speak.sentence(level_message_of(one)),
        )
        for one in levels
    ]


def _agent(one: AgentDifference, speak: Translator) -> AgentDifferenceView:
    moved = [FromToView(before=_when(pair.source), after=_when(pair.target)) for pair in one.moved]
    retimed = [FromToView(before=_when(kept.before), after=_when(kept.after)) for kept in one.retimed]
    return AgentDifferenceView(
        person=_person(one.person),
        removed=[_when(shift) for shift in one.removed],
        added=[_when(shift) for shift in one.added],
        moved=moved,
        retimed=retimed,
        sentences=_said(agent_messages(one), speak),
    )


def _municipality(one: MunicipalityDifference, speak: Translator) -> MunicipalityDifferenceView:
    return MunicipalityDifferenceView(
        municipality=one.code,
        name=one.name,
        before=_figures(one.before, one.carried_before),
        after=_figures(one.after, one.carried),
        lost=list(one.lost),
        gained=list(one.gained),
        sentence=speak.sentence(municipality_message(one)),
    )


def _figures(row: QuotaRow | None, carried: Decimal | None) -> FiguresView | None:
    if row is None:
        return None
    return FiguresView(
        target=row.quota.target,
        assigned=row.assigned or 0,
        deviation=row.deviation or 0,
        unsocial=int(row.unsocial),
        seats=int(row.seats),
        carry_over_out=str(carried),
    )


def _shift(one: ShiftDifference, speak: Translator) -> ShiftDifferenceView:
    return ShiftDifferenceView(
        before=None if one.before is None else _when(one.before),
        after=None if one.after is None else _when(one.after),
        left=[_person(person) for person in one.left],
        joined=[_person(person) for person in one.joined],
        sentences=_said(shift_messages(one), speak),
    )


def _notice(one: ShortNotice, speak: Translator) -> ShortNoticeView:
    return ShortNoticeView(
        shift=_when(one.shift),
        days=one.days,
        left=[_person(person) for person in one.left],
        joined=[_person(person) for person in one.joined],
        retimed=[_person(person) for person in one.retimed],
        sentences=_said(notice_messages(one), speak),
    )


def _when(shift: Shift) -> WhenView:
    return WhenView(
        shift=shift.id,
        date=shift.day,
        start=clock(shift.start),
        end=clock(shift.end),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        seats=shift.seats,
    )


def _person(person: Person) -> PersonView:
    return PersonView(agent=person.agent, municipality=person.municipality, name=person.name)


def _said(messages: Iterable[Message], speak: Translator) -> list[str]:
    return [speak.sentence(message) for message in messages]
