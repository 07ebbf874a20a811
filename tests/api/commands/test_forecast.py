"""wfm forecast: its folder and picture, what it says, and faults of a history."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.api.commands.histories import write_small
from tests.api.commands.running import spoil, wfm
from tests.api.publications import small_plan
from wfm.demand.forecast_folder import read_forecast


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return a plan, a history, and the forecast made of them before the plan's week."""
    folder = tmp_path_factory.mktemp("forecast")
    plan, history = write_small(folder)
    made = wfm("forecast", history, plan, "--out", folder / "out", "--until", "2027-01-04", "--paths", "60")
    assert made.returncode == 0, made.stderr
    assert "otte af ti forløb" not in made.stderr
    assert (
        "opkald fra 4. januar 2027"
        in wfm("forecast", history, plan, "--out", folder / "da", "--paths", "5", "--lang", "da").stdout
    )
    return plan, history, folder / "out"


def test_it_writes_a_folder_that_can_be_read_and_a_picture_that_is_described(
    folders: tuple[Path, Path, Path],
) -> None:
    _, _, out = folders
    assert {path.name for path in out.iterdir()} == {"forecast.csv", "paths.npz", "forecast.svg"}
    reading = read_forecast(out, small_plan().hotline, 30)
    assert reading.notices == ()
    assert reading.forecast.paths.shape == (60, 60)
    picture = ElementTree.parse(out / "forecast.svg").getroot()
    told = {child.tag.rpartition("}")[2]: child.text or "" for child in picture[:2]}
    assert "calls expected" in told["title"]
    assert "The busiest day is" in told["desc"]


def test_the_same_history_gives_the_same_bytes(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    plan, history, out = folders
    lines = (history / "opkald.csv").read_text(encoding="utf-8").splitlines()
    turned = tmp_path / "history"
    turned.mkdir()
    content = "\r\n".join([lines[0], *lines[:0:-1]])
    (turned / "opkald.csv").write_bytes(content.encode("cp1252"))
    wfm("forecast", turned, plan, "--out", tmp_path / "out", "--until", "2027-01-04", "--paths", "60")
    for path in out.iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


def test_it_says_what_it_expects_and_how_good_that_was(
    folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    plan, history, _ = folders
    told = wfm("forecast", history, plan, "--out", tmp_path, "--paths", "50", "--json")
    document = json.loads(told.stdout)
    assert document["p10"] < document["calls"] < document["p90"]
    assert set(document["accuracy"]) >= {"origins", "intervals", "plain_intervals", "floor", "covered_80"}
    assert [one["key"] for one in document["remarks"]] == ["forecast.counted_already"]


def test_faults_of_a_history_are_told_and_nothing_is_written(
    folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    plan, history, _ = folders
    bad = tmp_path / "history"
    bad.mkdir()
    (bad / "opkald.csv").write_bytes((history / "opkald.csv").read_bytes())
    spoil(bad / "opkald.csv", ";08:00;", ";08:07;")
    spoil(bad / "opkald.csv", "tilbudte", "indgående")
    told = wfm("forecast", bad, plan, "--out", tmp_path / "out", "--json")
    faults = {(one["file"], one["key"]) for one in json.loads(told.stdout)["faults"]}
    assert told.returncode == 2
    assert ("opkald.csv", "fault.column") in faults
    assert not (tmp_path / "out").exists()
