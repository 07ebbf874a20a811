"""Facts and answers in sentences; identical reasons are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from solver.explaining.facts import Label
from solver.explaining.rules import EXPLANATIONS
from solver.explaining.telling import competence_name
from wfm.explanation import Because, Fact, Question, QuestionScope
from wfm.finding import Level, Subject
from wfm.message import Message, Plural, Text
from wfm.plan import Plan
from wfm.score import Score

TOO_FEW = Text(
    "fact.too_few",
    "there are too few agents: it would be so without any absence, limit or lock and with everybody trained",
)


def fact_of(plan: Plan, label: Label) -> Fact:
    """Return a fact with its sentence."""
    rule, subject = label
    return Fact(rule, subject, EXPLANATIONS[rule].sentence(plan, subject))


def because(plan: Plan, labels: Iterable[Label]) -> tuple[Because, ...]:
    """Return facts with their sentences, those of a kind together; a sentence for none at all."""
    by_rule: dict[str, list[Subject]] = {rule: [] for rule in EXPLANATIONS}
    for rule, subject in labels:
        by_rule[rule].append(subject)
    found = tuple(one for rule, subjects in by_rule.items() for one in _of_rule(plan, rule, subjects))
    return found or (Because(TOO_FEW(), ()),)


def _of_rule(plan: Plan, rule: str, subjects: list[Subject]) -> Iterator[Because]:
    """Yield the facts of a rule, in groups that one sentence tells."""
    for message, group in EXPLANATIONS[rule].groups(plan, subjects):
        yield Because(message, tuple(fact_of(plan, (rule, subject)) for subject in group))


SEAT_FORCED = Text("explain.seat_forced", "No further seat can be filled there:")
HOLDER_FORCED = Text("explain.holder_forced", "No further agent with {competence} can sit there:")
QUOTA_FORCED = Text(
    "explain.quota_forced", "{municipality} cannot come nearer to its target of {target:number}:"
)
WEEK_FORCED = Text("explain.week_forced", "On these shifts of {week:week} together no roster does better:")
WEEK_HOLDERS_FORCED = Text(
    "explain.week_holders_forced", "Of these, no fewer can be missing in {week:week}, all taken together:"
)
PLAN_FORCED = Text("explain.plan_forced", "Over the whole period no roster does better:")
FORCED_SOMEHOW = Text(
    "explain.forced_somehow",
    "It is proven that no roster does better, but the reasons could not be told apart in the time given.",
)
NEED_NOT = Text(
    "explain.need_not", "This need not be so: there is a roster with {then:number} in place of {now:number}."
)
QUALITY_FORCED = Text(
    "explain.quality_forced",
    "{what}, unless more seats stay empty, more competences are missing or the quotas are met less well:",
)
BETTER = Text(
    "explain.better",
    "This need not be so: a roster was found in which just this is better, and the whole too.",
)
AS_GOOD = Text(
    "explain.as_good",
    "This need not be so: a roster was found in which just this is better, and the whole as good.",
)
DEARER = Plural(
    "explain.dearer",
    "This need not be so: there is a roster in which just this is better; the best that was found costs "
    "{n:number} penalty point more as a whole.",
    "This need not be so: there is a roster in which just this is better; the best that was found costs "
    "{n:number} penalty points more as a whole.",
)
NOT_DECIDED = Text("explain.not_decided", "Whether it must be so was not decided in the time given.")


def sentence_of_no(plan: Plan, question: Question) -> Message:
    """Say that a question was answered with no; the facts follow."""
    subject = question.subject
    if question.scope is QuestionScope.MUNICIPALITY:
        code = subject.municipality
        return QUOTA_FORCED(municipality=plan.municipality[code].name, target=plan.quotas[code].target)
    if question.scope is QuestionScope.WEEK:
        text = WEEK_HOLDERS_FORCED if question.level is Level.COMPETENCE else WEEK_FORCED
        return text(week=str(subject.week))
    if question.scope is QuestionScope.PLAN:
        return PLAN_FORCED()
    if question.level is Level.COMPETENCE:
        return HOLDER_FORCED(competence=competence_name(plan, subject.competence))
    return SEAT_FORCED()


def sentence_of_yes(level: Level, now: Mapping[Level, int], then: Mapping[Level, int]) -> Message:
    """Say that a level can be better than it is."""
    return NEED_NOT(now=now[level], then=then[level])


def sentence_of_forced(wish: Message) -> Message:
    """Say that a finding of quality is forced while the levels before are as good as they are."""
    return QUALITY_FORCED(what=wish)


def sentence_of_price(now: Score, then: Score) -> Message:
    """Say that a finding of quality need not be, and what the other roster costs as a whole."""
    if then < now:
        return BETTER()
    more = then.quality - now.quality
    return DEARER(n=more) if more else AS_GOOD()
