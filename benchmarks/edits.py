"""How long an edit takes, once a plan is answered, and what all locks and wishes cost.

::

    python -m benchmarks.edits [--plan quarter-1 quarter-2 quarter-3 locked-1] [--from-nothing 1]

solves each plan, makes twelve edits of it, each of the plan as it was, and has each answered by an open model
(`solver.Session`) with one worker. Told are CPU seconds, of this process and of those that it starts, since
a machine is seldom idle. The last edit, all agents of a municipality gone, leaves a question of another kind,
with quotas that can't be met; it is told, and does not count. Then locks and wishes are drawn until there are
147 of them, that plan is solved, and each is priced.

With `--from-nothing` so many of the edits are solved from nothing as well: the values must be the same.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import solver
import wfm
from benchmarks.plans import KINDS
from benchmarks.processor import cpu_seconds
from solver.explaining.pricing import prices
from solver.params import Clock
from wfm.absence import Absence
from wfm.availability import Entry, EntryKind
from wfm.change import Change, LiftLock
from wfm.lock import Lock
from wfm.plan import Plan
from wfm.plan_edits import DropEntry, MarkAbsent, RemoveAgents, SetLock, SetSeats, SetWeight
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.score import Score

PLANS = ("quarter-1", "quarter-2", "quarter-3", "locked-1")
EDITS = 12
ROWS = 147
"""Locks and wishes that are priced."""

MEDIAN, WORST, FIRST, PRICED = 1.0, 4.0, 0.3, 60.0
"""Targets: CPU seconds to the proof, its median and worst; to the first roster; of all prices."""

TIME_LIMIT = 120.0
WEIGHTS = ("agent_balance", "unsocial_balance", "wishes")


@dataclass(frozen=True)
class Answered:
    """An edit's answer, and what it took.

    Parameters
    ----------
    kind
        Of the edit.
    seconds
        CPU seconds to the end.
    first
        To the first roster that fills what the edit left empty.
    changed
        Assignments gone.
    status
        Whether every level is proven.
    """

    kind: str
    seconds: float
    first: float
    changed: int
    status: Status


def edits(plan: Plan, roster: Roster, seed: int) -> Iterator[Change]:
    """Yield edits of a plan, absences and locks most of them; drawn, the same for the same seed."""
    chance = random.Random(seed)
    for weight in chance.sample(WEIGHTS, 2):
        yield SetWeight(weight, 2 * plan.hotline.weights.of(weight) + 1)
    for _ in range(3):
        someone = chance.choice([one for one in plan.staffing_agents if roster.of_agent(one.id)])
        day = plan.shift[chance.choice(roster.of_agent(someone.id))].day
        monday = day - timedelta(days=day.weekday())
        yield MarkAbsent(Absence(someone.id, monday, monday + timedelta(days=6)))
    free = [shift for shift in plan.shifts if all(lock.shift != shift.id for lock in plan.locks)]
    for _ in range(2):
        shift = chance.choice(free)
        yield SetLock(Lock(shift.day, shift.start, municipality=chance.choice(plan.staffing).code))
    someone = chance.choice(plan.staffing_agents)
    shift = chance.choice([one for one in free if one.id in plan.assignable[someone.id]])
    yield SetLock(Lock(shift.day, shift.start, agent=someone.id))
    if plan.locks:
        yield LiftLock(chance.choice(plan.locks))
    else:
        yield SetSeats(chance.choice(plan.shifts).id, 1)
    yield DropEntry(
        chance.choice([one for one in plan.availability if one.kind is not EntryKind.UNAVAILABLE])
    )
    yield SetSeats(chance.choice(plan.shifts).id, 3)
    yield RemoveAgents(min(plan.staffing, key=lambda one: len(plan.agents_of[one.code])).code)


def answer(session: solver.Session, edit: Change) -> tuple[Answered, Result]:
    """Answer one edit of the session's plan, and measure."""
    found: list[float] = []
    began = cpu_seconds()

    def note(_roster: Roster, _score: Score) -> None:
        found.append(cpu_seconds() - began)

    told = session.answer([edit], TIME_LIMIT, keep=False, incumbent=note)
    session.close()  # so that the seconds of its process count
    seconds = cpu_seconds() - began
    result = told.result
    if result.roster is not None and result.score is not None:
        measured = wfm.measure(told.plan, result.roster)
        if measured.breaches or measured.values != result.score.values:
            raise ValueError(f"{edit.kind}: measured {dict(measured.values)}")
    first = found[0] if found else seconds
    return Answered(edit.kind, seconds, first, told.changed, result.status), result


