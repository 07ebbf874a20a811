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
        before = _amounts(self.score_before)
        after = _amounts(self.score)
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
    sits = Counter(roster)
    sits.subtract((move.leaves, move.shift) for move in moves if move.leaves is not None)
    sits.update((move.joins, move.shift) for move in moves if move.joins is not None)
    return Roster.of(sits.elements())


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
    return replace(finding.subject, entry=None) if finding.subject.shift else finding.subject


def findings_lacking(score: Score, other: Score) -> tuple[Finding, ...]:
    """Return the findings of a score that another lacks, or has in another amount, in their order."""
    lacking = Counter(map(_plain, score.findings)) - Counter(map(_plain, other.findings))
    found = []
    for finding in score.findings:
        if lacking[_plain(finding)]:
            lacking[_plain(finding)] -= 1
            found.append(finding)
    return tuple(found)


def _plain(finding: Finding) -> Finding:
    return replace(finding, subject=_subject(finding))
