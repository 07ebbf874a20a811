"""Linear models by chance, and what is best in one by CP-SAT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.linear.model import LinearModel

FIGURES = st.integers(-5, 5)


@st.composite
def linear_models(draw: st.DrawFn) -> LinearModel:
    """Draw a model of at most five whole columns and five rows that at least one point keeps."""
    number = draw(st.integers(1, 5))
    lower = [draw(st.integers(-3, 1)) for _ in range(number)]
    upper = [low + draw(st.integers(0, 4)) for low in lower]
    point = [draw(st.integers(low, high)) for low, high in zip(lower, upper, strict=True)]
    cost = [draw(FIGURES) for _ in range(number)]
    model = LinearModel(cost, lower, upper, offset=draw(FIGURES))
    for _ in range(draw(st.integers(0, 5))):
        entries = draw(st.lists(st.tuples(st.integers(0, number - 1), FIGURES), max_size=6))
        value = sum(coefficient * point[column] for column, coefficient in entries)
        low, high = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
        ends = draw(st.sampled_from(((True, True), (True, False), (False, True), (False, False))))
        model.add_row(entries, value - low if ends[0] else None, value + high if ends[1] else None)
    return model


def best_of(model: LinearModel, fixed: Mapping[int, int] | None = None) -> int | None:
    """Return the least objective of a model's whole points, some columns fixed; none where it has none."""
    whole = cp_model.CpModel()
    columns = [whole.new_int_var(low, high, "") for low, high in zip(model.lower, model.upper, strict=True)]
    for row in range(model.rows):
        part = range(model.starts[row], model.starts[row + 1])
        amount = sum(model.coefficients[entry] * columns[model.columns[entry]] for entry in part)
        low, high = model.row_lower[row], model.row_upper[row]
        _add(whole, None if low is None else amount >= low)
        _add(whole, None if high is None else amount <= high)
    for column, value in (fixed or {}).items():
        whole.add(columns[column] == value)
    priced = zip(model.cost, columns, strict=True)
    whole.minimize(model.offset + sum(cost * column for cost, column in priced if cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.solve(whole)
    status = solver.response_proto.status
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def _add(whole: cp_model.CpModel, constraint: cp_model.BoundedLinearExpression | bool | None) -> None:
    """Add a constraint; of one without any column only its truth is known."""
    if isinstance(constraint, bool):
        if not constraint:
            whole.add_bool_or([])
    elif constraint is not None:
        whole.add(constraint)


def keeps(model: LinearModel, point: Iterable[int]) -> bool:
    """Tell whether a point keeps every row."""
    values = list(point)
    for row in range(model.rows):
        part = range(model.starts[row], model.starts[row + 1])
        amount = sum(model.coefficients[entry] * values[model.columns[entry]] for entry in part)
        low, high = model.row_lower[row], model.row_upper[row]
        if (low is not None and amount < low) or (high is not None and amount > high):
            return False
    return True
