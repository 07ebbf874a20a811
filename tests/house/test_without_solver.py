"""Checking, scoring and quotas need no solver; who only measures does not wait for pandas either."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.independent_plan import read_book
from tests.random_plans import write_fair_roster

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "vestegnen"
LOADED = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
# A fair roster may break hard rules, which `score` tells by exit status 1; faulty input would be 2.
RUN = """
from api.cli import main
try:
    main()
except SystemExit as ended:
    assert ended.code in (None, 0, 1), ended.code
"""


def modules_after(code: str, *arguments: str) -> set[str]:
    """Run code in a fresh process; return the packages that it had loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{LOADED}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_measuring_loads_neither_solver_nor_tables_nor_web() -> None:
    loaded = modules_after("import wfm; from tests.builders import plan; wfm.measure(plan(), wfm.Roster())")
    assert not loaded & {"ortools", "pandas", "pydantic", "fastapi", "babel", "jinja2", "typer"}


def test_solving_would_be_noticed() -> None:
    assert "ortools" in modules_after("import solver")


@pytest.mark.parametrize("command", ["check", "score", "quota", "quota --roster"])
def test_a_command_that_solves_nothing_loads_no_solver(command: str, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    write_fair_roster(roster, read_book(SAMPLE), Random(1))
    name, *options = command.split()
    arguments = [name, str(SAMPLE), *options, *([str(roster)] if name == "score" or options else [])]
    assert "ortools" not in modules_after(RUN, *arguments)
