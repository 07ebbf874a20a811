from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from xlsxwriter.worksheet import Worksheet

from api.outputs.csv_tables import quota_csv
from api.outputs.workbook.workbook import roster_xlsx
from api.publication.publication import Publication
from tests import builders
from tests.api.calendars.ics.hostile import HOSTILE, hostile_publication
from tests.api.publications import SMALL_ROSTER, publication_of, small_plan
from tests.examples import examples
from wfm.availability import ALL_DAYS
from wfm.calendar import UnsocialSpan
from wfm.hotline import Pairing
from wfm.settlement import Tariff

TARIFF = Tariff(Decimal("2.4246"), Decimal(272), "DKK")
EVENINGS = UnsocialSpan(ALL_DAYS, builders.span("11:00-14:00"))
PLAN = small_plan(tariff=TARIFF, unsocial=(EVENINGS,))
PUBLICATION = publication_of(PLAN, SMALL_ROSTER)


def opened(publication: Publication) -> Workbook:
    return load_workbook(BytesIO(roster_xlsx(publication)), rich_text=False)


def cells(book: Workbook) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


BOOK = opened(PUBLICATION)


def test_it_has_a_sheet_for_each_thing_and_each_municipality() -> None:
    assert BOOK.sheetnames == ["Weeks", "Shifts", "Quotas", "Score", "Findings", "M1", "M2", "M3"]


def test_every_sheet_prints_on_a4_landscape_as_wide_as_the_page() -> None:
    for sheet in BOOK:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert getattr(sheet.sheet_properties.pageSetUpPr, "fitToPage", False)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.freeze_panes
        assert sheet.print_title_rows


def test_tables_to_look_things_up_in_have_filters() -> None:
    assert BOOK["Shifts"].auto_filter.ref == "A1:K11"
    assert BOOK["Quotas"].auto_filter.ref == "A3:P6"
    assert BOOK["Findings"].auto_filter.ref


def test_the_weeks_show_who_sits_when() -> None:
    sheet = BOOK["Weeks"]
    assert [sheet.cell(3, column).value for column in range(2, 7)] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
    ]
    assert sheet["A4"].value == "Week 1"
    assert (sheet["B4"].value, sheet["B4"].is_date) == (datetime(2027, 1, 4), True)
    assert sheet["A5"].value == "08:00–11:00"
    assert sheet["B5"].value == "M1\nAgent 1-1\nAgent 1-2"
    assert sheet["B6"].value == "M2 ☾\nAgent 2-1\nAgent 2-2"
    assert sheet["C5"].value == "M1\nAgent 1-1\n1 empty seat"
    assert sheet["C6"].value == "2 empty seats ☾"
    assert sheet["B5"].fill.fgColor.rgb == sheet["C5"].fill.fgColor.rgb != sheet["B6"].fill.fgColor.rgb


def test_shifts_have_real_dates_and_times() -> None:
    sheet = BOOK["Shifts"]
    assert [cell.value for cell in sheet[2]] == [
        1,
        datetime(2027, 1, 4),
        time(8),
        time(11),
        3,
        "M1",
        "Agent 1-1",
        "Agent 1-2",
        0,
        None,
        None,
    ]
    assert sheet["J3"].value == "Yes"
    assert sheet["B2"].is_date
    assert sheet.max_row == 1 + len(PLAN.shifts)


def test_a_shift_to_midnight_ends_at_24() -> None:
    publication = publication_of(small_plan(hours="18:00-24:00"), builders.roster({}))
    cell = opened(publication)["Shifts"]["D3"]
    assert cell.number_format == "[hh]:mm"
    assert cell.value.total_seconds() == 24 * 3600


def test_the_quotas_are_those_of_the_table_and_are_summed() -> None:
    sheet = BOOK["Quotas"]
    lines = [line.split(",") for line in quota_csv(PUBLICATION).decode().splitlines()[1:]]
    for row, line in enumerate(lines, 4):
        found = [cell.value for cell in sheet[row]]
        assert found[:2] == line[:2]
        assert found[2:] == pytest.approx([float(value) for value in line[2:]], abs=1e-4)
    totals = [sheet.cell(7, column).value for column in range(3, 17)]
    assert sheet["B7"].value == "In all"
    assert totals == pytest.approx([sum(float(line[c]) for line in lines) for c in range(2, 16)], abs=1e-3)
    assert all(cell.data_type == "n" for row in sheet["C4:P7"] for cell in row)


def test_money_is_left_out_where_no_settlement_is_agreed() -> None:
    sheet = opened(publication_of(small_plan(), SMALL_ROSTER))["Quotas"]
    assert [cell.value for cell in sheet[3]][-1] == "Hours"


