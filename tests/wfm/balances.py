"""Municipalities whose carry-overs sum to 0, drawn for the properties of balances."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from tests.builders import municipality
from wfm.municipality import Municipality

_POPULATIONS = st.one_of(st.integers(1, 12), st.integers(1, 10**6))  # the small ones tie often
_CARRIED = st.fractions(-2, 2, max_denominator=9)


@st.composite
def balanced(draw: st.DrawFn, least: int = 1, most: int = 7) -> list[Municipality]:
    """Draw municipalities that all staff; carry-overs in seats sum to 0."""
    people = draw(st.lists(_POPULATIONS, min_size=least, max_size=most))
    owed = [draw(_CARRIED) for _ in people[1:]]
    owed.insert(0, -sum(owed, Fraction(0)))
    return [
        municipality(str(number), population, carry_over=carried)
        for number, (population, carried) in enumerate(zip(people, owed, strict=True), start=1)
    ]


UNITS, PER_UNIT = st.integers(1, 60), st.integers(1, 3)
