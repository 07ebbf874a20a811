"""Workbooks say the same as folders, in both languages; what is no modest workbook is one fault."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.wfm.tables.books import book, edited, with_part, without_places, write_plan_workbook
from tests.wfm.tables.folders import faults_of, folder, places, plan_at
from wfm.canonical import plan_sha256
from wfm.errors import PlanError
from wfm.tables import zip_guard
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.plan_reading import read_plan
from wfm.tables.words import KINDS, PARTICIPATIONS

HOTLINE_SHEET: list[tuple[Any, Any]] = [
    ("name", "Test"),
    ("code", "test"),
    ("period.first_day", date(2027, 1, 4)),
    ("period.last_day", "15-01-2027"),
    ("opening_hours.mon", "08:00-14:00"),
    ("opening_hours.tir", "08.00-14.00"),
    ("opening_hours.wed", "08:00-11:00, 12:00-15:00"),
    ("shifts.hours", 3),
    ("shifts.agents", 1),
    ("competences.1.code", "mitid"),
    ("competences.1.name", "MitID"),
    ("competences.2.code", "digital_post"),
    ("competences.2.name", "Digital Post"),
]

ENGLISH: dict[str, list[tuple[Any, ...]]] = {
    "Hotline": [("key", "value"), *HOTLINE_SHEET],
    "municipalities": [
        ("municipality", "name", "population", "participation", "carry_over", "min_shifts"),
        ("0751", "Aarhus", 319094, "staffing", 0.5, None),
        (665, "Lemvig", 21223, "staffing", -0.5, 1),
        (741.0, "Samsø", 3806, "financing", None, None),
    ],
    "agents": [
        (
            "agent",
            "name",
            "municipality",
            "competences",
            "fte",
            "shifts_per_week",
            "first_day",
            "last_day",
            "email",
            "phone",
        ),
        ("751-01", "Aarhus 1", 751, "mitid|digital_post", 1),
        ("751-02", "Aarhus 2", 751, "mitid", 0.5, 2, datetime(2026, 1, 1), date(2027, 12, 31)),
        (
            "665-01",
            "Lemvig 1",
            "665",
            "mitid;digital_post",
            None,
            None,
            None,
            None,
            "a@example.org",
            12345678,
        ),
    ],
    "availability": [
        ("agent", "kind", "first_day", "last_day", "days", "from", "to", "note"),
        (
            "751-01",
            "unavailable",
            date(2027, 1, 4),
            date(2027, 1, 6),
            "mon|wed",
            time(8, 0),
            "11:30",
            "ferie",
        ),
        ("665-01", "preferred", "2027-01-04", date(2027, 1, 15)),
    ],
    "locks": [
        ("date", "start", "municipality", "agent"),
        (date(2027, 1, 5), time(8, 0), 665, None),
        (date(2027, 1, 6), time(12, 0), None, "751-02"),
    ],
    "demand": [("date", "start", "agents"), (date(2027, 1, 11), "08:00", 2)],
    "previous": [
        ("date", "start", "end", "municipality", "agent"),
        (date(2026, 12, 28), time(8, 0), time(11, 0), "751", "751-01"),
    ],
}

DANISH_NAMES = {
    "Hotline": "hotline",
    "municipalities": "Kommuner",
    "agents": "MEDARBEJDERE",
    "availability": "tilgængelighed",
    "locks": "Låse",
    "demand": "behov",
    "previous": "forrige",
}
DANISH_WORDS = {column.name: column.danish for table in PLAN_TABLES for column in table.columns} | {
    "name": "Navn",
    "population": "Indbyggere",
    "shifts_per_week": "Vagter pr. uge",
    "min_shifts": "MIN VAGTER",
    "mon|wed": "man|ons",
}
DANISH_WORDS |= KINDS | PARTICIPATIONS


def danish() -> dict[str, list[tuple[Any, ...]]]:
    """Return the English sheets word by word in Danish; the keys of the hotline stay."""
    return {
        DANISH_NAMES[name]: (
            rows
            if name == "Hotline"
            else [
                tuple(DANISH_WORDS.get(cell, cell) if isinstance(cell, str) else cell for cell in row)
                for row in rows
            ]
        )
        for name, rows in ENGLISH.items()
    }


def test_workbooks_in_both_languages_are_the_same_plan_as_the_folder(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path / "folder"))
    for name, sheets in (("en.xlsx", ENGLISH), ("da.XLSX", danish())):
        reading = read_plan(book(tmp_path / name, sheets))
        assert reading.plan == plan
        assert plan_sha256(reading.plan) == plan_sha256(plan)
        assert reading.notices == ()


def test_a_fault_names_the_sheet_row_and_column_as_written(tmp_path: Path) -> None:
    sheets = danish()
    sheets["tilgængelighed"][2] = ("665-09", "måske", "31-02-2027", "2027-01-15")
    sheets["Kommuner"][2] = (665, "Lemvig", 21223.5, "bemander", -0.5, 1)
    assert places(faults_of(book(tmp_path / "a.xlsx", sheets))) == [
        ("Kommuner", 3, "Indbyggere", "21223.5", "fault.whole"),
        ("tilgængelighed", 3, "type", "måske", "fault.one_of"),
        ("tilgængelighed", 3, "første_dag", "31-02-2027", "fault.date"),
        ("tilgængelighed", 3, "medarbejder", "665-09", "fault.known_agent"),
    ]


@pytest.mark.parametrize("sheet", ["Hotline", "municipalities", "agents", "availability"])
def test_a_missing_sheet_is_one_fault(tmp_path: Path, sheet: str) -> None:
    sheets = {name: rows for name, rows in ENGLISH.items() if name != sheet}
    faults = faults_of(book(tmp_path / "a.xlsx", sheets))
    assert places(faults) == [(sheet.lower(), None, "", "", "fault.sheet_there")]


def test_sheets_with_a_star_may_be_missing_and_unknown_ones_are_warnings(tmp_path: Path) -> None:
    sheets = {name: rows for name, rows in ENGLISH.items() if name not in ("locks", "demand", "previous")}
    reading = read_plan(book(tmp_path / "a.xlsx", {**sheets, "Ark1": [("hello",)], "Læs mig": [("hej",)]}))
    assert reading.plan.locks == ()
    assert places(list(reading.notices)) == [("Ark1", None, "", "", "notice.unknown_sheet")]


def test_a_table_may_begin_below_and_beside_the_corner(tmp_path: Path) -> None:
    moved = [(), (), *((None, None, *row) for row in ENGLISH["demand"])]
    reading = read_plan(book(tmp_path / "a.xlsx", {**ENGLISH, "demand": moved}))
    assert [row.agents for row in reading.plan.demand] == [2]
    faulty = [*moved[:-1], (None, None, date(2027, 1, 10), "08:00", 2)]
    (fault,) = faults_of(book(tmp_path / "b.xlsx", {**ENGLISH, "demand": faulty}))
    assert (fault.file, fault.row, fault.column) == ("demand", 4, "start")


def test_midnight_is_read_from_a_time_cell(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path / "folder"))
    path = tmp_path / "a.xlsx"
    write_plan_workbook(plan, path)
    edited(path, "availability", {"F2": time(0, 0), "G2": 1.0})
    found = plan_at(path).availability[0].span
    assert (found.start, found.end) == (0, 1440)


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"no zip at all", b"PK\x03\x04" + b"\0" * 100, "\u2603".encode() * 50]
)
def test_what_is_no_workbook_is_one_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert places(faults_of(path)) == [("a.xlsx", None, "", "", "fault.workbook")]


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def test_a_zip_archive_that_is_no_workbook_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for content in (archive(a_txt=b"hello"), archive(a_xml=b"<a/>"), archive()):
        path.write_bytes(content)
        assert places(faults_of(path)) == [("a.xlsx", None, "", "", "fault.workbook")]


def small_book(tmp_path: Path) -> bytes:
    return book(tmp_path / "small.xlsx", ENGLISH).read_bytes()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = archive(**{"xl/worksheets/sheet1_xml": b"0" * (zip_guard.MOST_UNPACKED + 1)})
    assert len(bomb) < 1_000_000
    path = tmp_path / "a.xlsx"
    path.write_bytes(bomb)
    assert places(faults_of(path)) == [("a.xlsx", None, "", "", "fault.modest")]


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(archive(a_xml=b"0" * 1_000_000))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(signature) + offset
        content[place : place + 4] = (10).to_bytes(4, "little")
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert places(faults_of(path)) == [("a.xlsx", None, "", "", "fault.workbook")]


FAR = [
    b'<c r="XFD1048576"><v>1</v></c>',
    b"<c r='ZZZ5'><v>1</v></c>",
    b'<c x="/>" r = "A1048576"><v>1</v></c>',
    b'<row r="1048576"><c><v>1</v></c></row>',
    b'<c r="OZ50000"><v>1</v></c>',
]


@pytest.mark.parametrize("cell", FAR)
def test_cells_that_lie_far_apart_are_refused(tmp_path: Path, cell: bytes) -> None:
    name = "xl/worksheets/sheet1.xml"
    small = small_book(tmp_path)
    with zipfile.ZipFile(io.BytesIO(small)) as old:
        sheet = old.read(name)
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(small, name, sheet.replace(b"</sheetData>", cell + b"</sheetData>")))
    assert places(faults_of(path)) == [("a.xlsx", None, "", "", "fault.close")]


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        b'<row r="1048576" spans="1:2"/>',
        b'<row r="1048576" ht="15"></row>',
        b'<row r="9"><c r="XFD9" s="1"></c><c r="XFC9"/></row>',
    ],
)
def test_blank_cells_far_away_do_no_harm(tmp_path: Path, far: bytes) -> None:
    name = "xl/worksheets/sheet1.xml"
    small = small_book(tmp_path)
    with zipfile.ZipFile(io.BytesIO(small)) as old:
        sheet = old.read(name)
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(small, name, sheet.replace(b"</sheetData>", far + b"</sheetData>")))
    assert read_plan(path).plan.seats > 0


NO_PLAIN_XML = [b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "<x/>".encode("utf-16")]


@pytest.mark.parametrize("name", ["xl/worksheets/more.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize("part", NO_PLAIN_XML)
def test_parts_that_are_no_plain_xml_are_refused(tmp_path: Path, part: bytes, name: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(small_book(tmp_path), name, part))
    assert places(faults_of(path)) == [("a.xlsx", None, "", "", "fault.workbook")]


@pytest.mark.parametrize("name", ["customXml/item1.xml", "xl/queries/query1.xml", "docProps/app.xml"])
@pytest.mark.parametrize("part", [*NO_PLAIN_XML, bytes(10**6)])
def test_parts_that_nobody_reads_are_not_judged(tmp_path: Path, part: bytes, name: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(small_book(tmp_path), name, part))
    assert read_plan(path).plan.seats > 0


def test_a_sheet_may_lie_wherever_the_workbook_says(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    old, new = b"worksheets/sheet1.xml", b"odd/first.xml"
    with zipfile.ZipFile(io.BytesIO(small_book(tmp_path))) as book, zipfile.ZipFile(path, "w") as moved:
        for name in book.namelist():
            part = book.read(name).replace(old, new) if name.endswith(".rels") else book.read(name)
            moved.writestr(name.replace(old.decode(), new.decode()), part)
    assert read_plan(path).plan.seats > 0


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO(small_book(tmp_path))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<x/>")
    path = tmp_path / "a.xlsx"
    path.write_bytes(stream.getvalue())
    assert places(faults_of(path)) == [("a.xlsx", None, "", "", "fault.workbook")]


def test_pictures_and_macros_are_not_even_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(with_part(small_book(tmp_path), "xl/media/image1.png", b"\0" * 10_000))
    assert read_plan(path).plan.seats > 0


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    path = tmp_path_factory.mktemp("books") / "a.xlsx"
    write_plan_workbook(plan_at(book(path, ENGLISH)), path)
    return path, path.read_bytes()


PARTS = [
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet4.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
]
DAMAGE = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=4)), min_size=1, max_size=4)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAMAGE)
def test_no_damage_to_a_workbook_makes_anything_but_a_plan_or_faults(
    whole: tuple[Path, bytes], damage: list[tuple[int, bytes]]
) -> None:
    path, content = whole
    for place, junk in damage:
        place %= len(content)
        content = content[:place] + junk + content[place + len(junk) :]
    path.write_bytes(content)
    with suppress(PlanError):
        read_plan(path)


@settings(max_examples=examples(60))
@given(st.sampled_from(PARTS), DAMAGE)
def test_no_damage_inside_a_workbook_makes_anything_but_a_plan_or_faults(
    whole: tuple[Path, bytes], name: str, damage: list[tuple[int, bytes]]
) -> None:
    path, content = whole
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        part = old.read(name)
    for place, junk in damage:
        place %= len(part)
        part = part[:place] + junk + part[place + len(junk) :]
    path.write_bytes(with_part(content, name, part))
    with suppress(PlanError):
        read_plan(path)


@pytest.mark.parametrize("sheet", ["Hotline", "agents", "locks"])
def test_a_sheet_too_wide_is_one_fault(tmp_path: Path, sheet: str) -> None:
    path = without_places(book(tmp_path / "a.xlsx", ENGLISH), sheet)
    assert places(faults_of(path)) == [(sheet, 1, "", "", "fault.fewer_columns")]
