"""Balances through the quarters before and after, a small picture for each municipality, as points of SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from api.texts.scenario_columns import by_code, codes_of, name_of
from api.texts.translator import Translator
from wfm.rounding import half_up
from wfm.scenario.figures import MunicipalityFigures, ScenarioFigures

LEFT, RIGHT, TOP, BOTTOM = 8.0, 152.0, 8.0, 56.0
NONE = "–"


@dataclass(frozen=True)
class BalanceCourse:
    """A municipality's balances: where both lines run, and where they end.

    Parameters
    ----------
    name
        Of the municipality.
    before, after
        Points of the lines, as SVG writes them; empty where it is not part of the plan.
    ends
        Seats owed at the end, before and after, as people read them.
    """

    name: str
    before: str
    after: str
    ends: tuple[str, str]


@dataclass(frozen=True)
class BalanceCourses:
    """Everybody's, on one scale; ``zero`` is the height of 0."""

    courses: tuple[BalanceCourse, ...]
    zero: float


def balance_courses(before: ScenarioFigures, after: ScenarioFigures, speak: Translator) -> BalanceCourses:
    """Return the pictures, in order of code."""
    sides = (by_code(before), by_code(after))
    every = [float(q.balance) for side in sides for one in side.values() for q in one.quarters]
    highest, lowest = max(*every, 1.0), min(*every, -1.0)
    longest = max(before.quarters, after.quarters)

    def height(seats: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (seats - lowest) / (highest - lowest), 1)

    def line(one: MunicipalityFigures | None) -> str:
        step = (RIGHT - LEFT) / max(longest - 1, 1)
        return " ".join(
            f"{round(LEFT + step * place, 1)},{height(float(seats))}"
            for place, seats in enumerate(_balances(one))
        )

    def end(one: MunicipalityFigures | None) -> str:
        found = _balances(one)
        return speak.with_sign(half_up(found[-1], 2), 2) if found else NONE

    return BalanceCourses(
        tuple(
            BalanceCourse(
                name=name_of(code, sides),
                before=line(sides[0].get(code)),
                after=line(sides[1].get(code)),
                ends=(end(sides[0].get(code)), end(sides[1].get(code))),
            )
            for code in codes_of(sides)
        ),
        height(0.0),
    )


def _balances(one: MunicipalityFigures | None) -> Sequence[Fraction]:
    return () if one is None else [quarter.balance for quarter in one.quarters]
