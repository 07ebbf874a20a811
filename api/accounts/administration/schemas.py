"""Accounts and grants as documents of the API: what programs read and send."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.access.roles import Role
from api.accounts.administration.member_list import MemberAccount
from api.accounts.records.accounts import LONGEST_EMAIL
from api.accounts.records.grants import GrantRecord
from api.accounts.records.members import Members

EMAIL = "leder@example.dk"
ID = "3f0c5b1de7a94c28b6d2f8a1c0e49d75"
AT = "2027-01-04T07:00:00Z"


class State(StrEnum):
    """How far an account is."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class GrantAsked(BaseModel):
    """A grant that is to be given."""

    model_config = ConfigDict(extra="forbid")

    role: Role = Field(description="What it makes of the account.", examples=["leader"])
    municipality: Annotated[str, Field(max_length=40)] | None = Field(
        default=None,
        description="Code; of a leader, and of an agent whose id two municipalities have.",
        examples=["751"],
    )
    agent: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="Id of the agent; of an agent only.", examples=["751-02"]
    )


class Invitation(GrantAsked):
    """Somebody who is to have an account with a first grant."""

    email: Annotated[str, Field(max_length=LONGEST_EMAIL)] = Field(
        description="With which they sign in; also where the invitation goes.", examples=[EMAIL]
    )
    language: Annotated[str, Field(pattern="^(da|en)$")] = Field(
        default="da", description="In which they are spoken to.", examples=["da"]
    )


class GrantView(BaseModel):
    """A grant that counts in the hotline."""

    id: str = Field(description="Of the grant.", examples=[ID])
    role: Role = Field(description="What it makes of the account.", examples=["leader"])
    municipality: str | None = Field(description="Code; of leaders and agents.", examples=["751"])
    agent: str | None = Field(description="Id; of agents who were not erased.", examples=["751-02"])
    everywhere: bool = Field(description="Whether it counts in every hotline.", examples=[False])
    source: str = Field(
        description="hand where an administrator gave it, claims where it comes from a provider.",
        examples=["hand"],
    )


class AccountView(BaseModel):
    """An account, as far as it has to do with the hotline; or somebody who was invited to it."""

    id: str = Field(description="Of the account; of an invitation, its own.", examples=[ID])
    email: str = Field(
        description="With which its owner signs in; empty where the employer's sign-in is used.",
        examples=[EMAIL],
    )
    language: str = Field(description="In which its owner is spoken to.", examples=["da"])
    reachable: bool = Field(
        description="Whether mail reaches that address; where not, links are made and handed on.",
        examples=[True],
    )
    state: State = Field(
        description="How far it is: invited where an invitation was not accepted yet.", examples=["active"]
    )
    created_at: datetime = Field(
        description="Since when it is something to the hotline, in UTC.", examples=[AT]
    )
    grants: list[GrantView] = Field(
        description="What it may in this hotline, in the order it was given.",
        examples=[
            [{"id": ID, "role": "leader", "municipality": "751", "everywhere": False, "source": "hand"}]
        ],
    )


class AccountsAnswer(BaseModel):
    """The accounts of a hotline."""

    accounts: list[AccountView] = Field(
        description="By e-mail.", examples=[[{"id": ID, "email": EMAIL, "state": "active"}]]
    )


class LinkView(BaseModel):
    """A link that can be used once."""

    address: str = Field(
        description="Where its bearer chooses a password. It is told only now.",
        examples=["https://vagtplan.example.dk/links/2b1f-a-secret-of-43-characters-0123456789ab"],
    )
    kind: str = Field(description="invitation or reset.", examples=["invitation"])
    expires_at: datetime = Field(description="Until when it can be used, in UTC.", examples=[AT])


def account_view(row: MemberAccount, members: Members) -> AccountView:
    """Return an account of a hotline."""
    account = row.account
    taken_up = account.has_password or not account.email
    state = State.ACTIVE if taken_up and row.offer is None else State.INVITED
    return AccountView(
        id=account.id,
        email=account.email,
        reachable=account.reachable,
        language=account.language,
        state=state if account.deactivated_at is None else State.DEACTIVATED,
        created_at=row.since,
        grants=[grant_view(grant, members) for grant in row.grants],
    )


def grant_view(grant: GrantRecord, members: Members) -> GrantView:
    """Return a grant; whose it is of agents by their id of today."""
    who = members.people.get(grant.person) if grant.person else None
    return GrantView(
        id=grant.id,
        role=grant.role,
        municipality=grant.municipality,
        agent=None if who is None else who.agent,
        everywhere=grant.hotline is None,
        source=grant.source,
    )
