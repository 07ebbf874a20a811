"""Apportionment: what each method promises, floors, ties, errors."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm import apportion
from wfm.apportionment import Method

DIVISORS = (Method.SAINTE_LAGUE, Method.DHONDT, Method.HUNTINGTON_HILL)

Weights = dict[str, int | Fraction]


# --- what every method promises --------------------------------------------------------------

keys = st.sampled_from(["2", "10", "101", "825", "a", "b", "Læsø"])
sizes = st.one_of(
    st.integers(0, 12), st.integers(0, 10**7), st.fractions(0, 50, max_denominator=60)
)  # the small ones tie often
weighed = st.dictionaries(keys, sizes, min_size=1).filter(lambda weights: any(weights.values()))
methods = st.sampled_from(sorted(Method))
divisors = st.sampled_from(DIVISORS)
numbers = st.integers(0, 40)


@st.composite
def floored(draw: st.DrawFn) -> tuple[Weights, int, dict[str, int]]:
    """Draw weights, seats and floors that fit."""
    weights = draw(weighed)
    floors = {key: draw(st.integers(0, 4)) for key in weights if draw(st.booleans())}
    return weights, sum(floors.values()) + draw(numbers), floors


@given(floored(), methods)
def test_the_seats_sum_up_and_no_floor_is_undercut(
    question: tuple[Weights, int, dict[str, int]], method: str
) -> None:
    weights, seats, floors = question
    given_seats = apportion(weights, seats, method, floors)
    assert sum(given_seats.values()) == seats
    assert list(given_seats) == list(weights)
    assert all(given_seats[key] >= least for key, least in floors.items())


@given(floored(), methods, st.randoms(use_true_random=False))
def test_the_order_of_the_keys_changes_nothing(
    question: tuple[Weights, int, dict[str, int]], method: str, chance: Random
) -> None:
    weights, seats, floors = question
    shuffled = list(weights.items())
    chance.shuffle(shuffled)
    assert apportion(dict(shuffled), seats, method, floors) == apportion(weights, seats, method, floors)


@given(floored(), methods, st.fractions(Fraction(1, 1000), 1000))
def test_weights_count_only_in_proportion(
    question: tuple[Weights, int, dict[str, int]], method: str, factor: Fraction
) -> None:
    weights, seats, floors = question
    scaled = {key: weight * factor for key, weight in weights.items()}
    assert apportion(scaled, seats, method, floors) == apportion(weights, seats, method, floors)


@given(weighed, numbers, methods)
def test_a_larger_weight_never_gets_fewer_seats(weights: Weights, seats: int, method: str) -> None:
    given_seats = apportion(weights, seats, method)
    ordered = sorted(weights, key=lambda key: weights[key])
    for lighter, heavier in pairwise(ordered):
        if weights[lighter] < weights[heavier]:
            assert given_seats[lighter] <= given_seats[heavier]


@given(weighed, numbers, methods)
def test_no_weight_no_seat(weights: Weights, seats: int, method: str) -> None:
    given_seats = apportion(weights, seats, method)
    assert not any(number for key, number in given_seats.items() if not weights[key])


# --- largest remainder -----------------------------------------------------------------------


@given(weighed, numbers)
def test_largest_remainder_keeps_quota(weights: Weights, seats: int) -> None:
    total = sum(map(Fraction, weights.values()))
    for key, number in apportion(weights, seats).items():
        share = Fraction(weights[key]) * seats / total
        assert floor(share) <= number <= ceil(share)


@given(floored())
def test_under_floors_some_are_pinned_to_theirs_and_the_others_keep_quota_in_the_rest(
    question: tuple[Weights, int, dict[str, int]],
) -> None:
    weights, seats, floors = question
    given_seats = apportion(weights, seats, "largest_remainder", floors)
    least = {key: floors.get(key, 0) for key in weights}

    def need(key: str) -> tuple[bool, Fraction]:
        """Order by floor ÷ weight: who needs the most for the weight is pinned first."""
        weight = Fraction(weights[key])
        return (
            (True, Fraction(0))
            if least[key] and not weight
            else (False, least[key] / (weight or Fraction(1)))
        )

    def holds(pinned: list[str]) -> bool:
        sharing = [key for key in weights if key not in pinned]
        total = sum(Fraction(weights[key]) for key in sharing)
        if not total or any(given_seats[key] != least[key] for key in pinned):
            return False
        rest = seats - sum(least[key] for key in pinned)
        shares = {key: Fraction(weights[key]) * rest / total for key in sharing}
        return all(
            share >= least[key] and floor(share) <= given_seats[key] <= ceil(share)
            for key, share in shares.items()
        )

    order = sorted(weights, key=need, reverse=True)
    assert any(holds(order[:number]) for number in range(len(order)))


def test_floors_are_repeated_until_no_share_lies_below() -> None:
    # Shares of 10: a 6, b 2.5, c 1, d 0.5. d lies below its 2 and gets it; of the 8 that remain
    # c's share is 8 * 10/95 = 0.84, below its 1: it gets 1; of 7, a has 4.94 and b 2.06.
    weights = {"a": 60, "b": 25, "c": 10, "d": 5}
    assert apportion(weights, 10, floors={"d": 2, "c": 1}) == {"a": 5, "b": 2, "c": 1, "d": 2}


def test_a_share_that_just_reaches_its_floor_still_takes_part_in_the_sharing() -> None:
    # Shares of 5: a 3.5, b 1.5. b's floor of 1 does not bind; of the equal remainders a's counts first.
    assert apportion({"a": 7, "b": 3}, 5, floors={"b": 1}) == {"a": 4, "b": 1}
    # With a floor of 2 b lies below, gets 2, and a the rest.
    assert apportion({"a": 7, "b": 3}, 5, floors={"b": 2}) == {"a": 3, "b": 2}


def test_floors_that_take_all_seats_leave_nothing_to_share() -> None:
    assert apportion({"a": 99, "b": 1}, 4, floors={"a": 1, "b": 3}) == {"a": 1, "b": 3}
    assert apportion({"a": 1, "b": 0}, 3, floors={"b": 3}) == {"a": 0, "b": 3}


def test_largest_remainder_knows_the_alabama_paradox() -> None:
    # Shares of 10: 4.29, 4.29, 1.43; of 11: 4.71, 4.71, 1.57: one seat more in all, one less for c.
    weights = {"a": 6, "b": 6, "c": 2}
    assert apportion(weights, 10) == {"a": 4, "b": 4, "c": 2}
    assert apportion(weights, 11) == {"a": 5, "b": 5, "c": 1}


# --- divisor methods -------------------------------------------------------------------------


@given(floored(), divisors)
def test_one_seat_more_takes_from_nobody(question: tuple[Weights, int, dict[str, int]], method: str) -> None:
    weights, seats, floors = question
    before = apportion(weights, seats, method, floors)
    after = apportion(weights, seats + 1, method, floors)
    assert all(after[key] >= number for key, number in before.items())


def divisor(method: str, number: int) -> Fraction:
    """Return the square of the divisor of the seat that follows on `number` seats, up to a factor."""
    if method == Method.HUNTINGTON_HILL:
        return Fraction(number * (number + 1))
    return Fraction(2 * number + 1 if method == Method.SAINTE_LAGUE else number + 1) ** 2


@given(floored(), divisors)
def test_no_seat_would_be_better_placed_elsewhere(
    question: tuple[Weights, int, dict[str, int]], method: str
) -> None:
    """Min-max: weight ÷ divisor of each seat given is at least that of the next seat of everybody else."""
    weights, seats, floors = question
    given_seats = apportion(weights, seats, method, floors)
    for taker, number in given_seats.items():
        if number == floors.get(taker, 0):
            continue
        for other, others in given_seats.items():
            # Cross-multiplied, so that the first seat's divisor may be 0.
            last, following = divisor(method, number - 1), divisor(method, others)
            assert Fraction(weights[taker]) ** 2 * following >= Fraction(weights[other]) ** 2 * last


def test_floors_are_where_the_divisor_methods_start() -> None:
    # D'Hondt, 7 seats, c starts with 2 (next: 5/3 = 1.7); the five others go to
    # a 60, a 30, b 25, a 20, a 15.
    weights = {"a": 60, "b": 25, "c": 5}
    assert apportion(weights, 7, "dhondt", {"c": 2}) == {"a": 4, "b": 1, "c": 2}
    # Sainte-Laguë: a 60, b 25, a 20, a 12, and a 60/7 = 8.6 before b 25/3 = 8.3.
    assert apportion(weights, 7, "sainte_lague", {"c": 2}) == {"a": 4, "b": 1, "c": 2}


@given(weighed, st.integers(0, 40))
def test_huntington_hill_gives_every_positive_weight_a_first_seat(weights: Weights, more: int) -> None:
    positive = [key for key, weight in weights.items() if weight]
    given_seats = apportion(weights, len(positive) + more, "huntington_hill")
    assert all(given_seats[key] >= 1 for key in positive)


def test_where_first_seats_are_too_few_the_larger_weights_come_first() -> None:
    weights = {"a": 5, "b": 9, "c": 7, "d": 0}
    assert apportion(weights, 2, "huntington_hill") == {"a": 0, "b": 1, "c": 1, "d": 0}
    assert apportion(weights, 3, "huntington_hill") == {"a": 1, "b": 1, "c": 1, "d": 0}


def test_a_floor_is_a_first_seat_and_a_larger_floor_more_than_that() -> None:
    # a starts with 2; b's and c's first seats come before all else, then 100 ÷ √2 for b.
    weights = {"a": 1, "b": 100, "c": 2}
    assert apportion(weights, 3, "huntington_hill", {"a": 2}) == {"a": 2, "b": 1, "c": 0}
    assert apportion(weights, 5, "huntington_hill", {"a": 2}) == {"a": 2, "b": 2, "c": 1}


# --- ties ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", sorted(Method))
def test_a_tie_of_equal_weights_goes_to_the_smaller_key_as_a_number(method: str) -> None:
    assert apportion({"10": 5, "9": 5}, 1, method) == {"10": 0, "9": 1}
    assert apportion({"10": 5, "9": 5}, 3, method) == {"10": 1, "9": 2}


def test_a_key_that_is_no_number_comes_after_those_that_are_and_in_order_of_text() -> None:
    assert apportion({"b": 1, "a": 1, "851": 1}, 1) == {"b": 0, "a": 0, "851": 1}
    assert apportion({"b": 1, "a": 1}, 1) == {"b": 0, "a": 1}


def test_keys_need_not_be_text() -> None:
    assert apportion({10: 5, 9: 5}, 1) == {10: 0, 9: 1}


def test_a_tie_of_different_weights_goes_to_the_larger_one() -> None:
    # Largest remainder: 1.5 and 0.5. D'Hondt, second seat: 6/2 = 3/1. Sainte-Laguë: 6/3 = 2/1.
    # Huntington-Hill, tenth seat: 6²/(8*9) = 1²/(1*2), one's ninth against the other's second.
    assert apportion({"1": 1, "2": 3}, 2) == {"1": 0, "2": 2}
    assert apportion({"1": 3, "2": 6}, 2, "dhondt") == {"1": 0, "2": 2}
    assert apportion({"1": 2, "2": 6}, 2, "sainte_lague") == {"1": 0, "2": 2}
    assert apportion({"1": 1, "2": 6}, 10, "huntington_hill") == {"1": 1, "2": 9}


def test_the_caller_may_say_what_comes_first_in_a_tie() -> None:
    assert apportion({"1": 5, "2": 5}, 1, precedence={"1": 10, "2": 11}) == {"1": 0, "2": 1}
    assert apportion({"1": 1, "2": 3}, 2, precedence={"1": 9, "2": 8}) == {"1": 1, "2": 1}


def test_a_difference_that_floating_point_cannot_see_decides() -> None:
    huge = 10**18
    for method in sorted(Method):
        assert apportion({"1": huge, "2": huge + 1}, 1, method) == {"1": 0, "2": 1}
    thirds: Weights = {"1": Fraction(1, 3), "2": Fraction(1, 3) + Fraction(1, 10**30)}
    assert apportion(thirds, 3) == {"1": 1, "2": 2}


# --- errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weights", "seats", "method", "floors", "said"),
    [
        ({"a": 1}, -1, "dhondt", {}, "negative"),
        ({"a": -1, "b": 2}, 1, "dhondt", {}, "negative"),
        ({"a": 1}, 1, "dhondt", {"a": -1}, "negative"),
        ({"a": 1}, 1, "dhondt", {"a": 2}, "floors ask for 2 of 1"),
        ({"a": 1}, 1, "dhondt", {"b": 1}, "unknown keys: \\['b'\\]"),
        ({"a": 0}, 1, "dhondt", {}, "no weight is above 0"),
        ({}, 0, "dhondt", {}, "no weight is above 0"),
        ({"a": 1}, 1, "adams", {}, "adams"),
    ],
)
def test_a_question_without_answer_is_an_error(
    weights: Weights, seats: int, method: str, floors: dict[str, int], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        apportion(weights, seats, method, floors)


def test_floors_that_just_fit_are_no_error() -> None:
    assert apportion({"a": 1}, 2, "dhondt", {"a": 2}) == {"a": 2}


def test_no_seats_is_an_answer_too() -> None:
    assert apportion({"a": 1, "b": 2}, 0) == {"a": 0, "b": 0}
