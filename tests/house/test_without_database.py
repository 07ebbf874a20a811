"""No command that works on files loads anything of a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.publications import small_plan
from tests.house.test_without_solver import RUN, SAMPLE, modules_after
from wfm.tables.plan_writing import write_plan_folder

DATABASE = {"sqlalchemy", "alembic", "psycopg"}


def test_checking_loads_no_database() -> None:
    assert not DATABASE & modules_after(RUN, "check", str(SAMPLE))


def test_solving_loads_no_database(tmp_path: Path) -> None:
    write_plan_folder(small_plan(), tmp_path / "plan")
    arguments = ("solve", str(tmp_path / "plan"), "--out", str(tmp_path / "out"), "--time-limit", "2")
    loaded = modules_after(RUN, *arguments)
    assert "ortools" in loaded
    assert not DATABASE & loaded


@pytest.mark.parametrize("module", ["api.plans.records.plans", "api.store.migrate"])
def test_the_store_would_be_noticed(module: str) -> None:
    assert DATABASE & modules_after(f"import {module}")
