"""Documents of absences and offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Date
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.desk.schemas import LevelRise
from api.replacements.absences import ShownAbsence
from api.replacements.candidates import ReplacementCandidate
from api.replacements.kinds import AcceptingRule, AskState, OfferState
from api.replacements.offers import ShownOffer
from api.replacements.published_plan import PublishedQuarter
from api.replacements.records.rules import KeptRule
from api.replacements.vacancies import VacatedShift
from api.rosters.change_schemas import finding_document
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.web.json.problem import BreachView
from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId

ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
SHIFT = "2027-01-14T08:00"
MOST = 40
"""Of those who may step in; the others would be worse."""
Named = Annotated[str, Field(min_length=1, max_length=200)]
ShiftText = Annotated[
    str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]$")
]


@sends
class SentAbsenceReport(BaseModel):
    """Somebody is away; why is not asked."""

    model_config = ConfigDict(extra="forbid")

    agent: Named = Field(description="Who.", examples=["730-02"])
    first_day: Date = Field(description="First day away.", examples=["2027-01-14"])
    last_day: Date = Field(description="Last day away; inclusive.", examples=["2027-01-15"])


@sends
class SentSeatOffer(BaseModel):
    """A seat that somebody may take."""

    model_config = ConfigDict(extra="forbid")

    shift: ShiftText = Field(description="Local start of the shift.", examples=[SHIFT])
    leaves: Named | None = Field(
        default=None,
        description="Who leaves it, or had the seat and is away; null for an empty seat.",
        examples=["730-02"],
    )
    agents: list[Named] = Field(
        description="Who is asked. Where they are of another municipality than those who stay, the whole "
        "shift would become theirs: then as many must be asked as sit there.",
        examples=[["730-04", "730-05"]],
        min_length=1,
        max_length=30,
    )
    expires_at: AwareDatetime = Field(description="Until when.", examples=["2027-01-14T06:00:00Z"])


@sends
class SentRelease(BaseModel):
    """A shift that people of several municipalities may share from now on."""

    model_config = ConfigDict(extra="forbid")

    shift: ShiftText = Field(description="Local start of the shift.", examples=[SHIFT])


class ReleaseAnswer(BaseModel):
    """A shift that people of several municipalities may share."""

    shift: ShiftId = Field(description="Local start of the shift.", examples=[SHIFT])
    version: int = Field(description="Number of the version that is published now.", examples=[5], ge=1)


@sends
class SentSeatAnswer(BaseModel):
    """For whom an offer is answered."""

    model_config = ConfigDict(extra="forbid")

    agent: Named | None = Field(
        default=None,
        description="Agent for whom their leader or a coordinator answers; null for oneself.",
        examples=["730-04"],
    )


@sends
class SentAcceptingRule(BaseModel):
    """How a municipality's agents may accept."""

    model_config = ConfigDict(extra="forbid")

    rule: AcceptingRule = Field(
        description="`alone`, once their `leader` has said yes, or `never`: their leader answers.",
        examples=["leader"],
    )


class RuleAnswer(BaseModel):
    """How a municipality's agents may accept."""

    municipality: MunicipalityCode = Field(description="Code.", examples=["730"])
    rule: AcceptingRule = Field(description="What holds.", examples=["alone"])


