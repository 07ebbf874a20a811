"""Explain a roster's findings: from the narrowest question about each to the one about the whole plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from solver.explaining.facts import Label
from solver.explaining.mend_search import MendGoal, mends
from solver.explaining.oracle import OracleAnswer, ask
from solver.explaining.questions import narrow, of_plan, of_week, up_to
from solver.explaining.resolving import resolve
from solver.explaining.rules import EXPLANATIONS
from solver.explaining.sentences import (
    FORCED_SOMEHOW,
    NOT_DECIDED,
    because,
    sentence_of_no,
    sentence_of_yes,
)
from solver.params import Clock
from wfm.explanation import Answer, Because, Explanation, Question, QuestionScope
from wfm.finding import Finding, Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure

EXPLAINED = (Level.COVERAGE, Level.COMPETENCE, Level.QUOTA)

SECONDS = 10.0
"""Wall time that improving a roster that shows what need not be may take, at most."""

FOR_REASONS = 0.5
"""The part of the time in which reasons are looked for; the rest is for mends."""

Tell = Callable[[str, int, int], None]
"""Called with what is being done (``asking`` or ``mending``), how far, and of how many."""


def explain_findings(
    plan: Plan, roster: Roster, clock: Clock, tell: Tell | None = None
) -> tuple[Explanation, ...]:
    """Explain why seats are empty, competences missing and quotas missed.

    Parameters
    ----------
    plan
        A plan whose locks can be kept.
    roster
        The roster at hand.
    clock
        Half of its time is for reasons, what is left for mends.
    tell
        Told how far it has come.

    Returns
    -------
    tuple of Explanation
        Level by level; every finding of the first three levels stands in one of them.
    """
    explainer = _Explainer(
        plan=plan, roster=roster, score=measure(plan, roster), clock=clock, tell=tell or (lambda *_: None)
    )
    levels = [level for level in EXPLAINED if explainer.score[level]]
    found: list[Explanation] = []
    for ahead, level in zip(range(len(levels), 0, -1), levels, strict=True):
        for_reasons = max(0.0, FOR_REASONS * clock.limit - clock.spent)
        found.extend(explainer.of_level(level, Clock(for_reasons / ahead)))
    return tuple(explainer.with_mends(found))


@dataclass(frozen=True)
class _Explainer:
    """A roster that is being explained."""

    plan: Plan
    roster: Roster
    score: Score
    clock: Clock
    tell: Tell

    # --- reasons -----------------------------------------------------------------------------------

    def of_level(self, level: Level, clock: Clock) -> Iterator[Explanation]:
        """Yield the explanations of a level's findings: those forced alone, by week, and all the rest."""
        open_still = [finding for finding in self.score.findings if finding.level is level]
        alone = list(self._alone(open_still, clock))
        yield from _grouped(self.plan, alone)
        open_still = _without(open_still, alone)
        by_week = list(self._by_week(open_still, clock)) if level is not Level.QUOTA else []
        yield from _grouped(self.plan, by_week)
        open_still = _without(open_still, by_week)
        if open_still:
            settled = [one.asked.core for one in (*alone, *by_week) if one.asked.core]
            suspects = {label for core in settled for label in core.labels}
            yield self._together(level, open_still, clock, suspects)

    def _alone(self, findings: Sequence[Finding], clock: Clock) -> Iterator[_ForcedFindings]:
        for number, finding in enumerate(findings, start=1):
            self.tell("asking", number, len(findings))
            question = narrow(finding, self.score.values)
            asked = ask(self.plan, question, self.roster, clock)
            if asked.answer is Answer.FORCED:
                yield _ForcedFindings((finding,), (question,), asked)

    def _by_week(self, findings: Sequence[Finding], clock: Clock) -> Iterator[_ForcedFindings]:
        weeks: dict[object, list[Finding]] = {}
        for finding in findings:
            weeks.setdefault(self.plan.shift[finding.subject.shift].week, []).append(finding)
        for number, of_one in enumerate(weeks.values(), start=1):
            self.tell("asking", number, len(weeks))
            question = of_week(self.plan, of_one, self.score.values)
            asked = ask(self.plan, question, self.roster, clock)
            if asked.answer is Answer.FORCED:
                yield _ForcedFindings(tuple(of_one), (question,), asked)

    def _together(
        self, level: Level, findings: Sequence[Finding], clock: Clock, suspects: Collection[Label]
    ) -> Explanation:
        """Explain what no narrower question settled: the level over the whole plan."""
        self.tell("asking", 1, 1)
        question = of_plan(level, self.score.values)
        asked = ask(self.plan, question, self.roster, clock, suspects)
        one = Explanation(
            findings=tuple(findings), questions=(question,), answer=asked.answer, message=NOT_DECIDED()
        )
        if asked.answer is Answer.FORCED:
            return next(_grouped(self.plan, [_ForcedFindings(tuple(findings), (question,), asked)]))
        starts = [self.roster] if asked.roster is None else [asked.roster, self.roster]
        found = resolve(self.plan, starts, min(SECONDS, self.clock.left / 2), self.roster)
        assert found is not None  # the plan has the roster at hand
        if up_to(level, found.values) < up_to(level, self.score.values):
            message = sentence_of_yes(level, self.score.values, found.values)
            return replace(one, answer=Answer.NOT_FORCED, message=message, instead=found)
        if up_to(level, found.values) == up_to(level, found.bounds) == up_to(level, self.score.values):
            return replace(one, answer=Answer.FORCED, message=FORCED_SOMEHOW(), minimal=False, verified=False)
        return one

    # --- mends -------------------------------------------------------------------------------------

    def with_mends(self, found: Sequence[Explanation]) -> Iterator[Explanation]:
        """Yield explanations with their mends, each having its part of the time left."""
        ahead = sum(one.answer is Answer.FORCED for one in found)
        number = 0
        for one in found:
            if one.answer is not Answer.FORCED:
                yield one
                continue
            self.tell("mending", number + 1, ahead)
            clock = Clock(self.clock.left / (ahead - number))
            number += 1
            goal = MendGoal(
                plan=self.plan,
                roster=self.roster,
                score=self.score,
                questions=one.questions,
                level=one.findings[0].level,
            )
            yield replace(one, mends=mends(goal, one.facts, clock))


