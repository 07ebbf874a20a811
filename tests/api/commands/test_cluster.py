"""wfm solve --cluster: what it says, writes and refuses."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.commands.running import ROOT, SAMPLES, wfm, wfm_process
from tests.solver.cluster.processes import Processes, until

PLAN = SAMPLES / "midtjylland"
SMALL = SAMPLES / "impossible"


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with Processes(tmp_path_factory.mktemp("dask")) as started:
        worker = started.worker()
        log = next(started.folder.glob("worker-*.log"))
        until(lambda: b"Starting established connection" in log.read_bytes() or worker.poll() is not None)
        yield started


def test_it_says_who_searches_and_writes_every_output(processes: Processes, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ["--time-limit", "4", "--workers", "1", "--cluster", processes.address]
    ran = wfm_process("solve", PLAN, "--out", out, *options)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith("1 tråd i klyngen på tcp://127.0.0.1:")
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    scored = json.loads(wfm("score", PLAN, out / "roster.csv", "--json").stdout)
    assert {level: part["value"] for level, part in report["score"].items()} == scored["score"]


def test_what_needs_no_search_needs_no_cluster(processes: Processes, tmp_path: Path) -> None:
    ran = wfm("solve", SMALL, "--out", tmp_path / "out", "--lang", "en", "--cluster", processes.address)
    assert ran.returncode == 1
    assert "searches as well" in ran.stderr


def test_on_a_terminal_it_is_told_above_the_progress(processes: Processes, tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (40, 150))
    options = ["--time-limit", "3", "--workers", "1", "--lang", "en", "--cluster", processes.address]
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from api.cli import main; main()"),
            *("solve", str(PLAN), "--out", str(tmp_path / "out"), *options),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=end,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(end)
    seen = b""
    while True:
        try:
            seen += os.read(terminal, 4096)
        except OSError:  # it has ended
            break
    os.close(terminal)
    assert process.wait(60) == 0
    assert seen.index(b"searches as well") < seen.index(b"incumbent")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--cluster", "tcp://192.0.2.7:8786"], "»tcp://192.0.2.7:8786« bliver afvist"),
        (["--cluster", "192.0.2.7:8786"], "er ikke adressen på en klynge"),
        (["--cluster", "tls://192.0.2.7:8786"], "lukker ingen ind uden certifikat"),
        (["--cluster-ca", "ca.pem"], "angiv hvilken med --cluster"),
        (["--cluster", "tls://192.0.2.7", "--cluster-ca", "nowhere.pem"], "»nowhere.pem« er ikke en fil"),
    ],
)
def test_a_cluster_that_cannot_be_used_ends_with_2_and_writes_nothing(
    options: list[str], said: str, tmp_path: Path
) -> None:
    ran = wfm_process("solve", PLAN, "--out", tmp_path / "out", *options, language="da")
    assert ran.returncode == 2
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()
