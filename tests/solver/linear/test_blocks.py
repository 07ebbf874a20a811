"""Bounds by municipalities: never above the best, never below what multipliers alone prove."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.linear.blocks import (
    COARSE,
    HomeBlock,
    blocks_of,
    certify_by_blocks,
    coarse,
    least_of,
    price_columns,
    prove_by_blocks,
)
from solver.linear.certificate import prove_bound
from solver.linear.model import LinearModel
from tests.examples import examples
from tests.solver.linear.linear_models import best_of, linear_models
from wfm.finding import Level
from wfm.ids import MunicipalityCode

A, B = MunicipalityCode("1"), MunicipalityCode("2")


def columns_in(model: LinearModel, row: int) -> set[int]:
    return set(model.columns[model.starts[row] : model.starts[row + 1]])


@settings(max_examples=examples(150), deadline=None)
@given(linear_models(), st.data())
def test_no_multipliers_prove_more_than_the_best_and_blocks_never_less(
    model: LinearModel, data: st.DataObject
) -> None:
    homes = {
        column: data.draw(st.sampled_from((A, B)))
        for column in range(len(model.cost))
        if data.draw(st.booleans())
    }
    blocks = blocks_of(model, homes)
    taken = [column for block in blocks for column in block.columns]
    assert len(taken) == len(set(taken))
    assert set(homes) <= set(taken)
    assert all(columns_in(model, row) <= set(block.columns) for block in blocks for row in block.rows)
    scaled = [data.draw(st.integers(-12, 12)) for _ in range(model.rows)]
    costs = price_columns(model, blocks, scaled, 4)
    some = [block for block in blocks if data.draw(st.booleans())]
    least = {block: value for block in some if (value := least_of(model, block, costs)) is not None}
    assert list(least) == some, "each has a point that keeps its rows"
    best = best_of(model)
    assert best is not None
    proven = prove_by_blocks(model, least, scaled, 4)
    assert prove_bound(model, scaled, 4) <= proven <= best
    lower = {block: value - 3 for block, value in least.items()}
    assert prove_by_blocks(model, lower, scaled, 4) <= proven


def two_that_share() -> tuple[LinearModel, tuple[HomeBlock, ...]]:
    """Return: each of two needs half a seat or more at cost 2, and together they take one seat at most.

    The relaxation costs 2; whole seats cost 2 each, so there is none for both, and 4 where two may be taken.
    """
    model = LinearModel([2, 2], [0, 0], [1, 1])
    model.add_row([(0, 2)], 1, None)
    model.add_row([(1, 2)], 1, None)
    model.add_row([(0, 1), (1, 1)], None, 2)
    return model, blocks_of(model, {0: A, 1: B})


def test_a_municipality_may_not_sit_by_halves() -> None:
    model, blocks = two_that_share()
    assert [block.rows for block in blocks] == [(0,), (1,)]
    duals = [1.0, 1.0, 0.0]
    assert prove_bound(model, coarse(duals), COARSE) == 2
    costs = price_columns(model, blocks, coarse(duals), COARSE)
    least = {block: least_of(model, block, costs) or 0 for block in blocks}
    assert set(least.values()) == {2 * COARSE}
    found = certify_by_blocks(model, Level.QUOTA, {}, least, duals)
    assert found.bound == best_of(model) == 4
    assert found.multipliers == ()
    assert found.blocks == ((A, 2 * COARSE), (B, 2 * COARSE))
    one = certify_by_blocks(model, Level.QUOTA, {}, {blocks[0]: 2 * COARSE}, duals)
    assert (one.bound, one.multipliers) == (3, ((1, COARSE),))


def test_a_part_without_any_point_has_no_least_value() -> None:
    model = LinearModel([1], [0], [1])
    model.add_row([(0, 2)], 1, 1)
    (block,) = blocks_of(model, {0: A})
    assert least_of(model, block, [1]) is None


def test_what_is_derived_of_one_municipality_alone_is_its_own_and_what_links_is_nobodys() -> None:
    model = LinearModel([0] * 5, [0] * 5, [9] * 5)
    model.add_row([(0, 1), (1, 1)], None, 1)  # links
    model.add_row([(3, 1), (2, -1)], 0, 0)  # derived of what the next row derives
    model.add_row([(0, 1), (2, -1)], 0, 0)
    model.add_row([(4, 1)], 0, None)  # of nobody
    blocks = blocks_of(model, {0: A, 1: B})
    assert blocks == (HomeBlock(A, (0, 2, 3), (1, 2)), HomeBlock(B, (1,), ()))
    assert prove_by_blocks(model, {}, [0] * 4, 1) == 0
