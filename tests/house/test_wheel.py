"""The wheel holds the three packages with their assets, and nothing that would lie about loose."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build a wheel; return the names in its RECORD."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("faellesvagt-*.whl")
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
        return {row[0] for row in csv.reader(io.StringIO(archive.read(name).decode("utf-8")))}


def test_only_our_packages_lie_at_the_top(record: set[str]) -> None:
    tops = {name.split("/")[0] for name in record}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"wfm", "solver", "api"}
    assert len(tops) == 4


def test_every_module_is_in_it(record: set[str]) -> None:
    for package in ("wfm", "solver", "api"):
        for path in (ROOT / package).rglob("*.py"):
            assert path.relative_to(ROOT).as_posix() in record


@pytest.mark.parametrize("assets", ["templates", "sample_data"])
def test_the_assets_are_in_it(record: set[str], assets: str) -> None:
    found = {name.removeprefix("api/_assets/") for name in record}
    files = [
        path for path in (ROOT / assets).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert files
    assert {path.relative_to(ROOT).as_posix() for path in files} <= found


def test_catalogues_and_the_licence_are_in_it_and_no_tests(record: set[str]) -> None:
    assert any(name.startswith("api/texts/") and name.endswith(".po") for name in record)
    assert any(name.endswith("LICENSE") for name in record)
    assert not any("__pycache__" in name or "/tests/" in name for name in record)
