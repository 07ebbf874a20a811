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
    ("wfm knows no solver, web or store", "wfm/roster.py", "import jinja2"),
    ("pandas and pydantic only in wfm.tables", "wfm/quota.py", "import pandas"),
    ("solver knows no web or store", "solver/params.py", "import fastapi"),
    ("distributed only in solver.cluster", "solver/params.py", "import distributed"),
    ("access knows no web, store or solver", "api/access/scope.py", "import fastapi"),
    ("api leaves CP-SAT to solver", "api/publication/publication.py", "import ortools"),
    ("api.store knows neither web nor solver", "api/plans/records/plans.py", "import api.web.conditional"),
    ("the client can be taken along", "api/client/__init__.py", "import pydantic"),
    ("databases only in api.store", "api/publication/report.py", "import sqlalchemy"),
    ("rules know neither each other nor their other half", "wfm/rules/rest.py", "import wfm.rules.seats"),
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


def test_every_contract_is_kept() -> None:
    found = contracts(ROOT)
    assert set(found.values()) == {"KEPT"}
    assert set(found) == {name for name, *_ in BREACHES}


@pytest.mark.parametrize(("name", "file", "line"), BREACHES, ids=[line for *_, line in BREACHES])
def test_a_breach_is_noticed(name: str, file: str, line: str, tmp_path: Path) -> None:
    for package in ("wfm", "solver", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    assert contracts(tmp_path)[name] == "BROKEN"
