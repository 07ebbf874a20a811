"""A small plan as files, to be changed at one place and read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from wfm.errors import Fault, PlanError
from wfm.plan import Plan
from wfm.tables.plan_reading import read_plan

HOTLINE = """\
name = "Test"
code = "test"

[period]
first_day = 2027-01-04
last_day = 2027-01-15

[opening_hours]
mon = ["08:00-14:00"]
tue = ["08:00-14:00"]
wed = ["08:00-11:00", "12:00-15:00"]

[shifts]
hours = 3
agents = 1

[[competences]]
code = "mitid"
name = "MitID"

[[competences]]
code = "digital_post"
name = "Digital Post"
"""

TABLES = {
    "municipalities.csv": """\
municipality,name,population,participation,carry_over,min_shifts
751,Aarhus,319094,staffing,0.5,
665,Lemvig,21223,staffing,-0.5,1
741,Samsø,3806,financing,,
""",
    "agents.csv": """\
agent,name,municipality,competences,fte,shifts_per_week,first_day,last_day,email,phone
751-01,Aarhus 1,751,mitid|digital_post,1,,,,,
751-02,Aarhus 2,751,mitid,0.5,2,2026-01-01,2027-12-31,,
665-01,Lemvig 1,665,"mitid;digital_post",,,,,a@example.org,12345678
""",
    "availability.csv": """\
agent,kind,first_day,last_day,days,from,to,note
751-01,unavailable,2027-01-04,2027-01-06,mon|wed,08:00,11:30,ferie
665-01,preferred,2027-01-04,2027-01-15,,,,
""",
    "locks.csv": "date,start,municipality,agent\n2027-01-05,08:00,665,\n2027-01-06,12:00,,751-02\n",
    "demand.csv": "date,start,agents\n2027-01-11,08:00,2\n",
    "previous.csv": "date,start,end,municipality,agent\n2026-12-28,08:00,11:00,751,751-01\n",
}

FILES: Mapping[str, str] = {"hotline.toml": HOTLINE, **TABLES}


def folder(path: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the small plan with some files replaced (``None``: left out); return its folder."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """Return a change of one place in a file, which must be there once."""
    assert FILES[file].count(old) == 1, f"{old!r} stands {FILES[file].count(old)} times in {file}"
    return {file: FILES[file].replace(old, new)}


def plan_at(path: Path) -> Plan:
    """Read a plan."""
    return read_plan(path).plan


def faults_of(path: Path) -> list[Fault]:
    """Return the faults of a plan that must have some."""
    with pytest.raises(PlanError) as caught:
        read_plan(path)
    return list(caught.value.faults)


def places(faults: list[Fault]) -> list[tuple[str, int | None, str, str, str]]:
    """Return file, row, column, value and key of what was expected, by fault."""
    return [(f.file, f.row, f.column, f.value, f.expected.key) for f in faults]
