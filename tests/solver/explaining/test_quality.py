"""Why a finding of quality is there: the cause is named, its mend holds, and what need not be is shown."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta

import pytest

import solver
import solver.explaining.explained
import solver.explaining.quality
from solver.explaining import explain, reached
from solver.explaining.alternative import OtherRoster
from solver.explaining.facts import Facts
from solver.explaining.rules import QUALITY
from solver.infeasibility.cores import CoreVerdict
from tests.builders import MONDAY, agent, competence, entry, hotline, lock, municipality, plan, roster, span
from tests.solver.explaining.planted_quality import OVERLOADS
from tests.solver.explaining.test_explaining import assert_irreducible
from wfm.calendar import UnsocialSpan
from wfm.change import ShortenEntry
from wfm.explanation import Answer, Explanation, FindingFilter, QuestionScope
from wfm.fair_share import load_bands
from wfm.finding import SCORED
from wfm.ids import AgentId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

TWENTY = [(OVERLOADS[number % len(OVERLOADS)], number) for number in range(20)]
BEFORE = SCORED[:-1]


def asked(plan: Plan, at_hand: Roster, rule: str, **about: str) -> tuple[Explanation, ...]:
    """Return the explanations of what a rule found."""
    return explain(plan, at_hand, 30, about=FindingFilter(rule=rule, **about)).explanations


def solved(plan: Plan) -> Roster:
    """Return the best roster of a plan."""
    found = solver.solve(plan, workers=1).roster
    assert found is not None
    return found


def assert_mends(plan: Plan, at_hand: Roster, one: Explanation) -> None:
    """Measure the roster of each mend in the changed plan: less of the finding, no level before worse."""
    now = measure(plan, at_hand)
    for mend in one.mends:
        changed = mend.apply(plan)
        then = measure(changed, mend.outlook.roster)
        assert not then.breaches
        assert then.values == mend.outlook.values
        assert all(then[level] <= now[level] for level in BEFORE)
        like = one.findings[0]
        subject = QUALITY[like.rule].relocate(plan, changed, like.subject)
        left = [
            found.amount for found in then.findings if (found.rule, found.subject) == (like.rule, subject)
        ]
        assert sum(left) < like.amount


@pytest.mark.parametrize(("kind", "seed"), TWENTY, ids=[f"{kind.__name__}-{seed}" for kind, seed in TWENTY])
def test_the_planted_cause_of_an_overload_is_named_and_its_mend_does_what_it_says(
    kind: object, seed: int
) -> None:
    planted = kind(random.Random(seed))  # type: ignore[operator]
    at_hand = solved(planted.plan)
    who = AgentId(planted.agent)
    assert len(at_hand.of_agent(who)) > load_bands(planted.plan)[who].high
    (one,) = asked(planted.plan, at_hand, "agent_balance", agent=who)
    assert one.answer is Answer.FORCED
    assert one.message.params["what"].text.key == "quality.fewer_shifts"  # type: ignore[union-attr]
    assert {fact.rule for fact in one.facts} == {planted.rule}
    assert_irreducible(planted.plan, one)
    assert one.mends
    assert_mends(planted.plan, at_hand, one)


def assert_otherwise(plan: Plan, at_hand: Roster, one: Explanation) -> None:
    """Measure the other roster: the finding is less, no level before worse, the price is what is told."""
    now = measure(plan, at_hand)
    assert one.instead is not None
    then = measure(plan, one.instead.roster)
    assert not then.breaches
    assert then.values == one.instead.values
    assert all(then[level] <= now[level] for level in BEFORE)
    assert all(reached(then, question) for question in one.questions)
    assert sum(one.costs.values()) == then.quality - now.quality
    had = {(finding.rule, finding.subject): finding.amount for finding in now.findings}
    more = [
        finding for finding in then.findings if finding.amount > had.get((finding.rule, finding.subject), 0)
    ]
    assert list(one.elsewhere) == more


def week(*teams: str) -> Mapping[str, list[str]]:
    """Return a roster of one shift a day at eight, agents of municipality 1 by their numbers."""
    days = [MONDAY + timedelta(days=day + day // 5 * 2) for day in range(len(teams))]
    return {f"{day}T08:00": [f"1-{n}" for n in team] for day, team in zip(days, teams, strict=True)}


def test_what_need_not_be_is_shown_with_what_it_costs_elsewhere() -> None:
    line = hotline(days=12, hours="08:00-11:00", limits=Limits(1, 5, 660))
    question = plan(agents=["1-1", "1-2", "1-3", "1-4"], hotline=line)
    at_hand = roster(week(*["12"] * 7, *["34"] * 3))
    found = asked(question, at_hand, "agent_balance")
    assert len(found) == 4
    for one in found:
        assert one.answer is Answer.NOT_FORCED
        assert one.message.key == "explain.better"
        assert_otherwise(question, at_hand, one)


def test_of_the_best_roster_another_costs_something_elsewhere_or_nothing() -> None:
    question = OVERLOADS[0](random.Random(0)).plan
    at_hand = solved(question)
    found = [one for one in asked(question, at_hand, "agent_balance") if one.answer is Answer.NOT_FORCED]
    assert {one.message.key for one in found} == {"explain.as_good", "explain.dearer"}
    for one in found:
        assert_otherwise(question, at_hand, one)
        assert one.elsewhere


EVENING = {"unsocial": (UnsocialSpan(frozenset(range(5)), span("17:00-20:00")),)}
TWO = [municipality("1"), municipality("2")]
FOUR = ["1-1", "1-2", "2-1", "2-2"]


def evenings() -> Plan:
    """Return a plan in which two of four can be there on one evening only."""
    line = hotline(days=5, hours="14:00-20:00", limits=Limits(1, 5, 660), **EVENING)
    last, late = MONDAY + timedelta(days=3), span("17:00-20:00")
    at_work = [entry(who, "unavailable", MONDAY, last, span=late) for who in ("1-3", "1-4")]
    return plan(agents=["1-1", "1-2", "1-3", "1-4"], hotline=line, availability=at_work)


def mondays() -> Plan:
    """Return a plan in which one of three does not know what everybody on the weekly shift must know."""
    hours = {0: (span("08:00-11:00"),)}
    line = hotline(days=28, competences=(competence("a", 2),), opening_hours=hours)
    return plan(agents=[agent("1-1", competences="a"), agent("1-2", competences="a"), "1-3"], hotline=line)


def locked_weeks() -> Plan:
    """Return a plan in which the shifts of a week are kept for a municipality."""
    line = hotline(days=12, hours="08:00-11:00", limits=Limits(1, 5, 660))
    locks = [lock(f"2027-01-{day:02d}T08:00", municipality="1") for day in range(4, 9)]
    return plan(TWO, FOUR, hotline=line, locks=locks)


def locked_evenings() -> Plan:
    """Return a plan in which evenings are kept for a municipality."""
    line = hotline(days=4, hours="14:00-20:00", limits=Limits(1, 5, 660), **EVENING)
    locks = [lock(f"2027-01-{day:02d}T17:00", municipality="1") for day in range(4, 8)]
    return plan(TWO, FOUR, hotline=line, locks=locks)


def wished() -> Plan:
    """Return a plan in which one has to sit against a wish, and another can't have the day wished for."""
    line = hotline(days=3, hours="08:00-11:00", limits=Limits(1, 5, 660))
    wishes = [
        entry("1-3", "unavailable", MONDAY),
        entry("1-1", "undesired", MONDAY),
        entry("1-3", "preferred", MONDAY + timedelta(days=1)),
    ]
    locks = [lock("2027-01-05T08:00", agent=who) for who in ("1-1", "1-2")]
    return plan(agents=["1-1", "1-2", "1-3"], hotline=line, availability=wishes, locks=locks)


