"""wfm repair and wfm solve --from: what they keep, write, print and refuse."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import wfm
from api.publication.report import read_report
from tests.api.commands.running import SAMPLES, copy_of
from tests.api.commands.running import wfm as run
from wfm.absence import Absence, without
from wfm.canonical import plan_sha256
from wfm.errors import InputError
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.roster_changes import roster_changes
from wfm.vacancy import impossible_assignments

PLAN = SAMPLES / "vestegnen"
LEVELS = ["coverage", "competence", "changes", "quota", "quality"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    assert run("solve", PLAN, "--out", folder, "--time-limit", "5", "--workers", "2").returncode == 0
    return folder


@pytest.fixture(scope="module")
def ill(published: Path) -> Absence:
    """Return a week of somebody who sits in it."""
    plan = wfm.load_plan(PLAN)
    roster = wfm.load_roster(plan, published / "roster.csv")
    week = plan.weeks[3]
    shifts = plan.shifts_of_week[week]
    sitting = sorted(agent for shift in shifts for agent in roster.on(shift.id))
    return Absence(sitting[0], shifts[0].day, shifts[-1].day)


def absent(absence: Absence) -> str:
    return f"{absence.agent}:{absence.first_day}:{absence.last_day}"


@pytest.fixture(scope="module")
def repaired(published: Path, ill: Absence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repaired")
    ran = run(
        *("repair", PLAN, published / "roster.csv", "--absent", absent(ill), "--out", folder),
        *("--freeze-before", str(ill.first_day), "--lang", "en"),
    )
    assert ran.returncode == 0
    (folder / "printed.txt").write_text(ran.stdout, encoding="utf-8")
    return folder


def read(folder: Path, name: str = "report.json") -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def both(published: Path, folder: Path) -> tuple[Plan, Roster, Roster]:
    plan = wfm.load_plan(PLAN)
    before, after = (wfm.load_roster(plan, where / "roster.csv") for where in (published, folder))
    return plan, before, after


def test_only_what_had_to_be_left_changes(published: Path, repaired: Path, ill: Absence) -> None:
    plan, before, after = both(published, repaired)
    lost = set(impossible_assignments(without(plan, [ill]), wfm.Baseline(before)))
    assert lost
    assert lost <= before.difference(after)
    assert read(repaired)["score"]["changes"]["value"] == len(before.difference(after))
    shifts = {shift for _, shift in lost}
    assert {change.shift for change in roster_changes(plan, before, after)} <= shifts
    assert not set(after.of_agent(ill.agent)) & shifts


def test_the_first_levels_are_proven(repaired: Path) -> None:
    score = read(repaired)["score"]
    assert list(score) == LEVELS
    assert all(score[level]["value"] == score[level]["bound"] for level in LEVELS[:3])


def test_the_report_is_that_of_the_plan_with_the_absence(
    repaired: Path, published: Path, ill: Absence
) -> None:
    report = read(repaired)
    assert report["plan_sha256"] == plan_sha256(without(wfm.load_plan(PLAN), [ill]))
    assert report["baseline"]["freeze_before"] == ill.first_day.isoformat()
    assert (repaired / "wfm-baseline.csv").read_bytes() == (published / "roster.csv").read_bytes()


def test_the_row_it_tells_makes_the_plan_that_was_used(repaired: Path, ill: Absence, tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    (told,) = read(repaired, "repair.json")["absences"]
    assert told["availability_row"] in (repaired / "printed.txt").read_text(encoding="utf-8")
    with (plan / "availability.csv").open("a", encoding="utf-8") as stream:
        stream.write(told["availability_row"] + "\n")
    assert plan_sha256(wfm.load_plan(plan)) == read(repaired)["plan_sha256"]


def test_every_vacated_seat_is_told_with_ranked_options(
    published: Path, repaired: Path, ill: Absence
) -> None:
    plan, before, _ = both(published, repaired)
    vacancies = read(repaired, "repair.json")["vacancies"]
    lost = impossible_assignments(without(plan, [ill]), wfm.Baseline(before))
    assert [agent for vacancy in vacancies for agent in vacancy["agents"]] == [agent for agent, _ in lost]
    for vacancy in vacancies:
        scores = [[option["score"][level] for level in LEVELS] for option in vacancy["options"]]
        assert scores == sorted(scores)
        assert sum(option["chosen"] for option in vacancy["options"]) == 1
    printed = (repaired / "printed.txt").read_text(encoding="utf-8")
    assert "(chosen)" in printed
    assert "nothing else" in printed


def test_feeds_of_others_keep_what_is_unchanged(published: Path, ill: Absence, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run("solve", PLAN, "--from", published / "roster.csv", "--out", folder).returncode == 0
    before = {path.name: path.read_bytes() for path in (folder / "feeds").iterdir()}
    ran = run("repair", PLAN, folder / "roster.csv", "--absent", absent(ill), "--out", folder, "--json")
    assert ran.returncode == 0
    changed = {agent for change in json.loads(ran.stdout)["repair"]["changes"] for agent in change["left"]}
    changed |= {agent for change in json.loads(ran.stdout)["repair"]["changes"] for agent in change["joined"]}
    after = {path.name: path.read_bytes() for path in (folder / "feeds").iterdir()}
    people = wfm.load_plan(PLAN).agent
    assert {name for name in after if before[name] != after[name]} & {f"{agent}.ics" for agent in people} == {
        f"{agent}.ics" for agent in changed
    }


def test_solving_from_a_roster_that_can_stay_changes_nothing(published: Path, tmp_path: Path) -> None:
    ran = run("solve", PLAN, "--from", published / "roster.csv", "--out", tmp_path / "out", "--lang", "en")
    assert ran.returncode == 0
    assert "Nothing changes." in ran.stdout
    assert (tmp_path / "out" / "roster.csv").read_bytes() == (published / "roster.csv").read_bytes()
    assert read(tmp_path / "out")["status"] == "OPTIMAL"
    assert read(tmp_path / "out")["baseline"]["freeze_before"] is None


def test_an_absence_before_the_day_is_told_as_it_is_and_changes_nothing(
    published: Path, ill: Absence, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = run(
        *("repair", PLAN, published / "roster.csv", "--absent", absent(ill), "--out", out, "--lang", "en"),
        *("--freeze-before", "2028-01-01"),
    )
    assert ran.returncode == 0
    assert (out / "roster.csv").read_bytes() == (published / "roster.csv").read_bytes()
    assert "No seat had to be left." in ran.stdout
    assert "is unavailable on" in ran.stdout
    forced = [finding for finding in read(out)["findings"] if finding.get("forced")]
    assert {finding["rule"] for finding in forced} == {"availability"}
    assert {finding["subject"].split("|")[0] for finding in forced} == {f"agent:{ill.agent}"}


def test_the_next_ordinary_solve_takes_the_files_of_a_repair_away(repaired: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("report.json", "roster.csv", "wfm-baseline.csv", "repair.json"):
        (out / name).write_bytes((repaired / name).read_bytes())
    assert run("solve", PLAN, "--out", out, "--time-limit", "1").returncode == 0
    assert not {"wfm-baseline.csv", "repair.json"} & {path.name for path in out.iterdir()}
    assert list(read(out)["score"]) == [level for level in LEVELS if level != "changes"]
    assert "baseline" not in read(out)


def test_every_fault_is_told_together(published: Path, tmp_path: Path) -> None:
    text = (published / "roster.csv").read_text(encoding="utf-8")
    plan = wfm.load_plan(PLAN)
    agent, day = plan.agents[0].id, plan.hotline.period.first_day
    (tmp_path / "roster.csv").write_text(text.replace(f",{agent}\n", ",nobody\n"), encoding="utf-8")
    ran = run(
        *("repair", PLAN, tmp_path / "roster.csv", "--out", tmp_path / "out", "--json"),
        *("--absent", f"nobody:{day}", "--absent", f"{agent}:2027-01-05:2027-01-04"),
        *("--freeze-before", "soon"),
    )
    assert ran.returncode == 2
    faults = json.loads(ran.stdout)["faults"]
    assert {fault["file"] for fault in faults} == {"roster.csv", "--freeze-before", "--absent"}
    assert [fault["value"] for fault in faults if fault["file"] == "--absent"] == [
        f"nobody:{day}",
        f"{agent}:2027-01-05:2027-01-04",
    ]
    assert not (tmp_path / "out").exists()


def test_freezing_needs_a_roster(tmp_path: Path) -> None:
    ran = run("solve", PLAN, "--freeze-before", "2027-01-04", "--out", tmp_path / "out", "--lang", "en")
    assert ran.returncode == 2
    assert "--from" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_repair_that_no_roster_can_keep_ends_with_1(tmp_path: Path) -> None:
    plan = wfm.load_plan(SAMPLES / "impossible")
    empty = tmp_path / "roster.csv"
    empty.write_text("date,start,end,seat,municipality,agent\n", encoding="utf-8")
    day = plan.hotline.period.first_day.isoformat()
    ran = run(
        *("repair", SAMPLES / "impossible", empty, "--absent", f"{plan.agents[0].id}:{day}"),
        *("--out", tmp_path / "out", "--json"),
    )
    assert ran.returncode == 1
    document = json.loads(ran.stdout)
    assert document["status"] == "INFEASIBLE"
    assert document["repair"]["changes"] == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.json"]


def test_the_same_days_may_be_written_the_danish_way(published: Path, ill: Absence, tmp_path: Path) -> None:
    def danish(day: date) -> str:
        return day.strftime("%d-%m-%Y")

    told = f"{AgentId(ill.agent)}:{danish(ill.first_day)}:{danish(ill.last_day)}"
    common = ("repair", PLAN, published / "roster.csv", "--json", "--workers", "1")
    freeze = ("--freeze-before", danish(ill.first_day))
    one = run(*common, "--absent", told, *freeze, "--out", tmp_path / "one")
    other = run(
        *common, "--absent", absent(ill), "--freeze-before", str(ill.first_day), "--out", tmp_path / "other"
    )
    assert json.loads(one.stdout)["repair"] == json.loads(other.stdout)["repair"]


def test_a_plan_without_the_rows_for_which_its_roster_was_mended_is_told_of_them(
    repaired: Path, ill: Absence
) -> None:
    """Whoever shows it again needs no new solve, but the row that says who is away."""
    plan = wfm.load_plan(PLAN)
    with pytest.raises(InputError, match=f"{ill.agent},unavailable,{ill.first_day},{ill.last_day},,,,"):
        read_report(repaired, plan)
    assert read_report(repaired, without(plan, [ill])).score is not None


def test_who_is_preferred_steps_in_or_is_told_why_not(
    published: Path, repaired: Path, ill: Absence, tmp_path: Path
) -> None:
    seat = next(one for one in read(repaired, "repair.json")["vacancies"] if len(one["options"]) > 1)
    other = next(one for one in seat["options"] if not one["chosen"] and len(one["joins"]) == 1)
    (wished,) = other["joins"]
    arguments = ("repair", PLAN, published / "roster.csv", "--absent", absent(ill), "--out", tmp_path / "out")
    frozen = ("--freeze-before", str(ill.first_day), "--lang", "en")
    ran = run(*arguments, *frozen, "--prefer", wished, "--prefer", ill.agent)
    assert ran.returncode == 0
    assert "as preferred" in ran.stdout
    first, second = read(tmp_path / "out", "repair.json")["preferred"]
    assert (first["agent"], second["agent"], second["shifts"]) == (wished, ill.agent, [])
    where = {name: seat[name] for name in ("date", "start", "end")}
    assert where in first["shifts"]
    plan = wfm.load_plan(PLAN)
    roster = wfm.load_roster(plan, tmp_path / "out" / "roster.csv")
    assert wished in roster.on(ShiftId(f"{seat['date']}T{seat['start']}"))
    assert not wfm.measure(plan, roster).breaches
    unknown = run(*arguments, "--prefer", "nobody", "--prefer", "none")
    assert unknown.returncode == 2
    assert "nobody" in unknown.stderr
    assert "none" in unknown.stderr
