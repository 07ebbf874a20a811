"""A week's statements before its close, after it and corrected; as JSON, page, PDF, workbook, CSV and zip."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from pypdf import PdfReader

from tests.api.cases.files.test_case_pdf import root_of, tags
from tests.api.publishing.planned import COORDINATOR, LEADER, STRANGER
from tests.api.statements.conftest import ADDRESS, DAY, Week
from tests.api.worked.quarter import AGENT


def text_of(pdf: bytes) -> str:
    """Return the words of a document."""
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    return text.replace("\N{SOFT HYPHEN}", "-")  # one glyph for both, which some tools call by the other name


def figures(run: Any, *keys: str) -> list[tuple[str, ...]]:
    return [tuple(str(one[key]) for key in keys) for one in run["statements"]]


def test_before_the_close_it_is_preliminary_and_what_the_close_would_come_to(week: Week) -> None:
    """15 hours at 272 for 5 seats of 7; 100 citizens of 150, 2.4246 each, 5 days of 365."""
    assert week.before["closed"] is False
    assert figures(week.before, "statement", "preliminary", "planned", "worked", "net") == [
        ("None", "True", "5", "5", "-4076.68"),
        ("None", "True", "2", "2", "-1630.34"),
        ("None", "True", "0", "0", "1.66"),
    ]
    assert figures(week.before, "entitlement", "carried")[0] == ("4.6667", "-0.3333")
    assert week.before["net"] == "-5705.36"


def test_the_close_gives_a_number_and_figures_that_stay(week: Week) -> None:
    """Somebody of the second municipality sat 50 minutes in the place of one of the first's."""
    assert figures(week.closed, "statement", "kind", "planned", "worked", "credit", "net") == [
        ("test-8", "credit_note", "5", "4", "3264.00", "-3260.68"),
        ("test-11", "credit_note", "2", "3", "1858.67", "-1857.01"),
        ("test-12", "invoice", "0", "0", "0.00", "1.66"),
    ]
    assert week.document()["statements"] == week.closed["statements"]


def test_a_correction_is_a_statement_of_its_own_that_names_the_old(week: Week) -> None:
    own = week.document("/2")
    (correction,) = own["corrected_by"]
    assert {key: correction[key] for key in ("statement", "corrects", "kind", "net", "before", "after")} == {
        "statement": "test-17",
        "corrects": "test-11",
        "kind": "invoice",
        "net": "816.00",
        "before": "-1857.01",
        "after": "-1041.01",
    }
    run = week.document()
    assert run["net"] == "-4300.03"  # -3260.68 - 1857.01 + 1.66 + 816
    text = text_of(week.get("/2.pdf?correction=17&lang=en").content)
    assert "This corrects statement test-11" in text
    assert "M2 has DKK816.00 more to pay." in text


def test_a_leader_sees_the_own_municipality_and_nobody_what_is_foreign(week: Week) -> None:
    own = week.document("", LEADER)
    assert [one["municipality"] for one in own["statements"]] == ["1"]
    assert {one["municipality"] for one in own["corrections"]} == {"1"}
    assert week.document("/1", LEADER)["statement"] == "test-8"
    ends = ("/2", "/2.pdf", "/2.xlsx", "/1.pdf?correction=17", "/2.pdf?correction=17")
    for caller, end in [(LEADER, end) for end in ends] + [(STRANGER, "/1"), (STRANGER, "")]:
        assert week.get(end, caller).status_code == 404
    assert week.get("/1", AGENT).status_code == 403
    with ZipFile(BytesIO(week.get(".zip", LEADER).content)) as packed:
        assert [name for name in packed.namelist() if name.endswith(".pdf")] == [
            "1-test-8.pdf",
            "1-test-16.pdf",
        ]


