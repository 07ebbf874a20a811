import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents.sheet_names import LONGEST, SheetNames


@given(
    st.lists(st.text(max_size=40) | st.sampled_from(["History", "a" * 31, "A" * 32, "😀" * 20, "''", "[x]"]))
)
def test_every_name_is_safe_and_its_own(wanted: list[str]) -> None:
    names = SheetNames()
    found = [names.name(one, "751") for one in wanted]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) <= 2 * LONGEST
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
        assert name.casefold() != "history"
        assert name.isprintable() or any(not char.isprintable() for char in "".join(wanted))


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("Aarhus", "Aarhus"),
        ("Bornholm/Christiansø", "Bornholm-Christiansø"),
        ("'Øerne'", "Øerne"),
        ("", "751"),
        ("\x00\n", "751"),
    ],
)
def test_a_name_stays_as_close_as_it_can(wanted: str, given: str) -> None:
    assert SheetNames().name(wanted, "751") == given


def test_a_second_one_is_numbered() -> None:
    names = SheetNames()
    long = "Ringkøbing-Skjern og omegns kommune"
    assert [names.name(long) for _ in range(2)] == [long[:31], long[:27] + " (2)"]
    assert names.name(long[:31].upper()) == long[:27].upper() + " (3)"
