"""Texts of settings that would take a parser too long are refused before it sees them, at their row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.tables.raw_table import UnusableTableError
from wfm.tables.toml_guard import MOST_IN_WORD, MOST_PARTS, refuse_unmodest

PART = st.sampled_from(
    ["a", '"b"', "'c'", '"\u2028"', '"\x85"', '"d.e"', '"="', "'#'", r'"\\\""', '""', "'[{'"]
)
BETWEEN = st.sampled_from([".", " .", ". ", "\t.\t"])
AROUND = st.sampled_from(
    [
        ("", " = 1"),
        ("[", "]"),
        ("[[", "]]"),
        ("x = {", " = 1}"),
        ("x = [{y = 1, ", " = 1}]"),
        ("x = [\n  {y = '#', ", " = 1}]"),
        ('z = """\n# """\n', " = 1"),
        ("# '\n", " = 1"),
        ("z = '''it's '''\n", " = 1"),
    ]
)


def refusal(text: str) -> tuple[int | None, str] | None:
    try:
        refuse_unmodest("hotline.toml", text)
    except UnusableTableError as unusable:
        return unusable.fault.row, unusable.fault.expected.key
    return None


@given(st.lists(PART, min_size=MOST_PARTS, max_size=MOST_PARTS), st.data(), AROUND)
def test_parts_are_counted_wherever_a_key_stands_and_however_it_is_written(
    parts: list[str], data: st.DataObject, around: tuple[str, str]
) -> None:
    before, after = around

    def text(found: list[str]) -> str:
        rest = (data.draw(BETWEEN) + one for one in found[1:])
        return "".join([before, found[0], *rest, after, "\n"])

    assert refusal(text(parts)) is None
    assert refusal(text([*parts, "a"])) == (1 + before.count("\n"), "fault.short_key")


@pytest.mark.parametrize("begin", ["", "0x", "0b", "-", "1e"])
def test_words_and_numbers_end_somewhere(begin: str) -> None:
    assert refusal(f"\nx = {begin}{'1' * (MOST_IN_WORD - len(begin))}") is None
    assert refusal(f"\nx = {begin}{'1' * (MOST_IN_WORD + 1)}") == (2, "fault.short_word")


@pytest.mark.parametrize(
    "text",
    [
        "note = '" + "a." * 5000 + "'",
        'note = "' + "a." * 5000 + '"',
        'note = """\n' + "a." * 5000 + '\n"""',
        "# " + "a." * 5000,
        "x = [" + "1.5, " * 5000 + "]",
        "x = 2027-01-04T08:00:00.000000",
    ],
)
def test_what_is_no_key_may_hold_any_number_of_dots(text: str) -> None:
    assert refusal(text) is None
