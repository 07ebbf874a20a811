"""Prices of locks and wishes: bounded rightly, the most promising first, never above what is true."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

import solver
import solver.explaining.pricing
import solver.session.improving
from solver.explaining.price_rows import PriceRow, price_rows
from solver.explaining.pricing import prices
from solver.explaining.proven_prices import ProvenPrices
from solver.params import Clock
from tests.builders import MONDAY, entry, hotline, lock, municipality, plan
from tests.solver.verification.questions import fortnight
from wfm.explanation import Outlook, Price, Prices
from wfm.finding import Level
from wfm.limits import Limits, Weights
from wfm.plan import Plan
from wfm.score import Score, measure

CROWDED = (1, pytest.param(2, marks=pytest.mark.prove), pytest.param(5, marks=pytest.mark.prove))
"""Seeds of which the best quality is above 0."""

PEOPLE = ["1-1", "1-2", "1-3", "2-1", "2-2"]


def wished(seed: int) -> Plan:
    """Return a plan of two municipalities in which everybody wishes for something, some of it overlapping."""
    chance = random.Random(seed)
    line = hotline(days=5, limits=Limits(1, 4, 660), weights=Weights({"agent_balance": 2, "wishes": 1}))
    wishes = []
    for who in PEOPLE:
        for kind in chance.choices(("undesired", "preferred", "undesired"), k=chance.randint(1, 2)):
            first = MONDAY + timedelta(days=chance.randrange(4))
            wishes.append(entry(who, kind, first, first + timedelta(days=chance.randint(0, 2))))
    locks = [lock(f"2027-01-0{chance.randint(4, 8)}T08:00", municipality=chance.choice("12"))]
    return plan(
        [municipality("1"), municipality("2")], PEOPLE, hotline=line, availability=wishes, locks=locks
    )


def best(question: Plan) -> Score:
    """Return the score of a plan's best roster."""
    result = solver.solve(question, workers=1)
    assert result.status == "OPTIMAL"
    assert result.score is not None
    return result.score


def priced(question: Plan, seconds: float = 30) -> Prices:
    """Return the prices of a plan, its best roster at hand."""
    roster = solver.solve(question, workers=1).roster
    assert roster is not None
    found = prices(question, roster, Clock(seconds))
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(2))
def test_each_price_is_what_two_solves_differ_by_and_a_wish_costs_no_more_than_it_can(seed: int) -> None:
    question = wished(seed)
    now = best(question)
    roster = solver.solve(question, workers=1).roster
    assert roster is not None
    rows = {row.subject: row for row in price_rows(question, roster, measure(question, roster))}
    found = priced(question)
    assert found.not_asked == 0
    assert {price.subject for price in found.asked} == set(rows)
    for price in found.asked:
        row = rows[price.subject]
        without = best(row.without)
        assert price.outlook.values == without.values
        assert price.costs[Level.QUALITY] == now.quality - without.quality
        if price.rule == "wishes":
            assert row.sure(question, roster) <= price.costs[Level.QUALITY] <= row.most
            gone = measure(row.without, roster).quality
            assert measure(question, roster).quality - gone == row.sure(question, roster)


@pytest.mark.parametrize("seed", [2])
def test_on_a_big_plan_a_price_is_never_above_the_true_one_and_its_bound_holds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = wished(seed)
    exact = {price.subject: price.costs for price in priced(question).asked}
    monkeypatch.setattr(solver.explaining.pricing, "small", lambda _: False)
    found = priced(question)
    assert found.not_asked == 0
    for price in found.asked:
        assert list(price.costs.values()) <= list(exact[price.subject].values())
        assert all(cost >= 0 for cost in price.costs.values())
        assert price.outlook.bounds[Level.QUALITY] <= best_without(question, price.subject.entry, price.rule)


def best_without(question: Plan, row: int | None, rule: str) -> int:
    """Return the best quality without a row of locks or of availability."""
    if rule == "locks":
        locks = tuple(one for number, one in enumerate(question.locks) if number != row)
        return best(replace(question, locks=locks)).quality
    entries = tuple(one for number, one in enumerate(question.availability) if number != row)
    return best(replace(question, availability=entries)).quality


