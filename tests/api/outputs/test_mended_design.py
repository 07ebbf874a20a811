"""wfm design --mend: what stands, what is told, whose calendar changes; and the workbook of a design."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from tests.api.commands.running import Ran, wfm
from tests.designs import HOTLINE, write_design_folder

AGENTS = "agent,name,weekly_hours\n" + "".join(f"{one},{one.upper()},35\n" for one in "abcd")
NEED = "date,start,need\n" + "".join(
    f"2027-01-{day},{minute // 60:02}:{minute % 60:02},2\n"
    for day in (11, 12)
    for minute in range(480, 960, 30)
)
Row = dict[str, str]


class Mended(NamedTuple):
    """A plan, what was designed for it, who was lost, and what came of it."""

    plan: Path
    before: Path
    after: Path
    lost: Row
    ran: Ran


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def report(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "report.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Mended:
    folder = tmp_path_factory.mktemp("mended")
    none = "centre,date,from,to,agents\n"
    plan = write_design_folder(folder / "plan", agents=AGENTS, staffing=NEED, blocks=none)
    hotline = HOTLINE.replace('[[competences]]\ncode = "mail"\n', "")
    (plan / "hotline.toml").write_text(hotline, encoding="utf-8")
    before = folder / "before"
    assert wfm("design", plan, "--out", before, "--workers", "1").returncode == 0
    lost = rows(before / "duties.csv")[0]
    after = Path(shutil.copytree(before, folder / "after"))
    absent = f"{lost['agent']}:{lost['date']}"
    ran = wfm(
        "design", plan, "--mend", before, "--absent", absent, "--out", after, "--workers", "1", "--lang", "en"
    )
    return Mended(plan, before, after, lost, ran)


def test_other_days_and_whoever_is_not_named_stay_as_they_are(mended: Mended) -> None:
    assert mended.ran.returncode == 0, mended.ran.stderr
    told = report(mended.after)["mended"]
    assert told["lost"] == [{"date": mended.lost["date"], "agent": mended.lost["agent"]}]
    named = {(one["date"], one["agent"]) for one in (*told["lost"], *told["changed"])}
    before, after = rows(mended.before / "duties.csv"), rows(mended.after / "duties.csv")
    assert [r for r in after if (r["date"], r["agent"]) not in named] == [
        row for row in before if (row["date"], row["agent"]) not in named
    ]
    assert (mended.lost["date"], mended.lost["agent"]) not in {(row["date"], row["agent"]) for row in after}
    assert len(told["changed"]) == told["ladder"][-1]["changes"]


def test_what_each_change_brings_is_printed_and_written(mended: Mended) -> None:
    ladder = report(mended.after)["mended"]["ladder"]
    shortages = [rung["levels"]["shortage"] for rung in ladder]
    assert shortages == sorted(shortages, reverse=True)
    assert "1 duty is lost." in mended.ran.stdout
    assert "changed duties" in mended.ran.stdout
    assert report(mended.after)["levels"]["shortage"]["value"] >= shortages[-1]
    assert "nothing is proven of the whole" in mended.ran.stdout
    assert "proven" in mended.ran.stdout.split("\n")[2]


def test_only_calendars_of_those_concerned_change(mended: Mended) -> None:
    told = report(mended.after)["mended"]
    named = {one["agent"] for one in (*told["lost"], *told["changed"])}
    changed = {
        path.stem
        for path in (mended.after / "feeds").glob("*.ics")
        if path.read_bytes() != (mended.before / "feeds" / path.name).read_bytes()
    }
    assert changed == named
    lost = (mended.after / "feeds" / f"{mended.lost['agent']}.ics").read_text(encoding="utf-8")
    assert "STATUS:CANCELLED" in lost


def test_no_other_duty_changes_where_none_may(mended: Mended, tmp_path: Path) -> None:
    absent = f"{mended.lost['agent']}:{mended.lost['date']}"
    ran = wfm(
        *("design", mended.plan, "--mend", mended.before / "duties.csv", "--absent", absent),
        *("--most-changes", "0", "--out", tmp_path / "out", "--workers", "1", "--json"),
    )
    told = json.loads(ran.stdout)["mended"]
    assert told["changed"] == []
    assert [rung["changes"] for rung in told["ladder"]] == [0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--absent", "a:2027-01-11"), ("--absent", "the option --mend beside it")),
        (("--most-changes", "2"), ("--most-changes", "the option --mend beside it")),
        (("--mend", "BEFORE", "--absent", "x:2027-01-11"), ("--absent", "x:2027-01-11")),
        (("--mend", "BEFORE", "--absent", "a:2028-01-11"), ("--absent", "2028-01-11")),
        (("--mend", "PLAN"), ("duties.csv",)),
        (("--mend", "PLAN/agents.csv"), ("agents.csv", "date")),
    ],
)
def test_faulty_options_are_told_and_nothing_is_written(
    mended: Mended, tmp_path: Path, given: tuple[str, ...], said: tuple[str, ...]
) -> None:
    places = {"BEFORE": str(mended.before), "PLAN": str(mended.plan)}
    found = [one.replace("BEFORE", places["BEFORE"]).replace("PLAN", places["PLAN"]) for one in given]
    ran = wfm("design", mended.plan, "--out", tmp_path / "out", *found, "--lang", "en")
    assert ran.returncode == 2
    flat = " ".join(ran.stderr.split())
    assert all(part in flat for part in said), ran.stderr
    assert not (tmp_path / "out").exists()


def test_rows_that_contradict_each_other_are_all_told(mended: Mended, tmp_path: Path) -> None:
    header = "date,agent,start,end,lunch_start,lunch_end,task\n"
    wrong = (
        "2027-01-11,a,08:00,11:00,,,phones\n2027-01-11,a,11:30,15:00,12:00,12:30,phones\n"
        "2027-01-11,b,08:00,07:00,,,phones\n2027-01-12,c,08:00,15:00,12:00,,phones\n"
        "2027-01-12,d,08:00,10:00,,,X\n2027-01-12,d,10:00,15:00,,,Y\n"
    )
    (tmp_path / "duties.csv").write_text(header + wrong, encoding="utf-8")
    out = tmp_path / "out"
    ran = wfm("design", mended.plan, "--mend", tmp_path, "--out", out, "--json", "--lang", "en")
    found = {(fault["row"], fault["column"]) for fault in json.loads(ran.stdout)["faults"]}
    assert {(3, "start"), (4, "end"), (5, "lunch_end"), (7, "task")} <= found
    assert not out.exists()


def test_the_workbook_says_what_the_tables_say(mended: Mended) -> None:
    book = load_workbook(mended.before / "duties.xlsx")
    assert book.sheetnames == ["Duties", "Need", "Hours", "Levels"]  # no administration has posts here
    cells = [cell.value for row in book["Duties"].iter_rows() for cell in row if cell.value]
    for row in rows(mended.before / "duties.csv"):
        assert any(str(cell).startswith(f"{row['start']}–{row['end']}") for cell in cells)
    coverage = rows(mended.before / "coverage.csv")
    shown = [[cell.value for cell in row] for row in book["Need"].iter_rows(min_row=4)]
    assert [[str(row[2]), str(row[3])] for row in shown] == [[r["need"], r["planned"]] for r in coverage]
    values = load_workbook(mended.before / "duties.xlsx", data_only=True)["Need"]
    assert [f"{row[4].value:.0f}" for row in values.iter_rows(min_row=4)] == [r["shortage"] for r in coverage]
    assert all(str(row[4]).startswith("=MAX(0,") for row in shown)