def crowded(plan: Plan, seed: int) -> Plan:
    """Return the plan with locks and wishes drawn besides, until there are 147."""
    chance = random.Random(seed)
    locks, entries = list(plan.locks), list(plan.availability)
    while len(locks) + sum(one.kind is not EntryKind.UNAVAILABLE for one in entries) < ROWS:
        shift, someone = chance.choice(plan.shifts), chance.choice(plan.staffing_agents)
        if chance.random() < 0.4 and all(lock.shift != shift.id for lock in locks):
            if shift.id in plan.assignable[someone.id]:
                locks.append(Lock(shift.day, shift.start, municipality=someone.municipality))
        else:
            kind = chance.choice((EntryKind.UNDESIRED, EntryKind.PREFERRED))
            entries.append(Entry(someone.id, kind, shift.day, shift.day + timedelta(days=4)))
    return replace(plan, locks=tuple(locks), availability=tuple(entries))


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where one misses its target."""
    parser = argparse.ArgumentParser("python -m benchmarks.edits")
    parser.add_argument("--plan", nargs="*", default=list(PLANS), help="kind and seed, as in quarter-1")
    parser.add_argument("--from-nothing", type=int, default=0, help="so many edits of each plan")
    parser.add_argument("--without-prices", action="store_true")
    asked = parser.parse_args(arguments)
    missed = [_of_plan(name, asked.from_nothing) for name in asked.plan]
    if not asked.without_prices:
        missed.append(_prices())
    return int(any(missed))


def _of_plan(name: str, from_nothing: int) -> bool:
    kind, _, seed = name.partition("-")
    plan = KINDS[kind](int(seed))
    began = cpu_seconds()
    solved = solver.solve(plan, TIME_LIMIT, 1, 1)
    if solved.roster is None:
        raise ValueError(str(solved.status))
    print(f"{name}: solved from nothing = {cpu_seconds() - began:.1f} CPU s, {solved.status}", flush=True)
    found: list[Answered] = []
    for number, edit in enumerate(edits(plan, solved.roster, int(seed))):
        with solver.Session(plan, solved.roster, workers=1) as session:
            one, result = answer(session, edit)
        found.append(one)
        print(
            f"{name}: {one.kind} = {one.seconds:.2f} CPU s, first roster {one.first:.2f}, "
            f"{one.changed} changes, {one.status}",
            flush=True,
        )
        if number < from_nothing:
            began = cpu_seconds()
            anew = solver.solve(edit.apply(plan), TIME_LIMIT, 1, 1)
            same = (
                anew.score is not None
                and result.score is not None
                and anew.score.values == result.score.values
            )
            print(
                f"{name}: {one.kind} from nothing = {cpu_seconds() - began:.1f} CPU s, {anew.status}, {same=}"
            )
    usual = [one for one in found if one.kind != RemoveAgents.kind]
    median = statistics.median(one.seconds for one in usual)
    worst = max(one.seconds for one in usual)
    first = statistics.median(one.first for one in usual)
    proven = sum(one.status is Status.OPTIMAL for one in found)
    print(f"{name}: median CPU seconds = {median:.2f} (at most {MEDIAN:.0f})")
    print(f"{name}: worst CPU seconds = {worst:.2f} (at most {WORST:.0f})")
    print(f"{name}: median CPU seconds to the first roster = {first:.2f} (at most {FIRST})")
    print(f"{name}: proven at every level = {proven} (of {len(found)})", flush=True)
    return median > MEDIAN or worst > WORST or first > FIRST or proven < len(found)


def _prices() -> bool:
    plan = crowded(KINDS["locked"](1), 1)
    began = cpu_seconds()
    solved = solver.solve(plan, 2 * TIME_LIMIT, 1, 1)
    print(f"prices: solved from nothing = {cpu_seconds() - began:.1f} CPU s, {solved.status}", flush=True)
    if solved.roster is None:
        raise ValueError(str(solved.status))
    began = cpu_seconds()
    found = prices(plan, solved.roster, Clock(2 * TIME_LIMIT))
    seconds = cpu_seconds() - began
    if found is None:
        raise ValueError("no prices")
    proven = sum(price.outlook.values == price.outlook.bounds for price in found.asked)
    print(f"prices: locks and wishes = {len(found.asked) + found.not_asked + found.idle} ({ROWS})")
    print(f"prices: not asked = {found.not_asked} (0)")
    print(f"prices: that cost something = {sum(not price.free for price in found.asked)}")
    print(f"prices: differences of two proven optima = {proven} (of {len(found.asked)})")
    print(f"prices: CPU seconds = {seconds:.1f} (at most {PRICED:.0f})")
    return found.not_asked > 0 or seconds > PRICED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
