"""What follows from a case: totals, parts whose sums agree, and an order of items that does not matter."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.wfm.books.cases import case, item
from wfm.books.business_case import BusinessCase, CaseLine, ItemKind, PrintedLine
from wfm.books.case_figures import NOBODY, CaseFigures
from wfm.books.distribution_key import split
from wfm.books.printed_check import find_differences, find_uncounted, payback_agrees

YEARS = 3
KEYS = {"a": {"165": 3, "161": 1, "9": 0}, "b": {"167": 1, "165": 2}}
ITEMS = st.builds(
    lambda side, area, amounts, key, counted: item(
        side, "x", *(f"{amount}/100" for amount in amounts), key=key, area=area, counted=counted
    ),
    st.sampled_from(["gain", "cost"]),
    st.sampled_from(["", "Teknik", "Drift"]),
    st.lists(st.integers(-(10**6), 10**8), min_size=YEARS, max_size=YEARS),
    st.sampled_from(["a", "b", None]),
    st.booleans(),
)
CASES = st.lists(ITEMS, min_size=1, max_size=6).map(lambda items: case(*items, keys=KEYS, rate="0.04"))


@given(CASES)
def test_parts_sum_to_the_totals_to_the_last_place(one: BusinessCase) -> None:
    figures = CaseFigures(one)
    parts = figures.parts.values()
    for year in range(YEARS):
        assert sum((part.gains[year] for part in parts), Decimal(0)) == figures.gains[year]
        assert sum((part.costs[year] for part in parts), Decimal(0)) == figures.costs[year]
        assert sum((part.effect[year] for part in parts), Decimal(0)) == figures.effect[year]


@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(one: BusinessCase, chance: object) -> None:
    items = list(one.items)
    chance.shuffle(items)  # type: ignore[attr-defined]
    figures, others = CaseFigures(one), CaseFigures(replace(one, items=tuple(items)))
    assert figures.effect == others.effect
    assert figures.parts == others.parts
    assert figures.present_value == others.present_value
    assert figures.payback == others.payback


@given(CASES)
def test_areas_sum_to_their_side(one: BusinessCase) -> None:
    figures = CaseFigures(one)
    for side in ItemKind:
        areas = [figures.total(side, area) for area in figures.areas(side)]
        assert tuple(map(sum, zip(*areas, strict=True))) == (figures.total(side) if areas else ())


def test_what_is_under_one_key_is_shared_as_split_does() -> None:
    one = case(item("gain", "x", "1000.01", "2", "3", key="a"), keys=KEYS)
    parts = CaseFigures(one).parts
    given_ = split(Decimal("1000.01"), one.keys["a"])
    assert {partner: part.gains[0] for partner, part in parts.items() if part.gains[0]} == {
        partner: amount for partner, amount in given_.items() if amount
    }


def test_what_has_no_key_stands_by_itself() -> None:
    one = case(item("gain", "x", 100, 0, 0), item("cost", "y", 40, 0, 0, key="a"), keys=KEYS)
    figures = CaseFigures(one)
    assert figures.parts[NOBODY].gains[0] == 100
    assert figures.parts["165"].effect[0] == -30
    assert NOBODY not in CaseFigures(case(item("gain", "x", 1, key="a"), keys=KEYS)).parts


def test_what_accumulates_and_what_it_is_worth_in_the_first_year() -> None:
    one = case(item("gain", "g", 0, 110, 121), item("cost", "c", 100, 0, 0), rate="0.1")
    figures = CaseFigures(one)
    assert list(map(int, figures.effect)) == [-100, 110, 121]
    assert list(map(int, figures.accumulated)) == [-100, 10, 131]
    assert list(map(str, figures.discounted)) == ["-100", "100", "100"]
    assert figures.present_value == 100
    assert CaseFigures(replace(one, discount_first_year=True)).present_value == Fraction(100) / Fraction(
        "1.1"
    )
    assert CaseFigures(replace(one, discount_rate=Fraction(0))).present_value == figures.accumulated[-1]


def test_an_item_that_is_not_counted_is_told_with_what_it_would_change() -> None:
    one = case(item("cost", "c", 10, 5), item("cost", "Buffer", 3, 0, counted=False))
    assert list(map(int, CaseFigures(one).costs)) == [10, 5]
    assert list(map(int, CaseFigures(one, every=True).costs)) == [13, 5]
    (found,) = find_uncounted(one)
    assert (found.item.name, found.year, int(found.without), int(found.instead)) == ("Buffer", 1, 10, 13)


def test_printed_figures_are_compared_as_they_are_rounded() -> None:
    printed = (
        PrintedLine(CaseLine.GAIN, (Fraction(338), None), unit=1000),
        PrintedLine(CaseLine.EFFECT, (Fraction(-2013), Fraction(1)), unit=1000),
        PrintedLine(CaseLine.GAIN, (Fraction("56.33"), None), partner="165", unit=1000, decimals=2),
    )
    one = case(
        item("gain", "g", 337_500, 0, key="six"),
        item("cost", "c", 2_350_000, 0),
        keys={"six": dict.fromkeys(("165", "2", "3", "4", "5", "6"), 1)},
    )
    found = find_differences(CaseFigures(replace(one, printed=printed)))
    assert [(str(d.figure), str(d.computed), str(d.difference)) for d in found] == [
        ("1", "0", "1"),
        ("56.33", "56.25", "0.08"),
    ]
    assert found[1].printed.partner == "165"


def test_a_printed_payback_is_the_plain_or_the_discounted_one_or_wrong() -> None:
    one = case(item("gain", "g", 0, 101, 50), item("cost", "c", 100, 0, 0), rate="0.04")
    figures = CaseFigures(one)
    assert (figures.payback and figures.payback.year) == 2
    assert (figures.discounted_payback and figures.discounted_payback.year) == 3
    agrees = [payback_agrees(CaseFigures(replace(one, printed_payback=year))) for year in (None, 1, 2, 3)]
    assert agrees == [None, False, True, True]
