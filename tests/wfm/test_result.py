"""Results: gaps per level."""

from __future__ import annotations

from tests.builders import hotline, plan
from wfm import Result, Roster, Status, measure
from wfm.finding import Level


def test_a_gap_is_the_value_less_the_bound() -> None:
    score = measure(plan(hotline=hotline(days=1)), Roster())
    bounds = {Level.COVERAGE: 1, Level.COMPETENCE: 0, Level.QUOTA: 4, Level.QUALITY: 0}
    result = Result(Status.FEASIBLE, Roster(), score, bounds)
    assert dict(result.gaps) == {"coverage": 3, "competence": 0, "quota": 0, "quality": score.quality}


def test_without_a_roster_there_is_no_gap() -> None:
    assert dict(Result(Status.INFEASIBLE, None, None).gaps) == {}
