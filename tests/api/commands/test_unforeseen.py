"""What nobody foresaw, what is stopped by hand, and in which language help is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from api import cli
from tests.api.commands.running import SAMPLES, wfm, wfm_process
from tests.builders import plan, roster
from wfm.tables.frames import roster_frame
from wfm.tables.plan_writing import write_plan_folder


def fail() -> None:
    raise ZeroDivisionError("nobody foresaw this")


def test_it_is_told_in_one_line_and_ends_with_70(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "app", fail)
    monkeypatch.delenv("WFM_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr().err
    assert ended.value.code == 70
    assert "ZeroDivisionError: nobody foresaw this" in told
    assert "WFM_DEBUG=1" in told
    assert "Traceback" not in told


def test_asked_for_it_shows_where_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "app", fail)
    monkeypatch.setenv("WFM_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_an_explanation_that_is_stopped_by_hand_shows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    question = plan({"1": 100}, ["1-1", "1-2"])
    write_plan_folder(question, tmp_path / "plan")
    roster_frame(question, roster({})).to_csv(tmp_path / "roster.csv", index=False)
    monkeypatch.setattr("solver.explaining.explain", stopped)
    ran = wfm("explain", tmp_path / "plan", tmp_path / "roster.csv", "--lang", "en")
    assert (ran.returncode, ran.stdout) == (130, "")


@pytest.mark.parametrize(("language", "words"), [("da", "Vis denne hjælp."), ("en", "Show this help.")])
def test_help_follows_the_environment(language: str, words: str) -> None:
    ran = wfm_process("explain", "--help", language=language)
    assert ran.returncode == 0
    assert words in ran.stdout


def test_results_go_to_standard_output_and_what_is_only_told_to_standard_error() -> None:
    ran = wfm_process("check", SAMPLES / "impossible", language="en")
    assert ran.returncode == 0
    assert "seats" in ran.stdout
    faulty = wfm_process("check", "no/such/plan", language="en")
    assert (faulty.returncode, faulty.stdout) == (2, "")
    assert faulty.stderr


def test_progress_is_quiet_where_it_is_piped(tmp_path: Path) -> None:
    write_plan_folder(plan({"1": 100}, ["1-1", "1-2"]), tmp_path / "plan")
    ran = wfm_process("solve", tmp_path / "plan", "--out", tmp_path / "out", "--workers", "1")
    assert (ran.returncode, ran.stderr) == (0, "")
