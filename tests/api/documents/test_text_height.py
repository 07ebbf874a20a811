"""Rows are as high as what is written in them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from api.documents.text_height import count_lines
from api.outputs.workbook.workbook import roster_xlsx
from tests.api.publications import SMALL_ROSTER, publication_of, small_plan

LONG = "Anne-Mette Østergaard Kristoffersen"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 20, 1),
        ("Bo Prøve", 20, 1),
        ("Bo\nPrøve", 20, 2),
        (LONG, 60, 1),
        (LONG, 22, 2),
        (LONG, 12, 4),
        ("x" * 100, 20, 6),
        ("MMMMMMMM MMMMMMMM", 20, 2),
        ("illi illi illi illi", 20, 1),
    ],
)
def test_lines_are_counted_by_words_and_widths_of_letters(text: str, width: int, lines: int) -> None:
    assert count_lines(text, width) == lines


def test_bold_larger_and_indented_text_needs_more() -> None:
    plain = count_lines(LONG * 4, 30)
    assert count_lines(LONG * 4, 30, bold=True, size=16, indent=3) > plain


def test_every_row_is_high_enough_for_long_names() -> None:
    small = small_plan()
    plan = replace(
        small,
        agents=tuple(replace(agent, name=f"{LONG} {agent.id}") for agent in small.agents),
        municipalities=tuple(
            replace(m, name=f"Ringkøbing-Skjern og Omegns Kommune {m.code}") for m in small.municipalities
        ),
    )
    book = load_workbook(BytesIO(roster_xlsx(publication_of(plan, SMALL_ROSTER))))
    folded = 0
    for sheet in book:
        width_of = {
            place: column.width
            for column in sheet.column_dimensions.values()
            for place in range(column.min or 0, (column.max or 0) + 1)
        }
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and LONG in cell.value:
                size = cell.font.sz
                assert cell.alignment.wrap_text
                lines = count_lines(cell.value, width_of[cell.column] - 0.8, size=size, indent=1)
                height = sheet.row_dimensions[cell.row].height or 15
                assert height >= lines * size * 1.3, (sheet.title, cell.coordinate)
                folded += lines > 1
    assert folded > 20
