"""Numbers are read exactly, with decimal point or comma."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.tables.amounts import (
    number_text,
    read_above_zero,
    read_amount,
    read_money,
    read_not_negative,
    whole,
)
from wfm.tables.cells import Cell, Reader, UnreadableCellError


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0.5", Fraction(1, 2)),
        ("0,5", Fraction(1, 2)),
        (",5", Fraction(1, 2)),
        ("-0.1638", Fraction(-1638, 10_000)),
        ("\u22120,5", Fraction(-1, 2)),
        ("+3", Fraction(3)),
        ("1/3", Fraction(1, 3)),
        (0.1, Fraction(1, 10)),
        (0.1 + 0.2, Fraction(3, 10)),
        (3, Fraction(3)),
        (Decimal("2.4246"), Fraction(24246, 10_000)),
    ],
)
def test_a_number_is_read_exactly(cell: Cell, number: Fraction) -> None:
    assert read_amount(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "a",
        "1e5",
        "1,234.5",
        "1 2",
        "1/0",
        "--1",
        "½",
        "٣",
        "9" * 400,
        "nan",
        float("nan"),
        float("inf"),
        1e300,
        Decimal("1e400000"),
        Decimal("1e-400000"),
        Decimal("nan"),
        10**50,
        True,
    ],
)
def test_what_is_no_modest_number_is_refused(cell: Cell) -> None:
    for read in (read_amount, read_money, whole()):
        with pytest.raises(UnreadableCellError):
            read(cell)


@pytest.mark.parametrize(
    "cell", ["319094", "319.094", "319,094", "319 094", "319\u00a0094", 319094.0, 319094]
)
def test_citizens_may_be_written_with_thousands_apart(cell: Cell) -> None:
    assert whole(0, 10**9, grouped=True)(cell) == 319094


@pytest.mark.parametrize("cell", ["319.09", "3190.094", "319.094,5", "319,094.000", "47156,5"])
def test_thousands_that_are_not_in_threes_are_refused(cell: Cell) -> None:
    with pytest.raises(UnreadableCellError):
        whole(0, 10**9, grouped=True)(cell)


@pytest.mark.parametrize("cell", ["3", "3.0", "3,0", 3.0, 3])
def test_a_whole_number_may_have_a_decimal_point(cell: Cell) -> None:
    assert whole()(cell) == 3


def test_a_whole_number_keeps_to_its_ends() -> None:
    read = whole(1, 5)
    assert [read("1"), read("5")] == [1, 5]
    for beyond in ("0", "6", "-1"):
        with pytest.raises(UnreadableCellError) as refused:
            read(beyond)
        assert str(refused.value.expected) == "a whole number from 1 to 5"


@pytest.mark.parametrize(
    ("read", "least", "below"),
    [(read_above_zero, "0.0001", "0"), (read_not_negative, "0", "-0.0001"), (read_money, "0", "-0.01")],
)
def test_a_limited_number_is_refused_just_below_its_limit(read: Reader, least: str, below: str) -> None:
    assert read(least) == Fraction(least)
    with pytest.raises(UnreadableCellError):
        read(below)


def test_money_is_exact_and_no_ratio() -> None:
    assert read_money("2,4246") == Decimal("2.4246")
    assert read_money(0.1) == Decimal("0.1")
    with pytest.raises(UnreadableCellError):
        read_money("1/3")


@given(st.fractions(-1_000_000, 1_000_000, max_denominator=1_000_000))
def test_every_number_is_read_back_as_it_was_written(number: Fraction) -> None:
    assert read_amount(number_text(number)) == number


@given(st.decimals(-(10**14), 10**14, places=10))
def test_a_number_with_decimals_is_written_as_a_decimal(number: Decimal) -> None:
    text = number_text(number)
    assert "/" not in text
    assert Fraction(text) == Fraction(number)
