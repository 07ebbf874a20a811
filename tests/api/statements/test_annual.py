"""Statements of a year: as JSON, page, PDF, workbook, CSV and zip, and who sees them."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from pypdf import PdfReader

from tests.api.cases.files.test_case_pdf import root_of, tags
from tests.api.publishing.planned import COORDINATOR, LEADER, STRANGER
from tests.api.statements.conftest import DAY, Week
from tests.api.statements.test_statements import text_of
from tests.api.worked.quarter import AGENT

YEAR = "/api/v1/hotlines/test/statements/years/2027"


def ask(week: Week, end: str = "", caller: Any = COORDINATOR, start: str = YEAR) -> Any:
    """Ask as somebody."""
    week.service.caller = caller
    return week.client.get(f"{start}{end}")


def test_a_year_adds_up_its_quarters_and_the_corrections_in_their_accounts(week: Week) -> None:
    year = ask(week).json()
    assert (year["closed"], year["net"]) == (False, "-4300.03")  # as of the week's quarter
    assert [
        (one["adds_up"], one["preliminary"], one["corrected"], one["net"]) for one in year["statements"]
    ] == [
        (["test-8", "test-16"], True, "0.00", "-3260.68"),
        (["test-11", "test-17"], True, "816.00", "-1041.01"),
        (["test-12"], True, "0.00", "1.66"),
    ]
    own = ask(week, "/2").json()
    assert [one["statement"] for one in own["statements"]] == ["test-11"]
    assert [one["statement"] for one in own["corrections"]] == ["test-17"]
    assert own["later"] == []
    assert "M2 has DKK1,041.01 to receive for the year." in own["sentences"]


def test_a_year_in_which_no_quarter_begins_is_not_there(week: Week) -> None:
    for end in ("", ".csv", ".xlsx", ".zip", "/1", "/1.pdf", "/1.xlsx"):
        assert week.client.get(f"/api/v1/hotlines/test/statements/years/2026{end}").status_code == 404
    assert week.client.get("/statements/years/2026?hotline=test").status_code == 404


def test_a_leader_sees_the_own_municipalitys_year_and_nobody_what_is_foreign(week: Week) -> None:
    assert [one["municipality"] for one in ask(week, caller=LEADER).json()["statements"]] == ["1"]
    assert ask(week, "/1", LEADER).status_code == 200
    foreign = [(LEADER, "/2"), (LEADER, "/2.pdf"), (LEADER, "/2.xlsx"), (STRANGER, ""), (STRANGER, "/1")]
    for caller, end in foreign:
        assert ask(week, end, caller).status_code == 404
    for end in ("", "/1", ".csv", ".zip", "/1.pdf"):
        assert ask(week, end, AGENT).status_code == 403
    with ZipFile(BytesIO(ask(week, ".zip", LEADER).content)) as packed:
        assert packed.namelist() == ["statements-2027.csv", "statements-2027.xlsx", "1-2027.pdf"]
        rows = list(csv.DictReader(StringIO(packed.read("statements-2027.csv").decode())))
    assert {row["municipality"] for row in rows} == {"1"}


def test_the_pdf_is_tagged_and_danish_and_names_what_it_adds_up(week: Week) -> None:
    content = ask(week, "/2.pdf?lang=da").content
    reader = PdfReader(BytesIO(content))
    root = root_of(reader)
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("da-DK", True)
    assert [tag["/S"] for tag in tags(root["/StructTreeRoot"], [])].count("/Table") == 2
    text = text_of(content)
    for part in (
        "Foreløbig opgørelse for året 2027",
        "M2 skal have 1.041,01 kr. for året.",
        "test-11",
        "Rettelse af test-11",
        "5790000000005",
        "Borgerservice",
        "uden moms",
    ):
        assert part in text
    assert content == ask(week, "/2.pdf?lang=da").content


def test_workbooks_add_up_cells_of_the_quarters_by_formulas(week: Week) -> None:
    content = BytesIO(ask(week, ".xlsx?lang=en").content)
    formulas, values = load_workbook(content), load_workbook(content, data_only=True)
    assert formulas.sheetnames == ["2027", DAY]
    assert formulas["2027"]["E7"].value == f"=ROUND('{DAY}'!I6,2)"
    assert formulas["2027"]["I7"].value == f"=ROUND('{DAY}'!M9,2)", "the correction's own row"
    assert formulas[DAY]["B9"].value == "2"
    assert [values["2027"][f"J{row}"].value for row in (6, 7, 8, 9)] == [-3260.68, -1041.01, 1.66, -4300.03]
    one = BytesIO(ask(week, "/2.xlsx?lang=en").content)
    (sheet,) = load_workbook(one, data_only=True).worksheets
    found = [cell.value for row in sheet for cell in row if isinstance(cell.value, float)]
    assert -1857.01 in found
    assert -1041.01 in found


def test_the_table_has_the_rows_of_every_quarter(week: Week) -> None:
    week.service.caller = COORDINATOR
    assert ask(week, ".csv").text == week.get(".csv").text


def test_pages_lead_to_the_year_and_show_it(week: Week) -> None:
    def page(path: str, caller: Any) -> str:
        answer = ask(week, f"{path}?hotline=test&lang=en", caller, start="")
        assert answer.status_code == 200
        return str(answer.text)

    assert "/statements/years/2027?hotline=test" in page(f"/statements/{DAY}", COORDINATOR)
    own = "/statements/years/2027/1?hotline=test"
    assert own in page(f"/statements/{DAY}/1", LEADER)
    assert own in page("/year/1", LEADER)
    everybody = page("/statements/years/2027", COORDINATOR)
    assert "The year comes to \N{MINUS SIGN}DKK4,300.03 in all." in everybody
    assert "Preliminary: not every quarter of the year is published and closed." in everybody
    assert f"{YEAR}/2.pdf?lang=en" in everybody
    alone = page("/statements/years/2027/1", LEADER)
    assert "M1 has DKK3,260.68 to receive for the year." in alone
    assert "M2" not in alone
    assert f"/statements/{DAY}/1?hotline=test" in alone
