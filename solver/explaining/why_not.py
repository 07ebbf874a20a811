"""Why an agent does not have a shift: what granting it would cost, or the facts that forbid it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from solver.explaining.mend_candidates import candidates
from solver.explaining.mend_sentences import mend_sentence
from solver.explaining.neighbours import with_assignment
from solver.explaining.oracle import ask
from solver.explaining.questions import of_assignment
from solver.explaining.resolving import WORKERS, resolve
from solver.explaining.sentences import because
from solver.params import Clock
from solver.search.solve import solve
from wfm.baseline import Baseline
from wfm.change import apply_changes
from wfm.errors import PlanError
from wfm.explanation import Answer, Fact, Mend, Outlook, WhyNot
from wfm.ids import AgentId, ShiftId
from wfm.lock import Lock
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.score import Score, measure

SITS = Text("why_not.sits", "{agent} has {shift:shift} already.")
FORBIDDEN = Text("why_not.forbidden", "{agent} cannot sit on {shift:shift}:")
NO_WORSE = Text(
    "why_not.no_worse", "{agent} could sit on {shift:shift} at no cost: a roster as good was found."
)
BETTER = Text(
    "why_not.better", "{agent} could sit on {shift:shift}; with that a better roster than this one was found."
)
COSTS = Text(
    "why_not.costs", "{agent} could sit on {shift:shift}; the best roster found with that costs more."
)

COSTS_PERHAPS = Text(
    "why_not.costs_perhaps",
    "{agent} could sit on {shift:shift}. What that costs is not proven: "
    "the best roster found in the time given costs more, another may cost less or nothing.",
)

NEAR = 0.3
"""The part of the time that mending the roster at hand may take."""

MOST_MENDS = 3
SECONDS = 5.0


def why_not(plan: Plan, roster: Roster, assignment: Assignment, clock: Clock) -> WhyNot:
    """Say what it would cost to give an agent a shift.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    roster
        The roster at hand.
    assignment
        An agent and a shift of the plan.
    clock
        When to be content with the best roster found.
    """
    agent, shift = assignment
    question = of_assignment(assignment)
    names = {"agent": plan.labels[agent], "shift": shift}
    plain = WhyNot(agent=agent, shift=shift, question=question, message=SITS(**names))
    if agent in roster.on(shift):
        return plain
    asked = ask(plan, question, roster, Clock(clock.left))
    if asked.core is not None:
        told = because(plan, asked.core.labels)
        facts = tuple(fact for group in told for fact in group.facts)
        found = _mends(plan, roster, assignment, facts, clock)
        forbidden = replace(plain, message=FORBIDDEN(**names), because=told, mends=found)
        return replace(forbidden, minimal=asked.core.minimal, verified=asked.core.verified)
    outlook = grant(plan, roster, assignment, clock.left)
    assert outlook is not None  # it was just seen to be possible
    return _granted(plan, roster, plain, outlook, names)


def _granted(plan: Plan, roster: Roster, plain: WhyNot, outlook: Outlook, names: Mapping[str, str]) -> WhyNot:
    now, then = measure(plan, roster), measure(plan, outlook.roster)
    costs = COSTS if outlook.proven else COSTS_PERHAPS
    text = BETTER if then < now else costs if now < then else NO_WORSE
    return replace(
        plain,
        message=text(**names),
        outlook=outlook,
        costs={level: then[level] - value for level, value in now.values.items()},
        rule_costs=_by_rule(now, then),
        gives_up=_gives_up(roster, outlook.roster, plain.shift),
    )


def grant(plan: Plan, roster: Roster, assignment: Assignment, seconds: float) -> Outlook | None:
    """Return the best roster found in which an agent sits on a shift; ``None`` where none can."""
    agent, shift = assignment
    at = plan.shift[shift]
    locked = replace(
        plan, locks=(*plan.locks, Lock(day=at.day, start=at.span.start, municipality=None, agent=agent))
    )
    clock = Clock(seconds)
    starts = [with_assignment(locked, roster, assignment), _nearest(locked, roster, NEAR * seconds)]
    return resolve(locked, [start for start in starts if start is not None], clock.left, roster)


def _nearest(locked: Plan, roster: Roster, seconds: float) -> Roster | None:
    """Return the roster that is mended for the assignment: a good one to begin from, and soon found."""
    result = solve(locked, time_limit=seconds, workers=WORKERS, baseline=Baseline(roster))
    if result.interrupted:
        raise KeyboardInterrupt
    return result.roster


def _by_rule(now: Score, then: Score) -> Mapping[str, int]:
    costs = {rule.rule: rule.cost for rule in now.rules}
    return {rule.rule: rule.cost - costs[rule.rule] for rule in then.rules if rule.cost != costs[rule.rule]}


def _gives_up(roster: Roster, other: Roster, shift: ShiftId) -> tuple[AgentId, ...]:
    return tuple(agent for agent in roster.on(shift) if agent not in other.on(shift))


def _mends(
    plan: Plan, roster: Roster, assignment: Assignment, facts: tuple[Fact, ...], clock: Clock
) -> tuple[Mend, ...]:
    """Return what would make the assignment possible, the cheapest first."""
    seen: list[Mend] = []
    for candidate in candidates(plan, [of_assignment(assignment)], facts):
        if len(seen) == MOST_MENDS or not clock.left:
            break
        try:
            changed = apply_changes(candidate.changes, plan)
        except PlanError:
            continue
        asked = ask(changed, of_assignment(assignment), roster, Clock(min(SECONDS, clock.left)))
        if asked.answer is Answer.NOT_FORCED:
            outlook = grant(changed, roster, assignment, min(SECONDS, clock.left))
            if outlook is not None:
                seen.append(Mend(candidate.changes, mend_sentence(plan, candidate.changes), outlook))
    return tuple(seen)
