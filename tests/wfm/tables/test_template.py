"""Templates: an empty plan with explained columns, and the workbook that one municipality is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.wfm.tables.books import add_rows, edited
from tests.wfm.tables.folders import folder, plan_at
from wfm.calendar import Period
from wfm.errors import OutputError, PlanError
from wfm.message import Message
from wfm.plan import Plan
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.plan_reading import read_plan
from wfm.tables.template import example_hotline, write_template

TODAY = date(2026, 11, 22)


def say(message: Message) -> str:
    return f"<{message.key}>"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_at(folder(tmp_path / "plan"))


def test_an_empty_plan_is_a_folder_and_a_workbook(tmp_path: Path) -> None:
    files = write_template(tmp_path / "new", today=TODAY)
    assert [path.name for path in files] == [
        "hotline.toml",
        *(f"{table.name}.csv" for table in PLAN_TABLES),
        "plan.xlsx",
    ]
    assert (tmp_path / "new" / "locks.csv").read_text() == "date,start,municipality,agent\n"


@pytest.mark.parametrize("name", ["", "plan.xlsx"])
def test_an_empty_plan_lacks_nothing_but_its_municipalities(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / "new", today=TODAY)
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "new" / name)
    assert [fault.expected.key for fault in caught.value.faults] == ["fault.positive_entitlement"]


def test_rows_filled_into_both_forms_give_the_same_plan(tmp_path: Path) -> None:
    place = tmp_path / "new"
    write_template(place, language="en", today=TODAY)
    with (place / "municipalities.csv").open("a") as stream:
        stream.write("751,Aarhus,319094,staffing,,\n")
    with (place / "agents.csv").open("a") as stream:
        stream.write("751-01,Aarhus 1,751,digital_post,,,,,,\n")
    add_rows(place / "plan.xlsx", "municipalities", [("751", "Aarhus", 319094, "staffing")])
    add_rows(place / "plan.xlsx", "agents", [("751-01", "Aarhus 1", "751", "digital_post")])
    assert plan_at(place / "plan.xlsx") == plan_at(place)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 1, 1), date(2027, 4, 1), date(2027, 6, 30)),
        (date(2027, 6, 30), date(2027, 7, 1), date(2027, 9, 30)),
        (date(2027, 7, 1), date(2027, 10, 1), date(2027, 12, 31)),
    ],
)
def test_an_empty_plan_is_about_the_coming_quarter(today: date, first: date, last: date) -> None:
    assert example_hotline(today, "da").period == Period(first, last)


def test_every_key_and_column_is_explained(tmp_path: Path) -> None:
    write_template(tmp_path, language="da", say=say, today=TODAY)
    toml = (tmp_path / "hotline.toml").read_text()
    keys = [line for line in toml.splitlines() if " = " in line and "opening_hours" not in line]
    unexplained = [line.split(" = ")[0] for line in keys if "# <setting." not in line]
    assert unexplained == ["tue", "wed", "thu", "fri"]  # as mon
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    for table in PLAN_TABLES:
        sheet = book[table.danish]
        assert [cell.value for cell in sheet[1]] == [column.danish for column in table.columns]
        assert [cell.comment.text for cell in sheet[1] if cell.comment] == [
            f"<{c.explains.key}>" for c in table.columns
        ]
        assert sheet.freeze_panes == "A2"
    told = {cell.value for row in book["Læs mig"].iter_rows() for cell in row}
    assert {
        f"<{column.explains.key}>" for table in PLAN_TABLES for column in table.columns if not column.words
    } <= told
    meanings = [cell.value for cell in book["hotline"]["C"][1:]]
    assert all(meaning.startswith("<setting.") for meaning in meanings)


def test_fixed_words_and_references_are_offered(tmp_path: Path, plan: Plan) -> None:
    (path,) = write_template(tmp_path / "out", plan, "665", "da", say)
    book = openpyxl.load_workbook(path)
    offers = {
        str(rule.sqref).split(":")[0]: (rule.type, rule.formula1, bool(rule.showErrorMessage))
        for rule in book["tilgængelighed"].data_validations.dataValidation
    }
    assert offers["A2"] == ("list", "'ord'!$B$1:$B$1", False)
    assert [cell.value for cell in book["ord"]["B"] if cell.value] == ["Lemvig 1 (665-01)"]
    assert offers["B2"] == ("list", '"utilgængelig,uønsket,ønsket"', False)
    assert "C2" not in offers  # a week is no date to a spreadsheet, and is understood
    assert offers["E2"][1].startswith('"man|tir|ons|tor|fre,')
    assert "F2" not in offers
    rules = {str(r.sqref): r for r in book["medarbejdere"].data_validations.dataValidation}
    assert rules["D2:D2000"].formula1 == "'ord'!$A$1:$A$100"
    assert [cell.value for cell in book["ord"]["A"]] == ["mitid", "digital_post"]
    assert book["ord"].sheet_state == "hidden"


def test_a_municipality_is_sent_its_own_agents_and_no_availability(tmp_path: Path, plan: Plan) -> None:
    (path,) = write_template(tmp_path / "out", plan, "0751", "da", say)
    assert path.name == "751-Aarhus.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Læs mig", "medarbejdere", "tilgængelighed", "kommuner", "ord"]
    agents = list(book["medarbejdere"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in agents] == ["751-01", "751-02"]
    assert agents[1][5] == 2
    assert [row[2] for row in agents] == ["751", "751"]
    assert book["tilgængelighed"].max_row == 1
    assert list(book["kommuner"].iter_rows(min_row=2, values_only=True)) == [("751", "Aarhus")]
    text = path.read_bytes()
    assert b"Lemvig" not in text


def test_codes_stay_text_and_dates_are_dates(tmp_path: Path, plan: Plan) -> None:
    (path,) = write_template(tmp_path / "out", plan, "751", "en", say)
    sheet = openpyxl.load_workbook(path)["agents"]
    assert sheet["C3"].data_type == "s"
    assert sheet["C3"].number_format == "@"
    assert sheet["G3"].is_date
    assert sheet.column_dimensions["C"].width > 10


def test_a_plan_as_source_fills_in_people_but_no_availability(tmp_path: Path, plan: Plan) -> None:
    write_template(tmp_path / "out", plan)
    for found in (plan_at(tmp_path / "out"), plan_at(tmp_path / "out" / "plan.xlsx")):
        assert found.hotline == plan.hotline
        assert found.municipalities == plan.municipalities
        assert found.agents == plan.agents
        assert not any((found.availability, found.locks, found.demand, found.previous))


def test_a_municipality_without_a_plan_gets_an_empty_workbook(tmp_path: Path) -> None:
    (path,) = write_template(tmp_path, None, "665", "da", say, today=TODAY)
    assert path.name == "665.xlsx"
    assert openpyxl.load_workbook(path)["medarbejdere"].max_row == 1


def test_an_unknown_municipality_is_an_output_error(tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(OutputError) as caught:
        write_template(tmp_path / "out", plan, "999")
    assert caught.value.message.params == {"municipality": "999", "known": ("665", "741", "751")}
    assert not (tmp_path / "out").exists()


def test_what_stands_there_is_never_replaced(tmp_path: Path, plan: Plan) -> None:
    (path,) = write_template(tmp_path / "out", plan, "665")
    edited(path, "medarbejdere", {"B2": "Kept"})
    before = path.read_bytes()
    with pytest.raises(OutputError):
        write_template(tmp_path / "out", plan, "665")
    assert path.read_bytes() == before
    with pytest.raises(OutputError):
        write_template(tmp_path / "plan")


def test_a_municipality_is_told_the_period_and_the_competences(tmp_path: Path, plan: Plan) -> None:
    (path,) = write_template(tmp_path / "out", plan, "665")
    told = [row[0] for row in openpyxl.load_workbook(path)["Læs mig"].iter_rows(max_row=8, values_only=True)]
    assert told[0] == "Test: Lemvig"
    assert any("2027-01-04" in str(line) and "2027-01-15" in str(line) for line in told)
    assert "Competences of the hotline: mitid (MitID), digital_post (Digital Post)." in told