@dataclass(frozen=True)
class _ForcedFindings:
    """Findings that a question showed to be forced."""

    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    asked: OracleAnswer


def _without(findings: Sequence[Finding], settled: Sequence[_ForcedFindings]) -> list[Finding]:
    done = {finding for one in settled for finding in one.findings}
    return [finding for finding in findings if finding not in done]


def _grouped(plan: Plan, settled: Sequence[_ForcedFindings]) -> Iterator[Explanation]:
    """Yield an explanation for all that the same facts force."""
    groups: dict[object, list[_ForcedFindings]] = {}
    for one in settled:
        groups.setdefault(_reason(one), []).append(one)
    for group in groups.values():
        yield _explanation(plan, group)


def _reason(one: _ForcedFindings) -> object:
    """Return what findings with the same reason have in common; some rules are one reason everywhere."""
    labels = one.asked.core.labels if one.asked.core else ()
    facts = frozenset(label[0] if EXPLANATIONS[label[0]].is_one_everywhere else label for label in labels)
    question = one.questions[0]
    which = one.findings if question.scope is QuestionScope.MUNICIPALITY else ()
    return question.scope, question.subject.competence, which, facts, one.asked.core is None


def _explanation(plan: Plan, group: Sequence[_ForcedFindings]) -> Explanation:
    questions = tuple(question for one in group for question in one.questions)
    findings = tuple(finding for one in group for finding in one.findings)
    cores = [one.asked.core for one in group if one.asked.core is not None]
    if not cores:
        return Explanation(
            findings=findings,
            questions=questions,
            answer=Answer.FORCED,
            message=FORCED_SOMEHOW(),
            minimal=False,
            verified=False,
        )
    labels: dict[Label, None] = dict.fromkeys(label for core in cores for label in core.labels)
    told: tuple[Because, ...] = because(plan, labels)
    return Explanation(
        findings=findings,
        questions=questions,
        answer=Answer.FORCED,
        message=sentence_of_no(plan, questions[0]),
        because=told,
        minimal=all(core.minimal for core in cores),
        verified=all(core.verified for core in cores),
    )
