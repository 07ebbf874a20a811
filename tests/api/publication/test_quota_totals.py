from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from api.publication.quota_totals import totals
from tests import builders
from tests.api.publications import publication_of
from tests.api.showcase import showcase
from wfm.quota_table import carry_over_columns, quota_table
from wfm.roster import Roster

FIGURES = st.fractions(-3, 3, max_denominator=7)


@given(st.lists(st.tuples(st.integers(1, 50), FIGURES, st.booleans()), min_size=1, max_size=6))
def test_written_carry_overs_sum_alike_and_lie_within_a_last_place(
    towns: list[tuple[int, Fraction, bool]],
) -> None:
    told = [
        builders.municipality(str(n), population, carry_over=owed, staffing=staffs or n == 1)
        for n, (population, owed, staffs) in enumerate(towns, 1)
    ]
    told[0] = builders.municipality("1", 50)
    rows = quota_table(builders.plan(told, ("1-1",)), Roster())
    ways = [[row.municipality.carry_over for row in rows], [row.carry_over_out for row in rows]]
    for column, exact in zip(carry_over_columns(rows), ways, strict=True):
        for row, figure in zip(rows, exact, strict=True):
            assert abs(Fraction(column[row.municipality.code]) - figure) < Fraction(1, 10_000)
        assert abs(Fraction(sum(column.values(), Decimal(0))) - sum(exact)) <= Fraction(1, 10_000)


def test_what_passes_on_unchanged_looks_unchanged() -> None:
    town = builders.municipality("2", staffing=False, carry_over=Fraction(1, 3))
    rows = publication_of(builders.plan((builders.municipality("1"), town), ("1-1",)), Roster()).quota_table
    carried_in, carried_out = carry_over_columns(rows)
    assert carried_in[town.code] == carried_out[town.code] == Decimal("0.3333")


def test_the_last_row_sums_up_what_is_written_above_it() -> None:
    rows = showcase().quota_table
    summed = totals(rows)
    assert (summed.population, summed.target) == (450, 18)
    assert summed.share == 1
    assert summed.deviation == summed.assigned - 18
    assert summed.net == summed.price - summed.credit == sum(row.settlement.net for row in rows)
    assert summed.carried_out == summed.carried_in == 0
