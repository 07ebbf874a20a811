"""wfm scenario: before and after, several side by side, what is missing; no file of the plan is touched."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import wfm
from tests.api.commands.running import SAMPLES, copy_of
from tests.api.commands.running import wfm as run
from wfm.quota_table import quota_table

NORTH = SAMPLES / "nordjylland"
STRUER = ("--join", "671:Struer:21846")


def told(*options: str | Path) -> str:
    ran = run("scenario", NORTH, *options, "--lang", "en")
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def document(*options: str | Path) -> Any:
    return json.loads(told(*options, "--json"))


def row_of(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"│ {name} "))


def test_it_tells_before_and_after_and_who_lacks_agents() -> None:
    text = told(*STRUER, "--leave", "773", "--set", "municipality.825.min_shifts=0", "--quarters", "4")
    assert "4 quarters, 5 April 2027 to" in text
    assert "– → " in row_of(text, "Struer")
    assert " → –" in row_of(text, "Morsø")
    assert "12 → 1 " in row_of(text, "Læsø")
    assert "after: Struer has no agents: nobody staffs its" in text
    assert "after: Morsø leaves with a balance of" in text
    assert "before: all together: price" in text


def test_the_first_quarter_is_that_of_the_quota_table() -> None:
    found = document("--quarters", "1")
    assert found["before"] == found["after"]
    rows = {row.municipality.code: row for row in quota_table(wfm.load_plan(NORTH))}
    for one in found["before"]["municipalities"]:
        (quarter,), row = one["quarters"], rows[one["municipality"]]
        assert (quarter["target"], quarter["net"]) == (row.quota.target, str(row.settlement.net))


def test_a_municipality_that_pays_instead_has_a_price_and_nothing_else() -> None:
    found = document("--set", "municipality.787.staffs=no", "--quarters", "2")["after"]
    one = next(one for one in found["municipalities"] if one["municipality"] == "787")
    assert [(quarter["target"], quarter["hours"]) for quarter in one["quarters"]] == [(0, "0.00")] * 2
    assert one["net"] == one["price"]
    assert sum(quarter["target"] for m in found["municipalities"] for quarter in m["quarters"][:1]) == 247


def test_scenarios_of_a_file_stand_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "scenarios.toml"
    file.write_text(
        '[[scenario]]\nname = "With Struer"\njoin = ["671:Struer:21846:4"]\n'
        '[[scenario]]\nname = "Struer pays"\njoin = ["671:Struer:21846"]\n'
        'set = ["municipality.671.staffs=no"]\n'
    )
    text = told("--scenarios", file, "--quarters", "2")
    assert text.count("With Struer") > 4
    assert "Struer pays: all together" in text
    found = document("--scenarios", file, "--quarters", "2")
    assert [one["name"] for one in found["scenarios"]] == ["With Struer", "Struer pays"]
    assert found["scenarios"][1]["set"] == ["municipality.671.staffs=no"]


def test_it_speaks_the_plans_language() -> None:
    text = run("scenario", NORTH, *STRUER, "--quarters", "2").stdout
    assert "2 kvartaler, 5. april 2027 til" in text
    assert "derefter: Struer har ingen medarbejdere" in text


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--join", "671:Struer"), "--join: “671:Struer”"),
        (("--leave", "1"), "--leave: “1”"),
        (("--set", "quota.metod=dhondt"), "quota.method"),
        (("--scenarios", "none.toml"), "none.toml"),
    ],
)
def test_faulty_options_end_with_status_2_and_nothing_is_reckoned(
    options: tuple[str, ...], fault: str
) -> None:
    ran = run("scenario", NORTH, *options, "--lang", "en")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert fault in ran.stderr


def test_no_file_of_the_plan_is_touched(tmp_path: Path) -> None:
    plan = copy_of("nordjylland", tmp_path)
    before = {file.name: sha256(file.read_bytes()).hexdigest() for file in plan.iterdir()}
    chart = tmp_path / "chart.svg"
    ran = run("scenario", plan, *STRUER, "--quarters", "2", "--chart", chart, "--lang", "en")
    assert ran.returncode == 0
    assert {file.name: sha256(file.read_bytes()).hexdigest() for file in plan.iterdir()} == before
    drawn = chart.read_text("utf-8")
    assert 'role="img"' in drawn
    assert "Struer (after): target" in drawn
    assert run("scenario", plan, "--chart", tmp_path / "chart.pdf").returncode == 2
