"""Changes by hand: a seat changes hands, a lock is set or lifted; checked, measured, and told before kept.

Changes that come together are made together: all that leave do so before anybody joins, so their order
means nothing, and agents who swap shifts never stand twice anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from api.rosters.editing.faults import ChangeError, faults_of
from api.rosters.editing.moves import HandChange, Locking, Move, Unlocking
from wfm.baseline import Baseline
from wfm.errors import WfmError
from wfm.finding import Finding, Level, Subject
from wfm.message import Message
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure

__all__ = [
    "ChangeError",
    "ChangeOutcome",
    "HandChange",
    "Locking",
    "Move",
    "NewBreachesError",
    "Unlocking",
    "make_changes",
    "move_agents",
    "try_changes",
]


@dataclass(frozen=True)
class ChangeOutcome:
    """What changes by hand make of a roster.

    Parameters
    ----------
    plan, roster
        After the changes; the plan differs where locks were set or lifted.
    score_before, score
        Measured before and after.
    """

    plan: Plan
    roster: Roster
    score_before: Score
    score: Score

    @property
    def levels(self) -> Mapping[Level, int]:
        """How much each level rises; below 0 where it falls, which is better."""
        return MappingProxyType(
            {level: self.score[level] - self.score_before[level] for level in self.score.levels}
        )

    @property
    def rules(self) -> Mapping[str, int]:
        """How much the cost of each scoring rule rises; those that stay as they are are left out."""
        before = {rule.rule: rule.cost for rule in self.score_before.rules}
        rises = {rule.rule: rule.cost - before[rule.rule] for rule in self.score.rules}
        return MappingProxyType({rule: rise for rule, rise in rises.items() if rise})

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """Every breach of a hard rule that the roster now has."""
        return self.score.breaches

    @cached_property
    def new_breaches(self) -> tuple[Finding, ...]:
        """Those of them that it did not have before, or had in a smaller amount."""
        after = _amounts(self.score)
        if not after:
            return ()
        before = _amounts(self.score_before)
        return tuple(f for f in self.breaches if after[_about(f)] > before[_about(f)])

    @property
    def earlier_breaches(self) -> tuple[Finding, ...]:
        """Those that it had before: told, but no reason to refuse a change."""
        return tuple(finding for finding in self.breaches if finding not in self.new_breaches)

    @cached_property
    def come(self) -> tuple[Finding, ...]:
        """Findings that it did not have before, or not in this amount; hard ones first."""
        return findings_lacking(self.score, self.score_before)

    @cached_property
    def gone(self) -> tuple[Finding, ...]:
        """Findings that it no longer has, or not in this amount; hard ones first."""
        return findings_lacking(self.score_before, self.score)


class NewBreachesError(WfmError):
    """The changes would break hard rules that were kept before; nothing is changed.

    Parameters
    ----------
    outcome
        What would come of them, for whoever tells it.
    """

    def __init__(self, outcome: ChangeOutcome) -> None:
        self.outcome = outcome
        super().__init__("; ".join(str(finding.message) for finding in outcome.new_breaches))


def make_changes(
    plan: Plan, roster: Roster, changes: Sequence[HandChange], baseline: Baseline | None = None
) -> ChangeOutcome:
    """Return a plan and roster with all of some changes made.

    Parameters
    ----------
    plan, roster
        Before.
    changes
        Made together, in no order.
    baseline
        What the roster is to stay close to, if anything: its frozen shifts stay as they are.

    Raises
    ------
    ChangeError
        Where changes name what is not there or contradict each other; every fault is listed.
    NewBreachesError
        Where the roster would break a hard rule that it keeps now.
    """
    found = try_changes(plan, roster, changes, baseline)
    if found.new_breaches:
        raise NewBreachesError(found)
    return found


def try_changes(
    plan: Plan, roster: Roster, changes: Sequence[HandChange], baseline: Baseline | None = None
) -> ChangeOutcome:
    """Return what :func:`make_changes` would make of them, also where it refuses; to look at, not to keep.

    Raises
    ------
    ChangeError
        As there.
    """
    faults = faults_of(plan, roster, changes)
    if faults:
        raise ChangeError(faults)
    locked, moved = _lock(plan, changes), move_agents(roster, changes)
    return ChangeOutcome(locked, moved, measure(plan, roster, baseline), measure(locked, moved, baseline))


def move_agents(roster: Roster, changes: Iterable[HandChange]) -> Roster:
    """Return a roster with the moves among some changes made: all leave before anybody joins."""
    moves = [change for change in changes if isinstance(change, Move)]
    sits = {move.shift: Counter(roster.on(move.shift)) for move in moves}
    for move in moves:
        if move.leaves is not None:
            sits[move.shift][move.leaves] -= 1
        if move.joins is not None:
            sits[move.shift][move.joins] += 1
    moved = {shift: tuple(agents.elements()) for shift, agents in sits.items()}
    return Roster({**roster.agents_on, **moved})


def _lock(plan: Plan, changes: Iterable[HandChange]) -> Plan:
    lifted = {change.lock for change in changes if isinstance(change, Unlocking)}
    kept = tuple(lock for lock in plan.locks if lock not in lifted)
    new = tuple(change.lock for change in changes if isinstance(change, Locking))
    # Without another lock it stays the very same plan, with all that was counted of it before.
    return plan if (*kept, *new) == plan.locks else replace(plan, locks=(*kept, *new))


About = tuple[str, Subject, str]


def _amounts(score: Score) -> Counter[About]:
    """Return the amount of hard findings by what they are about, those forced by a baseline too."""
    found: Counter[About] = Counter()
    for finding in score.findings:
        if finding.level is Level.HARD:
            found[_about(finding)] += finding.amount
    return found


def _about(finding: Finding) -> About:
    return finding.rule, _subject(finding), finding.message.key


def _subject(finding: Finding) -> Subject:
    """Return whom a finding is about; a lock's row is left out: lifting one moves the others up."""
    subject = finding.subject
    return replace(subject, entry=None) if subject.shift and subject.entry is not None else subject


def findings_lacking(score: Score, other: Score) -> tuple[Finding, ...]:
    """Return the findings of a score that another lacks, or has in another amount, in their order."""
    # Messages are compared, not hashed: this is asked of every candidate of a seat.
    left: dict[Counted, list[Message]] = {}
    for finding in other.findings:
        left.setdefault(_counted(finding), []).append(finding.message)
    found = []
    for finding in reversed(score.findings):  # of several alike the first are those that are lacking
        there = left.get(_counted(finding), [])
        if finding.message in there:
            there.remove(finding.message)
        else:
            found.append(finding)
    return tuple(reversed(found))


Counted = tuple[str, Level, Subject, int]


def _counted(finding: Finding) -> Counted:
    return finding.rule, finding.level, _subject(finding), finding.amount
