"""Providers of sign-in as documents of the API: the secret is told by nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.accounts.oidc.examination import ProviderFinding, ProviderOutcome
from api.accounts.providers.entry import LONGEST, LONGEST_ADDRESS, MOST_WORDS, SecretChange
from api.accounts.providers.service import HotlineProviders
from api.accounts.records.providers import ProviderEntry, ProviderRecord, RoleClaims
from api.texts.translator import Translator
from api.web.json.operations import sends
from wfm.ids import MunicipalityCode

Line = Annotated[str, Field(max_length=LONGEST)]
ISSUER = "https://login.example.dk/realms/vestby"
ROLES = {"claim": "roles", "leader": "vagt-leder"}
AT = "2027-01-04T07:00:00Z"


class RoleClaimsView(BaseModel):
    """What a provider says of whom, as far as a role follows from it."""

    model_config = ConfigDict(extra="forbid")

    claim: Line = Field(default="", description="The claim that tells roles.", examples=["roles"])
    coordinator: Line = Field(
        default="", description="What it says of a coordinator.", examples=["vagt-koordinator"]
    )
    leader: Line = Field(
        default="", description="What it says of the municipality's leader.", examples=["vagt-leder"]
    )
    agent: Line = Field(
        default="",
        description="What it says of an agent; empty for everybody whose id is told.",
        examples=["vagt-medarbejder"],
    )
    agent_id: Line = Field(
        default="",
        description="The claim that tells an agent's id in the plan; empty where nobody becomes an agent.",
        examples=["employeeid"],
    )


@sends
class SentProvider(BaseModel):
    """A provider as it is to be."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(description="What people read on the button.", examples=["Vestby Kommune"])
    issuer: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = Field(
        description="The provider's name for itself, letter by letter; https.", examples=[ISSUER]
    )
    client_id: Line = Field(description="Who the service is to it.", examples=["faellesvagt"])
    client_secret: SecretStr | None = Field(
        default=None,
        examples=["what the provider shows once"],
        description="How the service shows that; left out, it stays as it is, and empty takes it away.",
    )
    municipality: Annotated[str, Field(max_length=64)] | None = Field(
        default=None, description="Code of whose people it knows; none for coordinators.", examples=["751"]
    )
    scopes: Annotated[tuple[Line, ...], Field(max_length=MOST_WORDS)] = Field(
        default=("email",), description="Asked for besides `openid`.", examples=[["email"]]
    )
    acr: Annotated[tuple[Line, ...], Field(max_length=MOST_WORDS)] = Field(
        default=(), description="Levels of assurance of which a sign-in must have one.", examples=[["High"]]
    )
    roles: RoleClaimsView = Field(description="Whom its claims make of somebody.", examples=[ROLES])

    def entry(self, provider: str) -> ProviderEntry:
        """Return it as it is kept under an id."""
        return ProviderEntry(
            id=provider,
            municipality=None if self.municipality is None else MunicipalityCode(self.municipality),
            name=self.name,
            issuer=self.issuer,
            client_id=self.client_id,
            scopes=self.scopes,
            acr=self.acr,
            claims=RoleClaims(**self.roles.model_dump()),
        )

    def secret(self) -> SecretChange:
        """Return what becomes of the secret."""
        return SecretChange(None if self.client_secret is None else self.client_secret.get_secret_value())


class ProviderView(BaseModel):
    """A provider of sign-in that a hotline's administrators set up."""

    id: str = Field(description="Its short name, part of addresses.", examples=["vestby"])
    name: str = Field(description="What people read on the button.", examples=["Vestby Kommune"])
    issuer: str = Field(description="The provider's name for itself.", examples=[ISSUER])
    client_id: str = Field(description="Who the service is to it.", examples=["faellesvagt"])
    has_secret: bool = Field(description="Whether a client's secret is kept.", examples=[True])
    municipality: str | None = Field(description="Code of whose people it knows.", examples=["751"])
    scopes: tuple[str, ...] = Field(description="Asked for besides `openid`.", examples=[["email"]])
    acr: tuple[str, ...] = Field(description="Levels of assurance asked for.", examples=[["High"]])
    roles: RoleClaimsView = Field(description="Whom its claims make of somebody.", examples=[ROLES])
    redirect: str = Field(
        description="The address that the provider has to know: there it sends browsers back.",
        examples=["https://vagt.example.dk/sign-in/vestby/back"],
    )
    overruled: bool = Field(
        description="Whether it does not count, as the settings have one of its name or issuer.",
        examples=[False],
    )
    number: int = Field(description="Rises with each change; for If-Match.", examples=[1])
    changed_at: datetime = Field(description="When it was changed last.", examples=[AT])


class SettledProviderView(BaseModel):
    """A provider that stands in the settings of the service, where only its operator changes it."""

    id: str = Field(description="Its short name.", examples=["faelles"])
    name: str = Field(description="What people read on the button.", examples=["Fælles login"])
    issuer: str = Field(description="The provider's name for itself.", examples=[ISSUER])


class ProvidersAnswer(BaseModel):
    """All providers by which somebody may sign in."""

    providers: list[ProviderView] = Field(
        description="Those that the hotline's administrators set up.", examples=[[]]
    )
    settings: list[SettledProviderView] = Field(
        description="Those of the settings.",
        examples=[[{"id": "faelles", "name": "Fælles login", "issuer": "https://login.example.dk"}]],
    )


class ProviderFindingView(BaseModel):
    """One thing that was looked at."""

    outcome: ProviderOutcome = Field(description="How it is.", examples=["good"])
    sentence: str = Field(description="What it is.", examples=["Den viser 2 nøgler."])
    key: str = Field(description="Key of the sentence.", examples=["provider.keys"])


class ProviderTestAnswer(BaseModel):
    """What was found when a provider was tried."""

    findings: list[ProviderFindingView] = Field(
        description="In the order in which it was looked at.",
        examples=[[{"outcome": "good", "sentence": "Den viser 2 nøgler.", "key": "provider.keys"}]],
    )


def provider_view(providers: HotlineProviders, record: ProviderRecord, redirect: str) -> ProviderView:
    """Return a provider as a document."""
    entry = record.entry
    return ProviderView(
        id=entry.id,
        name=entry.name,
        issuer=entry.issuer,
        client_id=entry.client_id,
        has_secret=record.sealed is not None,
        municipality=entry.municipality,
        scopes=entry.scopes,
        acr=entry.acr,
        roles=RoleClaimsView(**vars(entry.claims)),
        redirect=redirect,
        overruled=providers.is_overruled(record),
        number=record.number,
        changed_at=record.changed_at,
    )


def finding_view(finding: ProviderFinding, speak: Translator) -> ProviderFindingView:
    """Return what was found, in a language."""
    message = finding.message
    return ProviderFindingView(outcome=finding.outcome, sentence=speak.sentence(message), key=message.key)
