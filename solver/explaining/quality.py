"""Why a finding of quality is there: the facts that force it, or a roster without it and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from solver.explaining.alternative import OtherRoster, near_roster, other_roster
from solver.explaining.facts import Facts, Label
from solver.explaining.mend_search import MendGoal, mends
from solver.explaining.questions import of_quality
from solver.explaining.rules import QUALITY
from solver.explaining.sentences import (
    FORCED_SOMEHOW,
    NOT_DECIDED,
    because,
    sentence_of_forced,
    sentence_of_price,
)
from solver.infeasibility.cores import Core, CoreVerdict
from solver.params import Clock
from solver.search.levels import small
from wfm.explanation import Answer, Explanation, Outlook, Question, QuestionScope
from wfm.finding import Finding, Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure

MOST_SECONDS = 20.0
"""Wall time that a finding may take, at most, where several are asked about."""

LEAST = 0.5
"""Seconds below which no finding is begun."""

FOR_REASONS = 0.7
"""The part of a finding's time in which its reasons are looked for; the rest is for mends."""

Tell = Callable[[str, int, int], None]


def explain_quality(
    plan: Plan, roster: Roster, findings: Sequence[Finding], clock: Clock, tell: Tell
) -> tuple[tuple[Explanation, ...], int]:
    """Explain findings of quality, one after the other, as far as the time goes.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    roster
        The roster at hand.
    findings
        Some of its findings, one or more, the most important first.
    clock
        Each has its part of what is left.
    tell
        Told how far it has come.

    Returns
    -------
    tuple
        The explanations, and how many findings there was no time for.
    """
    explainer = _Explainer(plan=plan, roster=roster, score=measure(plan, roster))
    found: list[Explanation] = []
    for number, finding in enumerate(findings):
        if found and clock.left < LEAST:
            break
        tell("asking", number + 1, len(findings))
        part = clock.left if len(findings) == 1 else min(MOST_SECONDS, clock.left / 2)
        found.append(explainer.explain(finding, Clock(part)))
    return tuple(found), len(findings) - len(found)


def dearest(plan: Plan, findings: Sequence[Finding]) -> list[Finding]:
    """Return findings of quality, the dearest first."""
    weights = plan.hotline.weights
    return sorted(findings, key=lambda one: weights.of(one.rule) * one.amount, reverse=True)


@dataclass(frozen=True)
class _Explainer:
    """A roster of whose quality something is asked."""

    plan: Plan
    roster: Roster
    score: Score

    def explain(self, finding: Finding, clock: Clock) -> Explanation:
        reasons = Clock(FOR_REASONS * clock.left)
        home = of_quality(finding, self.score.values, QuestionScope.HOME)
        whole = of_quality(finding, self.score.values, QuestionScope.FINDING)
        if not small(self.plan):
            near = near_roster(self.plan, home, self.roster, reasons)
            if near.roster is not None:
                return self._need_not(finding, whole, near.roster)
        facts = Facts(self.plan, home, reasons)
        verdict = facts.verdict()
        if verdict is CoreVerdict.IMPOSSIBLE:
            return self._forced(finding, home, facts.plain_core(), clock)
        return self._over_all(finding, whole, reasons, clock)

    def _over_all(self, finding: Finding, question: Question, reasons: Clock, clock: Clock) -> Explanation:
        other: OtherRoster = other_roster(self.plan, question, self.roster, Clock(reasons.left / 2))
        if other.roster is not None:
            return self._need_not(finding, question, other.roster)
        core = Facts(self.plan, question, reasons).plain_core()
        if core is None and other.verdict is CoreVerdict.OPEN:
            return Explanation((finding,), (question,), Answer.OPEN, NOT_DECIDED())
        return self._forced(finding, question, core, clock)

    def _need_not(self, finding: Finding, question: Question, roster: Roster) -> Explanation:
        """Return the other roster: what it costs by rule, and which findings it has instead."""
        then = measure(self.plan, roster)
        outlook = Outlook(
            roster=roster, values=then.values, bounds={}, changed=len(self.roster.difference(roster))
        )
        now = {rule.rule: rule.cost for rule in self.score.rules}
        costs = {one.rule: one.cost - now[one.rule] for one in then.rules if one.cost != now[one.rule]}
        return Explanation(
            findings=(finding,),
            questions=(question,),
            answer=Answer.NOT_FORCED,
            message=sentence_of_price(self.score, then),
            instead=outlook,
            costs=costs,
            elsewhere=_elsewhere(self.score, then),
        )

    def _forced(
        self, finding: Finding, question: Question, core: Core[Label] | None, clock: Clock
    ) -> Explanation:
        if core is None:
            return Explanation(
                findings=(finding,),
                questions=(question,),
                answer=Answer.FORCED,
                message=FORCED_SOMEHOW(),
                minimal=False,
                verified=False,
            )
        wish = QUALITY[finding.rule].wish(self.plan, self.roster, finding.subject)
        one = Explanation(
            findings=(finding,),
            questions=(question,),
            answer=Answer.FORCED,
            message=sentence_of_forced(wish),
            because=because(self.plan, core.labels),
            minimal=core.minimal,
            verified=core.verified,
        )
        goal = MendGoal(
            plan=self.plan,
            roster=self.roster,
            score=self.score,
            questions=(question,),
            level=Level.QUALITY,
        )
        return replace(one, mends=mends(goal, one.facts, clock))


def _elsewhere(now: Score, then: Score) -> tuple[Finding, ...]:
    """Return the findings of another roster that the one at hand does not have in that amount."""
    had = {(finding.rule, finding.subject): finding.amount for finding in now.findings}
    return tuple(one for one in then.findings if one.amount > had.get((one.rule, one.subject), 0))
