"""Several scenarios in one TOML file, to be held against each other.

::

    [[scenario]]
    name = "With Struer"
    join = ["671:Struer:21846:4"]
    leave = []
    set = ["municipality.671.min_shifts=3"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.raw_table import UnusableTableError
from wfm.tables.rows import SHOWN
from wfm.tables.settings import TOML
from wfm.tables.toml_guard import refuse_unmodest

MOST_SCENARIOS = 20
READABLE = Text("fault.scenario_readable", "a file of scenarios in UTF-8")
SCENARIOS = Text("fault.scenarios", "1 to {limit:number} sections [[scenario]]")
NAMED = Text("fault.scenario_name", "a name that no other scenario of the file has")
LISTED = Text("fault.scenario_list", "a list of texts in quotation marks")
KNOWN_KEY = Text("fault.scenario_key", "one of name, join, leave and set")


@dataclass(frozen=True)
class Scenario:
    """A scenario: what it is called, and what is otherwise."""

    name: str
    edits: ScenarioEdits


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Read the scenarios of a file.

    Raises
    ------
    PlanError
        With every fault of the file.
    """
    tree = _tree(path)
    sections = tree.get("scenario")
    faults = [Fault(path.name, None, key, "", KNOWN_KEY()) for key in tree if key != "scenario"]
    if not isinstance(sections, list) or not 0 < len(sections) <= MOST_SCENARIOS:
        raise PlanError([*faults, Fault(path.name, None, "scenario", "", SCENARIOS(limit=MOST_SCENARIOS))])
    found: list[Scenario] = []
    for number, section in enumerate(sections, start=1):
        own = section if isinstance(section, dict) else {}
        faults += _faults(path.name, number, own, {one.name for one in found})
        if not faults:
            found.append(Scenario(own["name"].strip(), _edits(own)))
    if faults:
        raise PlanError(faults)
    return tuple(found)


def _tree(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
        refuse_unmodest(path.name, text)
        return tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError([Fault(path.name, None, "", "", READABLE())]) from error
    except UnusableTableError as error:
        raise PlanError([error.fault]) from error
    except (ValueError, RecursionError) as error:
        raise PlanError([Fault(path.name, None, "", "", TOML(reason=str(error)))]) from error


def _faults(file: str, number: int, section: dict[str, Any], names: set[str]) -> Iterator[Fault]:
    place = f"scenario.{number}"
    name = section.get("name")
    if not isinstance(name, str) or not name.strip() or name.strip() in names:
        yield Fault(file, None, f"{place}.name", _shown(name or ""), NAMED())
    for key, value in section.items():
        if key not in ("name", "join", "leave", "set"):
            yield Fault(file, None, f"{place}.{key}", _shown(value), KNOWN_KEY())
        elif key != "name" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            yield Fault(file, None, f"{place}.{key}", _shown(value), LISTED())


def _shown(value: Any) -> str:
    try:
        return str(value)[:SHOWN]
    except RecursionError:  # tables in tables, which the parser made in fewer steps than a text of them takes
        return "…"


def _edits(section: dict[str, Any]) -> ScenarioEdits:
    joins, leaves, settings = (tuple(section.get(key, ())) for key in ("join", "leave", "set"))
    return ScenarioEdits(joins, leaves, settings)
