"""Rows become records of the domain; what only the cells of one row tell together is asked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

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
from wfm.tables.rows import TableRows
from wfm.tables.words import fold

LATER = Text("fault.later", "a time after {start:time}")
AGENT_GONE = Text("notice.agent_gone", "an agent of the plan; this row is ignored")

Record = TypeVar("Record")
Values = Mapping[str, Any]


def read_records(tables: Mapping[str, TableRows], competences: tuple[Competence, ...]) -> Records:
    """Make records of all rows, one of each, in their order; faults of single rows are noted in their tables.

    Faulty cells count as their column's stand-in, so that a row is still checked for what else may
    be wrong with it; such a plan is never used. Rows of `previous` that do not count are taken out.
    """
    code_of = codes_by_word(competences)
    for table, start, end in (("availability", "from", "to"), ("previous", "start", "end")):
        _check_order(tables[table], start, end)
    _drop_strangers(tables["previous"], _known_agents(tables["agents"]))

    def records(table: str, make: Callable[[Values], Record]) -> tuple[Record, ...]:
        return tuple(make(row.values) for row in tables[table].rows)

    return Records(
        municipalities=records("municipalities", municipality_of),
        agents=records("agents", partial(_agent, code_of)),
        availability=records("availability", _entry),
        locks=records("locks", _lock),
        demand=records("demand", _demand),
        previous=records("previous", _previous),
    )


def codes_by_word(competences: tuple[Competence, ...]) -> Mapping[str, CompetenceCode]:
    """Return a competence's code by its folded code or name, so that people may write either."""
    by_name = {fold(competence.name): competence.code for competence in competences}
    return by_name | {fold(competence.code): competence.code for competence in competences}


def municipality_of(values: Values) -> Municipality:
    """Make a municipality of the values of its row."""
    return Municipality(
        code=MunicipalityCode(values["municipality"]),
        name=values["name"],
        population=values["population"],
        staffing=values["participation"] == "staffing",
        carry_over=values["carry_over"],
        min_shifts=values["min_shifts"],
        joined=values["joined"],
    )


def _agent(code_of: Mapping[str, CompetenceCode], values: Values) -> Agent:
    return Agent(
        id=AgentId(values["agent"]),
        name=values["name"],
        municipality=MunicipalityCode(values["municipality"]),
        competences=frozenset(
            code_of.get(fold(word), CompetenceCode(word)) for word in values["competences"]
        ),
        fte=values["fte"],
        shifts_per_week=values["shifts_per_week"],
        first_day=values["first_day"],
        last_day=values["last_day"],
        email=values["email"],
        phone=values["phone"],
        person=values["person"],
        carry_over=values["carry_over"],
        unsocial_carry_over=values["unsocial_carry_over"],
        beside_until=values["beside_until"],
    )


def _entry(values: Values) -> Entry:
    return Entry(
        agent=AgentId(values["agent"]),
        kind=EntryKind(values["kind"]),
        first_day=values["first_day"],
        last_day=values["last_day"],
        days=values["days"],
        span=Span(values["from"], values["to"]),
        note=values["note"],
    )


def _lock(values: Values) -> Lock:
    municipality, agent = values["municipality"], values["agent"]
    return Lock(
        day=values["date"],
        start=values["start"],
        municipality=None if municipality is None else MunicipalityCode(municipality),
        agent=None if agent is None else AgentId(agent),
    )


def _demand(values: Values) -> Demand:
    pairing = values["pairing"]
    return Demand(
        day=values["date"],
        start=values["start"],
        agents=values["agents"],
        pairing=pairing and Pairing(pairing),
    )


def _previous(values: Values) -> Previous:
    return Previous(
        day=values["date"],
        span=Span(values["start"], values["end"]),
        municipality=MunicipalityCode(values["municipality"]),
        agent=AgentId(values["agent"]),
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


def _drop_strangers(previous: TableRows, known: frozenset[str] | None) -> None:
    """Take out the rows that do not count: without an agent, or with one who is no longer in the plan."""
    sat = [row for row in previous.rows if row.values["agent"] is not None]
    previous.rows = [row for row in sat if known is None or row.values["agent"] in known]
    for row in sat:
        if known is not None and row.values["agent"] not in known:
            previous.notices.append(row.at("agent", row.values["agent"], AGENT_GONE()))
