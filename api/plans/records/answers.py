"""What one person says in a plan's availability: read and replaced without reading the plan of all others.

Eighty people answer in a day, each of them makes a revision, and a page waits for it. So what the store wrote
itself is read back in short ways here: tests hold that they come to the same as the long ones.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from api.access.ids import AccountId, PersonId, PlanId, RevisionId, RevisionNumber
from api.plans.records.agent_ids import identities_in_plan
from api.plans.records.plan_cache import PlanCache, PlanText
from api.plans.records.plans import Revision, content_sha256, find_revision, insert_revision
from api.plans.records.pseudonymous import (
    Content,
    cut_to_persons,
    plan_from,
    tables_from,
)
from api.plans.records.revision_questions import read_revision_content
from api.store import audit
from api.store.errors import MissingError, UnreadableError
from api.store.persons import Identity
from api.store.tables import AVAILABILITY_NOTE
from api.store.types import new_id
from wfm.availability import ALL_DAYS, Entry, EntryKind
from wfm.calendar import DAY_MINUTES, WEEKDAYS, Span
from wfm.canonical import plan_sha256
from wfm.hotline import Hotline
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.file_names import HOTLINE_FILE
from wfm.tables.hotline_reading import read_hotline
from wfm.tables.plan_reading import PlanReading, plan_of
from wfm.tables.plan_writing import table_csv
from wfm.tables.raw_table import RawTable
from wfm.tables.settings import toml_settings
from wfm.tables.written_cells import entry_cells

FILE, TOWNS = "availability.csv", "municipalities.csv"
_TABLE = next(table for table in PLAN_TABLES if f"{table.name}.csv" == FILE)
_NOTHING_SAID = table_csv(_TABLE, ()).decode()

Notes = Mapping[int, tuple[PersonId, MunicipalityCode, str]]
"""Whose note, of which municipality, and its text, by row of availability."""


@dataclass(frozen=True)
class PlanPerson:
    """Somebody in a plan.

    Parameters
    ----------
    person, agent, municipality
        Random id, id in the plan, and the code of their employer there.
    name, email
        As they are now.
    staffs
        Whether their municipality staffs shifts, so that they can sit at all.
    """

    person: PersonId
    agent: AgentId
    municipality: MunicipalityCode
    name: str
    email: str
    staffs: bool


@dataclass(frozen=True)
class RevisionContent:
    """What is stored of a revision.

    Parameters
    ----------
    revision, content
        Which, and its tables.
    identities
        Everybody of the hotline, by the id that they have in the plan.
    """

    revision: Revision
    content: Content
    identities: Mapping[PersonId, Identity]

    def people(self) -> tuple[PlanPerson, ...]:
        """Return everybody in the plan, in order of id."""
        return tuple(self._by_agent.values())

    @cached_property
    def _by_agent(self) -> Mapping[AgentId, PlanPerson]:
        staffing = self.staffing
        found = (self._person(line, staffing) for line in _rows(self.content["agents.csv"]))
        return {one.agent: one for one in sorted(found, key=lambda one: one.agent)}

    def _person(self, line: Mapping[str, str], staffing: Collection[str]) -> PlanPerson:
        person, home = PersonId(line["agent"]), MunicipalityCode(line["municipality"])
        known = self.identities[person]
        return PlanPerson(
            person=person,
            agent=known.agent,
            municipality=home,
            name=known.name,
            email=known.email,
            staffs=home in staffing,
        )

    def person_of(self, agent: AgentId) -> PlanPerson:
        """Return an agent of the plan.

        Raises
        ------
        MissingError
            Where there is none.
        """
        found = self._by_agent.get(agent)
        if found is None:
            raise MissingError("agent")
        return found

    @cached_property
    def silent_plan(self) -> Plan:
        """The plan as if nobody said anything: what of it stays the same whatever people say."""
        return plan_from({**self.content, FILE: _NOTHING_SAID}, self.identities, {})

    def hotline(self) -> Hotline:
        """Return the hotline of the plan."""
        return read_hotline(toml_settings(HOTLINE_FILE, self.content[HOTLINE_FILE])).hotline

    @property
    def staffing(self) -> tuple[MunicipalityCode, ...]:
        """Codes of the municipalities that staff shifts."""
        towns = _rows(self.content[TOWNS])
        return tuple(
            MunicipalityCode(one["municipality"]) for one in towns if one["participation"] == "staffing"
        )

    def carry_over(self) -> Mapping[MunicipalityCode, Fraction]:
        """Return the seats that each municipality owed before the plan, by code."""
        return {
            MunicipalityCode(one["municipality"]): Fraction(one.get("carry_over") or 0)
            for one in _rows(self.content[TOWNS])
        }

    def municipality_names(self) -> Mapping[str, str]:
        """Return what each municipality of the plan is called, by code."""
        return {town["municipality"]: town["name"] for town in _rows(self.content[TOWNS])}

    def rows_sha256(self, person: PersonId) -> str:
        """Return a hash of what somebody says, notes aside."""
        return sha256("\n".join(_lines_of(self.content[FILE], person)).encode()).hexdigest()


def read_content(connection: Connection, revision: Revision) -> RevisionContent:
    """Return what is stored of a revision, with everybody's name as it is now."""
    content = read_revision_content(connection, revision.id)
    everybody = identities_in_plan(connection, revision.hotline, revision.plan, revision.number)
    return RevisionContent(revision, content, everybody)


