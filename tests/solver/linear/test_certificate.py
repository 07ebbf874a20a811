"""Whatever the multipliers are, the bound that they prove holds; those of a solver prove its relaxation."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.linear.certificate import DENOMINATOR, certify, multipliers, prove_bound
from solver.linear.highs import Job, answers_to
from solver.linear.model import LinearModel
from tests.examples import examples
from tests.solver.linear.linear_models import best_of, linear_models
from wfm.finding import Level


@settings(max_examples=examples(300))
@given(linear_models(), st.data())
def test_no_multipliers_prove_more_than_is_true(model: LinearModel, data: st.DataObject) -> None:
    best = best_of(model)
    assert best is not None
    denominator = data.draw(st.integers(1, 7))
    scaled = [data.draw(st.integers(-60, 60)) for _ in range(model.rows)]
    assert prove_bound(model, scaled, denominator) <= best


@settings(max_examples=examples(60))
@given(linear_models())
def test_the_multipliers_of_a_solver_prove_the_bound_of_its_relaxation(model: LinearModel) -> None:
    answer = answers_to(Job(1, model, whole=False, seconds=20, seed=1), lambda _: None)
    assert answer.bound is not None
    best = best_of(model)
    assert best is not None
    found = certify(model, Level.QUALITY, {}, [*answer.duals, *[0.0] * (model.rows - len(answer.duals))])
    # Rounding the multipliers to a denominator may cost a whole number just where the bound is one.
    assert ceil(answer.bound - 1e-4) <= found.bound <= best


def chain() -> LinearModel:
    """Return: minimise a + b where 2a + b ≥ 3 and a + 2b ≥ 3; relaxed 2, by a third of each row."""
    model = LinearModel([1, 1], [0, 0], [5, 5])
    model.add_row([(0, 2), (1, 1)], 3, None)
    model.add_row([(0, 1), (1, 2)], 3, None)
    return model


def test_a_bound_is_rounded_up_from_any_part_above_a_whole_number() -> None:
    assert prove_bound(chain(), [1, 1], 3) == 2
    assert prove_bound(chain(), [34, 33], 100) == 2  # a hundredth too much costs five hundredths
    assert prove_bound(chain(), [1, 0], 2) == 2  # one row proves 1.5
    assert prove_bound(chain(), [1, 0], 3) == 1
    assert prove_bound(chain(), [0, 0], 3) == 0


def test_a_multiplier_against_a_side_without_limit_counts_as_none() -> None:
    assert prove_bound(chain(), [-5, 0], 3) == 0


def test_every_row_wants_a_multiplier() -> None:
    with pytest.raises(ValueError, match="1 multipliers; 2 are wanted"):
        prove_bound(chain(), [1])


def test_a_certificate_holds_just_what_is_not_zero() -> None:
    found = certify(chain(), Level.QUOTA, {Level.COVERAGE: 2}, [0.0, 0.5])
    assert found.multipliers == ((1, DENOMINATOR // 2),)
    assert (found.rows, found.bound, dict(found.held)) == (2, 2, {Level.COVERAGE: 2})
    assert found.model_sha256 == chain().sha256
    assert prove_bound(chain(), found.scaled, found.denominator) == found.bound
    assert multipliers([0.0, 0.5]) == found.scaled
