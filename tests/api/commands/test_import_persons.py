"""What `wfm import` asks where ids were exchanged, and what it does once it is said."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from api.store.engine import open_engine, reading
from tests.api.commands.running import wfm
from tests.api.store.filled import plan_with_notes
from tests.api.store.invariants import breaches
from wfm.tables.plan_writing import write_plan_folder


def test_an_id_of_another_name_is_asked_about_before_anything_comes_in(
    empty_place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path))
    monkeypatch.delenv("WFM_DATABASE_URL", raising=False)
    if empty_place.startswith("postgresql"):
        monkeypatch.setenv("WFM_DATABASE_URL", empty_place)
    plan, swapped = plan_with_notes(), tmp_path / "swapped"
    one, other = plan.agents[:2]
    write_plan_folder(plan, tmp_path / "plan")
    assert wfm("import", tmp_path / "plan").returncode == 0
    people = (replace(one, id=other.id), replace(other, id=one.id), *plan.agents[2:])
    write_plan_folder(replace(plan, agents=people), swapped)
    again = ("import", swapped, "--expected", "1", "--lang", "en")
    ran = wfm(*again, "--json")
    assert ran.returncode == 2
    faults = json.loads(ran.stdout)["faults"]
    assert [(fault["file"], fault["value"]) for fault in faults] == [
        ("agents.csv", "Agent 1-2 (1-1, 1)"),
        ("agents.csv", "Agent 1-1 (1-2, 1)"),
    ]
    assert wfm(*again, "--renumbered", "1-1").returncode == 2
    assert people_of(empty_place) == [("1-1", "Agent 1-1"), ("1-2", "Agent 1-2")]
    ran = wfm(*again, "--renumbered", "1-1=1-2", "--renumbered", "1-2=1-1")
    assert ran.returncode == 0, ran.stderr
    assert "1-1 is 1-2 from now on" in ran.stdout
    assert people_of(empty_place) == [("1-1", "Agent 1-2"), ("1-2", "Agent 1-1")]


def people_of(place: str) -> list[tuple[str, str]]:
    """Return the ids and names of the first two."""
    with closing(_Opened(place)) as store, reading(store.engine) as connection:
        assert breaches(connection) == []
        found = connection.execute(text("SELECT agent, name FROM person ORDER BY agent")).all()
    return [(row.agent, row.name) for row in found][:2]


class _Opened:
    def __init__(self, place: str) -> None:
        self.engine = open_engine(place)

    def close(self) -> None:
        self.engine.dispose()
