"""How long a repair takes, and whether it changes a seat that it need not change.

::

    python -m benchmarks.repair [--instance quarter] [--seed 1] [--workers 2]

solves a plan. Then one agent after another is ill for a week in which it sits, and the roster is mended each
time, nothing before that week being changed. The time is that of `solver.solve`; that fewer changes are
impossible is told by their bound. Reading the plan and writing calendars are not in it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import solver
import wfm
from benchmarks.machine import cores
from benchmarks.plans import KINDS
from wfm.absence import Absence, without
from wfm.agent import Agent
from wfm.baseline import Baseline
from wfm.calendar import Shift
from wfm.finding import Level
from wfm.plan import Plan
from wfm.result import Status
from wfm.roster import Roster

TARGET = 2.0
"""Seconds that a repair may take."""

TIME_LIMIT = 10.0
"""As for `wfm repair`, where none is given."""


@dataclass(frozen=True)
class Mend:
    """One illness, and what it took to mend the roster.

    Parameters
    ----------
    seconds
        Of the whole search.
    vacated
        Seats that the agent has to leave.
    changes
        Seats of the roster that somebody left.
    least
        How many of these are proven to be needed.
    optimal
        Whether every level is proven.
    """

    seconds: float
    vacated: int
    changes: int
    least: int
    optimal: bool


def mends(plan: Plan, roster: Roster, workers: int) -> Iterator[Mend]:
    """Yield a mend for every agent: ill in the first week in which it sits, from a place that moves on."""
    weeks = list(plan.shifts_of_week)
    for number, agent in enumerate(plan.staffing_agents):
        own = {plan.shift[shift].week for shift in roster.of_agent(agent.id)}
        week = next((week for week in weeks[number % len(weeks) :] if week in own), None)
        if week is not None:
            yield _mend(plan, roster, agent, plan.shifts_of_week[week], workers)


def _mend(plan: Plan, roster: Roster, agent: Agent, shifts: Sequence[Shift], workers: int) -> Mend:
    first = min(shift.day for shift in shifts)
    ill = without(plan, [Absence(agent.id, first, first + timedelta(days=6))])
    began = time.monotonic()
    result = solver.solve(ill, TIME_LIMIT, workers, 1, baseline=Baseline(roster, first))
    seconds = time.monotonic() - began
    if result.roster is None or result.score is None:
        raise ValueError(f"{agent.id}: {result.status}")
    score = wfm.measure(ill, result.roster, Baseline(roster, first))
    if score.values != result.score.values or score.breaches:
        raise ValueError(f"{agent.id}: measured {dict(score.values)}, told {dict(result.score.values)}")
    vacated = sum(pair not in result.roster for pair in roster if pair[0] == agent.id)
    changes, least = score[Level.CHANGES], result.bounds[Level.CHANGES]
    return Mend(seconds, vacated, changes, least, result.status is Status.OPTIMAL)


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where one misses its target."""
    parser = argparse.ArgumentParser("python -m benchmarks.repair")
    parser.add_argument("--instance", choices=list(KINDS), default="quarter")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60, help="to solve the plan at first")
    parser.add_argument("--workers", type=int, default=cores())
    asked = parser.parse_args(arguments)
    plan = KINDS[asked.instance](asked.seed)
    first = solver.solve(plan, asked.seconds, asked.workers, asked.seed)
    if first.roster is None:
        raise ValueError(str(first.status))
    found = list(mends(plan, first.roster, asked.workers))
    most = max(mend.changes / max(1, mend.vacated) for mend in found)
    worst = max(mend.seconds for mend in found)
    needless = sum(mend.changes - mend.least for mend in found)
    print(f"repairs = {len(found)}")
    print(f"median seconds = {statistics.median(mend.seconds for mend in found):.2f} (at most {TARGET:.0f})")
    print(f"worst seconds = {worst:.2f} (at most {TARGET:.0f})")
    print(f"changes not proven to be needed = {needless} (0)")
    print(f"proven at every level = {sum(mend.optimal for mend in found)} (of {len(found)})")
    print(f"changes for a vacated seat, at most = {most:.2f}")
    return int(worst > TARGET or needless > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
