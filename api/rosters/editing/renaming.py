"""A roster and its plan under other ids: what two states of a plan call alike need not be the same person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from api.access.ids import PersonId
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.roster import Roster

FORMER = "*"
"""Marks the id of somebody who is not in the other plan, where it is somebody else's by now."""


def ids_beside(
    own: Mapping[AgentId, PersonId], other: Mapping[AgentId, PersonId]
) -> Mapping[AgentId, AgentId]:
    """Return by which id each agent of one plan goes beside another plan: by that of the same person there.

    Parameters
    ----------
    own, other
        Random id of each agent of either plan.
    """
    there = {person: agent for agent, person in other.items()}
    found = {agent: there[person] for agent, person in own.items() if person in there}
    taken = set(other)
    for agent in sorted(own.keys() - found.keys()):
        name = agent
        while name in taken:
            name = AgentId(name + FORMER)
        taken.add(name)
        found[agent] = name
    return found


def rename_agents(plan: Plan, roster: Roster, new: Mapping[AgentId, AgentId]) -> tuple[Plan, Roster]:
    """Return a plan and its roster with every agent under another id; unchanged where none is another."""
    if all(agent == name for agent, name in new.items()):
        return plan, roster
    renamed = replace(
        plan,
        agents=tuple(replace(agent, id=new[agent.id]) for agent in plan.agents),
        availability=tuple(replace(entry, agent=new[entry.agent]) for entry in plan.availability),
        locks=tuple(replace(lock, agent=lock.agent and new[lock.agent]) for lock in plan.locks),
        previous=tuple(replace(row, agent=new[row.agent]) for row in plan.previous),
    )
    return renamed, Roster.of((new[agent], shift) for agent, shift in roster)
