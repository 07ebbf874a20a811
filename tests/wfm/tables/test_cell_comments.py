"""Comments at cells are read by nobody, and told with their cells."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from tests.wfm.tables.books import book
from tests.wfm.tables.folders import folder, places, plan_at
from tests.wfm.tables.test_workbook import ENGLISH
from wfm.tables.cell_comments import find_comments
from wfm.tables.merging import merge
from wfm.tables.plan_reading import read_plan
from wfm.tables.template import write_template


def with_comments(path: Path, sheet: str, *cells: str) -> Path:
    workbook = openpyxl.load_workbook(path)
    for cell in cells:
        workbook[sheet][cell].comment = Comment("ferie uge 2", "x")
    workbook.save(path)
    return path


def test_a_comment_is_told_with_its_cell(tmp_path: Path) -> None:
    path = with_comments(book(tmp_path / "plan.xlsx", ENGLISH), "availability", "B10", "C3", "A1")
    assert places(list(read_plan(path).notices)) == [("availability", None, "", "C3, B10", "notice.comments")]


def test_a_merge_tells_of_comments_and_not_of_those_in_the_template(tmp_path: Path) -> None:
    home = folder(tmp_path / "plan")
    (sent,) = write_template(tmp_path / "out", plan_at(home), "751", "da")
    assert "notice.comments" not in {notice.expected.key for notice in merge(home, [sent]).notices}
    found = merge(home, [with_comments(sent, "tilgængelighed", "D2")]).notices
    assert ("D2", "notice.comments") in [(notice.value, notice.expected.key) for notice in found]


def test_what_is_no_workbook_has_no_comments() -> None:
    assert find_comments(b"PK") == {}
