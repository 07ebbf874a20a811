from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from api.plans.records.plans import find_revision, read_plan
from api.publication.report import report_json, report_of
from api.store.engine import reading
from api.texts.translator import translator
from tests.api.filled_service import PLAN, Served
from tests.api.publications import SMALL_ROSTER, result_of
from tests.api.store.invariants import breaches
from wfm.baseline import Baseline
from wfm.plan import Plan
from wfm.score import measure
from wfm.tables.frames import roster_frame

CSV = "text/csv"


def plan_of(served: Served) -> Plan:
    with reading(served.database) as connection:
        (plan,) = {row.plan_id for row in connection.exec_driver_sql("SELECT plan_id FROM publication")}
        return read_plan(connection, find_revision(connection, plan))


def text_of(plan: Plan) -> str:
    return str(roster_frame(plan, SMALL_ROSTER).to_csv(index=False, lineterminator="\n"))


def report(plan: Plan, **changes: Any) -> dict[str, Any]:
    made = report_json(report_of(plan, result_of(plan, SMALL_ROSTER, **changes)), translator("en"))
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


def test_a_roster_alone_becomes_a_version_of_which_nothing_is_claimed(served: Served) -> None:
    text = text_of(plan_of(served))
    answer = served.send("POST", "versions", text.encode(), began=2, media=CSV)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"3"')
    assert answer.headers["location"] == f"{PLAN}/versions/3"
    found = served.get("versions/3").json()
    assert (found["number"], found["parent"], found["author"]) == (3, 2, "a" * 32)
    assert {level: about["bound"] for level, about in found["score"].items()} == dict.fromkeys(
        ("coverage", "competence", "quota", "quality"), 0
    )
    assert found["score"]["coverage"]["proof"]["method"] == "zero"
    assert found["seats"] == served.get("versions/1").json()["seats"]
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_what_a_solve_claims_is_kept_where_the_roster_does_not_refute_it(served: Served) -> None:
    plan = plan_of(served)
    content = {"roster": text_of(plan), "report": report(plan), "note": "solved"}
    answer = served.send("POST", "versions", content, began=2)
    assert (answer.status_code, answer.json()["note"]) == (201, "solved")
    found = served.get("versions/3").json()
    assert (found["status"], found["score"]["coverage"]["bound"]) == ("OPTIMAL", 13)


def test_a_roster_belongs_to_the_revision_that_was_solved(served: Served) -> None:
    plan = plan_of(served)
    assert served.send("PUT", "tables/locks", {"rows": []}, began=1).status_code == 200
    lock = {"date": "2027-01-08", "start": "08:00", "municipality": "1"}
    assert served.send("PUT", "tables/locks", {"rows": [lock]}, began=2).status_code == 200
    old = served.send("POST", "versions", {"roster": text_of(plan), "report": report(plan)}, began=2)
    assert old.json()["revision"] == 2
    new = served.send("POST", "versions", text_of(plan).encode(), began=3, media=CSV)
    assert new.json()["revision"] == 3


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"plan_sha256": "0" * 64}, "report.same_plan"),
        ({"status": "INFEASIBLE"}, "report.roster_written"),
        ({"score": {"coverage": {"bound": 14}}}, "report.true_bound"),
        ({"score": {}}, "report.whole"),
        ({"baseline": {"sha256": "0" * 64, "freeze_before": None}}, "report.baseline"),
    ],
)
def test_claims_that_do_not_hold_are_refused(served: Served, changes: dict[str, Any], key: str) -> None:
    plan, before = plan_of(served), served.digest()
    told = report(plan)
    score = told["score"] | changes["score"] if changes.get("score") else changes.get("score", told["score"])
    content = {"roster": text_of(plan), "report": told | changes | {"score": score}}
    answer = served.send("POST", "versions", content, began=2)
    assert answer.status_code == 422
    assert [fault["key"] for fault in answer.json()["faults"]] == [key]
    assert served.digest() == before


def test_a_mended_roster_brings_the_one_it_was_mended_from(served: Served) -> None:
    plan = plan_of(served)
    baseline = Baseline(SMALL_ROSTER, None)
    made = report_of(plan, result_of(plan, SMALL_ROSTER, baseline=baseline))
    assert made.baseline is baseline
    score = measure(plan, SMALL_ROSTER, baseline)
    bounds = dict(score.values)
    told = json.loads(json.dumps(report_json(replace(made, score=score, bounds=bounds), translator("en"))))
    content = {"roster": text_of(plan), "report": told, "baseline": text_of(plan)}
    answer = served.send("POST", "versions", content, began=2)
    assert answer.status_code == 201, answer.text
    assert served.get("versions/3").json()["score"]["changes"]["value"] == 0


def test_faults_of_a_roster_are_told_with_their_rows(served: Served) -> None:
    text = text_of(plan_of(served)).replace("1-1", "9-9")
    text = text.replace("2027-01-05,08:00,11:00", "2027-01-05,08:30,11:00")
    answer = served.send("POST", "versions", text.encode(), began=2, media=CSV)
    assert answer.status_code == 422
    found = {(f["file"], f["row"], f["column"], f["value"]) for f in answer.json()["faults"]}
    assert ("roster.csv", 2, "agent", "9-9") in found
    assert ("roster.csv", 6, "start", "2027-01-05 08:30") in found


@pytest.mark.parametrize("began", [0, 1, 3])
def test_who_began_with_another_version_is_told_which_there_is(served: Served, began: int) -> None:
    before = served.digest()
    text = text_of(plan_of(served)).encode()
    answer = served.send("POST", "versions", text, began=began, media=CSV)
    assert (answer.status_code, answer.json()["current"]["number"]) == (412, 2)
    assert served.digest() == before


def test_the_same_request_again_gets_the_same_answer(served: Served) -> None:
    text = text_of(plan_of(served)).encode()
    first = served.send("POST", "versions", text, began=2, media=CSV, key="k")
    before = served.digest()
    again = served.send("POST", "versions", text, began=2, media=CSV, key="k")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert served.digest() == before
    other = served.send("POST", "versions", text, began=3, media=CSV, key="k", caller="other")
    assert other.status_code == 201


def test_where_the_key_cannot_be_kept_nothing_is_done(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = text_of(plan_of(served)).encode()

    def crash(*_: object) -> None:
        raise RuntimeError("crash")

    before = served.digest()
    monkeypatch.setattr("api.store.idempotency.keep_answer", crash)
    assert served.send("POST", "versions", text, began=2, media=CSV, key="k").status_code == 500
    assert served.digest() == before
