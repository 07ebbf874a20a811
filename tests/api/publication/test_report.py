import json
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from api.outputs.csv_tables import roster_csv
from api.publication.report import read_report, report_json, report_of
from api.texts.translator import translator
from tests import builders
from tests.api.publications import SMALL_ROSTER, publication_of, result_of, small_plan
from wfm.canonical import plan_sha256
from wfm.errors import InputError
from wfm.finding import SCORED, Level, Subject
from wfm.ids import ShiftId
from wfm.plan import Plan
from wfm.result import Conflict, Reason, Result, Status
from wfm.roster import Roster
from wfm.rules import locks

PLAN = small_plan()
ENGLISH = translator("en")
KEYS = [
    "status",
    "score",
    "rules",
    "findings",
    "seconds",
    "workers",
    "seed",
    "interrupted",
    "plan_sha256",
    "versions",
]


def document(result: Result | None = None) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(
        json.dumps(report_json(report_of(PLAN, result or result_of(PLAN, SMALL_ROSTER)), ENGLISH))
    )
    return written


def test_it_has_the_contracts_keys() -> None:
    report = document()
    assert list(report) == KEYS
    assert list(report["score"]) == ["coverage", "competence", "quota", "quality"]
    assert all(list(level) == ["value", "bound", "proof"] for level in report["score"].values())
    assert all(list(rule) == ["rule", "level", "weight", "amount", "cost"] for rule in report["rules"])
    wanted = ["rule", "subject", "amount", "key", "params", "sentence"]
    assert report["findings"]
    assert all(list(finding) == wanted for finding in report["findings"])
    assert set(report["versions"]) >= {"faellesvagt", "ortools", "python"}
    assert (report["status"], report["seconds"], report["workers"], report["seed"]) == ("OPTIMAL", 1.25, 2, 1)
    assert report["plan_sha256"] == plan_sha256(PLAN)


def test_costs_and_findings_sum_to_the_score() -> None:
    report = document()
    for level in SCORED:
        costs = [rule["cost"] for rule in report["rules"] if rule["level"] == level]
        assert sum(costs) == report["score"][level]["value"]
    for rule in report["rules"]:
        amounts = [f["amount"] for f in report["findings"] if f["rule"] == rule["rule"]]
        assert sum(amounts) == (rule["amount"] if rule["weight"] else 0)
        assert rule["cost"] == rule["weight"] * rule["amount"]


def test_a_parameter_that_is_a_message_is_written_with_its_key_and_sentence() -> None:
    [finding, *_] = [f for f in document()["findings"] if f["rule"] == "quota"]
    said = [value for value in finding["params"].values() if isinstance(value, dict)]
    assert said
    assert all(list(value) == ["key", "params", "sentence"] for value in said)
    assert all(value["sentence"] in finding["sentence"] for value in said)


def infeasible() -> Result:
    other = builders.lock("2027-01-04T08:00", municipality="2")
    reason = Reason(
        "locks",
        Subject(shift=ShiftId("2027-01-04T08:00")),
        locks.LOCKED_TO(shift=other.shift, municipality="M2", row=2),
    )
    conflict = Conflict((reason,), verified=True, minimal=False)
    return Result(Status.INFEASIBLE, None, None, conflict=conflict, seconds=0.5)


def test_only_an_infeasible_plan_has_a_conflict() -> None:
    assert "conflict" not in document()
    report = document(infeasible())
    assert report["conflict"] == ["Monday 4 January 2027 at 08:00 is locked to M2 (row 2 of the locks)"]
    assert (report["conflict_verified"], report["conflict_minimal"]) == (True, False)
    assert report["conflict_reasons"][0]["rule"] == "locks"
    assert (report["status"], report["score"], report["rules"], report["findings"]) == (
        "INFEASIBLE",
        {},
        [],
        [],
    )


