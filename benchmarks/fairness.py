"""Quarters with personal carry-over, one made from the other, and whether anybody is over without need.

::

    python -m benchmarks.fairness [--quarters 8] [--seconds 10] [--running 2] [--seed 1]

A small hotline without a service: each quarter is solved, what municipalities and agents carry over is
handed on, people say anew when they are away. Of everybody who sat more than the whole shifts of a fair load
in so many quarters running, it is asked in each of these quarters whether a roster as good at levels 1 to 3
has that agent not over, and what it costs at quality. Prints ``name = value (target)``; exit status 1 where
the search could have avoided it for nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil
from random import Random

from ortools.sat.python import cp_model

import solver
import wfm
from benchmarks.drawing import Size, drawn, entries, numbered
from benchmarks.processor import cpu_seconds
from benchmarks.service.figures import Figure, none_of, told
from solver.model.cuts import tighten
from solver.model.draft import Draft
from solver.rules import ALL_RULES
from solver.search.build import hint
from wfm.calendar import Span
from wfm.fair_share import fair_loads
from wfm.finding import SCORED, Level
from wfm.ids import AgentId
from wfm.next_plan import next_plan
from wfm.personal_carry_over import personal_carry_overs
from wfm.plan import Plan
from wfm.result import Status
from wfm.roster import Roster
from wfm.score import Score

SIZE = Size(13, agents=24, leave=2, trained=0.5, standby=0)
MUNICIPALITIES = 6
HOURS = {day: (Span(14 * 60, 20 * 60),) for day in (0, 2, 4)}
"""Three days a week with two shifts, of which the later one is unsocial."""
WORKERS = 2
ROUNDING = 1e-6
"""By which a bound in floating point may lie above the whole number that it means."""


@dataclass(frozen=True)
class Quarter:
    """A quarter that was solved."""

    plan: Plan
    roster: Roster
    score: Score
    status: Status

    @property
    def day(self) -> date:
        """Its first day."""
        return self.plan.hotline.period.first_day

    @property
    def balances(self) -> dict[AgentId, Fraction]:
        """Exact seats of each agent above (negative: below) the fair load, at the quarter's end."""
        accounts = personal_carry_overs(self.plan, self.roster)
        return {agent: account.all_seats.carry_out for agent, account in accounts.items()}

    def most_fair(self, agent: AgentId) -> int:
        """Return the most seats that are fair for an agent, carry-over aside."""
        return ceil(fair_loads(self.plan)[agent].share)

    @property
    def over(self) -> frozenset[AgentId]:
        """Who sat more than that."""
        return frozenset(
            agent
            for agent in fair_loads(self.plan)
            if len(self.roster.of_agent(agent)) > self.most_fair(agent)
        )


class Verdict(StrEnum):
    """What is known of an agent who is over in a quarter."""

    FORCED = "forced"
    """No roster as good at levels 1 to 3 has the agent not over: proven."""
    DEARER = "dearer"
    """None that is as good at quality either: proven."""
    FREE = "free"
    """There is one that is no worse at quality."""
    OPEN = "open"


@dataclass(frozen=True)
class Answer:
    """Whether an agent needed to be over in a quarter; `price` at quality, where a roster was found."""

    agent: AgentId
    day: date
    verdict: Verdict
    price: int | None = None


def first_plan(seed: int) -> Plan:
    """Draw the first quarter's plan."""
    plan = drawn(seed, replace(SIZE, populations=numbered(seed, MUNICIPALITIES)))
    return replace(plan, hotline=replace(plan.hotline, opening_hours=HOURS))


def play(plan: Plan, quarters: int, seconds: float, seed: int) -> Iterator[Quarter]:
    """Yield quarters, each made from the one before.

    Raises
    ------
    ValueError
        Where a quarter has no roster.
    """
    chance = Random(f"quarters {seed}")
    for number in range(quarters):
        result = solver.solve(plan, seconds, WORKERS, seed)
        if result.roster is None:
            raise ValueError(f"{plan.hotline.period.first_day}: {result.status}")
        score = wfm.measure(plan, result.roster)
        yield Quarter(plan, result.roster, score, result.status)
        if number + 1 < quarters:
            following = next_plan(plan, result.roster).plan
            away = entries(chance, following.agents, following.hotline.period, SIZE.leave)
            plan = replace(following, availability=away)


def running(quarters: Sequence[Quarter], agent: AgentId, least: int) -> list[Quarter]:
    """Return the quarters that lie in a row of at least so many in which the agent is over."""
    found: list[Quarter] = []
    row: list[Quarter] = []
    for quarter in quarters:
        if agent in quarter.over:
            row.append(quarter)
        else:
            found += row if len(row) >= least else []
            row = []
    return found + (row if len(row) >= least else [])


