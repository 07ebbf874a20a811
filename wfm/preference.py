"""Preference: somebody was asked to step in, and the mended roster follows where the hard rules allow it.

A mended roster is the best there is; who takes a vacated seat may be somebody else, because they said yes
on the telephone. Then only that seat is changed, and all else stays as it was mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wfm.baseline import Baseline
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.replacements import find_vacated_shifts, vacancies_on
from wfm.roster import Roster
from wfm.vacancy import Option, Vacancy


@dataclass(frozen=True)
class Preference:
    """What came of the wish that somebody steps in.

    Parameters
    ----------
    agent
        Who was preferred.
    shifts
        Where they took a seat that had to be left, in order of time.
    refused
        Where they could not, and the key of the rule that forbids it.
    """

    agent: AgentId
    shifts: tuple[ShiftId, ...]
    refused: Mapping[ShiftId, str]


def prefer(
    plan: Plan, baseline: Baseline, mended: Roster, agents: Sequence[AgentId]
) -> tuple[Roster, tuple[Preference, ...]]:
    """Give vacated seats to preferred agents, the first of whom may choose first.

    Parameters
    ----------
    plan, baseline
        The plan with the absences, and the roster before.
    mended
        The roster as it was mended.
    agents
        Who is preferred. A seat goes to the first who may sit there; each takes at most one of a shift.

    Returns
    -------
    tuple[Roster, tuple[Preference, ...]]
        The roster, which keeps every hard rule that `mended` keeps, and what came of each wish.
    """
    roster = mended
    taken: dict[AgentId, list[ShiftId]] = {agent: [] for agent in agents}
    refused: dict[AgentId, dict[ShiftId, str]] = {agent: {} for agent in agents}
    for shift, gone in find_vacated_shifts(plan, baseline):
        wishing = [agent for agent in taken if agent not in baseline.roster.on(shift)]
        placed: set[AgentId] = set()
        while True:
            found = vacancies_on(plan, baseline, roster, shift, gone, wishing)
            unsettled = [one for one in found if not placed & set(_takers(one))]
            chosen = _choose(unsettled, wishing)
            if chosen is None:
                break
            vacancy, option = chosen
            roster = _with(roster, shift, vacancy, option)
            for agent in set(wishing) & set(option.joins):
                placed.add(agent)
                wishing.remove(agent)
                taken[agent].append(shift)
        for agent, rule in _refusals(unsettled, wishing):
            refused[agent][shift] = rule
    return roster, tuple(Preference(agent, tuple(taken[agent]), refused[agent]) for agent in taken)


def _choose(vacancies: Sequence[Vacancy], agents: Sequence[AgentId]) -> tuple[Vacancy, Option] | None:
    """Return the best option with the first agent for whom there is one, and with the next of them too."""
    options = [
        (vacancy, option)
        for vacancy in vacancies
        for option in vacancy.options
        if set(agents) & set(option.joins)
    ]
    return max(options, key=lambda row: [agent in row[1].joins for agent in agents], default=None)


def _refusals(vacancies: Sequence[Vacancy], agents: Sequence[AgentId]) -> Iterator[tuple[AgentId, str]]:
    for vacancy in vacancies:
        for rule, unable in vacancy.refused.items():
            yield from ((agent, rule) for agent in agents if agent in unable)


def _takers(vacancy: Vacancy) -> tuple[AgentId, ...]:
    """Return who sits there in the roster at hand; nobody where it is left empty."""
    return next((option.joins for option in vacancy.options if option.chosen), ())


def _with(roster: Roster, shift: ShiftId, vacancy: Vacancy, option: Option) -> Roster:
    """Return the roster in which an option of a vacancy is taken instead of what is there."""
    team = set(roster.on(shift)) - set(_takers(vacancy))
    team |= {agent for one in vacancy.options if one.chosen for agent in one.leaves}
    return roster.with_team(shift, team - set(option.leaves) | set(option.joins))
