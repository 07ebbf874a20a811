"""What locks and wishes cost: the plan is solved without each, as far as the time goes.

A bound of a relaxation would be no proof, so nothing is estimated: a price is the difference between
two rosters that were found, and says whether both are proven to be the best. Locks are asked about first,
since one can cost a seat; a wish never costs more than its weight for each shift that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from solver.explaining.resolving import resolve
from solver.params import Clock
from wfm.availability import Entry, EntryKind
from wfm.explanation import Outlook, Price, Prices
from wfm.finding import Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.rules import locks, wishes

PREFERS = Text("price.prefers", "{agent} would like to sit from {first:date} to {last:date}")
PREFERS_ON = Text("price.prefers_on", "{agent} would like to sit on {first:date}")
WOULD_RATHER_NOT = Text(
    "price.would_rather_not", "{agent} would rather not sit from {first:date} to {last:date}"
)
WOULD_RATHER_NOT_ON = Text("price.would_rather_not_on", "{agent} would rather not sit on {first:date}")

LEAST = 1.0
"""Seconds below which no plan is solved."""

BASE = 0.2
"""The part of the time in which the plan is solved as it is."""

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _Row:
    """A lock or a wish, and the plan without it."""

    rule: str
    subject: Subject
    message: Message
    without: Plan


def prices(plan: Plan, roster: Roster, clock: Clock, tell: Tell | None = None) -> Prices | None:
    """Return what each lock and each wish that may bind costs, the dearest first.

    Parameters
    ----------
    plan
        A plan whose locks can be kept; ``None`` comes back where they can't.
    roster
        The roster at hand: every search begins from it.
    clock
        A fifth of it is for the plan as it is, the rest in equal parts for the others.
    tell
        Told how far it has come.
    """
    base = resolve(plan, [roster], BASE * clock.left, roster)
    if base is None:
        return None
    rows = list(_rows(plan))
    asked: list[Price] = []
    for number, row in enumerate(rows):
        if clock.left < LEAST:
            break
        if tell is not None:
            tell("pricing", number + 1, len(rows))
        seconds = max(LEAST, clock.left / (len(rows) - number))
        without = resolve(row.without, [base.roster, roster], seconds, roster)
        if without is not None:
            asked.append(_price(row, base, without))
    asked.sort(key=lambda price: tuple(-cost for cost in price.costs.values()))
    return Prices(base=base, asked=tuple(asked), not_asked=len(rows) - len(asked), idle=_idle(plan))


def _price(row: _Row, base: Outlook, without: Outlook) -> Price:
    costs = {level: value - without.values[level] for level, value in base.values.items()}
    return Price(rule=row.rule, subject=row.subject, message=row.message, outlook=without, costs=costs)


def _rows(plan: Plan) -> Iterator[_Row]:
    for index, lock in enumerate(plan.locks):
        subject = Subject.of_lock(index, lock)
        without = replace(plan, locks=(*plan.locks[:index], *plan.locks[index + 1 :]))
        yield _Row(rule=locks.KEY, subject=subject, message=locks.reason(plan, subject), without=without)
    for index, entry in enumerate(plan.availability):
        if _wish(entry) and _binds(plan, entry):
            rest = (*plan.availability[:index], *plan.availability[index + 1 :])
            subject = Subject(agent=entry.agent, entry=index)
            yield _Row(
                rule=wishes.KEY,
                subject=subject,
                message=_said(plan, entry),
                without=replace(plan, availability=rest),
            )


def _wish(entry: Entry) -> bool:
    return entry.kind is not EntryKind.UNAVAILABLE


def _binds(plan: Plan, entry: Entry) -> bool:
    """Tell whether a wish is about a shift to which its agent could be assigned, and wishes weigh at all."""
    if not plan.hotline.weights.of(wishes.KEY):
        return False
    return any(entry.overlaps(plan.shift[shift]) for shift in plan.assignable[entry.agent])


def _idle(plan: Plan) -> int:
    return sum(_wish(entry) and not _binds(plan, entry) for entry in plan.availability)


def _said(plan: Plan, entry: Entry) -> Message:
    name, first, last = plan.labels[entry.agent], str(entry.first_day), str(entry.last_day)
    prefers = entry.kind is EntryKind.PREFERRED
    if first == last:
        return (PREFERS_ON if prefers else WOULD_RATHER_NOT_ON)(agent=name, first=first)
    return (PREFERS if prefers else WOULD_RATHER_NOT)(agent=name, first=first, last=last)