def read_own_plan(connection: Connection, stored: RevisionContent, person: PersonId) -> Plan:
    """Return the plan as if one person were alone in it: what they say, and the shifts that there are."""
    return read_plan_of(connection, stored, (person,))


def read_plan_of(connection: Connection, stored: RevisionContent, persons: Collection[PersonId]) -> Plan:
    """Return the plan as if some people were alone in it."""
    if not persons:
        content, _ = cut_to_persons(stored.content, {}, set())
        return _EMPTY.get(stored.revision.id, PlanText(content, {}, {}), _read)  # nobody is named in it
    notes = {row: note for row, (_, _, note) in _notes(connection, stored.revision.id).items()}
    content, own = cut_to_persons(stored.content, notes, set(persons))
    return plan_from(content, stored.identities, own)


_EMPTY = PlanCache(most=16)
"""Plans as if nobody were in them, of which statements and accounts read one for each quarter."""


def _read(text: PlanText) -> Plan:
    return plan_from(text.content, text.identities, text.notes)


def read_sent_entries(stored: RevisionContent, person: PersonId, sent: RawTable) -> PlanReading:
    """Return the same with other rows of availability, read as any table is.

    Raises
    ------
    PlanError
        With every fault found.
    """
    content, _ = cut_to_persons(stored.content, {}, {person})
    tables = tables_from(content, stored.identities, {})
    tables.replace(_TABLE.name, sent)
    return plan_of(tables)


def read_pasted_entries(
    stored: RevisionContent, people: Collection[PlanPerson], sent: RawTable
) -> PlanReading:
    """Return the same as if some people were alone in the plan: agents' own rows, and those that were sent.

    Raises
    ------
    PlanError
        With every fault found; nobody else is there to be named, neither by a row nor by a fault.
    """
    content, _ = cut_to_persons(stored.content, {}, {one.person for one in people})
    tables = tables_from(content, stored.identities, {})
    tables.replace(_TABLE.name, sent)
    return plan_of(tables)


def read_plan_shortly(connection: Connection, stored: RevisionContent) -> Plan:
    """Return the whole plan, as `api.plans.records.plans.read_plan` does in twice the time or more."""
    notes = {row: note for row, (_, _, note) in _notes(connection, stored.revision.id).items()}
    return _plan(stored, stored.content[FILE], notes)


def replace_entries(
    connection: Connection,
    stored: RevisionContent,
    said: Sequence[tuple[PlanPerson, Sequence[Entry]]],
    *,
    author: AccountId | None,
    at: datetime,
) -> Revision:
    """Keep what some people say as the next revision of the plan; nothing else of it changes.

    Parameters
    ----------
    stored
        The newest revision; nobody else may make one meanwhile.
    said
        Who says what, instead of all that they said; nobody stands there twice.
    author, at
        Account, if any, and moment.

    Raises
    ------
    UnreadableError
        Where it could not be read back just as it is; nothing of it is to be kept then.
    """
    before, made = stored.revision, RevisionId(new_id())
    text, notes = stored.content[FILE], _notes(connection, before.id)
    for who, entries in said:
        text, notes = _with_rows_of(text, notes, who, entries)
    content = {**stored.content, FILE: text}
    plan = _plan(stored, text, {row: note for row, (_, _, note) in notes.items()})
    revision = insert_revision(
        connection, made, before, content, plan_sha256=plan_sha256(plan), author=author, at=at
    )
    _keep_notes(connection, made, notes)
    if revision.sha256 != content_sha256(content, before.sha256):
        raise UnreadableError(revision.plan_sha256)
    kept = replace(stored, revision=revision, content=content)
    again = read_plan_of(connection, kept, [who.person for who, _ in said])
    for who, entries in said:
        if again.entries_of.get(who.agent, ()) != tuple(entries):
            raise UnreadableError(revision.plan_sha256)
    known = {"number": revision.number, "sha256": revision.sha256}
    audit.record_each(
        connection,
        actor=author,
        action="availability.answer",
        about=made,
        at=at,
        payloads=[{**known, "person": who.person} for who, _ in said],
    )
    return revision


