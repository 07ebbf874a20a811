"""The round of a quarter: templates sent, eighteen workbooks filled in, merged, solved, rolled on."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import wfm
from tests.api.commands.running import copy_of
from tests.api.commands.running import wfm as run

DANISH = {"agents": "medarbejdere", "availability": "tilgængelighed"}
WORDS = {"unavailable": "utilgængelig", "undesired": "uønsket", "preferred": "ønsket"}


def row(path: Path, table: str, **cells: Any) -> None:
    """Write a row below those of a sheet, whatever language the workbook speaks; columns by number."""
    book = openpyxl.load_workbook(path)
    danish = DANISH[table] in book.sheetnames
    sheet = book[DANISH[table] if danish else table]
    headers = [cell.value for cell in sheet[1]]
    translated: Mapping[str, str] = {"agent": "medarbejder", "kind": "type", "first_day": "første_dag"}
    translated = {**translated, "last_day": "sidste_dag", "days": "dage", "name": "navn"}
    translated = {**translated, "municipality": "kommunekode", "fte": "beskæftigelsesgrad"}
    below = max(cell.row for line in sheet for cell in line if cell.value is not None) + 1
    for name, value in cells.items():
        header = translated[name] if danish else name
        value = WORDS.get(value, value) if danish else value
        sheet.cell(below, headers.index(header) + 1, value)
    book.save(path)


def away(path: Path, agent: str, first: str, last: str, kind: str = "unavailable") -> None:
    row(path, "availability", agent=agent, kind=kind, first_day=first, last_day=last)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Return the next quarter's plan and the workbooks sent: half of them Danish, half English."""
    folder = tmp_path_factory.mktemp("round")
    old = copy_of("midtjylland", folder)
    solved = run("solve", old, "--out", folder / "q1", "--time-limit", "6", "--workers", "2", "--json")
    assert solved.returncode == 0
    assert run("next", old, folder / "q1", "--out", folder / "plan2").returncode == 0
    letters = folder / "letters"
    codes = [m.code for m in wfm.load_plan(folder / "plan2").staffing]
    for number, code in enumerate(codes):
        language = ("da", "en")[number % 2]
        more = ("--municipality", code, "--lang", language)
        assert run("template", letters, "--plan", folder / "plan2", *more).returncode == 0
    return folder / "plan2", sorted(letters.glob("*.xlsx"))


def filled(sent: tuple[Path, list[Path]], folder: Path) -> tuple[Path, list[Path]]:
    """Return a copy of plan and workbooks, each workbook with an absence and a wish in its own way."""
    plan = Path(shutil.copytree(sent[0], folder / "plan"))
    files = [Path(shutil.copy(path, folder)) for path in sent[1]]
    for number, path in enumerate(files):
        code = path.name.split("-")[0]
        first, last = (("2027-04-12", "2027-04-16"), ("12-04-2027", "16-04-2027"))[number % 2]
        away(path, f"{code}-01", first, last)
        away(path, f"{code}-02", first, last, "preferred")
    return plan, files


def content(plan: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(plan.iterdir())}


def test_eighteen_workbooks_in_two_languages_come_back_into_the_plan(
    sent: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    plan, files = filled(sent, tmp_path)
    assert len(files) == 18
    ran = run("merge", plan, *files)
    assert ran.returncode == 0
    merged = wfm.load_plan(plan)
    assert len(merged.availability) == 36
    assert {entry.first_day.isoformat() for entry in merged.availability} == {"2027-04-12"}
    assert [agent.id for agent in merged.agents] == [agent.id for agent in wfm.load_plan(sent[0]).agents]


def test_a_stranger_and_faults_are_told_together_and_nothing_is_half_merged(
    sent: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    plan, files = filled(sent, tmp_path)
    before = content(plan)
    away(files[3], "751-01", "2027-05-03", "2027-05-04")  # an agent of Aarhus in another's workbook
    away(files[5], f"{files[5].name[:3]}-01", "2027-05-33", "2027-05-04")
    away(files[6], f"{files[6].name[:3]}-01", "2027-05-03", "2027-05-04", "perhaps")
    ran = run("merge", plan, *files, "--lang", "en")
    assert ran.returncode == 2
    assert content(plan) == before
    for place in (files[3].name, files[5].name, files[6].name, "751-01", "2027-05-33", "perhaps", "row 4"):
        assert place in ran.stderr, ran.stderr
    assert "3 faults" in ran.stderr


def test_a_workbook_sent_twice_replaces_itself(sent: tuple[Path, list[Path]], tmp_path: Path) -> None:
    plan, files = filled(sent, tmp_path)
    code = files[0].name.split("-")[0]
    again = Path(shutil.copy(files[0], tmp_path / f"{code} corrected.xlsx"))
    away(again, f"{code}-03", "2027-06-01", "2027-06-02")
    assert run("merge", plan, *files).returncode == 0
    assert run("merge", plan, files[0], again).returncode == 0
    entries = [entry for entry in wfm.load_plan(plan).availability if entry.agent.startswith(code)]
    assert len(entries) == 3
    assert run("merge", plan, again).returncode == 0
    assert len(wfm.load_plan(plan).availability) == 37


def test_merged_solved_and_rolled_on_the_carry_overs_sum_as_the_contract_says(
    sent: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    plan, files = filled(sent, tmp_path)
    assert run("merge", plan, *files).returncode == 0
    out = tmp_path / "q2"
    assert run("solve", plan, "--out", out, "--time-limit", "6", "--workers", "2").returncode == 0
    assert run("next", plan, out, "--out", tmp_path / "plan3").returncode == 0
    solved, following = wfm.load_plan(plan), wfm.load_plan(tmp_path / "plan3")
    with (out / "quota.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(m.carry_over for m in following.municipalities) == sum(
        m.carry_over for m in solved.municipalities
    )
    written = {line["municipality"]: Fraction(line["carry_over_out"]) for line in rows}
    assert {m.code: m.carry_over for m in following.municipalities} == written
    assert following.hotline.period.first_day.isoformat() == "2027-07-05"
    assert following.previous
    assert following.availability == ()
