"""Results: gaps per level, contradictions one by one."""

from __future__ import annotations

from tests.builders import hotline, plan
from wfm import Result, Roster, Status, measure
from wfm.finding import Level, Subject
from wfm.message import Text
from wfm.result import Conflict, Reason


def test_a_gap_is_the_value_less_the_bound() -> None:
    score = measure(plan(hotline=hotline(days=1)), Roster())
    bounds = {Level.COVERAGE: 1, Level.COMPETENCE: 0, Level.QUOTA: 4, Level.QUALITY: 0}
    result = Result(Status.FEASIBLE, Roster(), score, bounds)
    assert dict(result.gaps) == {"coverage": 3, "competence": 0, "quota": 0, "quality": score.quality}


def test_without_a_roster_there_is_no_gap() -> None:
    assert dict(Result(Status.INFEASIBLE, None, None).gaps) == {}


def conflict(number: int, *sizes: int) -> list[list[str]]:
    """Return what each contradiction of so many reasons says."""
    reasons = tuple(Reason("seats", Subject(), Text("test.said", str(n))()) for n in range(number))
    told = Conflict(reasons, verified=True, minimal=True, sizes=sizes).contradictions
    return [[str(reason.message) for reason in one] for one in told]


def test_reasons_are_told_contradiction_by_contradiction() -> None:
    assert conflict(5, 2, 3) == [["0", "1"], ["2", "3", "4"]]


def test_without_sizes_all_reasons_are_one_contradiction() -> None:
    assert conflict(2) == [["0", "1"]]
