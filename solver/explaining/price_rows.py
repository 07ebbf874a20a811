"""Locks and wishes to be priced, the most promising first, and what each wish can cost at most.

A wish is about quality alone: taken away, no roster costs less than its weight for each shift that its agent
could be given there. What the best roster at hand costs less without it is sure. Where both are the same
there is nothing to solve. A lock can cost anything; it promises most where findings are about its shift,
its agent or its municipality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wfm.availability import Entry, EntryKind
from wfm.calendar import Shift
from wfm.finding import SCORED, Finding, Level, Subject
from wfm.ids import MunicipalityCode, ShiftId
from wfm.lock import Lock
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.rules import locks, wishes
from wfm.score import Score

PREFERS = Text("price.prefers", "{agent} would like to sit from {first:date} to {last:date}")
PREFERS_ON = Text("price.prefers_on", "{agent} would like to sit on {first:date}")
WOULD_RATHER_NOT = Text(
    "price.would_rather_not", "{agent} would rather not sit from {first:date} to {last:date}"
)
WOULD_RATHER_NOT_ON = Text("price.would_rather_not_on", "{agent} would rather not sit on {first:date}")


@dataclass(frozen=True)
class PriceRow:
    """A lock or a wish, and the plan without it.

    Parameters
    ----------
    rule, subject, message
        What it is, and what it says.
    without
        The plan without it.
    home
        Of a wish: its agent's municipality.
    most
        Of a wish: what it can cost at most.
    promise
        The more, the sooner it is asked about.
    """

    rule: str
    subject: Subject
    message: Message
    without: Plan
    home: MunicipalityCode | None = None
    most: int = 0
    promise: tuple[int, ...] = ()

    def sure(self, plan: Plan, roster: Roster) -> int:
        """Return what a roster costs less without the wish; nothing of a lock."""
        if self.subject.entry is None or self.rule != wishes.KEY:
            return 0
        entry = plan.availability[self.subject.entry]
        sat = [shift for shift in _alone_about(plan, entry) if entry.agent in roster.on(shift.id)]
        if entry.kind is EntryKind.UNDESIRED:
            return _weight(plan) * len(sat)
        return 0 if plan.find_overlaps(entry) & set(roster.of_agent(entry.agent)) else _weight(plan)


def price_rows(plan: Plan, roster: Roster, score: Score) -> list[PriceRow]:
    """Return what is to be priced, the most promising first, locks before wishes.

    Parameters
    ----------
    plan
        The question.
    roster, score
        The best roster at hand.
    """
    return [
        *sorted(_locks(plan, score), key=lambda row: row.promise, reverse=True),
        *sorted(_wishes(plan, roster, score), key=lambda row: row.promise, reverse=True),
    ]


def idle_wishes(plan: Plan) -> int:
    """Return how many wishes bind nothing, whoever sits where."""
    return sum(_is_wish(entry) and not _binds(plan, entry) for entry in plan.availability)


def _locks(plan: Plan, score: Score) -> Iterator[PriceRow]:
    for index, lock in enumerate(plan.locks):
        subject = Subject.of_lock(index, lock)
        without = replace(plan, locks=(*plan.locks[:index], *plan.locks[index + 1 :]))
        touched = [one for one in score.findings if _touches(plan, lock, one)]
        yield PriceRow(
            rule=locks.KEY,
            subject=subject,
            message=locks.reason(plan, subject),
            without=without,
            promise=tuple(_cost(plan, touched, level) for level in SCORED),
        )


def _wishes(plan: Plan, roster: Roster, score: Score) -> Iterator[PriceRow]:
    about = Counter[str]()
    for finding in score.findings:
        about[finding.subject.agent] += _cost(plan, [finding], Level.QUALITY)
    for index, entry in enumerate(plan.availability):
        if not (_is_wish(entry) and _binds(plan, entry)):
            continue
        rest = (*plan.availability[:index], *plan.availability[index + 1 :])
        row = PriceRow(
            rule=wishes.KEY,
            subject=Subject(agent=entry.agent, entry=index),
            message=_said(plan, entry),
            without=replace(plan, availability=rest),
            home=plan.agent[entry.agent].municipality,
            most=_weight(plan) * _most_shifts(plan, entry),
        )
        yield replace(row, promise=(row.most - row.sure(plan, roster), about[entry.agent], row.most))


def _touches(plan: Plan, lock: Lock, finding: Finding) -> bool:
    """Tell whether a finding is about the lock's shift, its agent, or its municipality or people there."""
    subject = finding.subject
    home = lock.municipality or (plan.agent[lock.agent].municipality if lock.agent else None)
    theirs = subject.municipality or (plan.agent[subject.agent].municipality if subject.agent else None)
    return subject.shift == lock.shift or (theirs is not None and theirs == home)


def _cost(plan: Plan, findings: list[Finding], level: Level) -> int:
    weights = plan.hotline.weights
    of_level = (finding for finding in findings if finding.level is level)
    return sum(one.amount * (weights.of(one.rule) if level is Level.QUALITY else 1) for one in of_level)


def _weight(plan: Plan) -> int:
    return plan.hotline.weights.of(wishes.KEY)


def _is_wish(entry: Entry) -> bool:
    return entry.kind is not EntryKind.UNAVAILABLE


def _binds(plan: Plan, entry: Entry) -> bool:
    """Tell whether a wish is about a shift to which its agent could be assigned, and wishes weigh at all."""
    if not _weight(plan):
        return False
    return not plan.find_overlaps(entry).isdisjoint(plan.assignable[entry.agent])


def _alone_about(plan: Plan, entry: Entry) -> list[Shift]:
    """Return the agent's shifts that this entry is about, and no other against which the agent would sit."""
    others = [
        one
        for one in plan.entries_of.get(entry.agent, ())
        if one is not entry and one.kind is EntryKind.UNDESIRED
    ]
    about: frozenset[ShiftId] = frozenset(plan.find_overlaps(entry) & plan.assignable[entry.agent])
    return [
        shift for shift in plan.shifts if shift.id in about and not any(one.overlaps(shift) for one in others)
    ]


def _most_shifts(plan: Plan, entry: Entry) -> int:
    """Return how many shifts against the wish its agent could have at most; 1 for one that is wished for."""
    if entry.kind is EntryKind.PREFERRED:
        return 1
    days = Counter(shift.day for shift in _alone_about(plan, entry))
    weeks = Counter[object]()
    for day, number in days.items():
        weeks[day.isocalendar()[:2]] += min(number, plan.hotline.limits.shifts_per_day)
    limit = plan.weekly_limit(plan.agent[entry.agent])
    return sum(min(number, limit) for number in weeks.values())


def _said(plan: Plan, entry: Entry) -> Message:
    name, first, last = plan.labels[entry.agent], str(entry.first_day), str(entry.last_day)
    prefers = entry.kind is EntryKind.PREFERRED
    if first == last:
        return (PREFERS_ON if prefers else WOULD_RATHER_NOT_ON)(agent=name, first=first)
    return (PREFERS if prefers else WOULD_RATHER_NOT)(agent=name, first=first, last=last)
