"""wfm kpi: the week's figures beside goals, forecast and roster."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.api.commands.histories import write_small
from tests.api.commands.running import wfm
from tests.api.publications import SMALL_ROSTER, small_plan
from wfm.tables.frames import roster_frame


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return a plan, a history, and the forecast made of them before the plan's week."""
    folder = tmp_path_factory.mktemp("kpi")
    plan, history = write_small(folder)
    options = ("--until", "2027-01-04", "--paths", "20")
    assert wfm("forecast", history, plan, "--out", folder / "out", *options).returncode == 0
    return plan, history, folder / "out"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_week_is_written_beside_its_forecast_and_its_roster(
    folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    plan, history, out = folders
    roster = tmp_path / "roster.csv"
    roster_frame(small_plan(), SMALL_ROSTER).to_csv(roster, index=False)
    options = ("--forecast", out, "--roster", roster)
    told = wfm(
        "kpi", plan, history, "--week", "2027-W01", *options, "--out", tmp_path / "kpi", "--lang", "en"
    )
    assert told.returncode == 0, told.stderr
    assert "Service level" in told.stdout
    found = {row["key"]: row for row in rows(tmp_path / "kpi" / "kpi.csv")}
    assert list(next(iter(found.values()))) == ["key", "value", "goal", "convention"]
    assert float(found["handling_time"]["value"]) == 240
    assert float(found["hours_staffed"]["value"]) == 60
    assert abs(float(found["calls_above_forecast"]["value"])) < 0.2
    assert found["service_level"]["value"] == ""  # it was not counted
    assert found["service_level"]["goal"] == "0.8000"
    assert rows(tmp_path / "kpi" / "demand_changes.csv") == []  # the plan ends with this week
    assert "calls were forecast" in (tmp_path / "kpi" / "kpi.html").read_text(encoding="utf-8")
    assert (tmp_path / "kpi" / "kpi.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("week", ["2027-W54", "W03", "2027-03"])
def test_a_week_that_is_none_is_refused(week: str, folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    plan, history, _ = folders
    assert wfm("kpi", plan, history, "--week", week, "--out", tmp_path).returncode == 2
