"""The quarter before: what it left to carry over, and who sat on its last shifts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import floor

from making.staff import Partner, Worker, covers
from making.timetable import Slot

FOUR_DECIMALS = 10_000


def carry_over(
    members: Sequence[Partner], units: int, seats: int, targets: Mapping[str, int]
) -> dict[str, str]:
    """Return what each municipality owes after a quarter in which it took its target and no more.

    Parameters
    ----------
    members
        The municipalities that staffed that quarter.
    units, seats
        Units of that quarter, and the seats of a unit.
    targets
        Units that each took, by name.

    Returns
    -------
    dict
        Seats owed by name, four decimals, negative where in credit. They sum to exactly 0: the
        decimals left over go to the largest remainders, as in the program's own ``quota.csv``.
    """
    citizens = sum(member.population for member in members)
    exact = {
        member.name: Fraction(member.population * units * seats, citizens) - targets[member.name] * seats
        for member in members
    }
    cut = {name: floor(value * FOUR_DECIMALS) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: cut[name] - exact[name] * FOUR_DECIMALS)
    for name in by_remainder[: -sum(cut.values())]:
        cut[name] += 1
    return {name: _decimal(value) for name, value in cut.items()}


def _decimal(number: int) -> str:
    """Write ten-thousandths as a decimal."""
    whole, rest = divmod(abs(number), FOUR_DECIMALS)
    return f"{'-' if number < 0 else ''}{whole}.{rest:04d}"


def largest_remainder(members: Sequence[Partner], units: int) -> dict[str, int]:
    """Return the units of each municipality in proportion to its citizens."""
    citizens = sum(member.population for member in members)
    exact = {member.name: Fraction(member.population * units, citizens) for member in members}
    whole = {name: floor(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in by_remainder[: units - sum(whole.values())]:
        whole[name] += 1
    return whole


def sainte_lague(members: Sequence[Partner], units: int) -> dict[str, int]:
    """Return the same by divisors 1, 3, 5 …, starting from each municipality's floor."""
    given = {member.name: member.min_shifts for member in members}
    for _ in range(units - sum(given.values())):
        best = max(members, key=lambda member: Fraction(member.population, 2 * given[member.name] + 1))
        given[best.name] += 1
    return given


def previous(
    slots: Sequence[Slot],
    members: Sequence[Partner],
    staff: Sequence[Worker],
    competences: Sequence[str],
    mixed: bool = False,
) -> Iterator[tuple[Slot, Worker]]:
    """Yield who sat on some shifts: teams of two that know everything, nobody twice a day.

    The municipalities that are furthest behind their share go first, and within them those who
    have sat least. Nobody sits more often in an ISO week than an own limit, or 2, allows.
    """
    names = {member.code: member for member in members}
    citizens = sum(member.population for member in members)
    seats: Counter[str] = Counter()
    taken: Counter[tuple[str, object]] = Counter()
    pairs = [
        pair
        for pair in combinations([worker for worker in staff if worker.municipality in names], 2)
        if covers([worker.competences for worker in pair], competences)
        and (pair[0].municipality == pair[1].municipality) != mixed
    ]

    def cost(pair: tuple[Worker, Worker]) -> tuple[Fraction, int]:
        shares = [Fraction(names[worker.municipality].population, citizens) for worker in pair]
        ahead = [
            seats[worker.municipality] - share * sum(seats.values())
            for worker, share in zip(pair, shares, strict=True)
        ]
        return sum(ahead, Fraction()) - sum(shares), sum(taken[worker.id, "all"] for worker in pair)

    for slot in slots:
        free = [pair for pair in pairs if all(_free(worker, slot.day, taken) for worker in pair)]
        for worker in min(free, key=cost):
            seats[worker.municipality] += 1
            taken.update([(worker.id, "all"), (worker.id, slot.day), (worker.id, slot.day.isocalendar()[:2])])
            yield slot, worker


def _free(worker: Worker, day: date, taken: Counter[tuple[str, object]]) -> bool:
    """Tell whether the agent can sit that day."""
    limit = int(worker.shifts_per_week or 2)
    return (
        worker.employed_on(day)
        and day.weekday() not in worker.off
        and not taken[worker.id, day]
        and taken[worker.id, day.isocalendar()[:2]] < limit
    )
