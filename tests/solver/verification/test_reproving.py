"""Bounds proven again: what asks for least trust first, and no proof stands against a roster."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import solver
from solver.verification import CertificateCheck, PublishedClaims, Reproving, check
from tests.builders import entry, hotline, plan
from tests.solver.verification.questions import fortnight
from tests.solver.verification.test_certificates import certificate_of
from wfm.certificate import Certificate
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.proof import COUNTING
from wfm.roster import Roster
from wfm.score import RuleCost, Score
from wfm.verification import ClaimState

FIGURES = st.tuples(*[st.integers(0, 2)] * len(SCORED))


def score_of(figures: tuple[int, ...]) -> Score:
    return Score(
        tuple(RuleCost(level.value, level, 1, figure) for level, figure in zip(SCORED, figures, strict=True)),
        (),
    )


def claimed(values: tuple[int, ...], bounds: tuple[int, ...]) -> PublishedClaims:
    return PublishedClaims(dict(zip(SCORED, values, strict=True)), dict(zip(SCORED, bounds, strict=True)))


@given(FIGURES, FIGURES)
def test_no_roster_that_is_no_better_refutes_what_is_proven(
    best: tuple[int, ...], other: tuple[int, ...]
) -> None:
    refuted = claimed(best, best).level_refuted_by(score_of(other))
    assert (refuted is not None) is (other < best)
    if refuted is not None:
        first = next(i for i, (one, two) in enumerate(zip(best, other, strict=True)) if one != two)
        assert refuted is SCORED[first]


def test_a_bound_is_not_refuted_by_a_roster_that_is_worse_before_it() -> None:
    assert claimed((0, 0, 3, 9), (0, 0, 2, 9)).level_refuted_by(score_of((1, 0, 0, 0))) is None
    assert claimed((0, 0, 3, 9), (0, 0, 2, 9)).level_refuted_by(score_of((0, 0, 4, 8))) is None
    assert claimed((0, 0, 3, 9), (0, 0, 2, 9)).level_refuted_by(score_of((0, 0, 3, 8))) is Level.QUALITY
    assert claimed((0, 0, 3, 9), (0, 0, 2, 9)).level_refuted_by(score_of((0, 0, 2, 8))) is Level.QUALITY


def away() -> Plan:
    """Return two days of two seats each; on the first nobody can come."""
    absences = [entry("1-1", "unavailable"), entry("1-2", "unavailable")]
    return plan(hotline=hotline(days=2, hours="08:00-11:00"), availability=absences)


def test_counting_comes_before_solving() -> None:
    result = solver.solve(away(), workers=1)
    assert result.score is not None
    assert result.score.coverage == 2
    reproving = Reproving(away(), None, result.roster, PublishedClaims(result.score.values, result.bounds))
    reproving.without_solver()
    assert Level.COVERAGE not in reproving.left
    found = reproving.solve(20, 1).by_level
    assert found[Level.COVERAGE].proof == COUNTING
    assert {one.state for one in found.values()} == {ClaimState.CONFIRMED}


@pytest.fixture(scope="module")
def proven() -> tuple[Plan, Roster, Score, Certificate, CertificateCheck]:
    asked = fortnight()
    result = solver.solve(asked, workers=1)
    assert result.roster is not None
    assert result.score is not None
    held = {level: result.score[level] for level in SCORED[:3]}
    certificate = certificate_of((asked, None, Level.QUALITY, held))
    assert certificate.bound > 0
    return asked, result.roster, result.score, certificate, check(asked, None, certificate)


def test_a_certificate_decides_where_the_levels_before_are_at_their_bounds(
    proven: tuple[Plan, Roster, Score, Certificate, CertificateCheck],
) -> None:
    asked, roster, score, certificate, checked = proven
    bounds = {**score.values, Level.QUALITY: certificate.bound}
    pairs = MappingProxyType({Level.QUALITY: (certificate, checked)})

    def left(bounds: dict[Level, int], roster: Roster | None = roster) -> list[Level]:
        reproving = Reproving(asked, None, roster, PublishedClaims(score.values, bounds, pairs))
        reproving.without_solver()
        return reproving.left

    assert left(bounds) == []
    assert left({**bounds, Level.QUALITY: certificate.bound - 1}) == []
    assert left({**bounds, Level.QUALITY: certificate.bound + 1}) == (
        [Level.QUALITY] if certificate.bound < score.quality else []  # the roster itself refutes it there
    )
    without_quota = dict(bounds)
    del without_quota[Level.QUOTA]
    assert left(without_quota) == [Level.QUALITY]
    assert left(bounds, None) == [Level.QUALITY]
    worse = Roster.of(list(roster)[1:])
    assert Level.QUALITY in left(bounds, worse)
    reproving = Reproving(asked, None, worse, PublishedClaims(score.values, bounds, pairs))
    reproving.without_solver()
    assert {one.state for one in reproving.solve(20, 1).by_level.values()} == {ClaimState.CONFIRMED}


def test_what_is_claimed_too_high_is_never_confirmed(
    proven: tuple[Plan, Roster, Score, Certificate, CertificateCheck],
) -> None:
    asked, roster, score, _, _ = proven
    for level in SCORED:
        bounds = {**score.values, level: score[level] + 1}
        reproving = Reproving(asked, None, roster, PublishedClaims(score.values, bounds))
        reproving.without_solver()
        assert reproving.solve(20, 1).by_level[level].state is ClaimState.FALSE
