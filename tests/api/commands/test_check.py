"""wfm check tells what a plan holds, or every fault in it with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.commands.running import SAMPLES, copy_of, spoil, wfm, wfm_process


@pytest.mark.parametrize("name", ["midtjylland", "nordjylland", "vestegnen", "impossible"])
def test_every_sample_plan_is_without_fault(name: str) -> None:
    assert wfm("check", SAMPLES / name).returncode == 0


@pytest.mark.parametrize("command", ["check", "quota"])
def test_what_counts_for_nothing_is_told_beside_the_figures(tmp_path: Path, command: str) -> None:
    plan = copy_of("midtjylland", tmp_path)
    rows = (plan / "availability.csv").read_text("utf-8")
    who = rows.splitlines()[1].split(",")[0]
    (plan / "availability.csv").write_text(f"{rows}{who},unavailable,2026-01-05,2026-01-06,,,,\n", "utf-8")
    ran = wfm(command, plan)
    place = f"availability.csv, række {len(rows.splitlines()) + 1}, kolonne last_day"
    line = f"{place}: »2026-01-06«; forventet: dage i "
    assert (ran.returncode, line in ran.stderr) == (0, True), ran.stderr
    if command == "check":
        (notice,) = json.loads(wfm(command, plan, "--json").stdout)["notices"]
        assert (notice["key"], notice["value"]) == ("notice.perhaps", "2026-01-06")


def test_it_prints_shifts_seats_and_targets_in_the_plans_language() -> None:
    danish, english = (wfm("check", SAMPLES / "midtjylland", *more).stdout for more in ((), ("--lang", "en")))
    assert "244 vagter" in danish
    assert "244 shifts with 488 seats" in english
    assert "Ringkøbing-Skjern" in english


def test_novices_are_named(tmp_path: Path) -> None:
    plan = copy_of("midtjylland", tmp_path)
    header, *rows = (plan / "agents.csv").read_text("utf-8").splitlines()
    rows = [f"{row},{'31-01-2027' if row.startswith('710-02') else ''}" for row in rows]
    (plan / "agents.csv").write_text("\n".join([f"{header},sidemand_til", *rows, ""]), "utf-8")
    told = wfm("check", plan, "--lang", "en").stdout
    assert "1 agent sits beside colleagues to learn: Favrskov 2." in told


def test_json_holds_the_targets_and_they_sum_to_the_units() -> None:
    told = json.loads(wfm("check", SAMPLES / "nordjylland", "--json").stdout)
    assert sum(row["target"] for row in told["quota"]) == told["units"] == 247


def test_all_faults_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    plan = copy_of("midtjylland", tmp_path)
    spoil(plan / "agents.csv", ",0.6,", ",-0.6,")
    spoil(plan / "municipalities.csv", "47156", "mange")
    spoil(plan / "locks.csv", "17:00", "17:30")
    ran = wfm("check", plan, "--lang", "en")
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "3 faults" in ran.stderr
    assert "agents.csv, row 3, column fte: “-0.6”" in ran.stderr
    assert "municipalities.csv, row 2, column population: “mange”" in ran.stderr
    assert "locks.csv, row 2, column start" in ran.stderr


def test_faults_can_be_had_as_json(tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    spoil(plan / "municipalities.csv", "27853", "")
    ran = wfm("check", plan, "--json")
    (fault,) = json.loads(ran.stdout)["faults"]
    assert ran.returncode == 2
    assert fault["file"] == "municipalities.csv"
    assert (fault["row"], fault["column"]) == (2, "population")


@pytest.mark.parametrize("path", ["nowhere", "README.md", "."])
def test_what_is_no_plan_is_told_without_a_traceback(path: str) -> None:
    ran = wfm_process("check", path)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert ran.stderr


def test_an_unknown_column_is_a_notice_and_no_fault(tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    header, *rows = (plan / "municipalities.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{header},mayor", *(f"{row},x" for row in rows)]
    (plan / "municipalities.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = wfm("check", plan, "--lang", "en")
    assert ran.returncode == 0
    assert "mayor" in ran.stderr
