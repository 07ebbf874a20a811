"""What wfm serve looks at before it reads, solves or serves anything."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.commands.serve import PORT_IN_USE
from api.configuration.settings import SettingsError
from tests.api.commands.running import SAMPLES, wfm
from tests.api.publications import small_plan
from tests.api.serving.serving import free_port
from wfm.tables.plan_writing import write_plan_folder

PLAN = SAMPLES / "vestegnen"


@pytest.fixture
def taken() -> Iterator[str]:
    """A port on which somebody listens already."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield str(listening.getsockname()[1])


@pytest.mark.parametrize("which", ["--port", "WFM_PORT", "WFM_METRICS_PORT"])
def test_a_port_that_is_taken_is_told_before_anything_is_solved(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, taken: str, which: str
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = str(probe.getsockname()[1])
    monkeypatch.setenv("WFM_PORT", free)
    options = ["--port", taken] if which == "--port" else []
    if not options:
        monkeypatch.setenv(which, taken)
    ran = wfm("serve", "--plan", PLAN, "--out", tmp_path / "out", "--lang", "en", *options)
    assert ran.returncode == PORT_IN_USE
    assert ran.stderr.endswith(f"Something else answers on port {taken} already; choose another.\n")
    assert not (tmp_path / "out").exists()


def test_a_network_is_not_served_by_mistake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WFM_ADDRESS", "0.0.0.0")
    monkeypatch.delenv("WFM_PUBLIC_URL", raising=False)
    with pytest.raises(SettingsError, match="WFM_ADDRESS"):  # which the command tells, with status 2
        wfm("serve", "--plan", PLAN, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_where_there_is_no_roster_yet_it_solves_first_and_then_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("api.serving.server.run", lambda app, settings, **beside: shown.append(app.title))
    write_plan_folder(small_plan(), tmp_path / "plan")
    options: list[str | Path] = ["--plan", tmp_path / "plan", "--out", tmp_path / "out", "--lang", "en"]
    for solves in (True, False):
        ran = wfm("serve", *options, "--workers", "1", "--port", str(free_port()))
        assert ran.returncode == 0
        assert ("no roster yet" in ran.stderr) is solves
    assert len(shown) == 2
    assert (tmp_path / "out" / "roster.csv").exists()
