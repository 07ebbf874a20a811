"""wfm next: the plan that it writes, and the folder that it never writes over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.outputs.folder import write_outputs
from tests.api.commands.running import wfm as run
from tests.api.publications import NOW, SMALL_ROSTER, result_of, small_plan
from tests.builders import lock
from wfm.errors import OutputError
from wfm.tables.plan_writing import write_plan_folder


def quarter(folder: Path) -> tuple[Path, Path]:
    """Write a small plan and its outputs."""
    plan = replace(small_plan(), locks=(lock("2027-01-04T08:00", municipality="1"),))
    write_plan_folder(plan, folder / "plan")
    write_outputs(plan, result_of(plan, SMALL_ROSTER), folder / "out", now=NOW)
    return folder / "plan", folder / "out"


def test_what_is_left_out_is_said_and_the_plan_can_be_read(tmp_path: Path) -> None:
    ran = run("next", *quarter(tmp_path), "--out", tmp_path / "plan2", "--lang", "en")
    assert ran.returncode == 0, ran.stderr
    assert "1 lock is left out" in ran.stderr
    assert run("check", tmp_path / "plan2").returncode == 0


def test_a_folder_that_holds_a_plan_already_is_left_as_it_is(tmp_path: Path) -> None:
    plan, out = quarter(tmp_path)
    before = {file.name: file.read_bytes() for file in plan.iterdir()}
    with pytest.raises(OutputError, match="holds a plan already"):  # which the command tells, with status 2
        run("next", plan, out, "--out", plan)
    assert {file.name: file.read_bytes() for file in plan.iterdir()} == before
