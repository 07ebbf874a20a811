"""Workbooks that add up calculate to what we say of them, in a program that is not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cases.files.case_xlsx import case_xlsx
from api.outputs.workbook.workbook import roster_xlsx
from api.texts.translator import translator
from tests.api.cases.files.sample_cases import figures_of
from tests.api.outputs.workbook.test_workbook import PUBLICATION
from tests.api.statements.simulated import simulate
from tests.recalculated import differing_formulas

LONG = pytest.param(True, marks=pytest.mark.prove, id="everything")


@pytest.mark.parametrize("everything", [pytest.param(False, id="short"), LONG])
def test_every_formula_of_our_workbooks_calculates_to_the_value_beside_it(
    tmp_path: Path, everything: bool
) -> None:
    """Cases and a roster; in the long form also statements of quarters and years, and a leader's year."""
    files = {"roster": roster_xlsx(PUBLICATION)}
    for language in ("da", "en"):
        speak = translator(language)
        for name in ("vestegnen_case", "borgerkontakt_case"):
            files[f"{name}-{language}"] = case_xlsx(figures_of(name), speak)
    if everything:
        files |= _statements(tmp_path / "played")
    found = differing_formulas(files, tmp_path)
    assert {name: differ for name, (_, differ) in found.items() if differ} == {}
    without = {name for name, (formulas, _) in found.items() if not formulas}
    assert without <= {"roster"}, "every other workbook adds something up"


def _statements(folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    files = {}
    with simulate(folder, many=6, quarters=3, weeks=13, seed=3) as (_, client, books):
        of_quarters = [f"statements/{day}{of}" for day in books.seats for of in ("", "/8", "/100")]
        of_years = [f"statements/years/{year}{of}" for year in (2027, 2028) for of in ("", "/8", "/100")]
        for number, address in enumerate((*of_quarters, *of_years, "year/8", "year/100")):
            answer = client.get(f"/api/v1/hotlines/test/{address}.xlsx?lang={('da', 'en')[number % 2]}")
            assert answer.status_code == 200
            files[address.replace("/", "-")] = answer.content
    return files
