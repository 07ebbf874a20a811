"""Payback: the year, the time within it, never, and again below."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wfm.books.cases import citizen
from wfm.books.business_case import BusinessCase
from wfm.books.case_figures import CaseFigures
from wfm.books.payback import Payback, find_payback

EFFECTS = st.lists(st.integers(-50, 50).map(Fraction), min_size=1, max_size=8)


def effects(*amounts: int) -> list[Fraction]:
    return list(map(Fraction, amounts))


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ((-100, 400), Payback(2, Fraction(5, 4))),
        ((-100, 100), Payback(2, Fraction(2))),
        ((-100, 99), None),
        ((0, 0), None),
        ((), None),
        ((0, 450), Payback(2, Fraction(1), owed=False)),  # a year without effect has paid nothing back
        ((100, -50), Payback(1, Fraction(0), owed=False)),
        ((-100, 0, 100), Payback(3, Fraction(3))),
        ((-100, 150, -100, 100), Payback(2, Fraction(5, 3), relapse=3)),
    ],
)
def test_it_is_found_with_the_time_within_its_year(amounts: tuple[int, ...], found: Payback | None) -> None:
    assert find_payback(effects(*amounts)) == found


@given(EFFECTS)
def test_what_accumulates_is_0_at_that_time(amounts: list[Fraction]) -> None:
    found = find_payback(amounts)
    sums = list(accumulate(amounts))
    if found is None:
        assert all(sum_ < 0 or not any(amounts[: place + 1]) for place, sum_ in enumerate(sums))
        return
    assert found.year - 1 <= found.years <= found.year
    before = sums[found.year - 2] if found.year > 1 else Fraction(0)
    assert before + (found.years - (found.year - 1)) * amounts[found.year - 1] == 0
    assert sums[found.year - 1] >= 0


@given(EFFECTS, st.integers(1, 10**6))
def test_the_currency_does_not_matter(amounts: list[Fraction], factor: int) -> None:
    assert find_payback([amount * factor for amount in amounts]) == find_payback(amounts)


PROPOSALS = {
    # Year printed as "Tilbagebetalingstid (Break Even)", gains and costs of 2016-2019 in 1,000 kr., and what
    # lasts beyond them.
    "Styrket Borgerkontakt": (6, "337.5 1012.5 1687.5 2362.5 2700 2700", "2350 2150 2150 2150 0 0"),
    "Digital kommunikation": (2, "1250 1700 1700 1700 1700 1700", "1250 1250 250 250 250 250"),
    "SMARTbetaling": (6, "2550 4600 6500 6500 6500 6500", "9005 6470 4600 3475 3075 3075"),
    "Skærmkommunikation": (5, "400 1636 3272 3272 3272 3272", "1600 3258 1916 1766 1766 1766"),
}
PRINTED_EFFECTS = {
    "Styrket Borgerkontakt": (-2013, -1138, -463, 213),
    "Digital kommunikation": (0, 450, 1450, 1450),
    "SMARTbetaling": (-6455, -1870, 1900, 3025),
    "Skærmkommunikation": (-1200, -1622, 1356, 1506),
}


def proposal(name: str) -> BusinessCase:
    return citizen(*PROPOSALS[name][1:])


@pytest.mark.parametrize("name", PROPOSALS)
def test_each_proposals_printed_flow_of_money_is_its_effect(name: str) -> None:
    effect = CaseFigures(proposal(name)).effect[:4]
    halves_up = tuple(int(abs(one) + Fraction(1, 2)) * (1 if one >= 0 else -1) for one in effect)
    assert halves_up == PRINTED_EFFECTS[name]


@pytest.mark.parametrize("name", PROPOSALS)
@pytest.mark.parametrize("rate", ["0.01", "0.04", "0.07"])
def test_each_printed_break_even_is_the_discounted_one(name: str, rate: str) -> None:
    """The proposals name no rate; with any usual one all four come out as printed."""
    figures = CaseFigures(replace(proposal(name), discount_rate=Fraction(rate)))
    assert figures.discounted_payback is not None
    assert figures.discounted_payback.year == PROPOSALS[name][0]


def test_without_discount_two_break_evens_would_be_a_year_earlier() -> None:
    years = {name: getattr(CaseFigures(proposal(name)).payback, "year", None) for name in PROPOSALS}
    assert years == {
        "Styrket Borgerkontakt": 6,
        "Digital kommunikation": 2,
        "SMARTbetaling": 5,
        "Skærmkommunikation": 4,
    }
