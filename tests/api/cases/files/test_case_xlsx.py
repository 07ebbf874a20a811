"""The workbook of a case, opened by another library: formulas for sums, and the values that they have."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from api.cases.files.case_xlsx import case_xlsx
from api.texts.translator import translator
from tests.api.cases.files.sample_cases import NAMES, figures_of


def opened(name: str, *, values: bool) -> Workbook:
    content = case_xlsx(figures_of(name), translator("da"))
    return load_workbook(BytesIO(content), data_only=values)


def test_its_sheets_are_in_the_cases_language() -> None:
    assert opened("vestegnen_case", values=False).sheetnames == ["Overblik", "Poster", "Parter", "Kontrol"]


def test_totals_are_formulas_over_the_items() -> None:
    sheet = opened("vestegnen_case", values=False)["Overblik"]
    rows = {sheet.cell(row, 1).value: row for row in range(5, 10)}
    assert list(rows) == [
        *("Gevinster", "Udgifter", "Effekt", "Akkumuleret effekt", "Effekt, tilbagediskonteret"),
    ]
    gains = sheet.cell(rows["Gevinster"], 3).value
    assert (
        gains
        == "=SUMPRODUCT(('Poster'!$A$4:$A$15=\"gevinster\")*('Poster'!$E$4:$E$15=\"ja\")*'Poster'!F$4:F$15)"
    )
    assert sheet.cell(rows["Effekt"], 4).value == "=D5-D6"
    assert sheet.cell(rows["Akkumuleret effekt"], 5).value == "=SUM($C7:E7)"
    assert sheet.cell(rows["Effekt, tilbagediskonteret"], 4).value == "=D7/(1+$C$10)^1"
    assert sheet.cell(rows["Effekt"], 8).value == "=SUM(C7:G7)"


@pytest.mark.parametrize("name", NAMES)
def test_the_values_beside_the_formulas_are_the_cases(name: str) -> None:
    figures = figures_of(name)
    sheet = opened(name, values=True)["Overblik"]
    years = len(figures.case.years)
    for row, amounts in (
        (5, figures.gains),
        (6, figures.costs),
        (7, figures.effect),
        (8, figures.accumulated),
    ):
        assert [sheet.cell(row, column).value for column in range(3, 3 + years)] == list(map(float, amounts))
    assert sheet.cell(9, 3 + years).value == pytest.approx(float(figures.present_value))


@pytest.mark.parametrize("name", NAMES)
def test_formulas_add_up_to_the_values_beside_them(name: str) -> None:
    """Every formula of a sum of cells is worked out again from the values that stand in them."""
    written, known = opened(name, values=False), opened(name, values=True)
    worked = 0
    for sheet in written:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                    cells = known[sheet.title][cell.value[5:-1].replace("$", "")]
                    total = sum(one.value or 0 for line in cells for one in line)
                    assert known[sheet.title][cell.coordinate].value == pytest.approx(total), cell.coordinate
                    worked += 1
    assert worked > 20


def test_parts_of_partners_sum_to_the_effect() -> None:
    figures = figures_of("vestegnen_case")
    sheet = opened("vestegnen_case", values=True)["Parter"]
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "I alt")
    assert [sheet.cell(last, column).value for column in range(2, 7)] == list(map(float, figures.effect))


def test_the_same_case_gives_the_same_bytes() -> None:
    one, other = (case_xlsx(figures_of("borgerkontakt_case"), translator("en")) for _ in range(2))
    assert one == other
