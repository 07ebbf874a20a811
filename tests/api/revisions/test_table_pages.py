"""A plan's tables in pages: rows one by one, pasted and dropped in; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from api.revisions.table_view import table_sheet
from api.store.engine import reading
from api.texts.translator import translator
from tests.api.filled_service import Served, rows_of
from tests.api.publications import small_plan
from tests.api.published.test_pages import words
from tests.api.revisions.browsing import fields_of, keep, page, send
from tests.api.store.invariants import breaches
from wfm.tables.file_names import HOTLINE

LOCKS = "tables/locks"


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """Return a workbook of some sheets."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return stream.getvalue()


def newest(served: Served) -> int:
    number: int = served.get("").json()["revision"]["number"]
    return number


def table(served: Served, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = served.get(f"tables/{name}").json()["rows"]
    return rows


def test_the_list_of_tables_leads_to_each_and_says_what_it_is_for(served: Served) -> None:
    told = page(served, "tables")
    assert told.status_code == 200
    for where in ("days", "competences", "settings", "revisions", LOCKS, "tables/agents", "tables/hotline"):
        assert f'"/plans/2027-01-04/{where}"' in told.text
        assert page(served, where).status_code == 200
    assert "The people who answer the hotline" in words(told.text)
    assert "/plans/2027-01-04/tables" in page(served, "versions").text


def test_a_row_without_consequence_is_kept_at_once(served: Served) -> None:
    fields = fields_of(page(served, f"{LOCKS}?row=new"), LOCKS)
    fields |= {"cell-shift": ["2027-01-08T08:00"], "cell-municipality": ["1"], "act": ["save"]}
    answer = send(served, LOCKS, fields)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/plans/2027-01-04/{LOCKS}?kept=2",
    )
    assert table(served, "locks")[-1] == {
        "date": "2027-01-08",
        "start": "08:00",
        "municipality": "1",
        "agent": None,
    }
    again = send(served, LOCKS, fields)  # pressed twice
    assert (again.status_code, newest(served)) == (303, 2)
    assert "Kept as revision 2" in words(page(served, f"{LOCKS}?kept=2").text)
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_what_a_municipality_s_citizens_do_to_every_quota_is_seen_before_it_is_kept(served: Served) -> None:
    where = "tables/municipalities"
    fields = fields_of(page(served, f"{where}?row=1"), where)
    assert fields["cell-municipality"] == ["2"]
    looked_at = send(served, where, fields | {"cell-population": ["300"], "act": ["save"]})
    assert (looked_at.status_code, newest(served)) == (200, 1)
    told = words(looked_at.text)
    assert "Quotas before and after" in told
    assert "33.33% → becomes 75.00%" in told
    assert keep(served, looked_at, note="new figures").status_code == 303
    assert (newest(served), table(served, "municipalities")[1]["population"]) == (2, "300")
    assert served.get("revisions").json()["revisions"][0]["note"] == "new figures"


def test_a_faulty_row_stays_in_the_form_with_what_is_wrong_beside_its_field(served: Served) -> None:
    where = "tables/agents"
    fields = fields_of(page(served, f"{where}?row=0"), where)
    answer = send(served, where, fields | {"cell-fte": ["half"], "cell-first_day": ["soon"], "act": ["save"]})
    assert (answer.status_code, newest(served)) == (422, 1)
    typed = fields_of(answer, where)
    assert (typed["cell-fte"], typed["cell-first_day"]) == (["half"], ["soon"])
    assert 'id="cell-fte-wrong"' in answer.text
    assert "Expected was" in words(answer.text)


def test_a_row_is_deleted(served: Served) -> None:
    where = "tables/availability"
    before = len(table(served, "availability"))
    fields = fields_of(page(served, f"{where}?row=0"), where)
    assert send(served, where, fields | {"act": ["delete"]}).status_code == 303
    assert len(table(served, "availability")) == before - 1


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("medarbejder\tnavn\tkommunekode\n1-8\tAgent 1-8\t1\n", 1),
        ("agent;name;municipality\n1-8;Agent 1-8;1\n1-9;Agent 1-9;1\n", 2),
    ],
)
def test_pasted_rows_are_looked_at_and_kept(served: Served, text: str, many: int) -> None:
    where = "tables/agents"
    before = len(table(served, "agents"))
    looked_at = send(
        served, f"{where}/rows", fields_of(page(served, where), f"{where}/rows") | {"text": [text]}
    )
    assert (looked_at.status_code, newest(served)) == (200, 1)
    assert "Agent 1-8" in words(looked_at.text)
    assert keep(served, looked_at).status_code == 303
    assert len(table(served, "agents")) == before + many