def test_the_pdf_is_tagged_danish_and_says_how_each_figure_is_made(week: Week) -> None:
    content = week.get("/1.pdf?lang=da").content
    reader = PdfReader(BytesIO(content))
    root = root_of(reader)
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("da-DK", True)
    assert [tag["/S"] for tag in tags(root["/StructTreeRoot"], [])].count("/Table") == 2
    text = text_of(content)
    for part in (
        "M1 skal have 3.260,68 kr. for kvartalet ved en kreditnota.",
        "100 indbyggere × 2,4246 DKK pr. indbygger og år × 5 ÷ 365 af året",
        "12 timer × 272 DKK",
        "100 indbyggere ÷ 150 indbyggere i alle, der bemander × 7 pladser",
        "test-8",
    ):
        assert part in text
    assert content == week.get("/1.pdf?lang=da").content


def test_workbooks_have_formulas_for_net_and_sums(week: Week) -> None:
    """As formulas, and with the values that they have."""
    one = BytesIO(week.get("/1.xlsx?lang=en").content)
    (sheet,) = load_workbook(one).worksheets
    sums = [cell.value for row in sheet for cell in row if str(cell.value).startswith("=")]
    assert sums == ["=ROUND(SUM(C7:C8),2)", "=ROUND(SUM(C12:C14),4)"]
    (values,) = load_workbook(one, data_only=True).worksheets
    assert [values["C9"].value, round(values["C15"].value, 4)] == [-3260.68, 0.6667]
    run = BytesIO(week.get(".xlsx").content)
    (sheet,) = load_workbook(run).worksheets
    (values,) = load_workbook(run, data_only=True).worksheets
    assert sheet["M5"].value == "=ROUND(I5+J5-K5-L5,2)"
    assert sheet["M10"].value == "=ROUND(SUM(M5:M9),4)"
    assert values["M10"].value == -4300.03


def test_the_table_for_an_accounting_system_has_a_row_for_each(week: Week) -> None:
    rows = list(csv.DictReader(StringIO(week.get(".csv").text)))
    assert [(one["statement"], one["kind"], one["corrects"], one["net"]) for one in rows] == [
        ("test-8", "credit_note", "", "-3260.68"),
        ("test-11", "credit_note", "", "-1857.01"),
        ("test-12", "invoice", "", "1.66"),
        ("test-16", "even", "test-8", "0.00"),
        ("test-17", "invoice", "test-11", "816.00"),
    ]
    assert {one["posted"] for one in rows} == {"2027-01-09"}


def test_gln_reference_and_vat_stand_on_documents_and_in_rows(week: Week) -> None:
    rows = list(csv.DictReader(StringIO(week.get(".csv").text)))
    assert [one["gln"] for one in rows] == ["", "5790000000005", "", "", "5790000000005"]
    assert [one["reference"] for one in rows] == ["", "Borgerservice", "", "", "Borgerservice"]
    assert {one["vat"] for one in rows} == {"uden moms"}
    for end in ("/2.pdf", "/2.pdf?correction=17"):
        text = text_of(week.get(end).content)
        assert all(part in text for part in ("5790000000005", "Borgerservice", "uden moms"))
    assert "GLN" not in text_of(week.get("/1.pdf").content)


def test_pages_lead_to_statements_and_show_them(week: Week) -> None:
    def page(path: str, caller: Any = COORDINATOR) -> str:
        week.service.caller = caller
        answer = week.client.get(f"{path}{'&' if '?' in path else '?'}hotline=test&lang=en")
        assert answer.status_code == 200
        return answer.text

    own = f"/statements/{DAY}/1?hotline=test"
    assert own in page("/ledger?municipality=1", LEADER)
    assert own in page("/municipalities/1", LEADER)
    assert "/year/1?hotline=test" in page("/now", LEADER)
    assert "/year/" not in page("/now"), "a coordinator leads no municipality"
    assert f"/statements/{DAY}?hotline=test" in page("/ledger")
    everything = page(f"/statements/{DAY}")
    assert "The statements below come to \N{MINUS SIGN}DKK4,300.03 in all." in everything
    assert f"{ADDRESS}/2.pdf?lang=en&amp;correction=17" in everything
    alone = page(f"/statements/{DAY}/1", LEADER)
    assert "M1 has DKK3,260.68 to receive for the quarter" in alone
    assert "12 hours × 272 DKK" in alone
    assert "M2" not in alone
    week.service.caller = LEADER
    assert week.client.get(f"/statements/{DAY}/2?hotline=test").status_code == 404
