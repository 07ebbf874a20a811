"""Files of distribution keys: both languages, figures as people write them, every fault at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from wfm.errors import KeysError
from wfm.tables.cells import RepairedValue, UnreadableCellError
from wfm.tables.figures import read_figure
from wfm.tables.keys_reading import KeyPart, read_keys

DANISH = (
    "kommune;navn;indbyggere;opkald;bemærkning\n0165;Albertslund;27.853;150000,5;\n161;;20.699;;se bilag\n"
)
ENGLISH = "municipality,name,population,calls\n165,Albertslund,27853,150000.5\n161,,20699,0\n"


def write(folder: Path, text: str, name: str = "keys.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234,5", "1234.5"),
        ("12,5 %", "0.125"),
        ("16.6667%", "0.166667"),
        ("−338", "-338"),
        ("-1.250.000", "-1250000"),
        ("0.168", "0.168"),
        ("0,168", "0.168"),
        ("1/3", "1/3"),
        (12.5, "12.5"),
    ],
)
def test_a_figure_is_read_exactly(written: str | float, value: str) -> None:
    assert read_figure(written) == Fraction(value)


@pytest.mark.parametrize(("written", "value"), [("27.853", "27853"), ("-2,125", "-2.125")])
def test_a_doubtful_figure_is_read_as_danes_write_and_that_is_told(written: str, value: str) -> None:
    found = read_figure(written)
    assert isinstance(found, RepairedValue)
    assert found.value == Fraction(value)


@pytest.mark.parametrize("written", ["", "kr", "1.23.456", "1,2,3", "%", "1e9", "0.123.456", True])
def test_what_is_no_figure_is_refused(written: str | bool) -> None:
    with pytest.raises(UnreadableCellError):
        read_figure(written)


@pytest.mark.parametrize("text", [DANISH, ENGLISH])
def test_keys_are_read_in_both_languages(tmp_path: Path, text: str) -> None:
    table = read_keys(write(tmp_path, text))
    assert table.names == {"165": "Albertslund", "161": "161"}
    assert list(table.key([KeyPart("population", Fraction(100))]).weights.values()) == [
        Fraction(27853, 48552),
        Fraction(20699, 48552),
    ]
    assert table.key([KeyPart("Opkald", Fraction(100))]).shares == {"165": 1, "161": 0}
    assert table.key([KeyPart("lige", Fraction(100))]).shares == dict.fromkeys(("165", "161"), Fraction(1, 2))


def test_a_column_without_figures_is_no_key_and_that_is_told(tmp_path: Path) -> None:
    table = read_keys(write(tmp_path, DANISH))
    assert list(table.weights) == ["indbyggere", "opkald"]
    assert [notice.column for notice in table.notices] == ["bemærkning"]


def test_municipalities_of_a_plan_are_keys_as_they_stand(tmp_path: Path) -> None:
    head = "municipality,name,population,participation,carry_over,min_shifts\n"
    table = read_keys(write(tmp_path, head + "165,Albertslund,27853,staffing,0.5,0\n", "municipalities.csv"))
    assert list(table.weights) == ["population"]
    assert table.notices == ()
    assert table.key().shares == {"165": 1}


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = "kommune;indbyggere;opkald\n165;x;-1\n165;20.699;1\nI alt;3;4\n;5;6\n"
    with pytest.raises(KeysError) as caught:
        read_keys(write(tmp_path, text))
    assert [(fault.row, fault.column, fault.value) for fault in caught.value.faults] == [
        (2, "indbyggere", "x"),
        (2, "opkald", "-1"),
        (3, "kommune", "165"),
        (4, "kommune", "I alt"),
        (5, "kommune", ""),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "fault.header"),
        ("kommune;bem\n165;hej\n", "fault.a_key"),
        ("kommune;opkald\n", "fault.a_partner"),
        ("opkald;kald2\n1;2\n", "fault.column"),
        ("kommune;opkald;opkald\n1;2;3\n", "fault.column_once"),
    ],
)
def test_a_file_without_keys_is_a_fault(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(KeysError) as caught:
        read_keys(write(tmp_path, text))
    assert key in [fault.expected.key for fault in caught.value.faults]


def test_a_key_must_be_named_known_and_have_a_weight(tmp_path: Path) -> None:
    table = read_keys(write(tmp_path, "kommune;a;b\n1;0;1\n2;0;2\n"))
    with pytest.raises(KeysError) as caught:
        table.key()
    assert caught.value.faults[0].expected.key == "fault.chosen"
    with pytest.raises(KeysError) as caught:
        table.key([KeyPart("a", Fraction(50)), KeyPart("c", Fraction(50))])
    assert [fault.expected.key for fault in caught.value.faults] == ["fault.any_weight", "fault.key_named"]


def book(path: Path, sheets: dict[str, list[list[str | float]]]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_keys_of_a_workbook_stand_in_its_sheet_of_that_name_or_its_only_one(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["forvaltning", "årsværk"], ["KFF", 17], ["BIF", 0.5]]
    table = read_keys(book(tmp_path / "one.xlsx", {"Ark1": rows}))
    assert table.key().shares == {"KFF": Fraction(34, 35), "BIF": Fraction(1, 35)}
    table = read_keys(book(tmp_path / "two.xlsx", {"Noter": [["hej"]], "Nøgler": rows}))
    assert [notice.file for notice in table.notices] == ["Noter"]
    with pytest.raises(KeysError):
        read_keys(book(tmp_path / "none.xlsx", {"Noter": [["hej"]], "Ark1": rows}))


def test_a_folder_is_no_file_of_keys(tmp_path: Path) -> None:
    with pytest.raises(KeysError):
        read_keys(tmp_path)