def test_faults_of_pasted_rows_stand_beside_them_and_what_was_sent_stays(served: Served) -> None:
    text = "dato\tstart\tmedarbejder\n2027-01-08\t08:00\t1-1\n2027-01-08\t09:00\t9-9\n"
    fields = fields_of(page(served, LOCKS), f"{LOCKS}/rows") | {"text": [text]}
    answer = send(served, f"{LOCKS}/rows", fields)
    assert (answer.status_code, newest(served)) == (422, 1)
    kept = fields_of(answer, f"{LOCKS}/rows")
    assert kept["text"][0].strip() == text.strip()
    assert '<td class="wrong">9-9</td>' in answer.text
    copied = send(served, f"{LOCKS}/copy", kept | {"as": ["csv"]})
    assert copied.headers["content-disposition"] == 'attachment; filename="locks.csv"'
    (_, wrong) = rows_of(copied.content.decode("utf-8-sig").replace(";", ","))
    assert "medarbejder: expected was an agent" in wrong["faults"]
    book = send(served, f"{LOCKS}/copy", kept | {"as": ["xlsx"]})
    (sheet,) = (CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0),)
    lines = sheet.to_python()
    assert lines[0] == ["dato", "start", "medarbejder", "faults"]
    assert (lines[2][2], bool(lines[1][3]), bool(lines[2][3])) == ("9-9", False, True)


def test_a_copy_with_its_faults_told_is_taken_when_they_are_put_right(served: Served) -> None:
    text = "dato\tstart\tmedarbejder\tfejl\n2027-01-08\t08:00\t1-1\tnoget\n"
    fields = fields_of(page(served, LOCKS), f"{LOCKS}/rows") | {"text": [text]}
    assert send(served, f"{LOCKS}/rows", fields).status_code == 200


def test_a_workbook_or_csv_that_is_dropped_in_becomes_rows(served: Served) -> None:
    lines = [
        ["medarbejder", "navn", "kommunekode"],
        ["1-8", "Agent 1-8", "1"],
        [],
        ["1-9", "Agent 1-9", "77"],
    ]
    where = "tables/agents/rows"
    fields = fields_of(page(served, "tables/agents"), where)
    book = workbook({"medarbejdere": lines, "noget andet": [["x"]]})
    answer = send(served, where, fields, files={"file": ("people.xlsx", book)})
    assert answer.status_code == 422
    assert '<th scope="row">4</th>' in answer.text  # as the spreadsheet numbers it
    assert "Agent 1-9" in fields_of(answer, where)["text"][0]
    sound = send(
        served, where, fields, files={"file": ("people.csv", b"agent,name,municipality\n1-8,Agent 1-8,1\n")}
    )
    assert sound.status_code == 200
    assert "Agent 1-8" in words(sound.text)


def test_a_file_that_is_no_table_is_told(served: Served) -> None:
    where = f"{LOCKS}/rows"
    fields = fields_of(page(served, LOCKS), where)
    for name, content in (("x.xlsx", b"no workbook"), ("x.csv", b"%PDF-1.4 ..."), ("x.pdf", b"%PDF-1.4")):
        answer = send(served, where, fields, files={"file": (name, content)})
        assert (answer.status_code, newest(served)) == (422, 1)


def test_whoever_was_overtaken_sees_what_changed_and_keeps_theirs_on_top(served: Served) -> None:
    where = "tables/agents"
    mine = fields_of(page(served, f"{where}?row=0"), where) | {"cell-shifts_per_week": ["2"], "act": ["save"]}
    theirs = fields_of(page(served, f"{where}?row=0", "other"), where)
    assert (
        send(served, where, theirs | {"cell-fte": ["0.5"], "act": ["save"]}, caller="other").status_code
        == 303
    )
    answer = send(served, where, mine)
    assert (answer.status_code, newest(served)) == (412, 2)
    told = words(answer.text)
    assert "Somebody else was faster" in told
    assert "Changed meanwhile" in told
    assert "fte – → becomes 0.5" in told or "fte 1 → becomes 0.5" in told
    assert "shifts per week – → becomes 2" in told
    assert keep(served, answer).status_code == 303
    now = table(served, "agents")[0]
    assert (now["fte"], now["shifts_per_week"]) == ("0.5", "2")


def test_a_row_that_others_deleted_is_told_and_what_was_meant_is_shown(served: Served) -> None:
    where = "tables/availability"
    mine = fields_of(page(served, f"{where}?row=0"), where) | {"cell-kind": ["undesired"], "act": ["save"]}
    theirs = fields_of(page(served, f"{where}?row=0", "other"), where) | {"act": ["delete"]}
    assert send(served, where, theirs, caller="other").status_code == 303
    answer = send(served, where, mine)
    assert (answer.status_code, newest(served)) == (412, 2)
    assert "What you meant to change" in words(answer.text)
    assert "somebody changed or deleted it" in words(answer.text)


