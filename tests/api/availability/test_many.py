"""The board's forms for many: a staff day, and rows from a spreadsheet; each within one's own rights."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from api.store.audit import check_chain
from api.store.engine import reading
from api.store.tables import PLAN_REVISION
from tests.api.availability.asked import AWAY, close, open_collection, say
from tests.api.availability.test_pages import BOARD, hidden, page, post
from tests.api.filled_service import Served

DAYS, ROWS = f"{BOARD}/days", f"{BOARD}/rows"
HEADER = "agent\tkind\tfirst day\tlast day\tdays\tfrom\tto"


def form(served: Served, address: str, caller: str = "leader", **fields: str) -> dict[str, str]:
    return {**hidden(page(served, BOARD, caller).text, f'action="{address}'), **fields}


def said(served: Served, agent: str, caller: str = "coordinator") -> list[tuple[str, str, str | None]]:
    told = served.get(f"availability/{agent}", caller).json()["entries"]
    return [(one["kind"], one["first_day"], one["from"]) for one in told]


def revisions(served: Served) -> int:
    with reading(served.database) as connection:
        assert not check_chain(connection).broken
        return len(connection.execute(select(PLAN_REVISION.c.id)).all())


def test_a_staff_day_is_said_for_all_of_one_s_own_in_one_revision(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    others = said(served, "2-1"), said(served, "3-1")
    before = revisions(served)
    sent = form(served, DAYS, first="2027-01-06", letter="u", all="1")
    done = post(served, DAYS, sent, "leader")
    assert done.status_code == 303
    assert "changed=2" in done.headers["location"]
    assert post(served, DAYS, sent, "leader").status_code == 303  # the same form again
    assert revisions(served) == before + 1
    assert ("unavailable", "2027-01-06", None) in said(served, "1-1")
    assert said(served, "1-2") == [("unavailable", "2027-01-06", None)]
    assert (said(served, "2-1"), said(served, "3-1")) == others


def test_a_wish_for_many_takes_nobody_s_own_word_away(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    told = {"first": "2027-01-04", "last": "2027-01-06", "letter": "p"}
    sent = {**form(served, DAYS, **told), "agent": "1-1"}
    assert post(served, DAYS, sent, "leader").status_code == 303
    assert said(served, "1-1") == [("unavailable", "2027-01-04", None), ("preferred", "2027-01-06", None)]


def test_whether_somebody_has_answered_is_left_alone(served: Served) -> None:
    rows = [*served.get("tables/hotline").json()["rows"], {"key": "availability.approval", "value": "leader"}]
    assert served.send("PUT", "tables/hotline", {"rows": rows}, began=1).status_code == 200
    open_collection(served)
    say(served, "1-1", AWAY)
    post(served, DAYS, form(served, DAYS, first="2027-01-06", letter="u", all="1"), "leader")
    answers = served.get("collection").json()["answers"]
    assert {one["agent"]: bool(one["answered_at"]) for one in answers if one["municipality"] == "1"} == {
        "1-1": True,
        "1-2": False,
    }
    assert [one["confirmed_at"] for one in answers] == [None] * len(answers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2027-01-06", "letter": "u"},
        {"first": "soon", "letter": "u", "agent": "1-1"},
        {"first": "2027-01-06", "letter": "x", "agent": "1-1"},
        {"first": "2027-01-06", "last": "2027-01-05", "letter": "u", "agent": "1-1"},
        {"first": "2027-03-01", "letter": "u", "agent": "1-1"},
    ],
)
def test_what_cannot_be_meant_is_refused_and_stays_typed(served: Served, wrong: dict[str, str]) -> None:
    open_collection(served)
    refused = post(served, DAYS, form(served, DAYS, **wrong), "leader")
    assert refused.status_code == 422
    assert f'name="first" required min="2027-01-04" max="2027-01-08" value="{wrong["first"]}"' in refused.text
    assert revisions(served) == 1


def test_nobody_else_s_people_and_not_after_the_deadline(served: Served) -> None:
    open_collection(served)
    sent = form(served, DAYS, first="2027-01-06", letter="u", agent="2-1")
    assert post(served, DAYS, sent, "leader").status_code == 404
    own = form(served, DAYS, first="2027-01-06", letter="u", agent="1-1")
    rows = form(served, ROWS, text=f"{HEADER}\n1-1\tunavailable\t2027-01-06\t2027-01-06")
    assert post(served, DAYS, own, "agent").status_code == 403
    assert post(served, ROWS, rows, "agent").status_code == 403
    close(served)
    assert post(served, DAYS, own, "leader").status_code == 409
    late = post(served, ROWS, rows, "leader")
    assert (late.status_code, "2027-01-06" in late.text) == (409, True)
    assert revisions(served) == 1
    assert 'action="' + DAYS not in page(served, BOARD, "leader").text


def test_pasted_rows_are_read_as_the_workbook_s_with_names_and_loose_days(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    before = revisions(served)
    text = "\n".join(
        [
            "medarbejder\ttype\tførste_dag\tsidste_dag\tdage\tfra\ttil",
            "Agent 1-1\tkan ikke\t6/1\t6/1\t\tkl. 8\tkl. 11",
            "1-2\tvil gerne\tuge 1\t\ttir\t\t",
        ]
    )
    sent = form(served, ROWS, text=text)
    assert post(served, ROWS, sent, "leader").status_code == 303
    assert revisions(served) == before + 1
    assert said(served, "1-1") == [
        ("unavailable", "2027-01-04", None),
        ("unavailable", "2027-01-06", "08:00"),
    ]
    assert said(served, "1-2") == [("preferred", "2027-01-04", None)]
    again = form(served, ROWS, text=text)
    assert post(served, ROWS, again, "leader").status_code == 303
    assert revisions(served) == before + 1  # rows that are there already are no second ones


def test_faults_stand_beside_the_rows_and_what_was_typed_is_kept(served: Served) -> None:
    open_collection(served)
    bad = "1-1\tsometimes\t2027-01-06\t2027-01-06"
    foreign = "2-1\tunavailable\t2027-01-06\t2027-01-06"
    refused = post(served, ROWS, form(served, ROWS, text=f"{HEADER}\n{bad}\n{foreign}"), "leader")
    assert refused.status_code == 422
    table = refused.text[refused.text.index('class="figures faulty"') :].split("</table>")[0]
    assert table.count('<td class="wrong">') == 2
    assert "sometimes" in table
    assert "Agent 2-1" not in refused.text
    area = refused.text[refused.text.index("<textarea") :].split("</textarea>")[0]
    assert bad in area
    assert foreign in area
    assert revisions(served) == 1
    for nothing in ("", HEADER, "what is this"):
        assert post(served, ROWS, form(served, ROWS, text=nothing), "leader").status_code == 422
    everybody = form(served, ROWS, "coordinator", text=f"{HEADER}\n{foreign}")
    assert post(served, ROWS, everybody, "coordinator").status_code == 303
    assert ("unavailable", "2027-01-06", None) in said(served, "2-1")


def test_whoever_was_late_has_answered_once_the_request_is_granted_whatever_was_said_for_all(
    served: Served,
) -> None:
    open_collection(served)
    post(served, DAYS, form(served, DAYS, first="2027-01-06", letter="u", all="1"), "leader")
    close(served)
    own = f"{BOARD}/1-1"
    asked = {**hidden(page(served, own).text), "c:2027-01-05T08:00": "u", "do": "request"}
    assert post(served, own, asked).status_code == 303
    shown = page(served, BOARD, "coordinator").text
    (address,) = re.findall(rf'action="({own}/requests/[0-9a-f]{{32}})', shown)
    granted = {**hidden(shown, f'action="{address}'), "do": "grant"}
    assert post(served, address, granted, "coordinator").status_code == 303
    answers = served.get("collection").json()["answers"]
    assert [one["agent"] for one in answers if one["answered_at"]] == ["1-1"]
