"""Who may step in: ranked by what each would do, first those with whom the colleagues who are well stay.

A whole shift changes hands, as it must where one municipality staffs it, only where nobody can join those who
sit there: then teams of other municipalities are told of, with who would lose the shift.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from api.desk.choice import Chooser, ChosenSeat, Consequence
from api.rosters.editing.moves import Move
from api.rosters.editing.trials import Trials
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode, code_order
from wfm.plan import Plan
from wfm.roster import Roster


@dataclass(frozen=True)
class ReplacementCandidate:
    """Somebody who may step in, or a team that may take the whole shift.

    Parameters
    ----------
    agents, municipality
        Who: one, or of a team as many as sit on the shift; and whose they are.
    does
        What it would do.
    loses
        Who would lose the shift by it; nobody where one alone steps in.
    """

    agents: tuple[AgentId, ...]
    municipality: MunicipalityCode
    does: Consequence
    loses: tuple[AgentId, ...] = ()

    @property
    def keeps_colleagues(self) -> bool:
        """Whether everybody who sits on the shift stays."""
        return not self.loses


@dataclass(frozen=True)
class SeatCandidates:
    """Who may step in on a shift, best first, and who may not.

    Parameters
    ----------
    shift, vacant
        Which shift, and how many of its seats are empty.
    able
        Who may.
    unable
        Agents of the municipalities that sit there who may not: their consequences have breaches.
    """

    shift: Shift
    vacant: int
    able: tuple[ReplacementCandidate, ...]
    unable: tuple[ReplacementCandidate, ...]


def rank_candidates(
    plan: Plan, roster: Roster, shift: Shift, homes: Collection[MunicipalityCode], absent: Collection[AgentId]
) -> SeatCandidates:
    """Return who may step in on a shift.

    Parameters
    ----------
    plan, roster, shift
        What is published, and on which shift.
    homes
        Municipalities of those who sit there, or did.
    absent
        Who is away then, and comes into question nowhere.
    """
    chooser, sitting = Chooser(Trials(plan, roster)), roster.on(shift.id)
    choice = chooser.choose(ChosenSeat(shift, len(sitting) + 1, None))

    def candidate(agent: AgentId, does: Consequence) -> ReplacementCandidate:
        return ReplacementCandidate((agent,), plan.agent[agent].municipality, does)

    able = tuple(candidate(one.agent.id, one.does) for one in choice.able if one.agent.id not in absent)
    unable = tuple(
        candidate(one.agent.id, one.does)
        for one in choice.unable
        if one.agent.municipality in homes and one.agent.id not in absent
    )
    teams = () if able or not sitting or plan.mixed_on(shift.id) else tuple(_teams(chooser, shift, absent))
    ranked = sorted(teams, key=lambda one: one.does.rank)
    return SeatCandidates(shift, max(0, shift.seats - len(sitting)), (*able, *ranked), unable)


def _teams(chooser: Chooser, shift: Shift, absent: Collection[AgentId]) -> Iterator[ReplacementCandidate]:
    """Yield the best team of each other municipality that can take the whole shift."""
    plan, sitting = chooser.plan, chooser.trials.roster.on(shift.id)
    homes = {plan.agent[agent].municipality for agent in sitting}
    leave = [Move(shift.id, agent) for agent in sitting]
    for code in sorted(plan.agents_of, key=code_order):
        if code in homes:
            continue
        ranked = []
        for agent in (one.id for one in plan.agents_of[code] if one.id not in absent):
            does = chooser.weigh([*leave, Move(shift.id, None, agent)])
            if not does.breaches:
                ranked.append((does.rank, agent))
        team = tuple(agent for _, agent in sorted(ranked)[: shift.seats])
        if len(team) <= len(sitting):  # nothing would be won
            continue
        does = chooser.weigh([*leave, *(Move(shift.id, None, agent) for agent in team)])
        if not does.breaches:
            yield ReplacementCandidate(team, code, does, sitting)