@pytest.mark.parametrize(
    ("question", "rule", "causes", "scopes"),
    [
        (evenings(), "unsocial_balance", {"availability"}, {"home"}),
        (mondays(), "upkeep", {"competence"}, {"home"}),
        (mondays(), "agent_balance", {"competence"}, {"home"}),
        (locked_weeks(), "week_spread", {"locks"}, {"home", "finding"}),
        (locked_evenings(), "unsocial_share", {"locks"}, {"home", "finding"}),
        (wished(), "wishes", {"availability", "locks"}, {"home"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_of_each_rule_the_cause_is_named_and_irreducible(
    question: Plan, rule: str, causes: set[str], scopes: set[str]
) -> None:
    at_hand = solved(question)
    found = asked(question, at_hand, rule)
    forced = [one for one in found if one.answer is Answer.FORCED]
    assert {fact.rule for one in forced for fact in one.facts} == causes
    assert {one.questions[0].scope for one in forced} == {QuestionScope(scope) for scope in scopes}
    assert any(one.mends for one in forced)
    for one in found:
        if one.answer is Answer.FORCED:
            assert_irreducible(question, one)
            assert_mends(question, at_hand, one)
        else:
            assert_otherwise(question, at_hand, one)


def test_what_was_not_decided_in_time_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    question = locked_weeks()
    at_hand = solved(question)
    left_open = OtherRoster(CoreVerdict.OPEN)
    monkeypatch.setattr(solver.explaining.quality, "other_roster", lambda *_: left_open)
    monkeypatch.setattr(Facts, "verdict", lambda *_: CoreVerdict.OPEN)
    monkeypatch.setattr(Facts, "plain_core", lambda _: None)
    for one in asked(question, at_hand, "week_spread"):
        assert one.answer is Answer.OPEN
        assert one.message.key == "explain.not_decided"
        assert not one.facts
        assert one.instead is None


def test_without_time_one_is_begun_and_the_others_are_counted() -> None:
    question = locked_weeks()
    told = explain(question, solved(question), 0, about=FindingFilter(rule="week_spread"))
    assert len(told.explanations) == 1
    assert told.not_asked == 3


def test_where_nothing_is_named_the_dearest_are_asked_about_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solver.explaining.explained, "MOST_ASKED", 2)
    question = OVERLOADS[0](random.Random(0)).plan
    at_hand = solved(question)
    told = explain(question, at_hand, 30)
    costs = [one.findings[0].amount for one in told.explanations]
    every = sorted((finding.amount for finding in measure(question, at_hand).findings), reverse=True)
    assert costs == every[:2]
    assert told.not_asked == len(every) - 2


def test_a_wish_is_the_same_after_a_row_before_it_is_gone() -> None:
    question = wished()
    at_hand = roster({f"2027-01-0{day}T08:00": ["1-1", "1-2"] for day in (4, 5, 6)})
    preferred = QUALITY["wishes"]
    subject = next(f.subject for f in measure(question, at_hand).findings if f.subject.entry is not None)
    without = ShortenEntry(question.availability[0], (MONDAY,)).apply(question)
    moved = preferred.relocate(question, without, subject)
    assert (subject.entry, moved.entry) == (2, 1)
    assert without.availability[1] == question.availability[2]
