"""Largest remainder, Sainte-Laguë, D'Hondt, Huntington-Hill: exact, floors, ties by the stated rule.

Sources: M. L. Balinski and H. P. Young, *Fair Representation* (2nd ed., 2001) for the four methods;
the project's contract for the floors and the ties.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from wfm.ids import code_order

Key = TypeVar("Key", bound=Hashable)


class Method(StrEnum):
    """How seats follow weights."""

    LARGEST_REMAINDER = "largest_remainder"
    SAINTE_LAGUE = "sainte_lague"
    DHONDT = "dhondt"
    HUNTINGTON_HILL = "huntington_hill"


def apportion(
    weights: Mapping[Key, int | Fraction],
    seats: int,
    method: str = Method.LARGEST_REMAINDER,
    floors: Mapping[Key, int] | None = None,
    *,
    precedence: Mapping[Key, int | Fraction] | None = None,
) -> dict[Key, int]:
    """Apportion whole seats in proportion to weights.

    Parameters
    ----------
    weights
        By key; at least 0, one of them above 0.
    seats
        Whole seats to give, at least 0.
    method
        One of :class:`Method`.
    floors
        Least seats by key; a key left out has 0. Their sum is at most `seats`.
    precedence
        What decides a tie, larger first, before the smaller key does; the weights if left out.

    Returns
    -------
    dict
        Seats by key, in the order of `weights`; they sum to `seats`.

    Raises
    ------
    ValueError
        For a negative weight, floor or number of seats, floors above all seats, a floor for an
        unknown key, an unknown method, or no positive weight.

    Notes
    -----
    Ties go to the larger weight (or `precedence`), then the smaller key; codes that are numbers
    are ordered as numbers. Largest remainder: keys whose exact share lies below their floor get
    the floor and the others share the rest, repeated until none lies below. The divisor methods
    start from the floors; Huntington-Hill then gives every positive weight a first seat, the
    larger weights first, since its divisor for the first seat is 0.
    """
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    least = {key: 0 for key in exact} | dict(floors or {})
    _check(exact, seats, least)
    rank = _ranking(exact, precedence)
    if Method(method) is Method.LARGEST_REMAINDER:
        given = _largest_remainder(exact, seats, least, rank)
    else:
        given = _highest_averages(exact, seats, least, rank, _PRIORITIES[Method(method)])
    return {key: given[key] for key in exact}


def _check(weights: Mapping[Key, Fraction], seats: int, floors: Mapping[Key, int]) -> None:
    if floors.keys() - weights.keys():
        raise ValueError(f"floors for unknown keys: {sorted(map(str, floors.keys() - weights.keys()))}")
    if seats < 0 or min(floors.values(), default=0) < 0 or min(weights.values(), default=Fraction(0)) < 0:
        raise ValueError("weights, seats and floors must not be negative")
    if sum(floors.values()) > seats:
        raise ValueError(f"the floors ask for {sum(floors.values())} of {seats} seats")
    if not any(weights.values()):
        raise ValueError("no weight is above 0")


def _ranking(
    weights: Mapping[Key, Fraction], precedence: Mapping[Key, int | Fraction] | None
) -> Mapping[Key, int]:
    """Return each key's place when a tie is drawn; 0 wins."""
    first = precedence or weights

    def order(key: Key) -> tuple[Fraction, Any]:
        return (-Fraction(first[key]), code_order(key) if isinstance(key, str) else key)

    return {key: place for place, key in enumerate(sorted(weights, key=order))}


def _largest_remainder(
    weights: Mapping[Key, Fraction], seats: int, floors: Mapping[Key, int], rank: Mapping[Key, int]
) -> dict[Key, int]:
    """Give whole shares, then one seat each to the largest remainders (Hamilton, Hare-Niemeyer)."""
    given: dict[Key, int] = {}
    sharing = dict(weights)
    while True:
        rest = seats - sum(given.values())
        total = sum(sharing.values(), Fraction(0))  # above 0: not all of them can lie below their floors
        shares = {key: weight * rest / total for key, weight in sharing.items()}
        below = [key for key, share in shares.items() if share < floors[key]]
        if not below:
            break
        for key in below:
            given[key] = floors[key]
            del sharing[key]
    left = rest - sum(int(share) for share in shares.values())
    by_remainder = sorted(shares, key=lambda key: (int(shares[key]) - shares[key], rank[key]))
    extra = set(by_remainder[:left])
    return given | {key: int(share) + (key in extra) for key, share in shares.items()}


def _highest_averages(
    weights: Mapping[Key, Fraction],
    seats: int,
    floors: Mapping[Key, int],
    rank: Mapping[Key, int],
    priority: Callable[[Fraction, int], tuple[int, Fraction]],
) -> dict[Key, int]:
    """Give seat after seat to the highest priority, starting from the floors."""
    given = dict(floors)
    queue: list[tuple[int, Fraction, int, Key]] = []

    def push(key: Key) -> None:
        first, value = priority(weights[key], given[key])
        heapq.heappush(queue, (-first, -value, rank[key], key))

    for key, weight in weights.items():
        if weight:
            push(key)
    for _ in range(seats - sum(given.values())):
        key = heapq.heappop(queue)[-1]
        given[key] += 1
        push(key)
    return given


def _sainte_lague(weight: Fraction, seats: int) -> tuple[int, Fraction]:
    return 0, weight / (2 * seats + 1)


def _dhondt(weight: Fraction, seats: int) -> tuple[int, Fraction]:
    return 0, weight / (seats + 1)


def _huntington_hill(weight: Fraction, seats: int) -> tuple[int, Fraction]:
    # Squared, to stay exact: w / sqrt(n(n+1)) has the order of w² / (n(n+1)); a first seat beats all.
    return (1, weight) if seats == 0 else (0, weight * weight / (seats * (seats + 1)))


_PRIORITIES = {
    Method.SAINTE_LAGUE: _sainte_lague,
    Method.DHONDT: _dhondt,
    Method.HUNTINGTON_HILL: _huntington_hill,
}
