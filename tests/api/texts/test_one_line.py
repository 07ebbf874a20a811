import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.texts.one_line import one_line


@given(st.text())
def test_nothing_is_left_that_could_break_a_line(text: str) -> None:
    line = one_line(text)
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert line.splitlines() in ([line], [])
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Randers 3", "Randers 3"),
        ("a\r\nb\tc", "a b c"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("  a\u2028\u2029b  ", "a b"),
        ("👩🏽\u200d💻", "👩🏽\u200d💻"),
        ("a\ud800b", "ab"),
        ("\x00", ""),
        ("\ufeffTest", "Test"),
    ],
)
def test_what_people_wrote_stays(text: str, line: str) -> None:
    assert one_line(text) == line
