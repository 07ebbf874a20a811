"""A given number of seats spread over shifts: each where it saves the most abandoned calls.

Each agent saves at most what the one before did (abandonment is convex in agents), so seat by seat is the
best way there is. A service level is not: spread by it, seats would leave the shifts that need them most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush

Abandoned = Callable[[int, int], float]
"""Expected abandoned calls of a shift (by its place) with a number of agents."""
_DECIMALS = 12
"""To which savings are told apart; of equal ones the earlier shift comes first."""


def spread_seats(seats: int, least: Sequence[int], most: Sequence[int], abandoned: Abandoned) -> list[int]:
    """Return the seats of each shift, with the fewest abandoned calls in all.

    Parameters
    ----------
    seats
        In all, at least the sum of `least`; beyond the sum of `most` they are left over.
    least, most
        Bounds of each shift.
    abandoned
        Expected abandoned calls, convex in agents.
    """
    given = list(least)
    waiting = [(-_saving(abandoned, place, n), place) for place, n in enumerate(given) if n < most[place]]
    heapify(waiting)
    for _ in range(seats - sum(given)):
        if not waiting:
            break
        _, place = heappop(waiting)
        given[place] += 1
        if given[place] < most[place]:
            heappush(waiting, (-_saving(abandoned, place, given[place]), place))
    return given


def _saving(abandoned: Abandoned, place: int, agents: int) -> float:
    return round(abandoned(place, agents) - abandoned(place, agents + 1), _DECIMALS)
