"""A table that turns into cards on a small screen stays a table to a screen reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[3] / "templates"
TABLE = re.compile(r'<table class="[^"]*\bcards\b.*?</table>', re.DOTALL)
ROLE = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "td": "cell",
    'th scope="col"': "columnheader",
    'th scope="row"': "rowheader",
}
FOUND = [
    (path, found[0])
    for path in sorted(TEMPLATES.rglob("*.html"))
    for found in TABLE.finditer(path.read_text())
]


def test_there_are_such_tables() -> None:
    assert len(FOUND) > 5


@pytest.mark.parametrize(("path", "table"), FOUND, ids=[path.stem for path, _ in FOUND])
def test_each_part_of_it_says_what_it_is_since_its_display_no_longer_does(path: Path, table: str) -> None:
    """Safari takes what is not laid out as a table for none, unless it has a role."""
    for opening in re.findall(r"<(?:table|thead|tbody|tr|td|th)\b[^>]*>", table):
        role = re.search(r'\brole="(\w+)"', opening)
        element = re.match(r'<(th scope="\w+"|\w+)', opening)
        assert element
        assert role, f"{path.name}: {opening}"
        assert role[1] == ROLE[element[1]], f"{path.name}: {opening}"
