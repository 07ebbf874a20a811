"""Facts and answers in sentences; identical reasons are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from solver.explaining.facts import Label
from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry
from wfm.explanation import Because, Fact, Question, QuestionScope
from wfm.finding import Level
from wfm.message import Message, Param, Plural, Text
from wfm.plan import Plan
from wfm.rules import HARD_RULES

AWAY_ON = Text("fact.away_on", "{agent} is unavailable on {first:date}")
AWAY = Text("fact.away", "{agent} is unavailable from {first:date} to {last:date}")
AWAY_AT_TIMES = Text("fact.away_at_times", "{agent} is unavailable at times from {first:date} to {last:date}")
STARTS = Text("fact.starts", "{agent} starts on {day:date}")
LEAVES = Text("fact.leaves", "{agent}'s last day is {day:date}")
PER_WEEK = Plural(
    "fact.per_week",
    "{agent} may sit on at most {n:number} shift a week",
    "{agent} may sit on at most {n:number} shifts a week",
)
PER_DAY = Plural(
    "fact.per_day",
    "{agent} may sit on at most {n:number} shift a day",
    "{agent} may sit on at most {n:number} shifts a day",
)
REST = Text("fact.rest", "{agent} must have {wanted:hours} of rest from one day to the next")
LACKS = Text("fact.lacks", "{agent} is not trained in {competence}")
TOO_FEW = Text(
    "fact.too_few",
    "there are too few agents: it would be so without any absence, limit or lock and with everybody trained",
)

WHO_ON = Text("fact.who_on", "{agent} ({first:short_date})")
WHO = Text("fact.who", "{agent} ({first:short_date} – {last:short_date})")
SOME_AWAY = Text(
    "fact.some_away", "of {municipality}'s {all:number} agents {n:number} are unavailable: {who:list}"
)
MANY_AWAY = Text("fact.many_away", "{n:number} agents of {homes:number} municipalities are unavailable")
SOME_NOT_EMPLOYED = Text(
    "fact.some_not_employed", "{n:number} agents have not started or have left: {who:list}"
)
SOME_PER_WEEK = Plural(
    "fact.some_per_week",
    "{agents:number} agents may sit on at most {n:number} shift a week: {who:list}",
    "{agents:number} agents may sit on at most {n:number} shifts a week: {who:list}",
)
SOME_PER_DAY = Plural(
    "fact.some_per_day",
    "{agents:number} agents may sit on at most {n:number} shift a day: {who:list}",
    "{agents:number} agents may sit on at most {n:number} shifts a day: {who:list}",
)
SOME_REST = Text(
    "fact.some_rest",
    "{agents:number} agents must have {wanted:hours} of rest from one day to the next: {who:list}",
)
SOME_LACK = Text("fact.some_lack", "{agents:number} agents are not trained in {competence}: {who:list}")
SOME_ALONE = Text(
    "fact.some_alone",
    "all agents of a shift must come from one municipality; that goes for {n:number} shifts",
)
AND_MORE = Text("fact.and_more", "{n:number} more")

MOST_NAMED = 6
"""Names in a sentence; of more, as many are named and the others counted."""

MOST_HOMES = 4
"""Municipalities whose absences are told one by one."""


# --- one fact --------------------------------------------------------------------------------------


def fact_of(plan: Plan, label: Label) -> Fact:
    """Return a fact with its sentence."""
    return Fact(*label, _said(plan, label))


def _said(plan: Plan, label: Label) -> Message:
    rule, subject = label
    if rule == "availability" and subject.entry is not None:
        return _away(plan, plan.availability[subject.entry])
    if rule in _OF_AGENT:
        return _OF_AGENT[rule](plan, label)
    hard = next(one for one in HARD_RULES if rule == one.KEY)
    return hard.reason(plan, subject)


def _away(plan: Plan, entry: Entry) -> Message:
    name, first, last = plan.agent[entry.agent].name, str(entry.first_day), str(entry.last_day)
    if entry.days != ALL_DAYS or entry.span != WHOLE_DAY:
        return AWAY_AT_TIMES(agent=name, first=first, last=last)
    return AWAY_ON(agent=name, first=first) if first == last else AWAY(agent=name, first=first, last=last)


def _employed(plan: Plan, label: Label) -> Message:
    agent, day = plan.agent[label[1].agent], label[1].day
    text = STARTS if day == agent.first_day else LEAVES
    return text(agent=agent.name, day=str(day))


def _per_week(plan: Plan, label: Label) -> Message:
    agent = plan.agent[label[1].agent]
    return PER_WEEK(agent=agent.name, n=plan.weekly_limit(agent))


def _per_day(plan: Plan, label: Label) -> Message:
    return PER_DAY(agent=plan.agent[label[1].agent].name, n=plan.hotline.limits.shifts_per_day)


def _rest(plan: Plan, label: Label) -> Message:
    return REST(agent=plan.agent[label[1].agent].name, wanted=plan.hotline.limits.rest)


def _lacks(plan: Plan, label: Label) -> Message:
    subject = label[1]
    return LACKS(agent=plan.agent[subject.agent].name, competence=competence_name(plan, subject.competence))


_OF_AGENT = {
    "employment": _employed,
    "shifts_per_week": _per_week,
    "shifts_per_day": _per_day,
    "rest": _rest,
    "competence": _lacks,
}


def competence_name(plan: Plan, code: str) -> str:
    """Return what a competence is called."""
    return next(competence.name for competence in plan.hotline.competences if competence.code == code)


# --- facts together --------------------------------------------------------------------------------


def because(plan: Plan, labels: Iterable[Label]) -> tuple[Because, ...]:
    """Return facts with their sentences, those of a kind together; a sentence for none at all."""
    found = [fact_of(plan, label) for label in labels]
    if not found:
        return (Because(TOO_FEW(), ()),)
    ordered = sorted(found, key=lambda fact: _RANK.index(fact.rule))
    return tuple(
        group
        for rule, facts in groupby(ordered, key=lambda fact: fact.rule)
        for group in _of_rule(plan, rule, facts)
    )


_RANK = (
    "seats",
    "participation",
    "availability",
    "employment",
    "competence",
    "shifts_per_week",
    "shifts_per_day",
    "rest",
    "locks",
    "pairing",
)


def _of_rule(plan: Plan, rule: str, facts: Iterable[Fact]) -> Iterator[Because]:
    """Yield the facts of a rule, in groups that one sentence tells."""
    groups: dict[object, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(_alike(plan, fact), []).append(fact)
    if rule == "availability" and len(groups) > MOST_HOMES:
        together = [fact for group in groups.values() for fact in group]
        agents = len({fact.subject.agent for fact in together})
        yield Because(MANY_AWAY(n=agents, homes=len(groups)), tuple(together))
        return
    for group in groups.values():
        if len(group) > 1 and rule in _TOGETHER:
            yield Because(_TOGETHER[rule](plan, group), tuple(group))
        else:
            yield from (Because(fact.message, (fact,)) for fact in group)


def _alike(plan: Plan, fact: Fact) -> object:
    """Return what facts of a rule that one sentence tells have in common."""
    if fact.rule == "availability":
        return plan.agent[fact.subject.agent].municipality
    if fact.rule == "shifts_per_week":
        return plan.weekly_limit(plan.agent[fact.subject.agent])
    return fact.subject.competence


def _some_away(plan: Plan, facts: Sequence[Fact]) -> Message:
    code = plan.agent[facts[0].subject.agent].municipality
    who = [_who_away(plan, plan.availability[fact.subject.entry or 0]) for fact in facts]
    return SOME_AWAY(
        municipality=plan.municipality[code].name,
        all=len(plan.agents_of[code]),
        n=len({fact.subject.agent for fact in facts}),
        who=_named(who),
    )


def _who_away(plan: Plan, entry: Entry) -> Message:
    name, first, last = plan.agent[entry.agent].name, str(entry.first_day), str(entry.last_day)
    return WHO_ON(agent=name, first=first) if first == last else WHO(agent=name, first=first, last=last)


def _some_not_employed(plan: Plan, facts: Sequence[Fact]) -> Message:
    return SOME_NOT_EMPLOYED(n=len(facts), who=_names(plan, facts))


def _some_per_week(plan: Plan, facts: Sequence[Fact]) -> Message:
    limit = plan.weekly_limit(plan.agent[facts[0].subject.agent])
    return SOME_PER_WEEK(agents=len(facts), n=limit, who=_names(plan, facts))


def _some_per_day(plan: Plan, facts: Sequence[Fact]) -> Message:
    return SOME_PER_DAY(agents=len(facts), n=plan.hotline.limits.shifts_per_day, who=_names(plan, facts))


def _some_rest(plan: Plan, facts: Sequence[Fact]) -> Message:
    return SOME_REST(agents=len(facts), wanted=plan.hotline.limits.rest, who=_names(plan, facts))


def _some_lack(plan: Plan, facts: Sequence[Fact]) -> Message:
    competence = competence_name(plan, facts[0].subject.competence)
    return SOME_LACK(agents=len(facts), competence=competence, who=_names(plan, facts))


def _some_alone(plan: Plan, facts: Sequence[Fact]) -> Message:
    return SOME_ALONE(n=len(facts))


_TOGETHER = {
    "availability": _some_away,
    "employment": _some_not_employed,
    "shifts_per_week": _some_per_week,
    "shifts_per_day": _some_per_day,
    "rest": _some_rest,
    "competence": _some_lack,
    "pairing": _some_alone,
}


def _names(plan: Plan, facts: Sequence[Fact]) -> Param:
    return _named([plan.agent[fact.subject.agent].name for fact in facts])


def _named(who: Sequence[str | Message]) -> tuple[str | Message, ...]:
    if len(who) <= MOST_NAMED:
        return tuple(who)
    return (*who[: MOST_NAMED - 1], AND_MORE(n=len(who) - MOST_NAMED + 1))


# --- answers ---------------------------------------------------------------------------------------

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
NOT_DECIDED = Text("explain.not_decided", "Whether it must be so was not decided in the time given.")


def forced(plan: Plan, question: Question) -> Message:
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


def need_not(level: Level, now: Mapping[Level, int], then: Mapping[Level, int]) -> Message:
    """Say that a level can be better than it is."""
    return NEED_NOT(now=now[level], then=then[level])
