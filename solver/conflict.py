"""Why the locks of a plan can't be kept: the sentences that contradict, minimal, checked by solving.

Every hard rule but ``locks`` is kept the more easily the fewer sit. So only what the locks demand can
contradict anything, and the explaining model holds just the assignments that they name. Each requirement has
a guard, a literal without which it does not bind; assuming all guards yields a core, which is then
shrunk by leaving out one guard after the other.

CP-SAT may name wrong cores under presolve (google/or-tools #5141), and with many workers and no
presolve call a model infeasible that is not (#5295): here one worker runs without presolve, and each
conflict is solved again with its own sentences alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model

from solver.draft import Draft
from solver.greedy import locked_roster
from solver.rules import rules_of
from wfm.baseline import Baseline
from wfm.finding import Level, Subject
from wfm.plan import Plan
from wfm.result import Conflict, Reason
from wfm.rules import BINDING_RULES

Label = tuple[str, Subject]


def find_conflict(plan: Plan, baseline: Baseline | None = None) -> Conflict:
    """Return every contradiction among a plan's locks that shares no lock with another.

    Parameters
    ----------
    plan
        A plan without any roster.
    baseline
        Whose frozen shifts stay as they are, if there is one.

    Returns
    -------
    Conflict
        The contradictions' sentences, one contradiction after the other; each is minimal in itself:
        without any one of its sentences the others can be kept.
    """
    groups = find_conflicts(plan, baseline)
    return Conflict(
        tuple(reason for group in groups for reason in group.reasons),
        verified=all(group.verified for group in groups),
        minimal=all(group.minimal for group in groups),
        sizes=tuple(len(group.reasons) for group in groups),
    )


def find_conflicts(plan: Plan, baseline: Baseline | None = None) -> tuple[Conflict, ...]:
    """Return the contradictions of :func:`find_conflict` one by one, in order of their first lock's row."""
    draft = _explaining(plan, baseline)
    labels = list(draft.guards)
    found: list[Conflict] = []
    while core := _core(draft, labels):
        kept, minimal = _shrunk(draft, core)
        reasons = tuple(_reason(plan, label) for label in kept)
        found.append(Conflict(reasons, verified=conflict_holds(plan, reasons, baseline), minimal=minimal))
        locks = {label for label in kept if label[0] == "locks"}
        labels = [label for label in labels if label not in locks]
    return tuple(sorted(found, key=_first_lock))


def _first_lock(conflict: Conflict) -> int:
    return min(reason.subject.entry or 0 for reason in conflict.reasons if reason.rule == "locks")


def conflict_holds(plan: Plan, reasons: Iterable[Reason], baseline: Baseline | None = None) -> bool:
    """Tell whether these reasons alone leave a plan without a roster, by solving with them."""
    draft = _explaining(plan, baseline)
    return _can_not_hold(draft, [(reason.rule, reason.subject) for reason in reasons])


def _explaining(plan: Plan, baseline: Baseline | None) -> Draft:
    """Return the draft of the locked and the frozen assignments, every requirement behind its guard."""
    draft = Draft(plan, list(locked_roster(plan, baseline)), guarded=True, baseline=baseline)
    for rule in rules_of(baseline):
        if rule.LEVEL is Level.HARD:
            rule.post(draft)
    return draft


def _core(draft: Draft, labels: Collection[Label]) -> list[Label]:
    """Return labels that together can't hold; none where all can."""
    solver = _assume(draft, labels)
    if solver.response_proto.status != cp_model.INFEASIBLE:
        return []
    named = set(solver.sufficient_assumptions_for_infeasibility())
    core = [label for label in labels if draft.guards[label].index in named]
    return core if _can_not_hold(draft, core) else list(labels)


def _shrunk(draft: Draft, core: list[Label]) -> tuple[list[Label], bool]:
    """Return what is left of a core when all that it can do without is taken away, and whether that is all.

    A label is left out where the others can't hold without it either.
    """
    kept = list(core)
    for label in core:
        others = [other for other in kept if other != label]
        if _can_not_hold(draft, others):
            kept = others
    minimal = not any(_can_not_hold(draft, [other for other in kept if other != label]) for label in kept)
    return kept, minimal


def _can_not_hold(draft: Draft, labels: Collection[Label]) -> bool:
    return bool(_assume(draft, labels).response_proto.status == cp_model.INFEASIBLE)


def _assume(draft: Draft, labels: Collection[Label]) -> cp_model.CpSolver:
    draft.model.clear_assumptions()
    draft.model.add_assumptions([draft.guards[label] for label in labels])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    solver.parameters.catch_sigint_signal = False
    solver.solve(draft.model)
    return solver


def _reason(plan: Plan, label: Label) -> Reason:
    key, subject = label
    rule = next(rule for rule in BINDING_RULES if key == rule.KEY)
    return Reason(key, subject, rule.reason(plan, subject))
