"""Bounds of models that differ a little from one that was priced, against the sum made anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solver.linear.certificate import prove_bound
from solver.linear.model import LinearModel
from solver.linear.priced_rows import PricedRows, model_without
from tests.solver.linear.linear_models import best_of, linear_models

DENOMINATOR = 4


@st.composite
def relaxed(draw: st.DrawFn) -> tuple[LinearModel, list[int], set[int], dict[int, int], int]:
    """Draw a model, multipliers, rows to leave out, and what costs more."""
    model = draw(linear_models())
    scaled = [draw(st.integers(-20, 20)) for _ in range(model.rows)]
    rows = draw(st.sets(st.sampled_from(range(model.rows)))) if model.rows else set()
    columns = st.sampled_from(range(len(model.cost)))
    return model, scaled, rows, draw(st.dictionaries(columns, st.integers(-4, 4))), draw(st.integers(-3, 3))


@given(relaxed())
def test_the_prove_without_rows_and_at_other_costs_is_that_of_the_other_model(
    drawn: tuple[LinearModel, list[int], set[int], dict[int, int], int],
) -> None:
    model, scaled, rows, costs, offset = drawn
    priced = PricedRows(model, scaled, DENOMINATOR)
    assert priced.prove_without((), {}) == prove_bound(model, scaled, DENOMINATOR)
    other = model_without(model, rows, costs, offset)
    found = priced.prove_without(rows, costs, offset)
    assert found == prove_bound(other, scaled, DENOMINATOR)
    best = best_of(other)
    assert best is not None
    assert found <= best


@given(relaxed())
def test_a_model_without_rows_is_the_model_with_the_others_alone(
    drawn: tuple[LinearModel, list[int], set[int], dict[int, int], int],
) -> None:
    model, _, rows, costs, offset = drawn
    apart = LinearModel(
        [cost + costs.get(column, 0) for column, cost in enumerate(model.cost)],
        list(model.lower),
        list(model.upper),
        offset=model.offset + offset,
    )
    for row in range(model.rows):
        span = slice(model.starts[row], model.starts[row + 1])
        if row not in rows:
            entries = zip(model.columns[span], model.coefficients[span], strict=True)
            apart.add_row(entries, model.row_lower[row], model.row_upper[row])
    assert best_of(model_without(model, rows, costs, offset)) == best_of(apart)
