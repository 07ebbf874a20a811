"""Whatever is changed in a published answer is named; what was not changed is confirmed."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.outputs.folder import write_outputs
from tests.api.verification.answers import certified_answer, spoiled, states
from wfm.plan import Plan
from wfm.verification import ClaimState

FALSE, OPEN = ClaimState.FALSE, ClaimState.OPEN
FIGURES = ("level", "weight", "amount", "cost")
COVERAGE = {f"rules.coverage.{one}": FALSE for one in FIGURES}
Answer = tuple[Plan, Path]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    plan, result = certified_answer()
    folder = tmp_path_factory.mktemp("answer")
    write_outputs(plan, result, folder)
    return plan, folder


@pytest.fixture
def answer(written: Answer, tmp_path: Path) -> Answer:
    return written[0], Path(shutil.copytree(written[1], tmp_path / "answer"))


def test_an_answer_as_it_was_written_is_confirmed_without_a_solver(answer: Answer) -> None:
    assert states(*answer, time_limit=0) == {}


# --- report.json -----------------------------------------------------------------------------------


def figures(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every whole number in a document."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield path
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from figures(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from figures(one, (*path, index))


UNCHECKED = {"workers", "seed", "seconds", "versions", "interrupted"}
"""What nobody can check afterwards; `workers` and `tolerance` stand beside a proof as well."""


def test_every_figure_of_the_report_is_checked(answer: Answer) -> None:
    plan, folder = answer
    before = (folder / "report.json").read_bytes()
    places = [place for place in figures(json.loads(before)) if not UNCHECKED & set(place)]
    findings = [place for place in places if place[0] == "findings"]
    others = [place for place in places if place[0] != "findings"]
    assert len(others) == 8 + 3 * 10
    for place in (*others, *findings[::7]):
        (folder / "report.json").write_bytes(before)
        spoiled(folder / "report.json", lambda document, place=place: raised(document, place))  # type: ignore[misc]
        found = states(plan, folder, time_limit=0)
        subject = ".".join(map(str, place[:1] if place[0] == "findings" else place))
        if place[0] == "rules":
            rule = json.loads(before)["rules"][place[1]]["rule"]
            subject = f"rules.{rule}.{place[2]}"
        assert found[subject] is FALSE, place


def raised(document: Any, place: tuple[str | int, ...]) -> None:
    for key in place[:-1]:
        document = document[key]
    document[place[-1]] += 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda report: report.update(status="FEASIBLE"), {"status": FALSE}),
        (lambda report: report.update(status="GREAT"), {"status": FALSE}),
        (lambda report: report.pop("status"), {"status": FALSE}),
        (lambda report: report.update(plan_sha256="0" * 64), {"plan_sha256": FALSE}),
        (lambda report: report["rules"].pop(), {f"rules.wishes.{one}": FALSE for one in FIGURES}),
        (lambda report: report["rules"].append(report["rules"][0]), {"rules.coverage": FALSE}),
        (lambda report: report["rules"][0].update(rule="luck"), {"rules.luck": FALSE, **COVERAGE}),
        (lambda report: report["findings"].pop(), {"findings": FALSE}),
        (lambda report: report["findings"][0].update(sentence="All is well"), {"findings": FALSE}),
        (lambda report: report["findings"][0].update(subject="agent:1-2"), {"findings": FALSE}),
        (lambda report: report.update(findings="none"), {"findings": FALSE}),
        (
            lambda report: report["score"]["coverage"]["proof"].update(method="magic"),
            {"score.coverage.proof": FALSE},
        ),
        (
            lambda report: report["score"]["quality"]["proof"].update(method="zero"),
            {"score.quality.proof": FALSE},
        ),
        (
            lambda report: report["score"]["quality"]["proof"].update(
                method="counting", sentence="Bevist ved optælling alene"
            ),
            {"score.quality.proof": OPEN},
        ),
        (
            lambda report: report["score"]["quota"]["proof"].update(sentence="Proven by all"),
            {"score.quota.proof": FALSE},
        ),
        (
            lambda report: report["score"]["quota"]["proof"].update(tolerance=0.5),
            {"score.quota.proof": FALSE},
        ),
        (lambda report: report["score"].update(luck={"value": 1, "bound": 1}), {"score.luck.value": FALSE}),
        (
            lambda report: report["score"].update(changes={"value": 1, "bound": 1}),
            {"score.changes.value": FALSE},
        ),
        (
            lambda report: report["score"]["quota"].update(value="0", bound=None),
            {"score.quota.value": FALSE, "score.quota.bound": FALSE, "status": FALSE},
        ),
    ],
)
def test_what_is_no_figure_is_checked_as_well(
    answer: Answer, change: Callable[[dict[str, Any]], None], expected: dict[str, ClaimState]
) -> None:
    plan, folder = answer
    spoiled(folder / "report.json", change)
    found = states(plan, folder)
    assert {subject: found.get(subject) for subject in expected} == expected
    assert set(found) <= {*expected, "status", "score.quality.bound", "proof.json:quality"}


def test_sentences_of_another_version_are_not_compared(answer: Answer) -> None:
    def change(report: dict[str, Any]) -> None:
        report["versions"]["faellesvagt"] = "0.0.1"
        report["findings"][0]["sentence"] = "As it was said then"

    plan, folder = answer
    spoiled(folder / "report.json", change)
    assert states(plan, folder) == {}


@pytest.mark.parametrize("key", ["score", "rules", "findings", "status", "plan_sha256", "versions"])
@pytest.mark.parametrize("value", [None, 3, "x", [], [3], {}, {"coverage": 3}])
def test_no_document_is_too_odd_to_be_checked(answer: Answer, key: str, value: Any) -> None:
    plan, folder = answer
    spoiled(folder / "report.json", lambda report: report.update({key: value}))
    assert key == "versions" or FALSE in states(plan, folder, time_limit=0).values()


# --- roster.csv and quota.csv ----------------------------------------------------------------------


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write_rows(path: Path, table: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)


def test_a_seat_that_was_emptied_shows_in_every_figure_that_it_touches(answer: Answer) -> None:
    plan, folder = answer
    table = rows(folder / "roster.csv")
    table[1][4:] = ["", ""]
    write_rows(folder / "roster.csv", table)
    found = states(plan, folder)
    assert found["score.coverage.value"] is FALSE
    assert found["rules.coverage.amount"] is FALSE
    assert found["findings"] is FALSE
    assert any(subject.startswith("quota.csv:") for subject in found)
    assert "roster.csv" not in found
    assert found["status"] is FALSE
    assert "score.coverage.bound" not in found


def test_somebody_who_cannot_sit_there_breaks_a_hard_rule(answer: Answer) -> None:
    plan, folder = answer
    table = rows(folder / "roster.csv")
    taken = next(row for row in table[1:] if row[0] == "2027-01-04" and row[4] == "1")
    taken[5] = "1-1"  # on leave that day
    write_rows(folder / "roster.csv", table)
    assert states(plan, folder, time_limit=0)["hard"] is FALSE


@pytest.mark.parametrize("value", ["9-9", "2-1"])
def test_a_row_that_the_plan_does_not_know_leaves_no_roster_to_check(answer: Answer, value: str) -> None:
    plan, folder = answer
    table = rows(folder / "roster.csv")
    next(row for row in table if row[4] == "1")[5] = value
    write_rows(folder / "roster.csv", table)
    found = dict(states(plan, folder))
    assert found.pop("roster.csv") is FALSE
    assert set(found.values()) == {OPEN}
    assert {"hard", "rules", "findings", "quota.csv", "score.quality.value"} <= set(found)
    assert "score.quality.bound" not in found  # solved again, it is proven without the roster


def test_a_missing_roster_is_a_false_claim(answer: Answer) -> None:
    plan, folder = answer
    (folder / "roster.csv").unlink()
    assert states(plan, folder, time_limit=0)["roster.csv"] is FALSE


def test_every_cell_of_the_quota_table_is_checked(answer: Answer) -> None:
    plan, folder = answer
    table = rows(folder / "quota.csv")
    for row in range(1, len(table)):
        for column in range(1, len(table[0])):
            changed = [list(cells) for cells in table]
            changed[row][column] += "1"
            write_rows(folder / "quota.csv", changed)
            assert states(plan, folder, time_limit=0) == {f"quota.csv:{table[row][0]}": FALSE}


def test_rows_of_the_quota_table_can_neither_go_nor_come(answer: Answer) -> None:
    plan, folder = answer
    table = rows(folder / "quota.csv")
    write_rows(folder / "quota.csv", table[:-1])
    assert states(plan, folder, time_limit=0) == {"quota.csv:3": FALSE}
    write_rows(folder / "quota.csv", [*table, ["4", *table[-1][1:]]])
    assert states(plan, folder, time_limit=0) == {"quota.csv:4": FALSE}
    write_rows(folder / "quota.csv", [*table, table[-1]])
    assert list(states(plan, folder, time_limit=0).values()) == [FALSE]
    (folder / "quota.csv").unlink()
    assert states(plan, folder, time_limit=0) == {"quota.csv": OPEN}


# --- proof.json ------------------------------------------------------------------------------------


def certificate(document: dict[str, Any]) -> dict[str, Any]:
    return dict(document["certificates"][0])


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"bound": 1}, FALSE),
        ({"multipliers": []}, FALSE),
        ({"denominator": 2**22}, FALSE),
        ({"held": {"coverage": 0, "competence": 0}}, FALSE),
        ({"held": {"coverage": 0, "competence": 0, "quota": 1}}, OPEN),
        ({"model_sha256": "0" * 64}, OPEN),
        ({"rows": 10**6}, OPEN),
    ],
)
def test_a_certificate_that_was_changed_is_named_and_the_bound_is_proven_by_solving(
    answer: Answer, change: dict[str, Any], state: ClaimState
) -> None:
    plan, folder = answer
    spoiled(folder / "proof.json", lambda proof: proof["certificates"][0].update(change))
    assert states(plan, folder) == {"proof.json:quality": state}
    left = states(plan, folder, time_limit=0)
    expected = {"proof.json:quality": state, "score.quality.bound": OPEN, "status": OPEN}
    assert left == expected if change != {"bound": 1} else left.keys() <= expected.keys()


def test_a_changed_multiplier_is_named_where_it_proves_less_and_never_proves_more(answer: Answer) -> None:
    plan, folder = answer
    proof = folder / "proof.json"
    before = proof.read_bytes()
    multipliers = json.loads(before)["certificates"][0]["multipliers"]
    largest = sorted(range(len(multipliers)), key=lambda index: -abs(multipliers[index][1]))[:12]
    named = 0
    for index in largest:
        proof.write_bytes(before)
        spoiled(proof, lambda document, index=index: scaled(document, index))  # type: ignore[misc]
        found = states(plan, folder, time_limit=0)
        assert found in ({}, {"proof.json:quality": FALSE, "score.quality.bound": OPEN, "status": OPEN})
        named += bool(found)
    assert named > len(largest) / 2  # the others give another proof of the same bound
    spoiled(proof, lambda document: document["certificates"][0].update(bound=14))
    spoiled(folder / "report.json", lambda report: report["score"]["quality"].update(bound=14))
    assert states(plan, folder, time_limit=0)["proof.json:quality"] is FALSE


def scaled(document: dict[str, Any], index: int) -> None:
    document["certificates"][0]["multipliers"][index][1] *= 100


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: proof.update(plan_sha256="0" * 64),
        lambda proof: proof.update(format=2),
        lambda proof: proof.pop("certificates"),
        lambda proof: proof["certificates"][0].update(multipliers=[[0, 1.5]]),
        lambda proof: proof["certificates"][0].update(multipliers=[[10**7, 1]]),
        lambda proof: proof["certificates"][0].update(level="luck"),
        lambda proof: proof["certificates"][0].update(denominator=0),
    ],
)
def test_a_proof_of_another_plan_or_a_damaged_one_is_named(
    answer: Answer, change: Callable[[dict[str, Any]], None]
) -> None:
    plan, folder = answer
    spoiled(folder / "proof.json", change)
    found = dict(states(plan, folder))
    assert [state for subject, state in found.items() if subject.startswith("proof.json")] == [FALSE]


def test_without_its_certificate_a_bound_is_proven_by_solving(answer: Answer) -> None:
    plan, folder = answer
    (folder / "proof.json").unlink()
    assert states(plan, folder) == {"score.quality.proof": OPEN}