class CandidateView(BaseModel):
    """Somebody who might step in, or a team that might take the whole shift."""

    agent: AgentId | None = Field(
        description="Who; null for a team, and to those who see other municipalities without names.",
        examples=["730-04"],
    )
    name: str | None = Field(description="What they are called; null as above.", examples=["Agent 4"])
    phone: str | None = Field(
        description="Telephone, where the plan has one; to the own leader and coordinators.", examples=[None]
    )
    mobile: str | None = Field(
        description="Their own number, where they let their leader and coordinators see it; to these alone.",
        examples=[None],
    )
    agents: list[AgentId] = Field(
        description="All who would join, as far as the caller sees them by name.", examples=[["730-04"]]
    )
    municipality: MunicipalityCode = Field(description="Whose they are.", examples=["730"])
    keeps_colleagues: bool = Field(
        description="Whether everybody who sits on the shift stays.", examples=[True]
    )
    loses: list[AgentId] = Field(
        description="Who would lose the shift, as far as the caller sees them by name.", examples=[[]]
    )
    levels: list[LevelRise] = Field(
        description="What would become of each level; empty where a rule stands against it.",
        examples=[[{"level": "coverage", "rise": -1}]],
    )
    quota: int = Field(description="By how much the level of quotas would rise.", examples=[0])
    breaches: list[BreachView] = Field(
        description="Rules that no roster may break and that would be broken.", examples=[[]]
    )


