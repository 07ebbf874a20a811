"""Why the locks of a plan can't be kept: the sentences that contradict, minimal, checked by solving.

Every hard rule but ``locks`` is kept the more easily the fewer sit. So only what the locks demand can
contradict anything, and the explaining model holds just the assignments that they name. Each
requirement has a guard, and `solver/infeasibility/cores.py` finds an irreducible set of those that can't
hold together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from solver.heuristics.greedy import pin_locks
from solver.infeasibility.cores import CoreVerdict, GuardedModel
from solver.model.draft import Draft
from solver.rules import locks, rules_of
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
    guarded = GuardedModel(draft.model, draft.guards)
    labels = list(draft.guards)
    found: list[Conflict] = []
    while core := guarded.core(labels):
        reasons = tuple(_reason(plan, label) for label in core.labels)
        found.append(
            Conflict(reasons, verified=conflict_holds(plan, reasons, baseline), minimal=core.minimal)
        )
        blamed = {label for label in core.labels if label[0] == locks.KEY}
        labels = [label for label in labels if label not in blamed]
    return tuple(sorted(found, key=_first_lock))


def _first_lock(conflict: Conflict) -> int:
    return min(reason.subject.entry or 0 for reason in conflict.reasons if reason.rule == locks.KEY)


def conflict_holds(plan: Plan, reasons: Iterable[Reason], baseline: Baseline | None = None) -> bool:
    """Tell whether these reasons alone leave a plan without a roster, by solving with them."""
    draft = _explaining(plan, baseline)
    labels = [(reason.rule, reason.subject) for reason in reasons]
    return GuardedModel(draft.model, draft.guards).verdict(labels) is CoreVerdict.IMPOSSIBLE


def conflict_of(
    plan: Plan, named: Collection[tuple[str, str]], baseline: Baseline | None = None
) -> Conflict | None:
    """Return what is named as a conflict, solved again; ``None`` where the plan demands nothing of the kind.

    Parameters
    ----------
    plan, baseline
        As for :func:`find_conflict`.
    named
        Rule and subject, the latter as text, of everything that is said to contradict.
    """
    draft = _explaining(plan, baseline)
    guarded = GuardedModel(draft.model, draft.guards)
    by_name = {(rule, str(subject)): (rule, subject) for rule, subject in draft.guards}
    if not named or not set(named) <= by_name.keys():
        return None
    labels = [by_name[one] for one in dict.fromkeys(named)]
    minimal = all(
        guarded.verdict([other for other in labels if other is not label]) is CoreVerdict.POSSIBLE
        for label in labels
    )
    return Conflict(
        tuple(_reason(plan, label) for label in labels),
        verified=guarded.verdict(labels) is CoreVerdict.IMPOSSIBLE,
        minimal=minimal,
    )


def _explaining(plan: Plan, baseline: Baseline | None) -> Draft:
    """Return the draft of the locked and the frozen assignments, every requirement behind its guard."""
    draft = Draft(plan, list(pin_locks(plan, baseline)), guarded=True, baseline=baseline)
    for rule in rules_of(baseline):
        if rule.LEVEL is Level.HARD:
            rule.post(draft)
    return draft


def _reason(plan: Plan, label: Label) -> Reason:
    key, subject = label
    rule = next(rule for rule in BINDING_RULES if key == rule.KEY)
    return Reason(key, subject, rule.reason(plan, subject))
