"""What is decided counts as known: the smaller model has the best value that is left, and says where."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.linear.boxes import Boxes
from solver.linear.model import LinearModel
from tests.examples import examples
from tests.solver.linear.linear_models import best_of, keeps, linear_models


@settings(max_examples=examples(100), deadline=None)
@given(linear_models(), st.data())
def test_what_is_open_has_the_best_value_that_the_decisions_leave(
    model: LinearModel, data: st.DataObject
) -> None:
    boxes = Boxes(model)
    fixed: dict[int, int] = {}
    for column in range(len(model.cost)):
        if data.draw(st.booleans()):
            fixed[column] = data.draw(st.integers(model.lower[column], model.upper[column]))
            boxes.lower[column] = boxes.upper[column] = fixed[column]
    part = boxes.open_part()
    assert {int(place) for place in part.places}.isdisjoint(fixed)
    assert best_of(part.model) == best_of(model, fixed)


def test_values_of_what_is_open_are_filled_up_with_what_is_known() -> None:
    model = LinearModel([1, 2, 4], [0, 0, 0], [1, 3, 1], offset=5)
    model.add_row([(0, 1), (1, 1), (2, 1)], 3, 4)
    boxes = Boxes(model)
    before = boxes.copy()
    boxes.lower[1] = boxes.upper[1] = 2
    part = boxes.open_part()
    assert (part.model.offset, part.model.cost) == (9, [1, 4])
    assert (part.model.row_lower, part.model.row_upper) == ([1], [2])
    assert part.whole((1.0, 0.0)) == [1.0, 2.0, 0.0]
    assert keeps(model, map(int, part.whole((1.0, 0.0))))
    assert part.part((1, 2, 0)) == [1.0, 0.0]
    boxes.back_to(before)
    assert boxes.open_part().places.size == 3
    assert model.lower == [0, 0, 0]


def test_a_row_that_nothing_open_can_mend_stays() -> None:
    model = LinearModel([0, 0], [0, 0], [1, 1])
    model.add_row([(0, 1)], 1, None)
    model.add_row([(0, 1)], None, 1)
    boxes = Boxes(model)
    boxes.upper[0] = 0
    part = boxes.open_part().model
    assert part.rows == 1
    assert part.row_lower == [1]