def needed(quarter: Quarter, agent: AgentId, seconds: float) -> Answer:
    """Ask whether an agent had to be over in a quarter: levels 1 to 3 held, quality minimised.

    That a sparing roster is dearer is said only where CP-SAT proved that none is as cheap.
    """
    draft = _sparing(quarter, agent)
    search = cp_model.CpSolver()
    search.parameters.num_workers = WORKERS
    search.parameters.random_seed = 1
    search.parameters.max_time_in_seconds = seconds
    search.solve(draft.model)
    response = search.response_proto
    if response.status == cp_model.INFEASIBLE:
        return Answer(agent, quarter.day, Verdict.FORCED)
    now = quarter.score[Level.QUALITY]
    price = None
    if response.status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        score = wfm.measure(quarter.plan, draft.seating.roster(response.solution))
        price = score[Level.QUALITY] - now
    if price is not None and price <= 0:
        verdict = Verdict.FREE
    elif ceil(search.best_objective_bound - ROUNDING) > now:
        verdict = Verdict.DEARER
    else:
        verdict = Verdict.OPEN
    return Answer(agent, quarter.day, verdict, price)


def _sparing(quarter: Quarter, agent: AgentId) -> Draft:
    """Return the draft of rosters as good at levels 1 to 3 in which the agent is not over."""
    plan = quarter.plan
    draft = Draft(plan)
    for rule in ALL_RULES:
        if rule.LEVEL is not Level.QUALITY or plan.hotline.weights.of(rule.KEY):
            rule.post(draft)
    earlier = SCORED[:-1]
    for level in earlier:
        draft.model.add(draft.value(level) <= quarter.score[level])
    tighten(draft, full=not (quarter.score[Level.COVERAGE] or quarter.score[Level.COMPETENCE]))
    draft.model.add(draft.load(agent, draft.shifts_of[agent]) <= quarter.most_fair(agent))
    draft.model.minimize(draft.value(Level.QUALITY))
    hint(draft, quarter.roster)
    return draft


def figures(quarters: Sequence[Quarter], least: int, seconds: float) -> Iterator[Figure]:
    """Yield what came of the quarters, and of everybody who stayed over the fair load."""
    for quarter in quarters:
        score = ", ".join(f"{level} {quarter.score[level]}" for level in SCORED)
        yield Figure(f"{quarter.day}: {quarter.status}", score)
        yield Figure(f"{quarter.day}: agents over the fair load", ", ".join(sorted(quarter.over)) or "none")
        largest = max(quarter.balances.values())
        yield Figure(f"{quarter.day}: largest balance at its end, seats", f"{float(largest):.2f}")
    asked = [
        needed(quarter, agent, seconds)
        for agent in fair_loads(quarters[-1].plan)
        for quarter in running(quarters, agent, least)
    ]
    yield Figure(f"agents over for {least} quarters running or more", str(len({one.agent for one in asked})))
    told_as = {
        Verdict.FORCED: "in which levels 1 to 3 force it",
        Verdict.DEARER: "in which every roster that spares them is worse at quality",
        Verdict.OPEN: "of which it was not found out in time",
    }
    yield Figure("their quarters over", str(len(asked)))
    for verdict, words in told_as.items():
        found = [one for one in asked if one.verdict is verdict]
        yield Figure(f"of these, {words}", str(len(found)))
    prices = [one.price for one in asked if one.verdict is Verdict.DEARER and one.price is not None]
    if prices:
        yield Figure(
            "what sparing them costs at quality, least and most found", f"{min(prices)}, {max(prices)}"
        )
    free = [one for one in asked if one.verdict is Verdict.FREE]
    for one in free:
        yield Figure(f"  {one.agent} in {one.day}, price at quality", str(one.price))
    yield none_of("of these, in which a roster as good spares them", len(free))


def balance_table(quarters: Sequence[Quarter]) -> Iterator[str]:
    """Yield each agent's balance at the end of every quarter, with a star where over; a line an agent."""
    yield f"{'agent':<8}" + "".join(f"{quarter.day.isoformat():>12}" for quarter in quarters)
    for agent in fair_loads(quarters[-1].plan):
        cells = (f"{float(q.balances[agent]):+.2f}{'*' if agent in q.over else ' '}" for q in quarters)
        yield f"{agent:<8}" + "".join(f"{cell:>12}" for cell in cells)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print balances and figures; return 1 where somebody was over for nothing."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.fairness",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10, help="of each search and each question")
    parser.add_argument("--running", type=int, default=2, help="quarters in a row that count as staying over")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    quarters = list(play(first_plan(asked.seed), asked.quarters, asked.seconds, asked.seed))
    print(*balance_table(quarters), sep="\n")
    status = told(list(figures(quarters, asked.running, asked.seconds)))
    print(f"seconds of the processor = {cpu_seconds():.0f}")
    return status


if __name__ == "__main__":
    sys.exit(main())
