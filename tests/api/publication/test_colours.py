from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.publication.colours import COLOURS, colour_numbers
from wfm.ids import MunicipalityCode

CODES = st.lists(
    st.integers(0, 999).map(str) | st.text(min_size=1, max_size=5), unique=True, max_size=98
).map(lambda codes: [MunicipalityCode(code) for code in codes])


@given(CODES)
def test_every_municipality_has_a_colour_and_none_stands_twice_before_all_are_taken(
    codes: list[MunicipalityCode],
) -> None:
    found = colour_numbers(codes)
    assert set(found) == set(codes)
    assert all(0 <= number < COLOURS for number in found.values())
    assert len(set(found.values())) == min(len(codes), COLOURS)


@given(CODES, st.randoms())
def test_the_order_of_the_table_changes_no_colour(codes: list[MunicipalityCode], chance: object) -> None:
    shuffled = list(codes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert colour_numbers(shuffled) == colour_numbers(codes)


def test_colours_follow_the_code_and_not_the_place_in_the_table() -> None:
    code, later = MunicipalityCode("751"), MunicipalityCode("860")
    assert colour_numbers([code])[code] == colour_numbers([code, later])[code]
