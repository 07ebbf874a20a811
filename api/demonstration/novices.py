"""Experience in the demonstration: two who learn beside, and somebody experienced wanted on each shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from wfm.agent import Agent
from wfm.competence import Competence
from wfm.ids import AgentId, CompetenceCode
from wfm.municipality import Municipality
from wfm.plan import Plan

EXPERIENCED = CompetenceCode("erfaren")
_NAMES = {"da": "Erfaren", "en": "Experienced"}
LEARNING = timedelta(weeks=6)
"""How far into the quarter the second novice sits beside; the first does until its last day."""


def with_novices(sample: Plan) -> Plan:
    """Return the sample with two novices, and a competence of experience where it has none.

    The competence is wanted once on each shift. In every municipality all are experienced but the last of
    three or more. The novices begin with the quarter, in the third and the fourth largest municipality.
    """
    experienced = _with_experience(sample)
    return replace(experienced, agents=(*experienced.agents, *_novices(experienced)))


def _with_experience(sample: Plan) -> Plan:
    """Return the sample as it is where it has the competence, as our own has."""
    line = sample.hotline
    if any(one.code == EXPERIENCED for one in line.competences):
        return sample
    wanted = Competence(EXPERIENCED, _NAMES.get(line.language, _NAMES["en"]), 1)
    last = {agents[-1].id for agents in sample.agents_of.values() if len(agents) > 2}
    agents = tuple(
        agent if agent.id in last else replace(agent, competences=agent.competences | {EXPERIENCED})
        for agent in sample.agents
    )
    return replace(sample, hotline=replace(line, competences=(*line.competences, wanted)), agents=agents)


def _novices(sample: Plan) -> Iterator[Agent]:
    period = sample.hotline.period
    ends = (period.last_day, min(period.first_day + LEARNING, period.last_day))
    for town, until in zip(_towns(sample), ends, strict=False):
        number = len(sample.agents_of[town.code]) + 1
        yield Agent(
            id=AgentId(f"{town.code}-{number:02d}"),
            name=f"{town.name} {number}",
            municipality=town.code,
            competences=frozenset(one.code for one in sample.hotline.competences[:1]),
            first_day=period.first_day,
            beside_until=until,
        )


def _towns(sample: Plan) -> list[Municipality]:
    """Return the third and the fourth largest that staff, or the last ones where there are fewer."""
    staffing = sorted(sample.staffing, key=lambda town: (-town.population, town.code))
    return staffing[2:4] or staffing[-1:]