def test_who_somebody_is_is_chosen_on_the_page(served: Served) -> None:
    where = "tables/agents"
    fields = fields_of(page(served, f"{where}?row=0"), where)
    asked = send(served, where, fields | {"cell-name": ["Somebody Else"], "act": ["save"]})
    assert (asked.status_code, newest(served)) == (409, 1)
    assert "The same person as Agent 1-1" in words(asked.text)
    assert 'name="person-1-1" value="new"' in asked.text
    answer = keep(served, asked, person={"person-1-1": ["same"]})
    assert (answer.status_code, table(served, "agents")[0]["name"]) == (303, "Somebody Else")


def test_somebody_who_has_another_id_is_chosen_on_the_page(served: Served) -> None:
    where = "tables/agents"
    fields = fields_of(page(served, f"{where}?row=1"), where)
    asked = send(served, where, fields | {"cell-agent": ["1-7"], "act": ["save"]})
    assert asked.status_code == 409
    assert 'name="person-1-7" value="renumbered=1-2"' in asked.text
    answer = keep(served, asked, person={"person-1-7": ["renumbered=1-2"]})
    assert (answer.status_code, newest(served)) == (303, 2)
    assert {"1-1", "1-7"} <= {one["agent"] for one in table(served, "agents")}


def test_notes_are_on_no_page_of_whoever_plans(served: Served) -> None:
    pages = ["tables", "tables/availability", "tables/availability?row=0", "revisions", "revisions/1"]
    assert not [where for where in pages if "KANARIE" in page(served, where).text]
    assert "KANARIE" in page(served, "tables/availability", "local").text


@pytest.mark.parametrize(
    "where", ["tables", LOCKS, "days", "competences", "settings", "revisions", "revisions/1"]
)
def test_leaders_and_agents_see_none_of_it(served: Served, where: str) -> None:
    assert {page(served, where, caller).status_code for caller in ("leader", "agent")} == {403}


def test_administrators_look_and_change_nothing(served: Served) -> None:
    told = page(served, f"{LOCKS}?row=new", "administrator")
    assert told.status_code == 200
    assert "Keep the row" not in told.text
    before = served.digest()
    fields = fields_of(page(served, f"{LOCKS}?row=new"), LOCKS)
    assert send(served, LOCKS, fields, caller="administrator").status_code == 403
    assert served.digest() == before


def test_what_is_not_there_is_missing(served: Served) -> None:
    for where in ("tables/nothing", f"{LOCKS}?row=99", f"{LOCKS}?row=x", "revisions/9", "revisions/01"):
        assert page(served, where).status_code == 404, where
    assert served.client.get("/plans/2001-01-01/tables").status_code == 404


def test_a_form_that_no_page_of_ours_made_changes_nothing(served: Served) -> None:
    before, sound = served.digest(), fields_of(page(served, f"{LOCKS}?row=new"), LOCKS)
    changes: tuple[dict[str, list[str]], ...] = ({"key": ["x"]}, {"expected": ["-1"]}, {"expected": []})
    for change in changes:
        assert send(served, LOCKS, sound | change).status_code == 422
    bomb = {"edit": ["eJzz"], "back": ["tables"], "expected": ["1"], "key": ["k" * 32]}
    assert send(served, "edits", bomb).status_code == 422
    assert send(served, "edits", bomb | {"back": ["https://x"]}).status_code == 422
    assert served.digest() == before


def test_keys_and_values_are_the_expert_s_way(served: Served) -> None:
    where = f"tables/{HOTLINE}/rows"
    fields = fields_of(page(served, f"tables/{HOTLINE}"), where)
    looked_at = send(served, where, fields | {"text": ["nøgle\tværdi\nlimits.rest_hours\t12\n"]})
    assert looked_at.status_code == 200, words(looked_at.text)
    assert keep(served, looked_at).status_code == 303
    assert {"key": "limits.rest_hours", "value": "12"} in table(served, HOTLINE)


@pytest.mark.parametrize(("language", "shown"), [("da", "-0,5"), ("en", "-0.5")])
def test_amounts_are_shown_as_the_language_writes_them(language: str, shown: str) -> None:
    first, *others = small_plan().municipalities
    plan = replace(small_plan(), municipalities=(replace(first, carry_over=Fraction(-1, 2)), *others))
    line, *_ = table_sheet(plan, "municipalities", translator(language), "", 1).rows
    assert dict(line.cells)["carry_over"] == shown
