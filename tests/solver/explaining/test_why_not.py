"""Why an agent does not have a shift, and what locks and wishes cost."""

from __future__ import annotations

import solver
from solver.explaining import explain, force
from tests.builders import MONDAY, agent, entry, hotline, lock, plan
from wfm.agent import Agent
from wfm.explanation import Prices, WhyNot
from wfm.finding import Level
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

EIGHT = ShiftId("2027-01-04T08:00")


def roster_of(plan: Plan) -> Roster:
    roster = solver.solve(plan, workers=1).roster
    assert roster is not None
    return roster


def asked(plan: Plan, roster: Roster, who: str) -> WhyNot:
    found = explain(plan, roster, 20, assignment=(AgentId(who), EIGHT)).why_not
    assert found is not None
    return found


def priced(plan: Plan) -> Prices:
    found = explain(plan, roster_of(plan), 20, with_prices=True).prices
    assert found is not None
    return found


def test_who_sits_there_is_told_so() -> None:
    question = plan(hotline=hotline(days=1, hours="08:00-11:00"))
    found = asked(question, roster_of(question), "1-1")
    assert found.message.key == "why_not.sits"
    assert found.outlook is None


def test_what_granting_costs_is_the_difference_of_two_measured_rosters() -> None:
    line = hotline(days=1, hours="08:00-11:00")
    wish = [entry("1-3", "undesired")]
    question = plan(agents=["1-1", "1-2", "1-3"], hotline=line, availability=wish)
    roster = roster_of(question)
    found = asked(question, roster, "1-3")
    assert found.outlook is not None
    assert AgentId("1-3") in found.outlook.roster.on(EIGHT)
    now, then = measure(question, roster), measure(question, found.outlook.roster)
    assert found.costs == {level: then[level] - now[level] for level in now.values}
    assert found.costs[Level.QUALITY] == sum(found.rule_costs.values()) == 1
    assert found.rule_costs == {"wishes": 1}
    assert len(found.gives_up) == 1
    assert not set(found.gives_up) & set(found.outlook.roster.on(EIGHT))


def test_what_forbids_it_is_irreducible_and_what_lifts_it_does() -> None:
    people: list[str | Agent] = ["1-1", "1-2", agent("1-3", last_day=MONDAY), "2-1"]
    away = [entry("1-3", "unavailable", MONDAY)]
    question = plan(
        {"1": 1, "2": 1}, people, hotline=hotline(days=1), availability=away, locks=[lock(EIGHT, agent="1-1")]
    )
    found = asked(question, roster_of(question), "1-3")
    assert found.message.key == "why_not.forbidden"
    facts = tuple(fact for group in found.because for fact in group.facts)
    assert [fact.rule for fact in facts] == ["availability"]
    assert force(question, found.question, facts)
    assert not force(question, found.question, ())
    (mend,) = found.mends
    assert not mend.apply(question).availability
    other = asked(question, roster_of(question), "2-1")
    assert {fact.rule for group in other.because for fact in group.facts} == {"locks", "pairing"}


def test_the_lock_that_costs_a_seat_is_the_dearest_and_a_wish_that_nobody_needs_is_free() -> None:
    question = plan(
        {"1": 1, "2": 1},
        ["1-1", "1-2", "2-1", "2-2"],
        hotline=hotline(days=2, hours="08:00-11:00"),
        availability=[entry("2-2", "unavailable"), entry("1-1", "preferred"), entry("2-2", "preferred")],
        locks=[lock("2027-01-05T08:00", municipality="1"), lock(EIGHT, municipality="2")],
    )
    found = priced(question)
    assert found.base.values == measure(question, found.base.roster).values
    dearest = found.asked[0]
    assert dearest.subject.entry == 1
    assert dearest.costs[Level.COVERAGE] == 1
    assert found.base.proven
    assert dearest.outlook.proven
    assert (found.not_asked, found.idle) == (0, 1)
    costs = [tuple(price.costs.values()) for price in found.asked]
    assert costs == sorted(costs, reverse=True)


def test_without_time_nothing_is_priced_and_that_is_told() -> None:
    question = plan(locks=[lock(EIGHT, municipality="1")])
    found = explain(question, Roster(), 0, with_prices=True).prices
    assert found is not None
    assert (found.asked, found.not_asked) == ((), 1)