class VacatedView(BaseModel):
    """A seat that somebody who is away had."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    shift: ShiftId = Field(description="Local start of the shift.", examples=[SHIFT])
    vacant: int = Field(description="Empty seats of the shift now; 0 once it is taken.", examples=[1], ge=0)
    sitting: list[AgentId] = Field(
        description="Who sits there, as far as the caller sees them by name.", examples=[["730-03"]]
    )
    offers: list[str] = Field(description="Ids of the open offers of the shift.", examples=[[ID]])
    candidates: list[CandidateView] = Field(
        description="Who may step in, best first; then own people who may not, and why.",
        examples=[[{"agent": "730-04"}]],
    )


class AbsenceAnswer(BaseModel):
    """Somebody is away."""

    id: str = Field(description="Random id.", examples=[ID])
    agent: AgentId = Field(description="Who.", examples=["730-02"])
    municipality: MunicipalityCode = Field(description="For whom they work.", examples=["730"])
    first_day: Date = Field(description="First day away.", examples=["2027-01-14"])
    last_day: Date = Field(description="Last day away.", examples=["2027-01-15"])
    state: Literal["reported", "withdrawn"] = Field(description="Whether it holds.", examples=["reported"])
    at: datetime = Field(description="When it was reported.", examples=["2027-01-13T20:40:00Z"])
    vacated: list[VacatedView] = Field(
        description="Seats that were vacated, and who may take each.", examples=[[{"shift": SHIFT}]]
    )


class AbsencesAnswer(BaseModel):
    """Absences that are not over."""

    absences: list[AbsenceAnswer] = Field(
        description="Those that the caller knows of; candidates are told of one absence at a time.",
        examples=[[{"id": ID}]],
    )


class AskView(BaseModel):
    """Somebody who is asked."""

    agent: AgentId | None = Field(
        description="Who; null to those who do not see them by name.", examples=["730-04"]
    )
    municipality: MunicipalityCode = Field(description="Whose they are.", examples=["730"])
    state: AskState = Field(
        description="What they have said; once the offer is over, `accepted` of who took the seat and "
        "`asked` of everybody else.",
        examples=["asked"],
    )


class SeatOfferAnswer(BaseModel):
    """A seat that somebody may take."""

    id: str = Field(description="Random id.", examples=[ID])
    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    shift: ShiftId = Field(description="Local start of the shift.", examples=[SHIFT])
    leaves: AgentId | None = Field(
        description="Who gives it up; null for an empty seat, and without a name.", examples=[None]
    )
    whole: bool = Field(
        description="Whether the whole shift would go to those who are asked.", examples=[False]
    )
    needed: int = Field(description="How many have to accept.", examples=[1], ge=1)
    state: OfferState = Field(description="How far it is.", examples=["open"])
    at: datetime = Field(description="When it was made.", examples=["2027-01-13T20:45:00Z"])
    expires_at: datetime = Field(description="Until when it is open.", examples=["2027-01-14T06:00:00Z"])
    agents: list[AskView] = Field(
        description="Who is asked, as far as the caller may know.", examples=[[{"agent": "730-04"}]]
    )


class SeatOffersAnswer(BaseModel):
    """Offers whose time is not over."""

    offers: list[SeatOfferAnswer] = Field(
        description="Those that the caller knows of, by shift.", examples=[[{"id": ID}]]
    )


def absence_answer(
    shown: ShownAbsence, vacancies: tuple[VacatedShift, ...], speak: Translator
) -> AbsenceAnswer:
    """Return an absence as its reader may know it."""
    one = shown.absence
    return AbsenceAnswer(
        id=one.id,
        agent=shown.agent,
        municipality=one.municipality,
        first_day=one.first_day,
        last_day=one.last_day,
        state="reported" if one.withdrawn_at is None else "withdrawn",
        at=one.at,
        vacated=[_vacated(vacancy, speak) for vacancy in vacancies],
    )


def _vacated(one: VacatedShift, speak: Translator) -> VacatedView:
    of = one.published
    able, unable = ((), ()) if one.candidates is None else (one.candidates.able, one.candidates.unable)
    # Why somebody can't is for those alone who answer for them: it may tell when they are away.
    found = (*able[:MOST], *(candidate for candidate in unable if of.leads(candidate.municipality)))
    return VacatedView(
        plan=of.place.plan.first_day,
        shift=one.shift.id,
        vacant=of.vacant(one.shift.id),
        sitting=list(_seen(of, of.roster.on(one.shift.id))),
        offers=[offer.id for offer in one.offers],
        candidates=[_candidate(of, candidate, speak, one.mobiles) for candidate in found],
    )


def _candidate(
    of: PublishedQuarter, one: ReplacementCandidate, speak: Translator, mobiles: Mapping[AgentId, str]
) -> CandidateView:
    seen = tuple(_seen(of, one.agents))
    single = seen[0] if len(one.agents) == 1 and seen else None
    agent = None if single is None else of.plan.agent[single]
    leads = of.leads(one.municipality)
    breaches = [BreachView(**finding_document(each, speak)) for each in one.does.breaches]
    return CandidateView(
        agent=single,
        name=None if single is None else of.plan.labels[single],
        phone=agent.phone or None if agent is not None and leads else None,
        mobile=None if single is None or not leads else mobiles.get(single),
        agents=list(seen),
        municipality=one.municipality,
        keeps_colleagues=one.keeps_colleagues,
        loses=list(_seen(of, one.loses)),
        levels=[LevelRise(level=level.value, rise=rise) for level, rise in one.does.levels.items()],
        quota=one.does.levels.get(Level.QUOTA, 0),
        breaches=breaches,
    )


def _seen(of: PublishedQuarter, agents: tuple[AgentId, ...]) -> Iterator[AgentId]:
    yield from (agent for agent in agents if of.names(agent))


def offer_answer(shown: ShownOffer) -> SeatOfferAnswer:
    """Return an offer as its reader may know it: who leads the seat sees who is asked, others themselves."""
    offer, of = shown.offer, shown.published
    leaves = None if offer.leaves is None else of.agent_of.get(offer.leaves)
    return SeatOfferAnswer(
        id=offer.id,
        plan=of.place.plan.first_day,
        shift=offer.shift,
        leaves=leaves if leaves is not None and of.names(leaves) else None,
        whole=offer.whole,
        needed=offer.needed,
        state=shown.state,
        at=offer.at,
        expires_at=offer.expires_at,
        agents=list(_asks(shown)),
    )


def _asks(shown: ShownOffer) -> Iterator[AskView]:
    of, answers = shown.published, shown.answers()
    for ask in shown.offer.asks if shown.leads_seat else answers:
        agent = of.agent_of.get(ask.person)
        named = agent is not None and of.names(agent)
        yield AskView(agent=agent if named else None, municipality=ask.municipality, state=ask.state)


def rule_answer(municipality: MunicipalityCode, kept: KeptRule) -> RuleAnswer:
    """Return how a municipality's agents may accept."""
    return RuleAnswer(municipality=municipality, rule=kept.rule)
