"""Erlang A a second time: as integrals over the wait that is offered, in decimals of forty digits.

``python -m tests.wfm.demand.erlang_integrals`` writes the reference rows anew.

Who finds all agents busy is offered a wait of density λ p f(x), f(x) = exp(λ/θ (1 − e^(−θx)) − nμx), where p
weighs n − 1 agents busy. Nothing of this is in the code that is tested: it adds up states.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from itertools import pairwise
from pathlib import Path

REFERENCE = Path(__file__).with_name("erlang_reference.csv")
COLUMNS = ("calls", "seconds", "aht", "agents", "patience", "within")
FIGURES = ("in_time", "abandoned", "abandoned_short", "mean_wait", "occupancy")
DIGITS = 40
_STEP, _REACH = Decimal(1) / 32, 4


def rows() -> Iterator[tuple[str, ...]]:
    """Yield what is asked: quiet and busy, overload, few and many agents, patience short and long."""
    hotline = [
        ("0.5", 1),
        ("2", 1),
        ("4.7", 2),
        ("5.65", 2),
        ("9.7", 3),
        ("10.55", 3),
        ("15.25", 4),
        ("30", 4),
    ]
    for calls, agents in hotline:
        yield calls, "1800", "300", str(agents), "120", "20"
    for patience in ("1", "10", "60", "300", "3600", "1000000"):
        for calls in ("6", "12.5", "40"):
            yield calls, "1800", "287.5", "3", patience, "20"
    for within in ("0", "1", "60", "600"):
        yield "25", "1800", "240", "4", "90", within
    for agents in (20, 29, 32, 40):
        yield "200", "1800", "250", str(agents), "120", "20"
    for calls in ("100", "110", "118", "120", "122", "140", "400"):
        yield calls, "600", "600", "120", "1000", "30"
    yield from [
        ("0.001", "900", "300", "1", "120", "20"),
        ("3", "300", "30", "1", "45", "10"),
        ("1000", "1800", "180", "100", "120", "20"),
        ("1000", "1800", "180", "90", "120", "20"),
        ("60", "3600", "1800", "30", "15", "5"),
    ]


def integral(function: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal:
    """Return an integral by the double-exponential rule, which ends of the interval do not trouble."""
    half_pi = Decimal("1.5707963267948966192313216916397514420986")
    width, total = (high - low) / 2, Decimal(0)
    for place in range(-_REACH * 32, _REACH * 32 + 1):
        grown = (place * _STEP).exp()
        outer = half_pi * (grown - 1 / grown) / 2
        end = 1 / (1 + (2 * abs(outer)).exp())  # distance from the nearer end, as a part of the interval
        inner = (outer.exp() + (-outer).exp()) / 2
        weight = half_pi * (grown + 1 / grown) / 2 / (inner * inner)
        if not end or weight < Decimal(10) ** -60:
            continue
        point = low + 2 * width * end if outer < 0 else high - 2 * width * end
        total += weight * function(point)
    return total * _STEP * width


def figures(asked: tuple[str, ...]) -> tuple[Decimal, ...]:
    """Return the figures of one row of parameters, in the order of ``FIGURES``."""
    with localcontext() as context:
        context.prec = DIGITS + 20
        calls, seconds, aht, agents, patience, within = map(Decimal, asked)
        rate, served, theta = calls / seconds, agents / aht, 1 / patience
        load, number = rate * aht, int(agents)

        def density(x: Decimal) -> Decimal:
            return (rate * patience * (1 - (-theta * x).exp()) - served * x).exp()

        at_once, term = Decimal(0), Decimal(1)
        for busy in range(number - 1, -1, -1):  # weights of busy agents, relative to n − 1
            at_once += term
            term *= busy / load
        end = _end_of(rate, served, patience, density)
        pieces = [within, *(within + (end - within) * part / 8 for part in range(1, 9))]
        before = integral(lambda x: density(x) * (-theta * x).exp(), Decimal(0), within)
        whole = integral(density, Decimal(0), within)
        after = sum(integral(density, *two) for two in pairwise(pieces))
        late = sum(integral(lambda x: density(x) * (-theta * x).exp(), *two) for two in pairwise(pieces))
        waited = integral(lambda x: x * density(x) * (-theta * x).exp(), Decimal(0), within) + sum(
            integral(lambda x: x * density(x) * (-theta * x).exp(), *two) for two in pairwise(pieces)
        )
        norm = at_once + rate * (whole + after)
        in_time = (at_once + rate * before) / norm
        answered = (at_once + rate * (before + late)) / norm
        short = 1 - in_time - rate * after * (-theta * within).exp() / norm
        return in_time, 1 - answered, short, rate * waited / norm / answered, load * answered / agents


def _end_of(
    rate: Decimal, served: Decimal, patience: Decimal, density: Callable[[Decimal], Decimal]
) -> Decimal:
    """Return a wait beyond which nothing counts."""
    end = Decimal(1)
    peak = patience * max(Decimal(0), (rate / served).ln())
    while end < peak or density(end) > Decimal(10) ** -45 * max(Decimal(1), density(peak)):
        end *= Decimal("1.25")
    return max(end, Decimal(700))


def write() -> None:
    """Write every reference row."""
    with REFERENCE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*COLUMNS, *FIGURES])
        writer.writerows([*asked, *(f"{one:.25e}" for one in figures(asked))] for asked in rows())


if __name__ == "__main__":
    write()
