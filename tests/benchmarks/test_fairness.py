"""Quarters one after the other: what is carried over, who stays over, and whether it was needed."""

from __future__ import annotations

from fractions import Fraction

import solver
from benchmarks.fairness import Quarter, Verdict, needed, running
from tests.builders import agent, hotline, municipality, plan
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.result import Status
from wfm.score import measure

ONE, TWO = AgentId("1-1"), AgentId("1-2")


def small(*, second: int = 5) -> Plan:
    """Return a week of five shifts of one seat and two agents of one municipality."""
    line = hotline(hours="08:00-11:00", agents=1)
    people = [agent("1-1", shifts_per_week=5), agent("1-2", shifts_per_week=second)]
    return plan([municipality("1")], people, hotline=line)


def quarter(question: Plan) -> Quarter:
    found = solver.solve(question, 10, 1, 1)
    assert found.roster is not None
    return Quarter(question, found.roster, measure(question, found.roster), found.status)


def test_nobody_is_over_where_all_sit_as_often_as_can_be() -> None:
    found = quarter(small())
    assert found.over == frozenset()
    assert sorted(found.balances.values()) == [Fraction(-1, 2), Fraction(1, 2)]


def test_who_must_sit_more_is_forced() -> None:
    found = quarter(small(second=1))
    assert found.over == {ONE}
    assert found.balances[ONE] == Fraction(3, 2)
    assert needed(found, ONE, 30).verdict is Verdict.FORCED


def test_who_could_have_been_spared_for_a_better_roster_is_found() -> None:
    question = small()
    uneven = quarter(small(second=1)).roster
    found = Quarter(question, uneven, measure(question, uneven), Status.FEASIBLE)
    assert found.over == {ONE}
    answer = needed(found, ONE, 30)
    assert answer.verdict is Verdict.FREE
    assert answer.price is not None
    assert answer.price < 0


def test_rows_of_quarters_count_from_their_least_length() -> None:
    class Told(Quarter):
        @property
        def over(self) -> frozenset[AgentId]:
            return frozenset({ONE} if self.status else ())

    base = quarter(small())
    row = [Told(base.plan, base.roster, base.score, over) for over in ("x", "x", "", "x")]  # type: ignore[arg-type]
    assert running(row, ONE, 2) == row[:2]
    assert running(row, ONE, 1) == [*row[:2], row[3]]
    assert running(row, ONE, 3) == []
