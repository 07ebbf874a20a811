"""Who could take a seat that somebody had to leave, ranked by what each would do to the score.

All is measured, without a solver: for each candidate the roster is made in which they sit there and all
else is as it was mended. Under ``same_municipality`` nobody joins agents of another municipality; where
the mended roster hands the shift to another one, teams are listed, one for each that has one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, islice

from wfm.agent import Agent
from wfm.availability import EntryKind
from wfm.baseline import Baseline
from wfm.calendar import Shift
from wfm.competence import holders_missing
from wfm.finding import Finding, Subject
from wfm.hotline import Pairing
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.rules import HARD_RULES, availability, employment, pairing, participation, shifts_per_week
from wfm.score import Score, measure
from wfm.vacancy import Option, Vacancy, impossible_assignments

MOST_MEASURED = 25
"""Candidates for a seat whose whole score is measured; of more those that look best at a glance."""

MOST_TEAMS = 20
"""Teams of another municipality that are tried before it is taken to have none."""


def vacancies(
    plan: Plan, baseline: Baseline, roster: Roster, preferred: Collection[AgentId] = ()
) -> Iterator[Vacancy]:
    """Yield what had to be left, in order of time, with who could take it.

    Parameters
    ----------
    plan
        The plan as it now is, absences included.
    baseline
        The roster before.
    roster
        The mended one.
    preferred
        Who is measured in any case where they could take it, however many look better at a glance.
    """
    for shift, gone in find_vacated_shifts(plan, baseline):
        yield from vacancies_on(plan, baseline, roster, shift, gone, preferred)


def find_vacated_shifts(plan: Plan, baseline: Baseline) -> Iterator[tuple[ShiftId, tuple[AgentId, ...]]]:
    """Yield each shift with a seat that had to be left, in order of time, and who had to leave it."""
    for shift, pairs in groupby(impossible_assignments(plan, baseline), key=lambda pair: pair[1]):
        yield shift, tuple(agent for agent, _ in pairs)


def vacancies_on(
    plan: Plan,
    baseline: Baseline,
    roster: Roster,
    shift_id: ShiftId,
    gone: Sequence[AgentId],
    preferred: Collection[AgentId] = (),
) -> Iterator[Vacancy]:
    """Yield what `gone` had to leave on one shift, as :func:`vacancies` does."""
    shift = plan.shift[shift_id]
    new = sorted(set(roster.on(shift_id)) - set(baseline.roster.on(shift_id)))
    whole = _Seat(
        plan=plan,
        baseline=baseline,
        roster=roster,
        shift=shift,
        takers=tuple(new),
        preferred=frozenset(preferred),
    )
    if whole.handed_on:
        yield _handed_on(whole, tuple(gone))
        return
    for number, agent in enumerate(gone):
        yield _vacancy(replace(whole, takers=tuple(new[number : number + 1])), agent)


@dataclass(frozen=True)
class _Seat:
    """A vacated seat, who took it in the mended roster, and who is measured in any case."""

    plan: Plan
    baseline: Baseline
    roster: Roster
    shift: Shift
    takers: tuple[AgentId, ...]
    preferred: frozenset[AgentId]

    @property
    def now(self) -> tuple[AgentId, ...]:
        """Who sits on the shift in the mended roster."""
        return self.roster.on(self.shift.id)

    @property
    def able(self) -> tuple[AgentId, ...]:
        """Who sat there before and still could."""
        before = self.baseline.roster.on(self.shift.id)
        return tuple(agent for agent in before if self.shift.id in self.plan.assignable[agent])

    @property
    def handed_on(self) -> bool:
        """Whether several seats were given to others altogether, whoever of the earlier could have stayed."""
        before = self.baseline.roster.on(self.shift.id)
        return min(len(before), len(self.now)) > 1 and not set(before) & set(self.now)

    @property
    def stay(self) -> tuple[AgentId, ...]:
        """With whom whoever takes the seat would sit."""
        return self.able if self.handed_on else tuple(a for a in self.now if a not in self.takers)

    def first(self, able: Iterable[AgentId]) -> tuple[AgentId, ...]:
        """Return those of some who are measured in any case."""
        return tuple(agent for agent in able if agent in self.preferred)

    def score(self, team: Sequence[AgentId]) -> Score:
        """Measure the mended roster with just this team on the shift."""
        return measure(self.plan, self.roster.with_team(self.shift.id, team), self.baseline)


def _vacancy(seat: _Seat, agent: AgentId) -> Vacancy:
    able, refused = _sifted(seat, (agent,))
    # Whoever took the seat is measured, however many look better at a glance.
    best = list(dict.fromkeys((*seat.takers, *seat.first(able), *able)))[:MOST_MEASURED]
    return Vacancy(
        shift=seat.shift.id,
        agents=(agent,),
        options=_options(seat, [(*seat.stay, one) for one in best]),
        refused=refused,
        unmeasured=len(set(able) - set(best)),
    )


def _handed_on(seat: _Seat, agents: tuple[AgentId, ...]) -> Vacancy:
    """Compare teams: those who could have stayed with one more, and other municipalities' best."""
    able, refused = _sifted(seat, agents) if seat.stay or seat.preferred else ([], {})
    able = list(dict.fromkeys((*seat.first(able), *able)))
    if seat.stay:
        teams = [(*seat.stay, one) for one in able[:MOST_MEASURED]]
    else:  # nobody is left whom one could join: whole teams, of which only those are asked for
        refused = {rule: named for rule, unable in refused.items() if (named := seat.first(unable))}
        teams = list(islice(_preferred_teams(seat, able := list(seat.first(able))), MOST_MEASURED))
    options = _options(seat, [*teams, seat.now, *_teams_elsewhere(seat)])
    return Vacancy(
        shift=seat.shift.id,
        agents=agents,
        options=options,
        refused=refused,
        unmeasured=max(0, len(able) - MOST_MEASURED),
    )


