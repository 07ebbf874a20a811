"""Rows become records of the domain; what only the cells of one row tell together is asked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wfm.agent import Agent
from wfm.availability import Entry, EntryKind
from wfm.calendar import Span, clock
from wfm.competence import Competence
from wfm.hotline import Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode
from wfm.lock import Demand, Lock, Previous
from wfm.message import Text
from wfm.municipality import Municipality
from wfm.plan_checks import Records
from wfm.tables.rows import TableRow, TableRows
from wfm.tables.words import fold

LATER = Text("fault.later", "a time after {start:time}")
AGENT_GONE = Text("notice.agent_gone", "an agent of the plan; this row is ignored")

Values = Mapping[str, Any]


class Read(NamedTuple):
    """Records of a plan, and for each table the rows they came from, in the same order."""

    records: Records
    rows: Mapping[str, tuple[TableRow, ...]]


def read_records(tables: Mapping[str, TableRows], competences: tuple[Competence, ...]) -> Read:
    """Make records of all rows; faults of single rows are noted in their tables.

    Faulty cells count as their column's stand-in, so that a row is still checked for what else may
    be wrong with it; such a plan is never used.
    """
    code_of = _codes(competences)
    agents = tuple(_agent(row.values, code_of) for row in tables["agents"].rows)
    for table, start, end in (("availability", "from", "to"), ("previous", "start", "end")):
        _check_order(tables[table], start, end)
    sat = tuple(_previous_rows(tables["previous"], _known_agents(tables["agents"])))
    records = Records(
        tuple(_municipality(row.values) for row in tables["municipalities"].rows),
        agents,
        tuple(_entry(row.values) for row in tables["availability"].rows),
        tuple(_lock(row.values) for row in tables["locks"].rows),
        tuple(_demand(row.values) for row in tables["demand"].rows),
        tuple(_previous(row.values) for row in sat),
    )
    rows = {name: tuple(table.rows) for name, table in tables.items()} | {"previous": sat}
    return Read(records, rows)


def _codes(competences: tuple[Competence, ...]) -> Mapping[str, CompetenceCode]:
    """Return a competence's code by its folded code or name, so that people may write either."""
    by_name = {fold(competence.name): competence.code for competence in competences}
    return by_name | {fold(competence.code): competence.code for competence in competences}


def _municipality(values: Values) -> Municipality:
    return Municipality(
        MunicipalityCode(values["municipality"]),
        values["name"],
        values["population"],
        values["participation"] == "staffing",
        values["carry_over"],
        values["min_shifts"],
    )


def _agent(values: Values, code_of: Mapping[str, CompetenceCode]) -> Agent:
    held = (code_of.get(fold(word), CompetenceCode(word)) for word in values["competences"])
    return Agent(
        AgentId(values["agent"]),
        values["name"],
        MunicipalityCode(values["municipality"]),
        frozenset(held),
        values["fte"],
        values["shifts_per_week"],
        values["first_day"],
        values["last_day"],
        values["email"],
        values["phone"],
    )


def _entry(values: Values) -> Entry:
    return Entry(
        AgentId(values["agent"]),
        EntryKind(values["kind"]),
        values["first_day"],
        values["last_day"],
        values["days"],
        Span(values["from"], values["to"]),
        values["note"],
    )


def _lock(values: Values) -> Lock:
    municipality, agent = values["municipality"], values["agent"]
    return Lock(
        values["date"],
        values["start"],
        None if municipality is None else MunicipalityCode(municipality),
        None if agent is None else AgentId(agent),
    )


def _demand(values: Values) -> Demand:
    pairing = values["pairing"]
    return Demand(values["date"], values["start"], values["agents"], pairing and Pairing(pairing))


def _previous(values: Values) -> Previous:
    return Previous(
        values["date"],
        Span(values["start"], values["end"]),
        MunicipalityCode(values["municipality"]),
        AgentId(values["agent"]),
    )


def _check_order(rows: TableRows, start: str, end: str) -> None:
    """Note a fault where a span of a day does not run from earlier to later."""
    for row in rows.rows:
        first, last = row.values[start], row.values[end]
        if not row.faulty.keys() & {start, end} and first >= last:
            rows.faults.append(row.at(end, clock(last), LATER(start=clock(first))))


def _known_agents(agents: TableRows) -> frozenset[str] | None:
    """Return the ids that count as known; ``None`` where the table tells nothing."""
    if not agents.sound:
        return None
    return frozenset(row.faulty.get("agent", row.values["agent"]) for row in agents.rows)


def _previous_rows(previous: TableRows, known: frozenset[str] | None) -> Iterator[TableRow]:
    """Yield the rows of `previous` that count: with an agent, and one who is still in the plan."""
    for row in previous.rows:
        agent = row.values["agent"]
        if agent is None:
            continue
        if known is None or agent in known:
            yield row
        else:
            previous.notices.append(row.at("agent", agent, AGENT_GONE()))
