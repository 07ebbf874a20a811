"""The people of a plan and their invitations as documents."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.accounts.records.accounts import LONGEST_EMAIL
from api.people.board import PersonRow
from api.people.leader_list import MOST_LINES, LeaderLine
from api.texts.translator import Translator

EMAIL = "leder@example.dk"
STATES = Literal["active", "invited", "uninvited", "no_address", "closed"]


class PersonView(BaseModel):
    """Somebody of a plan, and how far they are on the way to an account."""

    agent: str = Field(description="Id.", examples=["751-02"])
    name: str = Field(description="What they are called.", examples=["Aarhus 2"])
    municipality: str = Field(description="Code of the employer.", examples=["751"])
    state: STATES = Field(
        description="Has signed in; invited and has never signed in; not invited yet; without an address; "
        "or with an account that is deactivated.",
        examples=["uninvited"],
    )
    doubts: list[str] = Field(
        description="Why the address may be somebody else's: then they are invited only where that is meant.",
        examples=[[]],
    )


class PeopleAnswer(BaseModel):
    """Everybody of a plan."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    people: list[PersonView] = Field(
        description="By municipality and name.", examples=[[{"agent": "751-02", "state": "active"}]]
    )


class PeopleInvitation(BaseModel):
    """Whom of a plan to invite."""

    model_config = ConfigDict(extra="forbid")

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    agents: Annotated[list[str], Field(max_length=10_000)] | None = Field(
        default=None, description="Ids; null: everybody who can be invited.", examples=[["751-02"]]
    )
    in_spite_of_doubts: bool = Field(
        default=False, description="Whether those are meant whose address may be another's.", examples=[False]
    )
    preview: bool = Field(default=False, description="Whether nobody is to be invited yet.", examples=[True])


class PeopleInvited(BaseModel):
    """Who was invited."""

    invited: list[PersonView] = Field(
        description="Who was invited, or would be.", examples=[[{"agent": "751-02", "state": "uninvited"}]]
    )
    doubtful: list[PersonView] = Field(
        description="Who was not, since the address may be another's.", examples=[[]]
    )


class SentLeader(BaseModel):
    """A leader to be."""

    model_config = ConfigDict(extra="forbid")

    municipality: Annotated[str, Field(max_length=200)] = Field(description="Code or name.", examples=["751"])
    email: Annotated[str, Field(max_length=LONGEST_EMAIL)] = Field(
        description="Where the invitation goes.", examples=[EMAIL]
    )


class LeadersInvitation(BaseModel):
    """Leaders to invite."""

    model_config = ConfigDict(extra="forbid")

    plan: Date = Field(
        description="First day of the plan whose municipalities are meant.", examples=["2027-01-04"]
    )
    leaders: list[SentLeader] = Field(
        description="The leaders.",
        examples=[[{"municipality": "751", "email": EMAIL}]],
        min_length=1,
        max_length=MOST_LINES,
    )
    in_spite_of_doubts: bool = Field(
        default=False, description="Whether those are meant whose address may be another's.", examples=[False]
    )
    preview: bool = Field(default=False, description="Whether nobody is to be invited yet.", examples=[True])


class LeaderView(BaseModel):
    """What becomes of a leader to be."""

    number: int = Field(description="Place in the list, from 1.", examples=[1], ge=1)
    municipality: str | None = Field(description="Code; null where it was not understood.", examples=["751"])
    email: str = Field(description="Address; empty where it was not understood.", examples=[EMAIL])
    state: Literal["invite", "asked", "leader", "closed", "faulty"] = Field(
        description="Is invited; was before; is the leader already; has an account that is deactivated; or "
        "was not understood.",
        examples=["invite"],
    )
    expected: str | None = Field(description="What should stand there.", examples=[None])
    doubts: list[str] = Field(description="Why the address may be somebody else's.", examples=[[]])
    invited: bool = Field(description="Whether an invitation went out, or would.", examples=[True])


class LeadersAnswer(BaseModel):
    """What became of a list of leaders."""

    leaders: list[LeaderView] = Field(
        description="Each once, in order.", examples=[[{"number": 1, "state": "invite", "invited": True}]]
    )


def person_view(row: PersonRow, speak: Translator) -> PersonView:
    """Return somebody of a plan."""
    return PersonView.model_validate(
        {
            "agent": row.agent.id,
            "name": row.name,
            "municipality": row.agent.municipality,
            "state": row.state.value,
            "doubts": [speak.sentence(one) for one in row.doubts],
        }
    )


def leader_view(line: LeaderLine, speak: Translator, *, invited: bool) -> LeaderView:
    """Return what becomes of a leader to be."""
    return LeaderView.model_validate(
        {
            "number": line.number,
            "municipality": line.municipality,
            "email": line.email,
            "state": line.state.value,
            "expected": None if line.expected is None else speak.say(line.expected),
            "doubts": [speak.sentence(one) for one in line.doubts],
            "invited": invited,
        }
    )
