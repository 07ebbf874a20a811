"""The table of a case: no name in it is a formula to whoever opens it in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from api.cases.files.case_csv import case_csv
from api.cases.reckoning import CaseOutcome
from tests.api.cases.files.sample_cases import figures_of
from wfm.books.case_figures import CaseFigures
from wfm.tables.case_keys import CaseKeys
from wfm.tables.csv_writing import RISKY, harmless


@pytest.mark.parametrize("start", [start for start in RISKY if start != "\r"])  # which no name holds
def test_names_that_look_like_formulas_are_texts_and_amounts_stay_amounts(start: str) -> None:
    case = figures_of("vestegnen_case").case
    hostile = replace(
        case,
        partners={code: f"{start}1+2" for code in case.partners},
        items=tuple(replace(item, area=f"{start}1+2") for item in case.items),
    )
    outcome = CaseOutcome(CaseFigures(hostile), (), CaseKeys())
    rows = list(csv.reader(StringIO(case_csv(outcome), newline="")))
    texts = {cell for row in rows[1:] for cell in row[:5]}
    assert f"'{start}1+2" in texts
    assert not any(cell.startswith(RISKY) for cell in texts)
    assert "-759392.00" in {cell for row in rows for cell in row[5:]}


def test_what_no_spreadsheet_reckons_with_is_left_as_it_is() -> None:
    for text in ("", "Hvidovre", "1+2", "'=1", " =1"):
        assert harmless(text) == text
