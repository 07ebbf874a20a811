"""Seat by seat where it saves most is as good as any way to spread them, tried one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.demand.erlang import erlang_a
from wfm.demand.seat_spread import spread_seats

LOADS = st.lists(st.floats(0, 6), min_size=1, max_size=4)


def abandoned_by(loads: list[float]) -> list[list[float]]:
    return [
        (load * erlang_a(load / 300, 300, np.arange(8), patience=120, within=20).abandoned).tolist()
        for load in loads
    ]


@settings(max_examples=60, deadline=None)
@given(LOADS, st.integers(0, 10), st.integers(0, 2), st.integers(2, 6))
def test_no_other_spread_loses_fewer_calls(loads: list[float], more: int, least: int, most: int) -> None:
    lost = abandoned_by(loads)
    seats = least * len(loads) + more

    def total(given_seats: tuple[int, ...] | list[int]) -> float:
        return sum(lost[place][number] for place, number in enumerate(given_seats))

    found = spread_seats(
        seats, [least] * len(loads), [most] * len(loads), lambda place, number: lost[place][number]
    )
    assert all(least <= number <= most for number in found)
    assert sum(found) == min(seats, most * len(loads))
    others = (one for one in product(range(least, most + 1), repeat=len(loads)) if sum(one) == sum(found))
    assert total(found) <= min(map(total, others)) + 1e-9


def test_equal_shifts_get_seats_in_their_order() -> None:
    lost = abandoned_by([2.0, 2.0, 2.0])
    found = spread_seats(5, [1] * 3, [9] * 3, lambda place, number: lost[place][number])
    assert found == [2, 2, 1]


def test_by_service_level_one_seat_at_a_time_goes_wrong() -> None:
    """Where service level is what is to be had, the first agent brings next to nothing, and none is given."""
    level = [[0, 0.05, 0.6, 0.9], [0, 0.3, 0.5, 0.6]]  # two shifts, two seats to give
    greedy = spread_seats(2, [0, 0], [3, 3], lambda place, number: 1 - level[place][number])
    assert greedy == [0, 2]
    assert level[0][2] + level[1][0] > level[0][0] + level[1][2]
