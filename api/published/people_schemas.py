"""Municipalities and agents as JSON: names and work, never a telephone number, e-mail address or note."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal
from urllib.parse import quote

from pydantic import BaseModel, Field

from api.calendars.ics.file_names import MUNICIPALITY_PREFIX
from api.publication.publication import Publication
from api.texts.alphabet import danish_order
from wfm.agent import Agent
from wfm.municipality import Municipality
from wfm.personal_carry_over import PersonalCarryOver
from wfm.quota_table import SEAT_DECIMALS
from wfm.rounding import half_up


class MunicipalityView(BaseModel):
    """A partner of the hotline."""

    municipality: str = Field(description="Official code.", examples=["730"])
    name: str = Field(description="Its name.", examples=["Randers"])
    population: int = Field(description="Its citizens.", examples=[96007], ge=0)
    participation: Literal["staffing", "financing"] = Field(
        description="Whether it staffs shifts or only finances.", examples=["staffing"]
    )
    agents: list[str] = Field(
        description="Ids of its agents whom the caller sees.", examples=[["730-01", "730-02"]]
    )
    feed: str = Field(description="Path of its calendar.", examples=["/feeds/municipality-730.ics"])


class MunicipalitiesAnswer(BaseModel):
    """Every partner, in order of code."""

    municipalities: list[MunicipalityView] = Field(
        description="The municipalities.", examples=[[{"municipality": "730", "name": "Randers"}]]
    )


class AgentView(BaseModel):
    """A person who answers the hotline, as far as the roster needs to know."""

    agent: str = Field(description="Id, unique in the plan.", examples=["730-02"])
    name: str = Field(description="As shown to people.", examples=["Randers 2"])
    municipality: str = Field(description="Code of the employer.", examples=["730"])
    competences: list[str] = Field(
        description="Codes of what the agent is trained to answer.", examples=[["digital_post", "mitid"]]
    )
    seats: int = Field(description="Seats in which the agent sits.", examples=[6], ge=0)
    unsocial: int = Field(description="Of these, seats at an unsocial time.", examples=[1], ge=0)
    fair_from: int | None = Field(
        description="Least seats of a fair load; null where the municipality only finances.", examples=[5]
    )
    fair_to: int | None = Field(
        description="Most seats of a fair load; null where the municipality only finances.", examples=[6]
    )
    carry_over_in: str | None = Field(
        description="Seats above, or below 0, the fair load of earlier periods; null where not seen.",
        examples=["0.3333"],
    )
    carry_over_out: str | None = Field(
        description="The same after this period: in + seats − the fair part of the municipality's seats.",
        examples=["-0.6667"],
    )
    unsocial_carry_over_in: str | None = Field(
        description="As carry_over_in, of unsocial seats.", examples=["0.0000"]
    )
    unsocial_carry_over_out: str | None = Field(
        description="As carry_over_out, of unsocial seats.", examples=["0.2500"]
    )
    feed: str = Field(description="Path of the agent's calendar.", examples=["/feeds/730-02.ics"])


class AgentsAnswer(BaseModel):
    """Every agent that was asked for, in order of id."""

    agents: list[AgentView] = Field(
        description="The agents.", examples=[[{"agent": "730-02", "name": "Randers 2"}]]
    )


def municipality_view(publication: Publication, municipality: Municipality) -> MunicipalityView:
    """Return one municipality."""
    code = municipality.code
    return MunicipalityView(
        municipality=code,
        name=municipality.name,
        population=municipality.population,
        participation="staffing" if municipality.staffing else "financing",
        agents=sorted((agent.id for agent in publication.people_of[code]), key=danish_order),
        feed=_feed(MUNICIPALITY_PREFIX + code),
    )


def agent_view(publication: Publication, agent: Agent) -> AgentView:
    """Return one agent."""
    return agents_answer(publication, (agent,)).agents[0]


def agents_answer(publication: Publication, agents: tuple[Agent, ...]) -> AgentsAnswer:
    """Return some agents; what is fair is counted once for all."""
    bands = publication.bands
    return AgentsAnswer(
        agents=[
            AgentView(
                agent=agent.id,
                name=agent.name,
                municipality=agent.municipality,
                competences=sorted(agent.competences),
                seats=len(publication.roster.of_agent(agent.id)),
                unsocial=sum(
                    publication.plan.shift[shift].unsocial for shift in publication.roster.of_agent(agent.id)
                ),
                fair_from=bands[agent.id].low if agent.id in bands else None,
                fair_to=bands[agent.id].high if agent.id in bands else None,
                **_balances(publication.carry_overs.get(agent.id)),
                feed=_feed(agent.id),
            )
            for agent in agents
        ]
    )


def _balances(own: PersonalCarryOver | None) -> dict[str, str | None]:
    """Return an agent's balances with 4 decimals, each rounded by itself; `wfm next` makes sums agree."""
    return {
        "carry_over_in": _seats(own.all_seats.carry_in) if own else None,
        "carry_over_out": _seats(own.all_seats.carry_out) if own else None,
        "unsocial_carry_over_in": _seats(own.unsocial.carry_in) if own else None,
        "unsocial_carry_over_out": _seats(own.unsocial.carry_out) if own else None,
    }


def _seats(exact: Fraction) -> str:
    return str(half_up(exact, SEAT_DECIMALS))


def _feed(name: str) -> str:
    return f"/feeds/{quote(name, safe='')}.ics"