def test_without_time_wishes_that_need_no_solving_are_told_and_the_others_counted() -> None:
    line = hotline(days=2, hours="08:00-11:00", limits=Limits(1, 5, 660))
    wishes = [entry("1-1", "undesired", MONDAY), entry("1-2", "preferred", MONDAY + timedelta(days=1))]
    question = plan(agents=["1-1", "1-2"], hotline=line, availability=wishes)
    found = priced(question, 0)
    assert [price.subject.entry for price in found.asked] == [0]
    assert found.asked[0].costs[Level.QUALITY] == 1
    assert found.not_asked == 1


def test_locks_come_first_and_of_them_the_one_about_which_most_is_amiss() -> None:
    line = hotline(days=5, hours="08:00-11:00", limits=Limits(1, 5, 660))
    away = [
        entry("1-1", "unavailable", MONDAY),
        entry("2-1", "preferred", MONDAY, MONDAY + timedelta(days=4)),
    ]
    locks = [lock("2027-01-06T08:00", municipality="2"), lock("2027-01-04T08:00", municipality="1")]
    towns = [municipality("1"), municipality("2")]
    question = plan(towns, ["1-1", "1-2", "2-1", "2-2"], hotline=line, availability=away, locks=locks)
    roster = solver.solve(question, workers=1).roster
    assert roster is not None
    rows = price_rows(question, roster, measure(question, roster))
    assert [row.subject.entry for row in rows] == [1, 0, 1]
    assert [row.rule for row in rows] == ["locks", "locks", "wishes"]


def crowded(seed: int) -> Plan:
    """Return a fortnight with many locks and wishes, of which the relaxation proves the best quality."""
    chance, question = random.Random(seed), fortnight()
    wishes = []
    for someone in question.agents:
        first = MONDAY + timedelta(days=chance.randrange(10))
        last = first + timedelta(days=chance.randrange(4))
        wishes.append(entry(someone.id, chance.choice(("undesired", "preferred")), first, last))
    locks = [
        lock(f"2027-01-{day:02d}T{hour:02d}:00", municipality=chance.choice("123"))
        for day in (4, 6, 12, 13, 14)
        for hour in (8, 11, 14)
        if chance.random() < 0.5
    ]
    weights = Weights({"agent_balance": 1, "wishes": 3})
    line = replace(question.hotline, weights=weights)
    return replace(question, hotline=line, availability=tuple(wishes), locks=tuple(locks), demand=())


@pytest.mark.parametrize("seed", CROWDED)
def test_from_an_open_model_each_price_is_what_two_solves_differ_by(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = crowded(seed)
    now = best(question)
    for module in (solver.explaining.pricing, solver.session.improving):
        monkeypatch.setattr(module, "small", lambda _: False)
    exact: list[Outlook] = []
    outlook = ProvenPrices.outlook

    def watched(self: ProvenPrices, row: PriceRow, seconds: float) -> Outlook | None:
        found = outlook(self, row, seconds)
        assert found is not None
        exact.append(found)
        return found

    monkeypatch.setattr(ProvenPrices, "outlook", watched)
    found = priced(question)
    assert found.not_asked == 0
    assert len(exact) >= len(question.locks)
    for price in found.asked:
        other = without(question, price)
        assert price.costs[Level.QUALITY] == now.quality - best(other).quality
        assert price.outlook.bounds[Level.QUALITY] <= best(other).quality
        assert price.outlook.values == measure(other, price.outlook.roster).values
    assert any(not price.free for price in found.asked)
    assert 2 * sum(one.bounds == one.values for one in exact) > len(exact)  # the others are told as bounds


def without(question: Plan, price: Price) -> Plan:
    """Return the plan without a row that was priced."""
    rows = question.locks if price.rule == "locks" else question.availability
    rest = tuple(one for number, one in enumerate(rows) if number != price.subject.entry)
    return replace(question, **{"locks" if price.rule == "locks" else "availability": rest})  # type: ignore[arg-type]