def written(
    folder: Path,
    plan: Plan = PLAN,
    roster: Roster = SMALL_ROSTER,
    change: Callable[[dict[str, Any]], object] | None = None,
) -> Path:
    """Write report and roster; `change` the report before."""
    report = document()
    if change:
        change(report)
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    (folder / "roster.csv").write_bytes(roster_csv(publication_of(plan, roster)))
    return folder


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    report = read_report(written(tmp_path), PLAN)
    assert report == report_of(PLAN, result_of(PLAN, SMALL_ROSTER))


def test_a_report_of_another_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_report(written(tmp_path), small_plan(name="Other"))
    [fault] = caught.value.faults
    assert (fault.file, fault.column, fault.value) == ("report.json", "plan_sha256", plan_sha256(PLAN))


def test_a_report_without_a_roster_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(json.dumps(document(infeasible())), encoding="utf-8")
    with pytest.raises(InputError, match="INFEASIBLE"):
        read_report(tmp_path, PLAN)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"plan_sha256": 1}', "\x00"])
def test_a_damaged_report_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read_report(tmp_path, PLAN)


@pytest.mark.parametrize("key", ["score", "seconds", "workers", "seed", "versions"])
def test_a_report_that_lacks_a_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(InputError):
        read_report(written(tmp_path, change=lambda report: report.pop(key)), PLAN)


def test_a_missing_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_report(tmp_path, PLAN)


def test_a_roster_changed_by_hand_is_told_as_it_now_is(tmp_path: Path) -> None:
    fewer = Roster(dict(list(SMALL_ROSTER.agents_on.items())[1:]))
    report = read_report(written(tmp_path, roster=fewer), PLAN)
    assert report.status is Status.FEASIBLE
    assert report.score is not None
    assert report.score.coverage == 15
    assert report.bounds[Level.COVERAGE] == 13


def test_a_bound_that_the_roster_refutes_is_refused(tmp_path: Path) -> None:
    more = Roster(
        dict(SMALL_ROSTER.agents_on)
        | {ShiftId("2027-01-08T08:00"): SMALL_ROSTER.on(ShiftId("2027-01-04T08:00"))}
    )
    with pytest.raises(InputError, match=r"score\.coverage"):
        read_report(written(tmp_path, roster=more), PLAN)


def test_a_later_bound_gives_way_where_an_earlier_level_is_open(tmp_path: Path) -> None:
    report = read_report(written(tmp_path, roster=Roster({})), PLAN)
    assert report.score is not None
    assert all(report.bounds[level] <= report.score[level] for level in SCORED)


def test_bounds_below_the_values_are_told_as_they_are(tmp_path: Path) -> None:
    open_result = result_of(
        PLAN, SMALL_ROSTER, status=Status.FEASIBLE, bounds=MappingProxyType(dict.fromkeys(SCORED, 0))
    )
    (tmp_path / "report.json").write_text(json.dumps(document(open_result)), encoding="utf-8")
    (tmp_path / "roster.csv").write_bytes(roster_csv(publication_of(PLAN, SMALL_ROSTER)))
    report = read_report(tmp_path, PLAN)
    assert report.status is Status.FEASIBLE
    assert set(report.bounds.values()) == {0}


def test_a_report_tells_whether_the_search_was_interrupted(tmp_path: Path) -> None:
    assert document()["interrupted"] is False
    stopped = result_of(PLAN, SMALL_ROSTER, interrupted=True)
    assert document(stopped)["interrupted"] is True
    (tmp_path / "report.json").write_text(json.dumps(document(stopped)), encoding="utf-8")
    (tmp_path / "roster.csv").write_bytes(roster_csv(publication_of(PLAN, SMALL_ROSTER)))
    assert read_report(tmp_path, PLAN).interrupted


def test_a_report_written_before_proofs_were_told_is_still_read(tmp_path: Path) -> None:
    def earlier(report: dict[str, Any]) -> None:
        del report["interrupted"]
        for level in report["score"].values():
            del level["proof"]

    report = read_report(written(tmp_path, change=earlier), PLAN)
    assert (dict(report.proofs), report.interrupted) == ({}, False)