def _sifted(seat: _Seat, gone: Sequence[AgentId]) -> tuple[list[AgentId], Mapping[str, tuple[AgentId, ...]]]:
    """Return who could join those who stay, the best looking first, and who can't, by rule."""
    refused: dict[str, list[AgentId]] = defaultdict(list)
    able: list[Agent] = []
    for agent in seat.plan.staffing_agents:
        if agent.id in seat.stay or agent.id in gone:
            continue
        rule = _refusal(seat, agent)
        if rule is None:
            able.append(agent)
        else:
            refused[rule].append(agent.id)
    ranked = [agent.id for agent in sorted(able, key=lambda agent: _glance(seat, agent))]
    return ranked, {rule: tuple(agents) for rule, agents in refused.items()}


def _options(seat: _Seat, teams: Iterable[Sequence[AgentId]]) -> tuple[Option, ...]:
    """Measure teams against the seat left empty; best first, and of equals what the mended roster does."""
    empty = seat.score(seat.stay)
    distinct = dict.fromkeys(tuple(sorted(team)) for team in teams)
    scored = [(seat.score(team), team) for team in distinct]
    scored.sort(key=lambda row: (tuple(row[0].values.values()), row[1] != seat.now, row[1]))
    return tuple(_option(seat, team, score, empty) for score, team in scored)


def _option(seat: _Seat, team: tuple[AgentId, ...], score: Score, empty: Score) -> Option:
    costs = {rule.rule: rule.cost for rule in empty.rules}
    return Option(
        joins=tuple(agent for agent in team if agent not in seat.stay),
        leaves=tuple(agent for agent in seat.stay if agent not in team),
        levels={level: score[level] - empty[level] for level in score.levels},
        rules={
            rule.rule: rule.cost - costs[rule.rule] for rule in score.rules if rule.cost != costs[rule.rule]
        },
        chosen=team == seat.now,
    )


# --- who can't ---------------------------------------------------------------------------------------


