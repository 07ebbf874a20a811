"""Where human beings sit: those who have several employments are one, whichever agent of theirs sits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster


class PersonShifts(NamedTuple):
    """A human being's shifts.

    Parameters
    ----------
    agents
        All agents that it is.
    sitting
        By shift, in order of time, which of them sits there; the first where several do.
    """

    agents: tuple[AgentId, ...]
    sitting: Mapping[ShiftId, AgentId]


def shifts_of_people(plan: Plan, roster: Roster) -> Iterator[PersonShifts]:
    """Yield who sits on any shift, in order of the first agent that sits."""
    told: set[AgentId] = set()
    for agent, shifts in roster.shifts_of.items():
        agents = plan.selves[agent]
        if len(agents) == 1:
            yield PersonShifts(agents, dict.fromkeys(shifts, agent))
        elif agents[0] not in told:
            told.add(agents[0])
            by_shift = {shift: one for one in reversed(agents) for shift in roster.of_agent(one)}
            yield PersonShifts(agents, dict(sorted(by_shift.items())))
