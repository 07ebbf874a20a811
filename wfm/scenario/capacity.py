"""The most that agents could give in the plan's period, and seats that must stay empty: counted.

No roster is searched for. Both figures are bounds: a roster may give less, since rest, competences and
what several rules ask together are left out of account; none gives more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from wfm.agent import Agent
from wfm.calendar import Week
from wfm.ids import MunicipalityCode, ShiftId
from wfm.plan import Plan


@dataclass(frozen=True)
class Capacity:
    """What can be staffed at most.

    Parameters
    ----------
    most_seats
        By municipality that staffs, now or later: seats that its agents could take in a period like this,
        as if it staffed on all days.
    empty_seats
        Seats of the plan's period that stay empty in every roster, at least.
    """

    most_seats: Mapping[MunicipalityCode, int]
    empty_seats: int


def count_capacity(plan: Plan) -> Capacity:
    """Return what can be staffed at most."""
    places = {shift.id: (shift.day, shift.week) for shift in plan.shifts}
    counted: dict[tuple[frozenset[ShiftId], int], int] = {}

    def most_of(agent: Agent, open_to: frozenset[ShiftId]) -> int:
        """Return the most of an agent; those to whom the same is open are counted once."""
        key = (open_to, plan.weekly_limit(agent))
        if key not in counted:
            counted[key] = _most_of_agent(
                [places[id] for id in open_to], plan.hotline.limits.shifts_per_day, key[1]
            )
        return counted[key]

    most, able = {}, {}
    for municipality in plan.municipalities:
        if municipality.staffing:
            agents = plan.agents_of[municipality.code]
            open_to = {agent.id: _open_to(plan, agent) for agent in agents}
            able[municipality.code] = Counter(chain.from_iterable(open_to.values()))
            by_agents = sum(most_of(agent, open_to[agent.id]) for agent in agents)
            by_shifts = sum(min(s.seats, able[municipality.code][s.id]) for s in plan.shifts)
            most[municipality.code] = min(by_agents, by_shifts)
    filled = sum(_most_on_shift(plan, shift.id, able) for shift in plan.shifts)
    given = sum(most_of(agent, plan.assignable[agent.id]) for agent in plan.staffing_agents)
    return Capacity(most, plan.seats - min(filled, given))


def _open_to(plan: Plan, agent: Agent) -> frozenset[ShiftId]:
    """Return the shifts on which an agent could sit if the municipality staffed on all days."""
    present = plan.open_to(agent)
    if agent.beside_until is None:
        return present
    return frozenset(id for id in present if not agent.is_novice_on(plan.shift[id].day))


def _most_of_agent(places: Sequence[tuple[date, Week]], a_day: int, a_week: int) -> int:
    """Return the most shifts that limits a day and a week allow, of shifts on these days."""
    by_week: dict[Week, int] = defaultdict(int)
    for (_, week), number in Counter(places).items():
        by_week[week] += min(number, a_day)
    return sum(min(number, a_week) for number in by_week.values())


def _most_on_shift(plan: Plan, shift: ShiftId, able: Mapping[MunicipalityCode, Mapping[ShiftId, int]]) -> int:
    """Return the most seats of a shift that can be filled, by one municipality or by several."""
    day = plan.shift[shift].day
    there = [counted[shift] for code, counted in able.items() if plan.staffs_on(code, day)]
    most = sum(there) if plan.mixed_on(shift) else max(there, default=0)
    return min(plan.shift[shift].seats, most)
