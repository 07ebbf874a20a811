"""A cell that holds something is never taken for a blank one: errors and uncomputed formulas are faults."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.wfm.tables.books import book, edited
from tests.wfm.tables.folders import changed, faults_of, folder, places, plan_at
from tests.wfm.tables.test_workbook import ENGLISH
from wfm.ids import AgentId
from wfm.tables.cells import Valueless
from wfm.tables.plan_reading import read_plan
from wfm.tables.sheet_xml import MARK, is_to_be_computed, with_valueless, without_cdata, without_mark

ERRORS = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"]
CELLS = [
    ("municipalities", "E2", "carry_over"),
    ("municipalities", "B2", "name"),
    ("agents", "B2", "name"),
    ("agents", "D2", "competences"),
    ("agents", "E2", "fte"),
    ("agents", "F3", "shifts_per_week"),
    ("agents", "I4", "email"),
    ("availability", "E2", "days"),
    ("availability", "F2", "from"),
    ("availability", "H2", "note"),
    ("locks", "C2", "municipality"),
    ("previous", "E2", "agent"),
]


def small(path: Path) -> Path:
    return book(path / "a.xlsx", ENGLISH)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize(("sheet", "address", "column"), CELLS)
def test_an_error_is_a_fault_at_its_cell(
    tmp_path: Path, sheet: str, address: str, column: str, error: str
) -> None:
    faults = faults_of(edited(small(tmp_path), sheet, {address: error}))
    assert places(faults) == [(sheet, int(address[1:]), column, error, "fault.error_value")]


@pytest.mark.parametrize(("sheet", "address", "column"), CELLS)
def test_a_formula_that_nobody_computed_is_a_fault_at_its_cell(
    tmp_path: Path, sheet: str, address: str, column: str
) -> None:
    faults = faults_of(edited(small(tmp_path), sheet, {address: "=A1*2"}))
    assert places(faults) == [(sheet, int(address[1:]), column, "=A1*2", "fault.uncomputed")]


@pytest.mark.parametrize(("value", "key"), [("#N/A", "fault.error_value"), ("=1+1", "fault.uncomputed")])
def test_a_setting_without_a_value_is_a_fault(tmp_path: Path, value: str, key: str) -> None:
    faults = faults_of(edited(small(tmp_path), "Hotline", {"B10": value}))
    assert places(faults) == [("Hotline", 10, "shifts.agents", value, key)]


@pytest.mark.parametrize(
    "error", [*ERRORS, "#I/T", "#VÆRDI!", "#NAVN?", "Err:502", "Fejl:504", "#REFERENCE!"]
)
def test_an_error_that_was_saved_as_csv_is_a_fault(tmp_path: Path, error: str) -> None:
    faults = faults_of(folder(tmp_path, changed("agents.csv", "Aarhus 1", error)))
    assert places(faults) == [("agents.csv", 2, "name", error, "fault.error_value")]


def test_a_text_that_only_looks_like_a_formula_is_a_text(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path, changed("availability.csv", "ferie", "=ferie #1 #OBS!")))
    assert plan.availability[0].note == "=ferie #1 #OBS!"


@pytest.mark.parametrize(("value", "told"), [(0, True), (2, False)])
def test_a_zero_that_is_still_to_be_computed_is_no_value(tmp_path: Path, value: int, told: bool) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in ENGLISH.items():
            sheet = made.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, list(map(str_or_number, row)))
            if name == "agents":
                sheet.write_formula("E2", "=A1*2", None, value)
    if told:
        assert places(faults_of(path)) == [("agents", 2, "fte", "=A1*2", "fault.uncomputed")]
    else:
        assert read_plan(path).plan.agent[AgentId("751-01")].fte == value


def str_or_number(cell: object) -> object:
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell).replace(" 00:00:00", "")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (b'<c r="A1" t="e"><f>X()</f><v>#SPILL!</v></c>', "#SPILL!"),
        (b"<x:c t = 'e' r='A1'><x:v>#N/A</x:v></x:c>", "#N/A"),
        (b'<c r="A1" t="e"></c>', "#N/A"),
        (b'<c r="A1"><f>A2&amp;"x"</f></c>', '=A2&amp;"x"'),
        (b'<c r="A1"><f t="shared" si="0"/></c>', "=…"),
        (b'<c r="A1" s="4"><f>SUM(A2)</f><v/></c>', "=SUM(A2)"),
        (b'<c r="A1" t="str"><f>A2</f></c>', "=A2"),
    ],
)
def test_every_way_to_write_no_value_is_seen(cell: bytes, shown: str) -> None:
    found = with_valueless(b"<row>" + cell + b'<c r="B1"><v>3</v></c></row>', to_be_computed=False).decode()
    assert f"{MARK}{shown}</" in found
    assert 't="str"' in found
    assert found.endswith('<c r="B1"><v>3</v></c></row>')


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A1"><f>A2</f><v>7</v></c>',
        b'<c r="A1"><f>A2</f><v>0</v></c>',
        b'<c r="A1" t="str"><f>""</f><v></v></c>',
        b'<c r="A1" t="inlineStr"><f>A2</f><is><t>x</t></is></c>',
        b'<c r="A1"/><c r="B1" t="s"><v>0</v></c>',
        b'<col min="1" max="2"/><cols><col/></cols>',
    ],
)
def test_what_has_a_value_stays_as_it_is(cell: bytes) -> None:
    part = b'<row><c r="Z1"/>' + cell + b"</row>"
    assert with_valueless(part, to_be_computed=False) == part


def test_text_in_a_section_of_its_own_is_read() -> None:
    assert without_cdata(b"<v><![CDATA[a<b]]></v>") == b"<v>a&lt;b</v>"


def test_only_a_marked_text_stands_for_no_value() -> None:
    assert without_mark(MARK + "#N/A") == Valueless("#N/A")
    assert [without_mark(cell) for cell in ("#N/A", 3, None)] == ["#N/A", 3, None]


@pytest.mark.parametrize(
    ("xml", "whole"),
    [
        (b'<calcPr calcId="1" fullCalcOnLoad="1"/>', True),
        (b"<x:calcPr fullCalcOnLoad='true'/>", True),
        (b'<calcPr calcId="1"/>', False),
        (b'<calcPr fullCalcOnLoad="0"/>', False),
    ],
)
def test_a_workbook_says_whether_it_is_to_be_computed(xml: bytes, whole: bool) -> None:
    assert is_to_be_computed(b"<workbook>" + xml + b"</workbook>") is whole
