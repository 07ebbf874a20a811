"""Edits of a plan: what each does, what would come of it, and what others changed meanwhile stays."""

from __future__ import annotations

from typing import Any

import pytest

from api.store.engine import reading
from tests.api.filled_service import Served
from tests.api.store.invariants import breaches


def edit(served: Served, document: dict[str, Any], *, began: int = 1, **more: Any) -> Any:
    """Send an edit; return the status and the document that is answered."""
    headers = {name: more.pop(name) for name in ("caller", "key") if name in more}
    answer = served.send("POST", "edits", {"edit": document, **more}, began=began, **headers)
    return answer.status_code, answer.json()


def table(served: Served, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = served.get(f"tables/{name}").json()["rows"]
    return rows


def row(served: Served, name: str, **cells: str) -> dict[str, Any]:
    return next(one for one in table(served, name) if cells.items() <= one.items())


def test_a_row_comes_changes_and_goes(served: Served) -> None:
    lock = {"date": "2027-01-08", "start": "08:00", "municipality": "1", "agent": None}
    status, told = edit(served, {"kind": "row", "table": "locks", "after": lock}, note="agreed")
    assert (status, told["revision"]["number"], told["revision"]["note"]) == (200, 2, "agreed")
    assert [(one["table"], one["added"]) for one in told["tables"]] == [("locks", 1)]
    other = lock | {"start": "11:00"}
    document = {"kind": "row", "table": "locks", "before": lock, "after": other}
    status, told = edit(served, document, began=2)
    assert (status, told["tables"][0]["rows"]) == (
        200,
        [{"before": None, "after": other}, {"before": lock, "after": None}],
    )
    assert edit(served, {"kind": "row", "table": "locks", "before": other}, began=3)[0] == 200
    assert lock not in table(served, "locks")
    assert other not in table(served, "locks")
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_the_effect_on_every_quota_is_told_and_nothing_is_kept_of_what_is_only_looked_at(
    served: Served,
) -> None:
    before = served.digest()
    town = row(served, "municipalities", municipality="2")
    document = {
        "kind": "row",
        "table": "municipalities",
        "before": town,
        "after": town | {"population": "300"},
    }
    status, told = edit(served, document, preview=True)
    assert (status, told["revision"]) == (200, None)
    assert served.digest() == before
    quotas = {one["municipality"]: one for one in told["quotas"]}
    assert (quotas["2"]["share_before"], quotas["2"]["share"]) == ("0.333333", "0.750000")
    assert quotas["1"]["target_before"] > quotas["1"]["target"]
    assert sum(one["target"] for one in quotas.values()) == sum(
        one["target_before"] for one in quotas.values()
    )


def test_cells_that_others_changed_meanwhile_stay(served: Served) -> None:
    mine = row(served, "agents", agent="1-1")
    theirs = {"kind": "row", "table": "agents", "before": mine, "after": mine | {"fte": "0.5"}}
    assert edit(served, theirs, caller="other")[0] == 200
    own = {"kind": "row", "table": "agents", "before": mine, "after": mine | {"shifts_per_week": "2"}}
    status, told = edit(served, own)
    assert (status, told["current"]["number"]) == (412, 2)
    assert edit(served, own, began=2)[0] == 200
    now = row(served, "agents", agent="1-1")
    assert (now["fte"], now["shifts_per_week"]) == ("0.5", "2")


def test_a_row_that_is_gone_is_a_fault(served: Served) -> None:
    lock = {"date": "2027-01-08", "start": "08:00", "municipality": "1", "agent": None}
    status, told = edit(served, {"kind": "row", "table": "locks", "before": lock})
    assert (status, [fault["key"] for fault in told["faults"]]) == (422, ["edit.row_there"])


def test_pasted_rows_take_the_place_of_those_of_their_id_and_leave_the_others(served: Served) -> None:
    known = len(table(served, "agents"))
    text = "medarbejder\tnavn\tkommunekode\n1-1\tAgent 1-1\t1\n1-9\tAgent 1-9\t1\n"
    status, told = edit(served, {"kind": "paste", "table": "agents", "text": text})
    assert status == 200, told
    assert len(table(served, "agents")) == known + 1
    assert row(served, "agents", agent="1-9")["name"] == "Agent 1-9"


def test_faults_of_pasted_rows_have_the_numbers_and_headers_of_what_was_pasted(served: Served) -> None:
    text = "dato;start;medarbejder\n2027-01-08;08:00;1-1\n2027-01-08;09:00;9-9\n"
    status, told = edit(served, {"kind": "paste", "table": "locks", "text": text})
    assert status == 422
    found = {(fault["row"], fault["column"], fault["value"]) for fault in told["faults"]}
    assert (3, "medarbejder", "9-9") in found


def test_in_the_place_of_all_others_go(served: Served) -> None:
    text = "date,start,municipality,agent\n2027-01-08,08:00,1,\n"
    assert edit(served, {"kind": "paste", "table": "locks", "text": text, "mode": "replace"})[0] == 200
    assert [one["date"] for one in table(served, "locks")] == ["2027-01-08"]


def test_a_day_that_closes_takes_its_shifts_locks_and_seats_along(served: Served) -> None:
    lock = {"date": "2027-01-08", "start": "08:00", "municipality": "1", "agent": None}
    edit(served, {"kind": "row", "table": "locks", "after": lock})
    status, told = edit(served, {"kind": "days", "close": ["2027-01-08"]}, began=2)
    assert status == 200
    assert told["shifts"]["before"] > told["shifts"]["after"]
    assert {one["table"] for one in told["tables"]} == {"hotline", "locks"}
    assert row(served, "hotline", key="holidays.closed")["value"] == "2027-01-08"
    status, told = edit(served, {"kind": "days", "open": ["2027-01-08"]}, began=3)
    assert (status, told["shifts"]["before"] < told["shifts"]["after"]) == (200, True)


def test_settings_change_by_key_and_a_blank_one_goes(served: Served) -> None:
    changes = {"limits.shifts_per_week": "2", "competences.1.code": "", "competences.1.name": ""}
    changes["competences.1.min_agents"] = ""
    status, told = edit(served, {"kind": "settings", "changes": changes})
    assert status == 200, told
    now = {one["key"]: one["value"] for one in table(served, "hotline")}
    assert now["limits.shifts_per_week"] == "2"
    assert now["competences.1.code"] == "moving"
    assert "competences.2.code" not in now


def test_the_hotline_s_code_and_first_day_are_not_for_an_edit(served: Served) -> None:
    status, told = edit(served, {"kind": "settings", "changes": {"code": "other"}})
    assert (status, told["faults"][0]["column"]) == (422, "code")


def test_competences_are_given_and_taken(served: Served) -> None:
    changes = [{"agent": "1-2", "competence": "mitid", "holds": True}]
    status, _ = edit(served, {"kind": "competences", "changes": changes})
    assert status == 200
    assert "mitid" in (row(served, "agents", agent="1-2")["competences"] or "").split("|")
    gone = [{"agent": "9-9", "competence": "mitid", "holds": True}]
    assert edit(served, {"kind": "competences", "changes": gone}, began=2)[0] == 422


def test_an_edit_that_would_change_nothing_makes_no_revision(served: Served) -> None:
    before = served.digest()
    assert edit(served, {"kind": "settings", "changes": {}})[0] == 409
    assert served.digest() == before


def test_an_edit_that_comes_again_is_made_once(served: Served) -> None:
    document = {"kind": "days", "close": ["2027-01-08"]}
    first = edit(served, document, key="k-1")
    assert first == edit(served, document, key="k-1")
    assert len(served.get("revisions").json()["revisions"]) == 2


def test_a_note_that_nobody_here_sees_stays_with_its_entry(served: Served) -> None:
    changes = {"limits.shifts_per_week": "2"}
    status, told = edit(served, {"kind": "settings", "changes": changes})
    assert (status, "KANARIE" in str(told)) == (200, False)
    notes = [one["note"] for one in served.get("tables/availability", caller="local").json()["rows"]]
    assert notes == ["KANARIE-note, med æøå"] * len(notes)


def test_history_tells_who_changed_which_rows_and_what_is_undone(served: Served) -> None:
    document = {"kind": "days", "close": ["2027-01-08"]}
    edit(served, document, note="moving house", caller="other")
    phone = row(served, "agents", agent="1-1")
    edit(
        served, {"kind": "row", "table": "agents", "before": phone, "after": phone | {"phone": "1"}}, began=2
    )
    answer = served.get("revisions").json()
    told = [(one["number"], one["note"], one["renamed"]) for one in answer["revisions"]]
    assert told == [(3, "", True), (2, "moving house", False), (1, "first", False)]
    assert answer["revisions"][1]["tables"] == [{"table": "hotline", "added": 1, "removed": 0, "changed": 0}]
    differing = served.get("revisions/1/differences/2").json()["tables"]
    assert differing[0]["rows"] == [
        {"before": None, "after": {"key": "holidays.closed", "value": "2027-01-08"}}
    ]
    looked_at = served.send("POST", "revisions/1/restore", {"preview": True}, began=3)
    assert (looked_at.status_code, looked_at.json()["revision"]) == (200, None)
    undone = served.send("POST", "revisions/1/restore", {"note": "after all"}, began=3)
    assert (undone.status_code, undone.json()["revision"]["number"]) == (200, 4)
    assert served.get("revisions/1/differences/4").json()["tables"] == []
    assert row(served, "agents", agent="1-1")["phone"] == "1"  # contacts are as they are now
    again = served.send("POST", "revisions/1/restore", {}, began=4)
    assert again.status_code == 409
    assert "KANARIE" not in answer["revisions"].__str__() + undone.text
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_history_comes_in_pages(served: Served) -> None:
    for began in (1, 2):
        edit(served, {"kind": "settings", "changes": {"limits.shifts_per_week": str(began)}}, began=began)
    first = served.get("revisions?limit=2").json()
    assert [one["number"] for one in first["revisions"]] == [3, 2]
    rest = served.get(f"revisions?limit=2&cursor={first['next']}").json()
    assert ([one["number"] for one in rest["revisions"]], rest["next"]) == ([1], None)


@pytest.mark.parametrize("caller", ["agent", "leader", "administrator", "nobody"])
def test_only_who_plans_edits(served: Served, caller: str) -> None:
    before = served.digest()
    status, _ = edit(served, {"kind": "days", "close": ["2027-01-08"]}, caller=caller)
    assert status == (401 if caller == "nobody" else 403)
    assert served.send("POST", "revisions/1/restore", {}, began=1, caller=caller).status_code == status
    assert served.digest() == before


def test_who_somebody_is_is_asked_and_answered(served: Served) -> None:
    before = row(served, "agents", agent="1-1")
    document = {
        "kind": "row",
        "table": "agents",
        "before": before,
        "after": before | {"name": "Somebody Else"},
    }
    status, told = edit(served, document)
    assert (status, told["type"]) == (409, "/api/v1/docs#problem-doubtful-persons")
    answer = served.send("POST", "edits?same_person=1-1", {"edit": document}, began=1)
    assert answer.status_code == 200
