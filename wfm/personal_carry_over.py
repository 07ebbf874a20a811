"""Personal carry-over: what each agent sat above or below the fair load, handed on to the next period.

The opposite sign of a municipality's: positive is above. Within a municipality what some sat too much
others sat too little, so its agents' balances keep their sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.agent import Agent
from wfm.fair_share import could_sit_unsocial
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.quota_table import SEAT_DECIMALS
from wfm.roster import Roster
from wfm.rounding import keep_sum
from wfm.worked import WorkedSeats


@dataclass(frozen=True)
class CarriedSeats:
    """One agent's account of a period, in exact seats: what came in, what was sat, what was fair.

    Parameters
    ----------
    carry_in
        Seats above, or below, the fair load of earlier periods.
    sat
        Seats in which the agent sat.
    fair
        The agent's part, by load, of all seats in which the municipality sat; ``None`` for an agent
        among whom nothing is shared: what came in then passes on unchanged.
    """

    carry_in: Fraction
    sat: int
    fair: Fraction | None

    @property
    def carry_out(self) -> Fraction:
        """What is handed on: in + sat − fair."""
        return self.carry_in if self.fair is None else self.carry_in + self.sat - self.fair


@dataclass(frozen=True)
class PersonalCarryOver:
    """One agent's two accounts: of all seats, and of the unsocial ones."""

    all_seats: CarriedSeats
    unsocial: CarriedSeats


def personal_carry_overs(plan: Plan, roster: Roster | WorkedSeats) -> Mapping[AgentId, PersonalCarryOver]:
    """Return the accounts of every agent of the plan, in the plan's order.

    All seats are shared by the load w among the municipality's agents; unsocial ones among those who
    could be assigned to one, or sat on one.

    Parameters
    ----------
    plan
        The period, with what its agents carried into it.
    roster
        Who sat in it, or what was worked: seats of stand-ins from outside the plan are their municipality's,
        and so are shared among its agents.
    """
    others, unsocial_others = _stand_ins(plan, roster)
    roster = roster.roster if isinstance(roster, WorkedSeats) else roster
    sat = {agent.id: len(roster.of_agent(agent.id)) for agent in plan.agents}
    unsocial = {
        agent.id: sum(plan.shift[shift].unsocial for shift in roster.of_agent(agent.id))
        for agent in plan.agents
    }
    everybody = _shared(plan, sat, others, lambda agent: agent.id in plan.loads)
    evenings = _shared(
        plan,
        unsocial,
        unsocial_others,
        lambda agent: (
            agent.id in plan.loads and (could_sit_unsocial(plan, agent.id) or unsocial[agent.id] > 0)
        ),
    )
    return {
        agent.id: PersonalCarryOver(
            all_seats=CarriedSeats(agent.carry_over, sat[agent.id], everybody.get(agent.id)),
            unsocial=CarriedSeats(agent.unsocial_carry_over, unsocial[agent.id], evenings.get(agent.id)),
        )
        for agent in plan.agents
    }


SeatsOf = Mapping[MunicipalityCode, int]


def _stand_ins(plan: Plan, roster: Roster | WorkedSeats) -> tuple[SeatsOf, SeatsOf]:
    """Return the seats, and the unsocial ones, in which somebody from outside the plan sat."""
    seats: Counter[MunicipalityCode] = Counter()
    unsocial: Counter[MunicipalityCode] = Counter()
    for shift, seat in roster.each_seat() if isinstance(roster, WorkedSeats) else ():
        if seat.agent is None:
            seats[seat.municipality] += 1
            unsocial[seat.municipality] += plan.shift[shift].unsocial
    return seats, unsocial


def _shared(
    plan: Plan, sat: Mapping[AgentId, int], others: SeatsOf, takes_part: Callable[[Agent], bool]
) -> Mapping[AgentId, Fraction]:
    """Share each municipality's seats among those who take part, by load; none where no load is."""
    shares: dict[AgentId, Fraction] = {}
    for code, agents in plan.agents_of.items():
        among = [agent.id for agent in agents if takes_part(agent)]
        loads = sum((plan.loads[agent] for agent in among), Fraction(0))
        if loads:
            seats = sum(sat[agent] for agent in among) + others.get(code, 0)
            shares |= {agent: seats * plan.loads[agent] / loads for agent in among}
    return shares


def next_balances(staying: Sequence[Agent], carried: Mapping[AgentId, Fraction]) -> Mapping[AgentId, Decimal]:
    """Return what those who stay carry into the next period, with four decimals.

    In each municipality the mean of those who stay is taken away, so that what somebody who left sat
    too much or too little weighs on nobody: the balances of a municipality sum to 0.

    Parameters
    ----------
    staying
        The agents of the next period.
    carried
        Exact seats handed on by each.
    """
    of_municipality: dict[str, list[AgentId]] = {}
    for agent in staying:
        of_municipality.setdefault(agent.municipality, []).append(agent.id)
    written: dict[AgentId, Decimal] = {}
    for agents in of_municipality.values():
        mean = sum((carried[agent] for agent in agents), Fraction(0)) / len(agents)
        written |= keep_sum({agent: carried[agent] - mean for agent in agents}, SEAT_DECIMALS)
    return written