def _with_rows_of(
    text: str, notes: Notes, who: PlanPerson, entries: Sequence[Entry]
) -> tuple[str, dict[int, tuple[PersonId, MunicipalityCode, str]]]:
    """Return the table, and the notes by row, with what one person says in the place of what they said."""
    header, *lines = text.splitlines()
    old = [place for place, line in enumerate(lines) if _is_of(line, who.person)]
    start = old[0] if old else len(lines)
    cells = ({**entry_cells(entry), "agent": who.person, "note": None} for entry in entries)
    new = table_csv(_TABLE, cells).decode().splitlines()[1:]
    gone = set(old)
    ahead = [place for place in range(start) if place not in gone]
    behind = [place for place in range(start, len(lines)) if place not in gone]
    rows = [*(lines[place] for place in ahead), *new, *(lines[place] for place in behind)]
    moved = {place: row for row, place in enumerate(ahead)}
    moved |= {place: len(ahead) + len(new) + row for row, place in enumerate(behind)}
    kept = {moved[place]: note for place, note in notes.items() if place in moved}
    own = {
        len(ahead) + row: (who.person, who.municipality, entry.note)
        for row, entry in enumerate(entries)
        if entry.note
    }
    return "\n".join([header, *rows]) + "\n", kept | own


def only_answers_between(
    connection: Connection, plan: PlanId, older: RevisionNumber, newer: RevisionNumber
) -> bool:
    """Tell whether two revisions of a plan differ in nothing but what people say of availability."""
    revisions = (find_revision(connection, plan, number) for number in (older, newer))
    first, last = (read_revision_content(connection, one.id) for one in revisions)
    return {**first, FILE: ""} == {**last, FILE: ""}


def _notes(connection: Connection, revision: RevisionId) -> Notes:
    n = AVAILABILITY_NOTE.c
    asked = select(n.row, n.person_id, n.municipality, n.note).where(n.revision_id == revision)
    return {row.row: (row.person_id, row.municipality, row.note) for row in connection.execute(asked)}


def _keep_notes(connection: Connection, revision: RevisionId, notes: Notes) -> None:
    rows = [
        {"revision_id": revision, "row": row, "person_id": person, "municipality": home, "note": note}
        for row, (person, home, note) in notes.items()
    ]
    if rows:
        connection.execute(insert(AVAILABILITY_NOTE), rows)


def _plan(stored: RevisionContent, said: str, notes: Mapping[int, str]) -> Plan:
    """Return a plan with rows of availability as the store writes them, which so need no checks."""
    plan = stored.silent_plan
    return Plan.of_checked(
        plan.hotline,
        Records(
            municipalities=plan.municipalities,
            agents=plan.agents,
            availability=tuple(_entries(said, stored.identities, notes)),
            locks=plan.locks,
            demand=plan.demand,
            previous=plan.previous,
        ),
    )


def _entries(text: str, identities: Mapping[PersonId, Identity], notes: Mapping[int, str]) -> Iterator[Entry]:
    kinds = {kind.value: kind for kind in EntryKind}
    for number, row in enumerate(_rows(text)):
        yield Entry(
            agent=identities[PersonId(row["agent"])].agent,
            kind=kinds[row["kind"]],
            first_day=date.fromisoformat(row["first_day"]),
            last_day=date.fromisoformat(row["last_day"]),
            days=frozenset(map(WEEKDAYS.index, row["days"].split("|"))) if row["days"] else ALL_DAYS,
            span=Span(_minute(row["from"], 0), _minute(row["to"], DAY_MINUTES)),
            note=notes.get(number, ""),
        )


def _minute(text: str, blank: int) -> int:
    return int(text[:2]) * 60 + int(text[3:]) if text else blank


def _rows(text: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table as the store writes it."""
    return iter(csv.DictReader(text.splitlines()))


def _is_of(line: str, person: PersonId) -> bool:
    return line.startswith(f"{person},")


def _lines_of(text: str, person: PersonId) -> Iterable[str]:
    return (line for line in text.splitlines()[1:] if _is_of(line, person))