def _refusal(seat: _Seat, agent: Agent) -> str | None:
    """Return the key of the rule that keeps an agent off the seat, if one does."""
    plan, homes = seat.plan, {seat.plan.agent[one].municipality for one in seat.stay}
    if plan.hotline.pairing is not Pairing.MIXED and homes and agent.municipality not in homes:
        return pairing.KEY
    if not agent.employed_on(seat.shift.day):
        return employment.KEY
    if plan.unavailable(agent.id, seat.shift):
        return availability.KEY
    if not plan.takes_seat(agent.id, seat.shift.id):
        return participation.KEY
    if seat.shift.id not in plan.assignable[agent.id]:
        return shifts_per_week.KEY
    return next(_broken(seat, seat.stay, (agent.id,)), None)


def _broken(seat: _Seat, stay: Sequence[AgentId], joins: Sequence[AgentId]) -> Iterator[str]:
    """Yield the key of each hard rule that is broken where these join, and was not before.

    Only the shift and the assignments of those who join are looked at: a hard rule is kept the more
    easily the fewer sit.
    """
    theirs = [pair for agent in joins for pair in _elsewhere(seat, agent)]
    there = [(agent, seat.shift.id) for agent in stay]
    before = {_about(finding): finding.amount for finding in _hard(seat.plan, [*theirs, *there])}
    after = _hard(seat.plan, [*theirs, *there, *((agent, seat.shift.id) for agent in joins)])
    for finding in after:
        if finding.amount > before.get(_about(finding), 0):
            yield finding.rule


def _elsewhere(seat: _Seat, agent: AgentId) -> Iterator[Assignment]:
    """Yield where an agent sits besides, and where it does in another employment."""
    for one in seat.plan.selves[agent]:
        yield from ((one, shift) for shift in seat.roster.of_agent(one) if shift != seat.shift.id)


def _hard(plan: Plan, pairs: Iterable[Assignment]) -> Iterator[Finding]:
    roster = Roster.of(pairs)
    for rule in HARD_RULES:
        yield from rule.measure(plan, roster)


def _about(finding: Finding) -> tuple[str, Subject, str]:
    return finding.rule, finding.subject, finding.message.key


# --- who looks good ----------------------------------------------------------------------------------


def _glance(seat: _Seat, agent: Agent) -> tuple[int, bool, float, AgentId]:
    """Rank a candidate cheaply: competences missing, wishes, then how much they sit already."""
    undesired = any(
        entry.kind is EntryKind.UNDESIRED and entry.overlaps(seat.shift)
        for entry in seat.plan.entries_of.get(agent.id, ())
    )
    sat = len(seat.roster.of_agent(agent.id)) / (float(seat.plan.loads[agent.id]) or 1.0)
    return _missing(seat, (*seat.stay, agent.id)), undesired, sat, agent.id


def _missing(seat: _Seat, team: Sequence[AgentId]) -> int:
    return holders_missing(seat.plan.hotline.competences, [seat.plan.agent[agent] for agent in team])


def _preferred_teams(seat: _Seat, preferred: Sequence[AgentId]) -> Iterator[tuple[AgentId, ...]]:
    """Yield teams with some of these, the more the earlier, and for the rest of whom sits there now."""
    for number in range(min(len(seat.now), len(preferred)), 0, -1):
        for some in combinations(preferred, number):
            others = [agent for agent in seat.now if agent not in some]
            for rest in combinations(others, len(seat.now) - number):
                if not any(_broken(seat, (), (*some, *rest))):
                    yield (*some, *rest)


def _teams_elsewhere(seat: _Seat) -> Iterator[tuple[AgentId, ...]]:
    """Yield for each other municipality the team that looks best, where it has one that may sit there."""
    home = {seat.plan.agent[agent].municipality for agent in (*seat.stay, *seat.now)}
    for municipality in seat.plan.staffing:
        if municipality.code in home:
            continue
        able = [
            agent.id
            for agent in seat.plan.agents_of[municipality.code]
            if seat.shift.id in seat.plan.assignable[agent.id] and not any(_broken(seat, (), (agent.id,)))
        ]
        teams = sorted(
            islice(combinations(able, min(seat.shift.seats, len(able))), 1000),
            key=lambda team: (_missing(seat, team), sum(len(seat.roster.of_agent(a)) for a in team)),
        )
        tried = (team for team in teams[:MOST_TEAMS] if team and not any(_broken(seat, (), team)))
        yield from islice(tried, 1)
