"""Documents of proposals, comments and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Date
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api.access.ids import RunId
from api.availability.deadline import end_of_day, is_on_any_clock
from api.proposals.place import ProposalPlace
from api.proposals.records.remarks import DraftRemark
from api.proposals.service import LONGEST
from api.web.json.operations import sends
from api.web.json.requests import NoteText
from wfm.ids import AgentId, MunicipalityCode, ShiftId

ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
TEXT = "Kan vagten byttes med torsdag?"
Said = Annotated[str, StringConstraints(max_length=LONGEST)]


@sends
class SentProposal(BaseModel):
    """Until when people are to see a draft."""

    model_config = ConfigDict(extra="forbid")

    until: AwareDatetime | Date = Field(
        description="Until when people see the draft and may comment on it; a day counts to its end.",
        examples=["2026-12-18"],
    )
    note: NoteText = Field(default="", description="What is said to everybody.", examples=[""])

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """Return when it ends; nothing where that is so far away that no clock shows it."""
        day = self.until.date() if isinstance(self.until, datetime) else self.until
        if not is_on_any_clock(day):
            return None
        return self.until if isinstance(self.until, datetime) else end_of_day(self.until, zone)


@sends
class SentRemark(BaseModel):
    """A comment on a draft."""

    model_config = ConfigDict(extra="forbid")

    shift: str | None = Field(
        default=None,
        description="Local start of the shift that it is about; null for the draft as a whole.",
        examples=["2027-01-14T08:00"],
        max_length=16,
    )
    text: Said = Field(description="What is said.", examples=[TEXT])

    @property
    def about(self) -> ShiftId | None:
        """The shift, if any."""
        return None if self.shift is None else ShiftId(self.shift)


@sends
class SentReply(BaseModel):
    """An answer to a comment: a text, or an explanation, or both."""

    model_config = ConfigDict(extra="forbid")

    text: Said = Field(
        default="",
        description="What is answered; empty for the sentences of the explanation, without those that name "
        "people of another municipality.",
        examples=["Ja, det er ændret."],
    )
    run: str | None = Field(
        default=None,
        description="Id of a run of the kind `explain` on which the answer rests; null for none.",
        examples=[None],
        pattern="^[0-9a-f]{32}$",
    )

    @property
    def explanation(self) -> RunId | None:
        """The run, if any."""
        return None if self.run is None else RunId(self.run)


class DraftRemarkView(BaseModel):
    """A comment and its answer, as those read them who may."""

    id: str = Field(description="Random id.", examples=[ID])
    shift: str | None = Field(
        description="Local start of its shift; null for the draft as a whole.", examples=["2027-01-14T08:00"]
    )
    text: str = Field(description="What was said; empty once it was erased.", examples=[TEXT])
    agent: AgentId | None = Field(
        description="Agent from whom it comes; null where a leader or a coordinator wrote it.",
        examples=["730-02"],
    )
    municipality: MunicipalityCode | None = Field(
        description="Of whom it comes; null where a coordinator wrote it.", examples=["730"]
    )
    at: datetime = Field(description="When.", examples=["2026-12-10T09:00:00Z"])
    answer: str | None = Field(description="What was answered; null until then.", examples=[None])
    run: str | None = Field(
        description="Run on which the answer rests; told to planners alone.", examples=[None]
    )
    answered_at: datetime | None = Field(description="When; null until then.", examples=[None])


class ProposalAnswer(BaseModel):
    """A draft as it is proposed."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    number: int = Field(description="Of the roster version.", examples=[3], ge=1)
    state: Literal["open", "closed"] = Field(
        description="Whether people see the draft now; `?plan=…&proposal=…` then feeds pages and JSON.",
        examples=["open"],
    )
    until: datetime = Field(description="Until when.", examples=["2026-12-18T23:00:00Z"])
    note: str = Field(description="What is said to everybody.", examples=[""])
    at: datetime = Field(description="When it was proposed.", examples=["2026-12-08T12:00:00Z"])
    by: str | None = Field(description="Account that proposed it; told to planners alone.", examples=[ID])
    remarks: list[DraftRemarkView] = Field(description="Comments that the caller may read.", examples=[[]])


class RemarksAnswer(BaseModel):
    """Comments on a draft."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    number: int = Field(description="Of the roster version.", examples=[3], ge=1)
    remarks: list[DraftRemarkView] = Field(description="Those that the caller may read.", examples=[[]])


def remark_view(place: ProposalPlace, remark: DraftRemark) -> DraftRemarkView:
    """Return a comment as the caller reads it."""
    return _remark_view(place, remark, {one.person: one.agent for one in place.stored.people()})


def _remark_view(
    place: ProposalPlace, remark: DraftRemark, agent_of: Mapping[str, AgentId]
) -> DraftRemarkView:
    return DraftRemarkView(
        id=remark.id,
        shift=remark.shift,
        text=remark.text,
        agent=None if remark.person is None else agent_of.get(remark.person),
        municipality=remark.municipality,
        at=remark.at,
        answer=remark.answer,
        run=remark.run if place.sees_drafts else None,
        answered_at=remark.answered_at,
    )


def remark_views(place: ProposalPlace, remarks: Sequence[DraftRemark]) -> list[DraftRemarkView]:
    """Return comments as the caller reads them."""
    agent_of: Mapping[str, AgentId] = {one.person: one.agent for one in place.stored.people()}
    return [_remark_view(place, one, agent_of) for one in remarks]


def proposal_answer(place: ProposalPlace, remarks: Sequence[DraftRemark]) -> ProposalAnswer:
    """Return a proposal as the caller reads it.

    Raises
    ------
    ValueError
        Where the version was never proposed.
    """
    if place.proposal is None:
        raise ValueError("never proposed")
    return ProposalAnswer(
        plan=place.plan.first_day,
        number=place.version.number,
        state="open" if place.is_open else "closed",
        until=place.proposal.until,
        note=place.proposal.note,
        at=place.proposal.at,
        by=place.proposal.author if place.sees_drafts else None,
        remarks=remark_views(place, remarks),
    )
