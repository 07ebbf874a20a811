"""Deputies in the demonstration: of what a shift wants, no municipality hangs on one person alone.

Competences count for more than balance does. Where one agent of three holds what each shift wants, that one
sits on all of them, quarter after quarter, and what is carried over piles up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wfm.agent import Agent
from wfm.ids import CompetenceCode
from wfm.plan import Plan


def with_deputies(sample: Plan) -> Plan:
    """Return the sample in which at least half of a municipality's people hold what any of them holds.

    Of three people it is two, so that every pair has it. Who holds least learns first.
    """
    wanted = [one.code for one in sample.hotline.competences if one.min_agents]
    taught: dict[str, Agent] = {}
    for agents in sample.agents_of.values():
        taught |= {agent.id: agent for agent in _taught(agents, wanted)}
    return replace(sample, agents=tuple(taught[agent.id] for agent in sample.agents))


def _taught(agents: Sequence[Agent], wanted: Sequence[CompetenceCode]) -> list[Agent]:
    known = list(agents)
    for code in wanted:
        holders = sum(code in agent.competences for agent in known)
        if not holders:
            continue
        learners = sorted(
            (agent for agent in known if code not in agent.competences),
            key=lambda agent: (len(agent.competences), agent.id),
        )
        for learner in learners[: max(0, (len(known) + 1) // 2 - holders)]:
            known[known.index(learner)] = replace(learner, competences=learner.competences | {code})
    return known
