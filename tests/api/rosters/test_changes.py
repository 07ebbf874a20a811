from __future__ import annotations

from typing import Any

import pytest

from api.store.engine import reading
from tests.api.filled_service import PLAN, Served
from tests.api.store.invariants import breaches

MONDAY, TUESDAY, WEDNESDAY = "2027-01-04T08:00", "2027-01-05T08:00", "2027-01-06T11:00"


def move(shift: str, leaves: str | None = None, joins: str | None = None) -> dict[str, Any]:
    return {"kind": "move", "shift": shift, "leaves": leaves, "joins": joins}


def sitting(served: Served, number: int, shift: str) -> list[str]:
    day, start = shift.split("T")
    seats = served.get(f"versions/{number}").json()["seats"]
    return [
        seat["agent"] for seat in seats if (seat["date"], seat["start"]) == (day, start) and seat["agent"]
    ]


def test_a_seat_changes_hands_and_the_score_s_change_is_told(served: Served) -> None:
    content = {"changes": [move(TUESDAY, None, "1-2")], "note": "by telephone"}
    answer = served.send("POST", "versions/1/changes", content, began=2)
    assert (answer.status_code, answer.headers["location"]) == (201, f"{PLAN}/versions/3")
    found = answer.json()
    assert found["version"] | {"sha256": "", "at": ""} == {
        "number": 3,
        "parent": 2,
        "revision": 1,
        "at": "",
        "author": "a" * 32,
        "note": "by telephone",
        "sha256": "",
        "published": False,
    }
    assert found["levels"][0] == {"level": "coverage", "before": 13, "after": 12}
    assert "coverage" in {finding["rule"] for finding in found["gone"]}
    assert (found["breaches"], found["lost"]) == ([], [])
    assert sitting(served, 3, TUESDAY) == ["1-1", "1-2"]
    assert sitting(served, 1, TUESDAY) == ["1-1"]
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_changes_come_together_so_that_two_may_swap(served: Served) -> None:
    changes = [move(MONDAY, "1-1", None), move(TUESDAY, "1-1", "1-2")]
    assert served.send("POST", "versions/1/changes", {"changes": changes}, began=2).status_code == 201
    assert (sitting(served, 3, MONDAY), sitting(served, 3, TUESDAY)) == (["1-2"], ["1-2"])


def test_what_would_break_a_hard_rule_is_refused_with_every_breach(served: Served) -> None:
    before = served.digest()
    changes = [move(MONDAY, "1-1", "2-1"), move(TUESDAY, None, "3-1")]
    answer = served.send("POST", "versions/1/changes", {"changes": changes}, began=2)
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/docs#problem-broken-rules")
    found = {breach["rule"] for breach in answer.json()["breaches"]}
    assert "pairing" in found
    assert all(breach["sentence"] for breach in answer.json()["breaches"])
    assert served.digest() == before


def test_changes_that_name_what_is_not_there_are_faults_with_the_number_of_the_change(served: Served) -> None:
    before = served.digest()
    changes = [move(MONDAY, "2-1", "1-2"), move("2027-01-09T08:00", None, "9-9")]
    answer = served.send("POST", "versions/1/changes", {"changes": changes}, began=2)
    assert answer.status_code == 422
    assert [(f["file"], f["row"], f["column"], f["value"]) for f in answer.json()["faults"]] == [
        ("changes", 1, "leaves", "2-1"),
        ("changes", 1, "joins", "1-2"),
        ("changes", 2, "shift", "2027-01-09T08:00"),
        ("changes", 2, "joins", "9-9"),
    ]
    assert served.digest() == before


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "move", "shift": "2027-02-30T08:00", "joins": "1-1"},
        {"kind": "move", "shift": MONDAY, "joins": "1-1", "seat": 1},
        {"kind": "swap", "shift": MONDAY},
        {"kind": "lock", "shift": "2027-01-04 08:00", "agent": "1-1"},
        {"shift": MONDAY},
        [],
    ],
)
def test_changes_of_another_form_are_not_understood(served: Served, change: object) -> None:
    answer = served.send("POST", "versions/1/changes", {"changes": [change]}, began=2)
    assert answer.status_code == 422
    told = answer.json()
    assert told["type"].split("-", 1)[1] in ("not-understood", "faulty")
    assert told.get("errors") or told.get("faults")
    assert "address" not in told["detail"]


