"""The layers hold, and every contract that keeps them would notice a breach."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Contract, the file in which it is broken, and the line that does it.
BREACHES = [
    ("api over solver over wfm", "wfm/score.py", "import solver"),
    ("order of rooms in api", "api/store/hotlines.py", "import api.accounts"),
    ("wfm knows no solver, web or store", "wfm/roster.py", "import jinja2"),
    ("pandas and pydantic only in wfm.tables", "wfm/quota.py", "import pandas"),
    ("solver knows no web or store", "solver/params.py", "import fastapi"),
    ("order of rooms in solver", "solver/model/draft.py", "import solver.search"),
    ("api leaves CP-SAT to solver", "api/publication/publication.py", "import ortools"),
    ("databases only in store and records", "api/publication/report.py", "import sqlalchemy"),
    ("services and records know no web", "api/plans/records/plans.py", "import api.web.conditional"),
    ("access knows no web, store or solver", "api/access/scope.py", "import fastapi"),
    ("the client can be taken along", "api/client/__init__.py", "import pydantic"),
    ("distributed only in solver.cluster", "solver/params.py", "import distributed"),
    ("rules know neither each other nor their other half", "wfm/rules/rest.py", "import wfm.rules.seats"),
    (
        "what explains a rule knows no other rule and no other half",
        "solver/explaining/rules/rest.py",
        "import solver.explaining.rules.seats",
    ),
    (
        "what explains a rule knows no other rule and no other half",
        "solver/explaining/rules/seats.py",
        "import wfm.rules.seats",
    ),
    ("no cycles between siblings", "wfm/ids.py", "import wfm.plan"),
]


def contracts(folder: Path) -> dict[str, str]:
    """Check the import contracts of a folder; return KEPT or BROKEN by contract."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
    )
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    assert found, done.stdout + done.stderr
    assert (done.returncode == 0) == (set(found.values()) == {"KEPT"})
    return found


def copy_packages(folder: Path) -> None:
    """Copy what is checked, and the contracts, into a folder."""
    for package in ("wfm", "solver", "api"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)


def test_every_contract_is_kept() -> None:
    found = contracts(ROOT)
    assert set(found.values()) == {"KEPT"}
    assert set(found) == {name for name, *_ in BREACHES}


TOGETHER = 4
"""Parts in which the breaches are tried in short; in the long form each is tried alone."""


@pytest.mark.parametrize(
    "breaches",
    [
        *(pytest.param(BREACHES[part::TOGETHER], id=f"part {part}") for part in range(TOGETHER)),
        *(pytest.param([one], id=one[-1], marks=pytest.mark.prove) for one in BREACHES),
    ],
)
def test_a_breach_is_noticed(breaches: list[tuple[str, str, str]], tmp_path: Path) -> None:
    copy_packages(tmp_path)
    for _, file, line in breaches:
        with (tmp_path / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    found = contracts(tmp_path)
    assert {found[name] for name, *_ in breaches} == {"BROKEN"}
    assert "KEPT" in found.values()


@pytest.mark.parametrize("package", ["api", "solver"])
def test_a_module_that_lies_in_no_room_is_noticed(package: str, tmp_path: Path) -> None:
    copy_packages(tmp_path)
    (tmp_path / package / "loose.py").write_text('"""In no room."""\n', encoding="utf-8")
    assert contracts(tmp_path)[f"order of rooms in {package}"] == "BROKEN"
