"""The harness: it runs to its end, keeps what is done when stopped, and says what failed."""

from __future__ import annotations

import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import harness
from benchmarks.__main__ import FAILED, INTERRUPTED, main
from benchmarks.harness import Job, done, planned
from benchmarks.machine import ROOT, machine
from benchmarks.memory import family_now, own_peak
from benchmarks.one import SOLVERS
from benchmarks.presets import PRESETS
from benchmarks.processor import cpu_seconds
from benchmarks.records import Run, read
from wfm.finding import SCORED


@pytest.mark.parametrize(
    "solvers", [("ours", "levels"), pytest.param(tuple(SOLVERS), marks=pytest.mark.prove, id="all")]
)
def test_the_smoke_preset_runs_every_solver(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], solvers: tuple[str, ...]
) -> None:
    assert main(["smoke", "--solvers", *solvers, "--workers", "1", "--results", str(tmp_path)]) == 0
    (path,) = tmp_path.glob("*-smoke.json")
    runs = read(path).runs
    assert [run.solver for run in runs] == list(solvers)
    for run in runs:
        assert list(run.values) == list(run.bounds) == list(SCORED)
        assert run.trace
        assert run.seconds is not None
        assert run.cpu_seconds is not None
        assert 0.1 < run.cpu_seconds < 4 * run.seconds + 5
        assert run.peak_mb is not None
        assert 50 < run.peak_mb < 2000
    page = path.with_suffix(".md").read_text(encoding="utf-8")
    assert page.partition("The worst of the seeds")[0].count("| week") == len(solvers)
    assert "week.worse_than_levels" in capsys.readouterr().out
    assert (path.with_suffix("") / "week.svg").exists()


def test_a_run_that_fails_is_written_down_and_the_next_begins(tmp_path: Path) -> None:
    arguments = ["--instances", "no-such-plan", "week", "--solvers", "highs", "--seconds", "1"]
    assert main([*arguments, "--results", str(tmp_path)]) == FAILED
    (path,) = tmp_path.glob("*.json")
    failed, fine = read(path).runs
    assert "no-such-plan" in failed.failed
    assert not fine.failed
    assert "failed: " in path.with_suffix(".md").read_text(encoding="utf-8")


def test_a_run_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "GRACE", 0)
    assert done(Run("week", 1, "ours", 0.01, 1)).failed == "ended after 0 s"


def hear_interrupts() -> None:
    """Let a process hear Ctrl-C, also where the tests themselves run in a background that ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    arguments = ["--instances", "week", "--solvers", "highs", "weighted", "--seconds", "5", "--workers", "1"]
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks", *arguments, "--results", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=hear_interrupts,
    ) as running:
        assert running.stdout is not None
        try:
            assert running.stdout.readline().startswith("2 runs")
            assert running.stdout.readline().startswith("[1/2] week, seed 1, highs")
            running.send_signal(signal.SIGINT)
            rest = running.communicate(timeout=120)[0]
        finally:
            running.kill()
    assert rest.startswith("interrupted: 1 runs are kept")
    assert running.returncode == INTERRUPTED
    (path,) = tmp_path.glob("*.json")
    assert [run.solver for run in read(path).runs] == ["highs"]
    assert path.with_suffix(".md").exists()


def test_all_solvers_have_their_turn_before_the_next_seed() -> None:
    jobs = [Job("week", 2.0, (1, 2), (2,))]
    turns = [(run.seed, run.solver) for run in planned(jobs, ["ours", "levels"], 1)]
    assert turns == [(1, "ours"), (2, "ours"), (2, "levels")]


def test_nothing_asked_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    told = capsys.readouterr().err
    assert all(name in told for name in PRESETS)


def test_the_machine_has_no_name() -> None:
    assert platform.node() not in str(machine().values())
    assert {"cores", "cpu", "memory_mb", "load", "python", "versions", "commit"} <= set(machine())


def test_seconds_of_children_count_while_they_run_and_after() -> None:
    busy = "import os, time\nwhile time.process_time() < 0.3: pass\nprint(flush=True); input()"
    before = cpu_seconds()
    process = subprocess.Popen(
        [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    running = cpu_seconds() - before
    process.communicate("\n", timeout=30)
    ended = cpu_seconds() - before
    assert 0.25 < running <= ended + 0.05
    assert ended < 5


def test_memory_of_what_a_process_started_counts() -> None:
    holding = "x = bytearray(200_000_000); print(flush=True); input()"
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '''{holding}'''])"
    process = subprocess.Popen(
        [sys.executable, "-c", started], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    assert family_now(process.pid) > 200_000_000
    process.communicate("\n", timeout=30)
    assert own_peak() > 20_000_000
