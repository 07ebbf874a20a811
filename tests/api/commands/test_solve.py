"""wfm solve, score, quota and demo: what they write, print and return."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest

import solver
import wfm
from tests.api.commands.running import ROOT, SAMPLES, copy_of, spoil
from tests.api.commands.running import wfm as run

PLAN = SAMPLES / "vestegnen"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("solved")
    ran = run("solve", PLAN, "--out", folder, "--time-limit", "10", "--workers", "2")
    assert ran.returncode == 0
    return folder


def test_it_writes_every_output(out: Path) -> None:
    plan = wfm.load_plan(PLAN)
    files = {"roster.csv", "quota.csv", "report.json", "roster.xlsx", "roster.html", "feeds"}
    assert files <= {path.name for path in out.iterdir()}
    assert len(list((out / "feeds").glob("*.ics"))) == len(plan.agents) + len(plan.municipalities)
    with (out / "roster.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == plan.seats


def test_the_report_agrees_with_wfm_score(out: Path) -> None:
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    scored = run("score", PLAN, out / "roster.csv", "--json")
    told = json.loads(scored.stdout)
    assert scored.returncode == 0
    assert {level: part["value"] for level, part in report["score"].items()} == told["score"]
    assert report["rules"] == told["rules"]
    assert all(part["bound"] <= part["value"] for part in report["score"].values())


def test_an_infeasible_plan_ends_with_1_and_sentences_that_contradict(tmp_path: Path) -> None:
    ran = run("solve", SAMPLES / "impossible", "--out", tmp_path / "out", "--lang", "en")
    assert ran.returncode == 1
    assert "Holstebro 2 is unavailable on Thursday 14 January 2027 at 11:00" in ran.stdout
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["status"] == "INFEASIBLE"
    assert report["conflict"]
    assert not (tmp_path / "out" / "roster.csv").exists()


def test_the_conflict_of_the_sample_holds_with_its_sentences_alone() -> None:
    plan = wfm.load_plan(SAMPLES / "impossible")
    conflict = solver.solve(plan, time_limit=10, workers=1).conflict
    assert conflict is not None
    assert conflict.verified
    assert solver.conflict_holds(plan, conflict.reasons)


def test_faulty_input_ends_with_2_and_writes_nothing(tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    spoil(plan / "municipalities.csv", "27853", "-1")
    assert run("solve", plan, "--out", tmp_path / "out").returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_roster_that_breaks_a_hard_rule_scores_with_status_1(out: Path, tmp_path: Path) -> None:
    lines = (out / "roster.csv").read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if ",1," in line)
    doubled = lines[first].replace(",1,", ",2,", 1)
    lines[first + 1] = doubled  # the same agent in both seats
    (tmp_path / "roster.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = run("score", PLAN, tmp_path / "roster.csv", "--lang", "en")
    assert ran.returncode == 1
    assert "sits twice" in ran.stdout


def test_a_roster_of_unknown_people_is_faulty_input(out: Path, tmp_path: Path) -> None:
    text = (out / "roster.csv").read_text(encoding="utf-8")
    (tmp_path / "roster.csv").write_text(text.replace("165-01", "165-99"), encoding="utf-8")
    ran = run("score", PLAN, tmp_path / "roster.csv", "--lang", "en")
    assert ran.returncode == 2
    assert "165-99" in ran.stderr


def test_quotas_by_target_and_by_assignment(out: Path) -> None:
    before = json.loads(run("quota", PLAN, "--json").stdout)
    after = json.loads(run("quota", PLAN, "--roster", out / "roster.csv", "--json").stdout)
    assert (before["by"], after["by"]) == ("target", "assignment")
    targets = [row["target"] for row in before["quota"]]
    assert targets == [row["target"] for row in after["quota"]]
    assert sum(row["assigned"] for row in after["quota"]) == sum(targets)


def test_the_demo_shows_where_everything_is(tmp_path: Path) -> None:
    ran = run("demo", "--out", tmp_path / "out", "--time-limit", "3", "--lang", "en")
    assert ran.returncode == 0
    assert "roster.html" in ran.stdout
    assert "serve --plan" in ran.stdout
    assert len(list((tmp_path / "out" / "feeds").glob("*.ics"))) >= 80


def test_a_terminal_sees_progress_and_ctrl_c_keeps_the_best_roster_and_ends_with_0(tmp_path: Path) -> None:
    plan, out = SAMPLES / "midtjylland", tmp_path / "out"
    command = [sys.executable, "-c", "from api.cli import main; main()", "solve"]
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (40, 150))
    process = subprocess.Popen(
        [*command, str(plan), "--out", str(out), "--time-limit", "120", "--lang", "en"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=end,
        text=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(end)
    seen = b""
    while b"Ctrl-C" not in seen:
        seen += os.read(terminal, 4096)
    process.send_signal(signal.SIGINT)
    drain = threading.Thread(target=_drain, args=(terminal,), daemon=True)
    drain.start()
    printed, _ = process.communicate(timeout=60)
    for heading in (b"incumbent", b"bound", b"gap", b"seconds"):
        assert heading in seen
    assert process.returncode == 0
    assert "topped by hand" in printed
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["status"] in {"FEASIBLE", "OPTIMAL"}
    read = wfm.load_plan(plan)
    assert wfm.measure(read, wfm.load_roster(read, out / "roster.csv")).breaches == ()


def _drain(terminal: int) -> None:
    with contextlib.suppress(OSError):  # the terminal ends with its last writer
        while os.read(terminal, 4096):
            pass
    os.close(terminal)


def test_an_output_folder_that_is_a_file_is_told_before_the_search(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(wfm.WfmError):
        run("solve", PLAN, "--out", tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"
