"""What is claimed of a roster that was changed by hand."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from api.publication.publication import Report
from api.publication.report import report_of
from api.publication.unproven_report import carry_report, unproven_report
from tests.api.publications import SMALL_ROSTER, result_of, small_plan
from wfm.finding import SCORED, Level
from wfm.proof import COUNTING, ZERO
from wfm.result import Status
from wfm.roster import Roster
from wfm.score import measure

PLAN = small_plan()


def proven(**bounds: int) -> Report:
    """Return a report of the small roster, which says that nothing is better, but for what is named."""
    values = dict(measure(PLAN, SMALL_ROSTER).values) | {Level(name): bound for name, bound in bounds.items()}
    return report_of(PLAN, result_of(PLAN, SMALL_ROSTER, bounds=MappingProxyType(values)))


def with_one_less() -> Roster:
    *kept, _ = SMALL_ROSTER
    return Roster.of(kept)


def test_of_the_same_roster_everything_stays_proven() -> None:
    carried = carry_report(proven(), PLAN, SMALL_ROSTER)
    assert (carried.status, dict(carried.bounds)) == (Status.OPTIMAL, dict(proven().bounds))
    assert set(carried.proofs.values()) == {COUNTING}


@pytest.mark.parametrize("first", SCORED)
def test_nothing_is_claimed_of_levels_after_one_that_is_worse_than_its_bound(first: Level) -> None:
    """Where one competence more is missing, quality may well lie below what was proven without."""
    score = measure(PLAN, SMALL_ROSTER)
    known = proven(**{str(first): score[first] - 1})
    carried = carry_report(known, PLAN, SMALL_ROSTER)
    kept = SCORED[: SCORED.index(first) + 1]
    assert {level: carried.bounds[level] for level in kept} == {level: known.bounds[level] for level in kept}
    later = SCORED[len(kept) :]
    assert [(carried.bounds[level], carried.proofs[level]) for level in later] == [(0, ZERO)] * len(later)
    assert carried.status is Status.FEASIBLE


def test_a_bound_that_a_roster_lies_below_was_none() -> None:
    carried = carry_report(proven(quota=10**6), PLAN, SMALL_ROSTER)
    assert list(carried.bounds.values()) == [*list(proven().bounds.values())[:2], 0, 0]


def test_an_emptied_seat_leaves_only_the_bound_of_coverage() -> None:
    carried = carry_report(proven(), PLAN, with_one_less())
    before = measure(PLAN, SMALL_ROSTER)[Level.COVERAGE]
    assert list(carried.bounds.values()) == [before, 0, 0, 0]
    assert carried.score is not None
    assert carried.score[Level.COVERAGE] == before + 1
    assert set(unproven_report(PLAN, with_one_less(), "").bounds.values()) == {0}
