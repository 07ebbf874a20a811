"""Distribution keys: sums kept, order and scale of no matter, the tables of the sources."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wfm.books.printed_tables import LICENCES, POSTS, STAFF, STAFF_SUMS, TABLES, PrintedSplit
from wfm.books.distribution_key import DistributionKey, equal_key, mix_keys, round_parts, split
from wfm.ids import code_order

WEIGHTS = st.dictionaries(
    st.sampled_from(["165", "161", "9", "KFF", "ØKF", "1000"]),
    st.fractions(min_value=0, max_value=10**6, max_denominator=100),
    min_size=1,
).filter(lambda weights: any(weights.values()))
KEYS = WEIGHTS.map(lambda weights: DistributionKey("k", weights))
ORE = st.integers(-(10**9), 10**9).map(lambda ore: Decimal(ore).scaleb(-2))


def key_of(weights: dict[str, str]) -> DistributionKey:
    return DistributionKey("k", {partner: Fraction(weight) for partner, weight in weights.items()})


@given(ORE, KEYS)
def test_parts_sum_to_the_amount_and_lie_beside_the_exact_share(
    amount: Decimal, key: DistributionKey
) -> None:
    parts = split(amount, key)
    assert sum(parts.values(), Decimal(0)) == amount
    assert list(parts) == list(key.weights)
    for partner, part in parts.items():
        assert abs(Fraction(part) - key.shares[partner] * Fraction(amount)) < Fraction(1, 100)
        assert (key.weights[partner] > 0) or part == 0


@given(ORE, KEYS)
def test_a_negative_amount_is_the_positive_one_with_the_other_sign(
    amount: Decimal, key: DistributionKey
) -> None:
    assert split(-amount, key) == {partner: -part for partner, part in split(amount, key).items()}


@given(ORE, KEYS, st.randoms(use_true_random=False), st.fractions(min_value=Fraction(1, 99), max_value=99))
def test_neither_the_order_nor_the_scale_of_weights_matters(
    amount: Decimal, key: DistributionKey, chance: object, scale: Fraction
) -> None:
    pairs = list(key.weights.items())
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    other = DistributionKey("k", {partner: weight * scale for partner, weight in pairs})
    assert split(amount, other) == split(amount, key)


@given(ORE, KEYS)
def test_parts_rounded_together_are_those_of_the_one_key(amount: Decimal, key: DistributionKey) -> None:
    exact = {partner: share * Fraction(amount) for partner, share in key.shares.items()}
    assert round_parts(exact) == split(amount, key)


@given(KEYS, st.lists(st.fractions(min_value=Fraction(1, 9), max_value=100), min_size=1, max_size=3))
def test_a_key_mixed_with_itself_is_that_key(key: DistributionKey, parts: list[Fraction]) -> None:
    assert mix_keys("m", [(key, part) for part in parts]).shares == key.shares


@given(KEYS, KEYS, st.integers(1, 99))
def test_a_mixture_lies_between_its_keys(one: DistributionKey, other: DistributionKey, percent: int) -> None:
    mixed = mix_keys("m", [(one, Fraction(percent)), (other, Fraction(100 - percent))])
    assert sum(mixed.shares.values()) == 1
    for partner, share in mixed.shares.items():
        ends = one.shares.get(partner, Fraction(0)), other.shares.get(partner, Fraction(0))
        assert min(ends) <= share <= max(ends)


def test_a_tie_goes_to_the_larger_weight_and_then_to_the_smaller_code() -> None:
    assert split(Decimal("0.01"), equal_key("k", ["1000", "9"])) == {"1000": 0, "9": Decimal("0.01")}
    # Exact shares 0.75 and 0.25 of two places: 1.5 and 0.5 both end in a half.
    parts = split(Decimal("0.02"), DistributionKey("k", {"1": Fraction(1), "2": Fraction(3)}))
    assert parts == {"1": 0, "2": Decimal("0.02")}
    assert sorted(["1000", "KFF", "9"], key=code_order) == ["9", "1000", "KFF"]


@pytest.mark.parametrize("weights", [{}, {"1": Fraction(0)}, {"1": Fraction(-1), "2": Fraction(3)}])
def test_weights_that_share_nothing_are_refused(weights: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match="weight"):
        DistributionKey("k", weights)


def test_an_amount_has_no_more_decimals_than_its_parts() -> None:
    key = equal_key("k", ["1", "2"])
    assert sum(split(Decimal("0.01"), key).values()) == Decimal("0.01")
    with pytest.raises(ValueError, match="more than 2 decimals"):
        split(Decimal("0.001"), key)
    assert split(3, key, 0) == {"1": 2, "2": 1}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_printed_table_is_what_its_key_gives_but_where_it_does_not_add_up(table: PrintedSplit) -> None:
    parts = split(Decimal(table.amount), key_of(table.key), table.decimals)
    assert {p: str(part) for p, part in parts.items() if part != Decimal(table.printed[p])} == table.ours
    assert sum(parts.values()) == Decimal(table.amount)


def test_where_printed_parts_sum_to_something_else_ours_do_not() -> None:
    off = {
        table.name: str(table.printed_sum) for table in TABLES if table.printed_sum != Decimal(table.amount)
    }
    assert off == {
        "nordjylland hours": "52.9",
        "citizen 1.3 338.00": "337.98",
        "citizen 1.3 1013.00": "1012.98",
        "citizen 1.3 1688.00": "1687.98",
        "citizen 1.3 2363.00": "2362.98",
        "citizen 2.3 2017": "1699.95",
        "citizen 4.3 running costs 2018": "1766.01",
        "citizen 4.7": "149.97",
        "borgerservice 6 wages": "13.1",
        "borgerservice 6 overhead": "2.5",
    }


def test_licences_make_the_printed_key() -> None:
    printed = {"ØKF": "7.03", "KS": "5.16", "KFF": "7.95", "BUF": "23.84", "SUF": "11.92", "SOF": "30.19"}
    printed |= {"TMF": "9.93", "BIF": "3.97"}
    shares = {partner: share * 100 for partner, share in key_of(LICENCES).shares.items()}
    for partner, percent in printed.items():
        assert abs(shares[partner] - Fraction(percent)) <= Fraction(5, 1000)
    # Each rounded by itself they sum to 99.99; rounded together Koncernservice has the last place.
    assert sum(map(Decimal, printed.values())) == Decimal("99.99")
    ours = round_parts(shares)
    assert {p: str(part) for p, part in ours.items() if part != Decimal(printed[p])} == {"KS": "5.17"}


def test_the_table_of_staff_adds_up_and_its_columns_are_keys() -> None:
    rows = {name: list(map(Decimal, figures.split())) for name, figures in STAFF.items()}
    sums = list(map(Decimal, STAFF_SUMS.split()))
    for row in rows.values():
        assert sum(row[:3]) == row[3]
    for place, total in enumerate(sums):
        column = {name: str(row[place]) for name, row in rows.items()}
        assert split(total, key_of(column), 1) == {name: row[place] for name, row in rows.items()}
    # The 43 posts that were handed over are those of the administrations alone.
    assert {name: Decimal(posts) for name, posts in POSTS.items()} == {name: rows[name][2] for name in POSTS}
    assert sum(map(Decimal, POSTS.values())) == 43
