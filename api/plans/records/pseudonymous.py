"""A plan without anybody's name: its tables as they are written, each agent under a random id.

The tables are those of a plan folder, so what the store holds can be read by whoever can read a plan.
Agents' ids are replaced by persons' random ids; names, e-mails, telephones and notes are left out and
put in again when the plan is read back, by the readers that read folders. Agents that are one human being
bear the random id of the first of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.access.ids import PersonId
from api.plans.records.erased_names import call_erased
from api.store.persons import SHORT, Identity
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.csv_files import csv_table
from wfm.tables.file_names import HOTLINE_FILE
from wfm.tables.hotline_writing import toml_text
from wfm.tables.plan_reading import plan_without_notices
from wfm.tables.plan_tables import PlanTables
from wfm.tables.plan_writing import table_csv
from wfm.tables.raw_table import RawTable
from wfm.tables.settings import toml_settings
from wfm.tables.written_cells import Cells, plan_cells

Content = Mapping[str, str]
"""Text by file name."""


@dataclass(frozen=True)
class Note:
    """What stood in the note of an availability entry.

    Parameters
    ----------
    row
        Of the table, from 0.
    person, municipality
        Of whom it speaks.
    note
        The text.
    """

    row: int
    person: PersonId
    municipality: MunicipalityCode
    note: str


def as_read(plan: Plan) -> Plan:
    """Return a plan as it would be read: earlier weeks of agents who are gone are left out."""
    sat = tuple(row for row in plan.previous if row.agent in plan.agent)
    return plan if sat == plan.previous else replace(plan, previous=sat)


def identities_in(plan: Plan) -> tuple[Identity, ...]:
    """Return everybody whom a plan names."""
    return tuple(
        Identity(agent.id, agent.municipality, agent.name, agent.email, agent.phone, agent.person)
        for agent in plan.agents
    )


def content_of(plan: Plan, person_of: Mapping[AgentId, PersonId]) -> tuple[Content, tuple[Note, ...]]:
    """Return a plan's tables without anybody's name, and the notes apart.

    Parameters
    ----------
    plan
        The plan, `as_read`.
    person_of
        Random id of each of its agents.
    """
    cells = plan_cells(plan)
    home = {agent.id: agent.municipality for agent in plan.agents}

    def under_id(row: Cells) -> Cells:
        agent = row["agent"]
        return row if agent is None else {**row, "agent": person_of[agent]}

    def unnamed(row: Cells) -> Cells:
        person = person_of[plan.first_self[row["agent"]]] if row["person"] else None
        return {**under_id(row), "name": None, "email": None, "phone": None, "person": person}

    changes: dict[str, Callable[[Cells], Cells]] = {
        "agents": unnamed,
        "availability": lambda row: {**under_id(row), "note": None},
        "locks": under_id,
        "previous": under_id,
    }
    tables = {
        f"{table.name}.csv": table_csv(table, map(changes.get(table.name, _same), cells[table.name])).decode()
        for table in PLAN_TABLES
    }
    notes = tuple(
        Note(row, person_of[entry.agent], home[entry.agent], entry.note)
        for row, entry in enumerate(plan.availability)
        if entry.note
    )
    return {HOTLINE_FILE: toml_text(plan.hotline), **tables}, notes


def persons_of_content(content: Content) -> frozenset[PersonId]:
    """Return the random ids of a plan's agents."""
    raw = csv_table("agents.csv", content["agents.csv"].encode())
    place = raw.header.index("agent")
    return frozenset(PersonId(str(cells[place])) for _, cells in raw.rows)


def plan_from(content: Content, identities: Mapping[PersonId, Identity], notes: Mapping[int, str]) -> Plan:
    """Read a plan back, with names and notes as they are now.

    Raises
    ------
    PlanError
        Where it holds a fault; what was imported held none.
    """
    return call_erased(plan_without_notices(tables_from(content, identities, notes)), identities.values())


def tables_from(
    content: Content, identities: Mapping[PersonId, Identity], notes: Mapping[int, str]
) -> PlanTables:
    """Return a plan's tables with names and notes as they are now."""
    labels = _labels(content["agents.csv"], identities)
    named = {
        "agents": lambda _, row: _agent(row, identities, labels),
        "availability": lambda number, row: _entry(row, identities, notes.get(number, "")),
        "locks": lambda _, row: _name_agent(row, identities),
        "previous": lambda _, row: _name_agent(row, identities),
    }
    tables = PlanTables(bare=True)
    tables.add_hotline(toml_settings(HOTLINE_FILE, content[HOTLINE_FILE]))
    for table in PLAN_TABLES:
        file = f"{table.name}.csv"
        raw = csv_table(file, content[file].encode())
        tables.add(table, file, _replace_rows(raw, named.get(table.name, lambda _, row: row)))
    return tables


def cut_to_persons(
    content: Content, notes: Mapping[int, str], persons: Collection[PersonId]
) -> tuple[Content, Mapping[int, str]]:
    """Return a plan's tables, and notes, as if some people were alone in it.

    Rows of nobody else are left: neither of agents and availability, nor of locks and of the weeks before.
    """
    cut = dict(content)
    for file in ("agents.csv", "availability.csv", "locks.csv", "previous.csv"):
        header, *rows = content[file].splitlines()
        own = [row for row in rows if file in _BY_PERSON and row.partition(",")[0] in persons]
        cut[file] = "\n".join([header, *own]) + "\n"
    said = content["availability.csv"].splitlines()[1:]
    places = [place for place, row in enumerate(said) if row.partition(",")[0] in persons]
    return cut, {row: notes[place] for row, place in enumerate(places) if place in notes}


_BY_PERSON = ("agents.csv", "availability.csv")
"""Tables whose rows begin with whom they are of."""


def _same(row: Cells) -> Cells:
    return row


def _replace_rows(raw: RawTable, change: Callable[[int, dict[str, Any]], dict[str, Any]]) -> RawTable:
    header = [str(cell) for cell in raw.header]
    rows = tuple(
        (number, tuple(change(place, dict(zip(header, cells, strict=True))).values()))
        for place, (number, cells) in enumerate(raw.rows)
    )
    return replace(raw, rows=rows)


def _name_agent(row: dict[str, Any], identities: Mapping[PersonId, Identity]) -> dict[str, Any]:
    person = row["agent"]
    return {**row, "agent": identities[person].agent} if person else row


def _entry(row: dict[str, Any], identities: Mapping[PersonId, Identity], note: str) -> dict[str, Any]:
    return {**_name_agent(row, identities), "note": note}


def _agent(
    row: dict[str, Any], identities: Mapping[PersonId, Identity], labels: Mapping[str, str]
) -> dict[str, Any]:
    who = identities[row["agent"]]
    written = {**row, "agent": who.agent, "name": who.name, "email": who.email, "phone": who.phone}
    return {**written, "person": labels.get(row.get("person") or "", "")}


def _labels(agents: str, identities: Mapping[PersonId, Identity]) -> Mapping[str, str]:
    """Return what those are called who are several agents, by the random id under which a plan has them.

    What one was called may be gone, or be another's by now: then it is the beginning of that id.
    """
    raw = csv_table("agents.csv", agents.encode())
    rows = (dict(zip(raw.header, cells, strict=True)) for _, cells in raw.rows)
    ids = sorted({PersonId(str(row["person"])) for row in rows if row.get("person")})
    called = {person: identities[person].person for person in ids if person in identities}
    times = Counter(called.values())
    return {
        person: called[person] if called.get(person) and times[called[person]] == 1 else person[:SHORT]
        for person in ids
    }
