from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.texts.alphabet import danish_order


def test_names_stand_as_a_dane_looks_for_them() -> None:
    names = ["Aarhus", "Århus", "Ærø", "Ølstykke", "Odder", "Herning", "Hjørring", "Holstebro", "Aabenraa"]
    assert sorted(names, key=danish_order) == [
        "Herning",
        "Hjørring",
        "Holstebro",
        "Odder",
        "Ærø",
        "Ølstykke",
        "Aabenraa",
        "Aarhus",
        "Århus",
    ]


def test_numbers_count_as_numbers() -> None:
    assert sorted(["Randers 10", "Randers 2", "Randers"], key=danish_order) == [
        "Randers",
        "Randers 2",
        "Randers 10",
    ]


@given(st.lists(st.text()))
def test_any_names_can_be_put_in_order(names: list[str]) -> None:
    assert sorted(sorted(names, key=danish_order), key=danish_order) == sorted(names, key=danish_order)
