"""What people read of scenarios: what is otherwise in them, and what files of their faults are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.plans.scenario_edit import JOIN, LEAVE, MOST_JOINING, SET
from api.plans.table_rows import table_rows
from api.revisions.setting_fields import find_label, name_options
from api.scenarios.service import FILE
from api.texts.column_names import column_name
from api.texts.translator import Translator
from wfm.calendar import WEEKDAYS
from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.scenario.cells import read_cell, read_value
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.amounts import whole
from wfm.tables.columns import MUNICIPALITIES
from wfm.tables.file_names import HOTLINE

JOINS = Text("scenario.joins", "{name} joins with {population:number} citizens")
JOINS_WITH = Text(
    "scenario.joins_with", "{name} joins with {population:number} citizens and {agents:number} agents"
)
LEAVES = Text("scenario.leaves", "{name} leaves")
PAYS = Text("scenario.pays", "{name} pays instead of staffing")
STAFFS = Text("scenario.staffs", "{name} staffs instead of paying")
CELL = Text("scenario.cell", "{name}, {what}: {before} → {after}")
SETTING = Text("scenario.setting", "{what}: {before} → {after}")
TYPED = Text("scenario.typed", "{text}")
NOTHING = Text("scenario.nothing_else", "nothing is otherwise")
FILES: Mapping[str, Text] = {
    FILE: Text("scenario.file", "the scenario"),
    JOIN: Text("scenario.file_join", "who joins"),
    LEAVE: Text("scenario.file_leave", "who leaves"),
    SET: Text("scenario.file_set", "what is set otherwise"),
}
BLANK = "–"


def describe(edits: ScenarioEdits, plan: Plan, speak: Translator) -> tuple[Message, ...]:
    """Return in sentences what is otherwise than in a plan."""
    names: dict[str, str] = {one.code: one.name for one in plan.municipalities}
    names |= {join.partition(":")[0].strip(): _named(join) for join in edits.joins}
    found = (
        *map(_join, edits.joins),
        *(LEAVES(name=names.get(code, code)) for code in edits.leaves),
        *_settings(edits.settings, plan, names, speak),
    )
    return found or (NOTHING(),)


def _named(join: str) -> str:
    return join.split(":")[1].strip() if ":" in join else join


def _join(join: str) -> Message:
    """Say who joins; as it was typed where it is not of that form."""
    parts = [part.strip() for part in join.split(":")]
    faults: list[Fault] = []
    if len(parts) not in (3, 4):
        return TYPED(text=join)
    population = read_cell(MUNICIPALITIES.column("population"), parts[2], (JOIN, ""), faults)
    agents = read_value(whole(0, MOST_JOINING), (parts[3:] or ["0"])[0], (JOIN, ""), faults, 0)
    if faults:
        return TYPED(text=join)
    if not agents:
        return JOINS(name=parts[1], population=population)
    return JOINS_WITH(name=parts[1], population=population, agents=agents)


def _settings(
    settings: Sequence[str], plan: Plan, names: Mapping[str, str], speak: Translator
) -> Iterator[Message]:
    now = {str(row["key"]): row["value"] or "" for row in table_rows(plan, HOTLINE)}
    rows = {str(row["municipality"]): row for row in table_rows(plan, "municipalities")}
    for line in settings:
        key, _, value = (part.strip() for part in line.partition("="))
        parts = key.split(".")
        if parts[0] == "municipality" and len(parts) == 3:
            code, column = parts[1:]
            name = names.get(code, code)
            if column == "staffs" and value in ("yes", "no"):
                yield STAFFS(name=name) if value == "yes" else PAYS(name=name)
            else:
                before = rows.get(code, {}).get(column) or BLANK
                what = column_name(column, speak.language)
                yield CELL(name=name, what=what, before=before, after=value or BLANK)
        else:
            words = name_options(key, speak)
            before, after = (words.get(one, one) or BLANK for one in (now.get(key, ""), value))
            yield SETTING(what=_label(key, speak), before=before, after=after)


def _label(key: str, speak: Translator) -> str:
    """Return what a setting is called; its key where it has no name of its own."""
    section, _, name = key.partition(".")
    return key if section == "opening_hours" and name not in WEEKDAYS else find_label(key, speak)


def in_words(faults: Sequence[Fault], speak: Translator) -> tuple[Fault, ...]:
    """Return faults with words for where they stand."""
    return tuple(
        replace(fault, file=speak.say(FILES[fault.file]())) if fault.file in FILES else fault
        for fault in faults
    )