def test_a_lock_makes_a_new_revision_and_a_version_of_it_at_once(served: Served) -> None:
    lock = {"kind": "lock", "shift": MONDAY, "municipality": "1"}
    answer = served.send("POST", "versions/1/changes", {"changes": [lock], "note": "theirs"}, began=2)
    assert answer.status_code == 201, answer.text
    assert answer.json()["version"]["revision"] == 2
    assert served.get("tables/locks").json()["rows"] == [
        {"date": "2027-01-04", "start": "08:00", "municipality": "1", "agent": None}
    ]
    lifted = served.send("POST", "versions/3/changes", {"changes": [lock | {"kind": "unlock"}]}, began=3)
    assert (lifted.status_code, lifted.json()["version"]["revision"]) == (201, 3)
    assert served.get("tables/locks").json()["rows"] == []
    again = served.send("POST", "versions/4/changes", {"changes": [lock | {"kind": "unlock"}]}, began=4)
    assert again.json()["faults"][0]["key"] == "change.has_lock"


def test_a_lock_against_who_sits_there_is_refused(served: Served) -> None:
    before = served.digest()
    lock = {"kind": "lock", "shift": MONDAY, "municipality": "2"}
    answer = served.send("POST", "versions/1/changes", {"changes": [lock]}, began=2)
    assert (answer.status_code, [b["rule"] for b in answer.json()["breaches"]]) == (409, ["locks"])
    assert served.digest() == before


def test_changes_are_made_on_the_newest_state_of_the_plan(served: Served) -> None:
    away = {"agent": "1-2", "kind": "unavailable", "first_day": "2027-01-04", "last_day": "2027-01-08"}
    assert served.send("PUT", "tables/availability", {"rows": [away]}, began=1).status_code == 200
    gone = [row for row in served.get("tables/agents").json()["rows"] if row["agent"] not in ("2-1", "3-1")]
    assert served.send("PUT", "tables/agents", {"rows": gone}, began=2).status_code == 200
    refused = served.send("POST", "versions/1/changes", {"changes": [move(TUESDAY, None, "1-2")]}, began=2)
    assert [b["rule"] for b in refused.json()["breaches"]] == ["availability"]
    mended = served.send("POST", "versions/1/changes", {"changes": [move(MONDAY, "1-2", None)]}, began=2)
    assert mended.status_code == 201
    found = mended.json()
    assert found["version"]["revision"] == 3
    assert found["lost"] == [{"shift": "2027-01-04T11:00", "agent": "2-1"}]
    # The absence breaks a rule on Wednesday still: told, and no reason to refuse what mends another day.
    assert {breach["rule"] for breach in found["breaches"]} == {"availability"}
    refused = served.send("PUT", "published", {"number": 3, "accept_short_notice": True}, began=1)
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/docs#problem-broken-rules")


@pytest.mark.parametrize("began", [1, 3])
def test_who_began_with_another_version_is_told_which_there_is(served: Served, began: int) -> None:
    before = served.digest()
    answer = served.send("POST", "versions/1/changes", {"changes": [move(TUESDAY, None, "1-2")]}, began=began)
    assert (answer.status_code, answer.json()["current"]["number"]) == (412, 2)
    assert served.digest() == before


LOCK = {"kind": "lock", "shift": MONDAY, "agent": "1-1"}


@pytest.mark.parametrize("change", [move(TUESDAY, None, "1-2"), LOCK])
def test_the_same_request_again_gets_the_same_answer(served: Served, change: dict[str, Any]) -> None:
    first = served.send("POST", "versions/1/changes", {"changes": [change]}, began=2, key="k")
    assert first.status_code == 201
    other = {"changes": [move(MONDAY, "1-2")]}
    assert served.send("POST", "versions/1/changes", other, began=3).status_code == 201
    before = served.digest()
    again = served.send("POST", "versions/1/changes", {"changes": [change]}, began=2, key="k")
    assert (again.status_code, again.content) == (201, first.content)
    assert served.digest() == before


def test_what_was_proven_of_a_plan_holds_until_the_plan_changes(served: Served) -> None:
    bound = served.get("versions/1").json()["score"]["coverage"]["bound"]
    assert bound == 13
    moved = {"changes": [move(TUESDAY, "1-1", "1-2")]}
    assert served.send("POST", "versions/1/changes", moved, began=2).status_code == 201
    assert served.get("versions/3").json()["score"]["coverage"]["bound"] == 13
    assert served.send("POST", "versions/1/changes", {"changes": [LOCK]}, began=3).status_code == 201
    assert served.get("versions/4").json()["score"]["coverage"]["bound"] == 0
