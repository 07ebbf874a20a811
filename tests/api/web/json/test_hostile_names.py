"""Names that break things elsewhere, sent through the API and looked for wherever they come out."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from typing import Any

import openpyxl
import pytest

from api.access.ids import VersionNumber
from api.outputs.workbook.workbook import roster_xlsx
from api.plans.records.facts import find_hotline, find_plan
from api.publication.publication import Publication
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import reading
from tests.api.filled_service import CODE, FIRST_DAY, Served
from tests.api.publishing.test_routes import EARLY
from wfm.tables.naming import plain

NAMES = (
    "Ola\r\nBcc: x@example.org",
    "Ola\r\n\r\n<html>",
    "\x00\x07\x1b[31mrød\x7f",
    '=HYPERLINK("https://example.org")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "\t=1+1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1; DROP TABLE person; --",
    "{{ 7*7 }}{% for %}",
    "%0d%0aSet-Cookie: a=b",
    "BEGIN:VCALENDAR\nEND:VEVENT",
    "a,b;c\\n:d",
    "😀👩‍👩‍👧‍👦 Åse\u0301",
    "\u202eevil\u2066",
    "é" * 200,
)


@pytest.fixture
def kind() -> str:
    """Return one database: names are texts to either."""
    return "sqlite"


@pytest.fixture
def named(served: Served) -> tuple[Served, list[str]]:
    """Give each agent and municipality hostile names, one after another, and publish."""
    rows = served.get("tables/agents").json()["rows"]
    more = [{**rows[0], "agent": f"1-{n}", "name": name} for n, name in enumerate(NAMES, start=10)]
    answer = served.send("PUT", "tables/agents", {"rows": rows + more}, began=1)
    assert answer.status_code == 200, answer.text
    towns = served.get("tables/municipalities").json()["rows"]
    towns[0]["name"] = NAMES[0]
    assert served.send("PUT", "tables/municipalities", {"rows": towns}, began=2).status_code == 200
    keys = served.get("tables/hotline").json()["rows"]
    told = [row | ({"value": NAMES[4]} if row["key"] == "name" else {}) for row in keys]
    assert served.send("PUT", "tables/hotline", {"rows": told, "note": NAMES[0]}, began=3).status_code == 200
    moves = [
        {"kind": "move", "shift": f"2027-01-0{day}T08:00", "leaves": old, "joins": f"1-{number}"}
        for day, old, number in ((4, "1-1", 10), (4, "1-2", 11), (5, "1-1", 12), (5, None, 13))
    ]
    made = served.send("POST", "versions/1/changes", {"changes": moves, "note": NAMES[8]}, began=2)
    assert made.status_code == 201, made.text
    served.now[0] = EARLY
    done = served.send("PUT", "published", {"number": 3, "accept_short_notice": True}, began=1)
    assert done.status_code == 200, done.text
    return served, [plain(name) for name in NAMES]


def breaks_out(text: str) -> list[str]:
    """Return characters that steer something."""
    return [char for char in text if unicodedata.category(char) == "Cc" and char not in "\r\n"]


def test_names_come_back_as_they_may_be_written(named: tuple[Served, list[str]]) -> None:
    served, names = named
    found = {row["agent"]: row["name"] for row in served.get("tables/agents").json()["rows"]}
    assert [found[f"1-{n}"] for n in range(10, 10 + len(names))] == names
    text = served.get("tables/agents", accept="text/csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows if row["agent"] in {f"1-{n}" for n in range(10, 99)}] == names
    sent = served.send("PUT", "tables/agents", text.encode(), began=4, media="text/csv")
    assert sent.status_code == 200
    keys = {notice["key"] for notice in sent.json()["notices"]}
    assert not keys & {"notice.invisible", "notice.stripped", "notice.read_as"}
    assert served.get("tables/agents").json()["rows"] == [
        {name: value or None for name, value in row.items()} for row in rows
    ]


def test_no_answer_carries_a_name_into_its_headers_or_beyond_its_text(
    named: tuple[Served, list[str]],
) -> None:
    served, _ = named
    for address in (
        "",
        "tables/agents",
        "versions/3",
        "versions",
        "versions/1/differences/3",
        "published",
        f"/api/v1/hotlines/{CODE}/record",
        "/api/v1/agents",
        "/api/v1/municipalities",
        "/",
        "/agents",
        "/municipalities",
        "/weeks/2027-W01",
        "/plans",
        "/feeds/1-10.ics",
        "/feeds/municipality-1.ics",
    ):
        answer = served.get(address)
        assert answer.status_code == 200, address
        assert breaks_out(answer.text) == [], address
        headers = repr(sorted(answer.headers.items()))
        assert not [name for name in ("Ola", "alert", "evil", "Set-Cookie") if name in headers], address
        if answer.headers["content-type"].startswith("text/html"):
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text


def test_feeds_have_no_line_of_a_name_s_making(named: tuple[Served, list[str]]) -> None:
    served, _ = named
    lines = served.get("/feeds/municipality-1.ics").text.split("\r\n")
    assert [line for line in lines if line.startswith(("Bcc:", "<html>"))] == []
    assert lines.count("BEGIN:VCALENDAR") == lines.count("END:VCALENDAR") == 1


def test_notes_are_one_line(named: tuple[Served, list[str]]) -> None:
    served, names = named
    assert served.get("versions/3").json()["note"] == names[8]
    assert [event["note"] for event in served.get(f"/api/v1/hotlines/{CODE}/record").json()["events"]][
        2
    ] == names[0]


def test_a_spreadsheet_of_the_roster_holds_no_formula(named: tuple[Served, list[str]]) -> None:
    served, names = named
    with reading(served.database) as connection:
        facts = find_plan(connection, find_hotline(connection, CODE).id, date.fromisoformat(FIRST_DAY))
        read = read_version(connection, find_version(connection, facts.id, VersionNumber(3)))
    book = openpyxl.load_workbook(
        io.BytesIO(roster_xlsx(Publication(read.plan, read.roster, read.report, ())))
    )
    cells: list[Any] = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = {str(cell.value) for cell in cells if cell.data_type == "s"}
    assert set(names[3:7]) & texts
    assert not [
        cell for cell in cells if cell.data_type == "f" and any(name in str(cell.value) for name in names)
    ]
