"""What of an explanation is told to an agent and to a leader: nobody outside is named, by name or id."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import solver
from api.access.views.explanation import OTHERS, Circle, VisibleExplanation, view_explanation
from api.texts.translator import translator
from solver.explaining import explain
from tests.api.access.world import canary
from tests.api.questions.canaries import TOWNS, canary_plan, named_in, people
from wfm.change import Change, LiftLock, RaiseLimit, Train
from wfm.explanation import (
    Because,
    Fact,
    FindingFilter,
    Mend,
    Outlook,
    RosterExplanation,
    WhyNot,
)
from wfm.finding import Level, Subject
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.lock import Lock
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

ONE, OTHER, STRANGER = (AgentId(canary("id", *who)) for who in (("751", 1), ("751", 2), ("730", 1)))
SAYS = Text("test.says", "{who} cannot")
LISTS = Text("test.lists", "cannot: {who:list}")


def said(told: tuple[VisibleExplanation, ...]) -> list[str]:
    """Return every sentence that is told."""
    messages = [
        message
        for one in told
        for message in (*one.findings, one.message, *one.because, *one.mends, *one.elsewhere)
    ]
    return [translator("en").sentence(message) for message in messages]


def explained_of(seed: int) -> Iterator[tuple[Plan, AgentId, RosterExplanation]]:
    """Yield explanations of all that is amiss for somebody, and of a shift that they do not have."""
    plan = canary_plan(seed)
    roster = solver.solve(plan, workers=1, time_limit=1).roster
    assert roster is not None
    found = [one for one in measure(plan, roster).findings if one.level is Level.QUALITY]
    asked = dict.fromkeys((one.rule, one.subject.agent) for one in found if one.subject.agent)
    for rule, agent in list(asked)[:5]:
        yield plan, agent, explain(plan, roster, 3, about=FindingFilter(rule=rule, agent=agent))
    agent = plan.agents[0].id
    away = next(shift.id for shift in plan.shifts if agent not in roster.on(shift.id))
    yield plan, agent, explain(plan, roster, 2, assignment=(agent, away))


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.prove) for n in (0, 2, 3, 4, 5, 6))])
def test_real_explanations_name_others_and_what_is_told_of_them_does_not(seed: int) -> None:
    named: set[str] = set()
    for plan, agent, explained in explained_of(seed):
        town = plan.agent[agent].municipality
        colleagues = frozenset(one.id for one in plan.agents if one.municipality == town)
        for inside, code in ((frozenset({agent}), None), (colleagues, town)):
            told = view_explanation(explained, Circle(plan, inside, code))
            assert told
            assert named_in("\n".join(said(told)), but=inside) == set()
        everybody = Circle(plan, frozenset(one.id for one in plan.agents), town)
        named |= named_in("\n".join(said(view_explanation(explained, everybody))), but=colleagues)
    assert named


def circle(*inside: AgentId, town: str | None = None) -> Circle:
    code = None if town is None else MunicipalityCode(town)
    return Circle(canary_plan(0), frozenset(inside), code)


def told_of(because: tuple[Because, ...], mends: tuple[Mend, ...], around: Circle) -> list[str]:
    """Return what is told of a shift that is refused for some facts."""
    one = WhyNot(
        agent=ONE,
        shift=ShiftId("2027-01-04T08:00"),
        question=None,  # type: ignore[arg-type]
        message=SAYS(who=canary("name", "751", 1)),
        because=because,
        mends=mends,
    )
    return said(view_explanation(RosterExplanation(why_not=one), around))[1:]


NAMES = {one.id: one.name for one in people()}


def fact(agent: AgentId) -> Fact:
    return Fact("availability", Subject(agent=agent), SAYS(who=NAMES[agent]))


def group(*agents: AgentId) -> Because:
    facts = tuple(map(fact, agents))
    return Because(LISTS(who=tuple(NAMES[one] for one in agents)), facts)


def test_a_group_is_told_whole_or_by_those_inside_and_of_the_others_only_that_they_cannot() -> None:
    both = frozenset((ONE, OTHER))
    others = translator("en").sentence(OTHERS())
    inside = told_of((group(ONE, OTHER),), (), circle(*both))
    assert [named_in(one, but=frozenset()) for one in inside] == [both]
    mixed = told_of((group(ONE, STRANGER), group(STRANGER)), (), circle(*both))
    assert mixed == [translator("en").sentence(fact(ONE).message), others]
    assert told_of((group(STRANGER),), (), circle(ONE)) == [others]
    assert told_of((group(OTHER),), (), circle(ONE)) == [others]


def test_a_name_within_a_list_within_a_message_is_found() -> None:
    deep = Because(LISTS(who=(SAYS(who=canary("name", "730", 1)),)), (fact(ONE),))
    assert named_in("".join(told_of((deep,), (), circle(ONE))), but=frozenset({ONE})) == set()


def test_a_mend_about_somebody_outside_is_left_out_even_where_its_sentence_names_nobody() -> None:
    outlook = Outlook(Roster(), {}, {})
    plain = Text("test.plain", "something is changed")
    of = {who: RaiseLimit(who, 4) for who in (ONE, OTHER, STRANGER)}
    lifted = LiftLock(Lock(canary_plan(0).shifts[0].day, canary_plan(0).shifts[0].start, None, STRANGER))
    changes: tuple[Change, ...] = (*of.values(), lifted, Train(STRANGER, CompetenceCode("post")))
    mends = tuple(Mend((change,), plain(), outlook) for change in changes)
    assert len(told_of((), mends, circle(ONE))) == 1
    assert len(told_of((), mends, circle(ONE, OTHER))) == 2
    assert len(told_of((), mends, circle(*(one.id for one in people())))) == len(mends)


def test_a_leader_is_told_of_their_municipality_and_no_other() -> None:
    plan = canary_plan(0)
    found = measure(plan, Roster()).findings
    about = {one.subject.municipality for one in found if one.subject.municipality}
    assert about == set(TOWNS)
    for town in TOWNS:
        inside = Circle(plan, frozenset(), MunicipalityCode(town))
        assert {one.subject.municipality for one in found if inside.is_about(one)} <= {town}
    assert not any(map(Circle(plan, frozenset()).is_about, found))