def test_findings_are_sentences() -> None:
    sheet = BOOK["Findings"]
    sentences = [sheet.cell(row, 5).value for row in range(2, sheet.max_row + 1)]
    assert len(sentences) == len(PUBLICATION.score.findings)
    assert "1 seat is empty on Tuesday 5 January 2027 at 08:00" in sentences


def test_a_municipality_has_its_shifts_figures_and_loads() -> None:
    sheet = BOOK["M1"]
    assert sheet["A1"].value == "M1"
    shifts = [[cell.value for cell in row] for row in sheet["A4:F6"]]
    assert shifts == [
        [datetime(2027, 1, 4), time(8), time(11), None, "Agent 1-1", "Agent 1-2"],
        [datetime(2027, 1, 5), time(8), time(11), None, "Agent 1-1", None],
        [datetime(2027, 1, 6), time(11), time(14), "Yes", "Agent 1-1", "Agent 1-2"],
    ]
    figures = {row[0].value: row[1].value for row in sheet["H4:I13"]}
    assert (figures["Target"], figures["Assigned"], figures["Deviation"]) == (7, 3, -4)
    loads = [[cell.value for cell in row] for row in sheet["H16:M17"]]
    assert loads == [["Agent 1-1", 1, "7", 3, 1, 9], ["Agent 1-2", 1, "7", 2, 1, 6]]


def test_seats_of_several_municipalities_stand_together_where_pairing_is_mixed() -> None:
    plan = small_plan(pairing=Pairing.MIXED)
    book = opened(publication_of(plan, builders.roster({"2027-01-04T08:00": ("1-1", "2-1")})))
    assert book["Weeks"]["B5"].value == "M1\nAgent 1-1\nM2\nAgent 2-1"
    assert book["Shifts"]["F2"].value == "M1, M2"
    assert book["M2"]["E4"].value == "Agent 2-1"


def test_a_perfect_roster_says_that_nothing_was_found() -> None:
    plan = builders.plan(
        {"1": 100}, ("1-1",), hotline=builders.hotline(days=1, hours="08:00-11:00", agents=1, language="en")
    )
    book = opened(publication_of(plan, builders.roster({"2027-01-04T08:00": ("1-1",)})))
    assert book["Findings"]["E2"].value == "Nothing was found"


def test_a_plan_in_danish_has_danish_days() -> None:
    book = opened(publication_of(small_plan(language="da"), SMALL_ROSTER))
    assert book.worksheets[0]["B3"].value == "Mandag"
    assert "[$-406]" in book.worksheets[0]["B4"].number_format


@settings(max_examples=examples(30))
@given(HOSTILE, HOSTILE)
def test_no_name_becomes_a_formula_or_a_link_or_breaks_the_file(name: str, hotline: str) -> None:
    publication = hostile_publication(name, hotline)
    book = opened(publication)
    assert not [cell for cell in cells(book) if cell.data_type == "f" or cell.hyperlink]
    texts = "".join(cell.value for cell in cells(book) if cell.data_type == "s")
    assert not [char for char in texts if char != "\n" and not char.isprintable() and char < "\xa0"]


def test_a_text_that_is_written_as_whatever_it_looks_like_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publication = hostile_publication("=1+1", "Test")
    monkeypatch.setattr(Worksheet, "write_string", Worksheet.write_formula)
    assert [cell for cell in cells(opened(publication)) if cell.data_type == "f"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "0751", "_x0041_"])
def test_a_text_stays_the_text_it_was(name: str) -> None:
    town = replace(builders.municipality("1"), name=name)
    plan = builders.plan((town,), ("1-1",), hotline=builders.hotline(language="en"))
    sheet = opened(publication_of(plan, builders.roster({})))["Quotas"]
    assert (sheet["B4"].value, sheet["B4"].data_type) == (name, "s")


def test_the_same_publication_gives_the_same_bytes() -> None:
    assert roster_xlsx(PUBLICATION) == roster_xlsx(publication_of(PLAN, SMALL_ROSTER))
    with ZipFile(BytesIO(roster_xlsx(PUBLICATION))) as archive:
        assert b"2027-01-04T00:00:00Z" in archive.read("docProps/core.xml")


def test_no_week_is_cut_by_a_printed_page() -> None:
    book = opened(publication_of(small_plan(days=91, hours="08:00-20:00"), builders.roster({})))
    sheet = book["Weeks"]
    first_rows = [sheet.cell(found.id + 1, 1).value for found in sheet.row_breaks.brk]
    assert first_rows == ["Week 4", "Week 7", "Week 10", "Week 13"]
