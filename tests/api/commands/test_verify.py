"""wfm verify: what it prints, in both languages and as JSON, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.commands.running import SAMPLES, spoil
from tests.api.commands.running import wfm as run
from tests.builders import MONDAY, entry, hotline, plan
from wfm.plan import Plan
from wfm.tables.plan_writing import write_plan_folder

SECRET = "en hemmelig note"


def question() -> Plan:
    away = [entry("1-1", "unavailable", MONDAY, note=SECRET)]
    return plan({"1": 100, "2": 200}, ["1-1", "1-2", "2-1", "2-2"], hotline=hotline(), availability=away)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    write_plan_folder(question(), tmp_path / "plan")
    assert run("solve", tmp_path / "plan", "--out", tmp_path / "out", "--workers", "1").returncode == 0
    return tmp_path / "plan", tmp_path / "out"


def test_every_claim_stands_in_a_row_with_its_answer(files: tuple[Path, Path]) -> None:
    ran = run("verify", *files, "--workers", "1", "--lang", "en")
    assert ran.returncode == 0
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in ran.stdout.splitlines()]
    rows = [cells for cells in lines if len(cells) == 3]
    assert {answer for _, answer, _ in rows} == {"confirmed"}
    assert ["Every hard rule is kept", "confirmed", "measured again"] in rows
    assert ["Competence: no lower value than 0 is possible", "confirmed", "no value lies below 0"] in rows
    assert f"All {len(rows)} claims are confirmed." in ran.stdout
    assert SECRET not in ran.stdout + ran.stderr


def test_it_speaks_the_language_of_the_plan(files: tuple[Path, Path]) -> None:
    said = run("verify", *files, "--workers", "1").stdout
    assert "Alle ufravigelige regler er overholdt" in said
    assert "påstande er bekræftet." in said


def test_a_false_claim_gives_status_1_and_is_named(files: tuple[Path, Path]) -> None:
    spoil(files[1] / "report.json", '"status": "OPTIMAL"', '"status": "FEASIBLE"')
    ran = run("verify", *files, "--workers", "1", "--lang", "en")
    assert ran.returncode == 1
    assert "FALSE" in ran.stdout
    assert "1 claim is false." in ran.stdout


def test_what_could_not_be_proven_again_is_no_falsehood_unless_one_is_strict(
    files: tuple[Path, Path],
) -> None:
    ran = run("verify", *files, "--time-limit", "0", "--lang", "en")
    assert ran.returncode == 0
    assert "No claim is false." in ran.stdout
    assert "not proven again" in ran.stdout
    assert run("verify", *files, "--time-limit", "0", "--strict").returncode == 1
    assert run("verify", *files, "--workers", "1", "--strict").returncode == 0


def test_json_holds_every_claim(files: tuple[Path, Path]) -> None:
    spoil(files[1] / "quota.csv", "M1,100,", "M1,101,")
    ran = run("verify", *files, "--workers", "1", "--json")
    assert ran.returncode == 1
    document = json.loads(ran.stdout)
    assert document["state"] == "false"
    claims = {claim["subject"]: claim for claim in document["claims"]}
    assert claims["quota.csv:1"]["state"] == "false"
    assert claims["quota.csv:1"]["key"] == "verify.cells"
    assert "population er 100, ikke 101" in claims["quota.csv:1"]["sentence"]
    assert document["false"] == 1
    assert document["confirmed"] == len(claims) - 1
    assert document["better"] is None


@pytest.mark.parametrize("content", [None, "", "[1]", '{"status":', '{"status": "OPTIMAL", "status": 1}'])
def test_without_a_readable_report_nothing_is_checked(files: tuple[Path, Path], content: str | None) -> None:
    path = files[1] / "report.json"
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="utf-8")
    ran = run("verify", *files, "--lang", "en")
    assert ran.returncode == 2
    assert "report.json" in ran.stderr
    assert not ran.stdout


def test_a_faulty_plan_is_told_as_ever(files: tuple[Path, Path]) -> None:
    assert run("verify", "no/such/plan", files[1]).returncode == 2


def test_a_plan_without_a_roster_is_checked_by_its_contradictions(tmp_path: Path) -> None:
    assert run("solve", SAMPLES / "impossible", "--out", tmp_path).returncode == 1
    ran = run("verify", SAMPLES / "impossible", tmp_path)
    assert ran.returncode == 0
    assert "2 sentences contradict each other: “Tuesday 12 January 2027 at 08:00 is locked to" in ran.stdout
