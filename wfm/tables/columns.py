"""The columns of every table: names, Danish words, meaning, readers; read, written and explained alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from wfm.availability import ALL_DAYS
from wfm.calendar import DAY_MINUTES
from wfm.message import Text
from wfm.tables.amounts import read_above_zero, read_amount, whole
from wfm.tables.cells import Reader, read_date, read_time
from wfm.tables.naming import (
    choice,
    code_reference,
    read_code,
    read_competences,
    read_days,
    read_id,
    read_name,
    read_note,
    reference,
)
from wfm.tables.words import KINDS, PARTICIPATIONS, fold

MOST_SEATS = 1000
MOST_SHIFTS = 1000
MOST_CITIZENS = 2_000_000_000
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, danish
        Header in English and Danish.
    read
        Reader of a cell that is not blank.
    explains
        What the column means, with its unit, for the people who fill it in.
    required
        Whether the column must be there and every row must have a value.
    present
        Whether the column must be there although its cells may be blank.
    default
        What a blank cell counts as; for a required column, what a faulty cell is taken for while
        the rest of the table is checked.
    words
        Fixed words allowed, Danish by English; empty where any text is.
    aliases
        Further headers that are understood.
    """

    name: str
    danish: str
    read: Reader
    explains: Text
    required: bool = False
    present: bool = False
    default: Any = None
    words: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> frozenset[str]:
        """Every header that means this column, folded."""
        return frozenset(map(fold, (self.name, self.danish, *self.aliases)))


@dataclass(frozen=True)
class Table:
    """One table: a CSV file of a folder, or a sheet of a workbook.

    Parameters
    ----------
    name, danish
        File or sheet in English and Danish.
    explains
        What it holds.
    columns
        In the order in which they are written.
    required
        Whether a plan must have it.
    """

    name: str
    danish: str
    explains: Text
    columns: tuple[Column, ...]
    required: bool = False

    @cached_property
    def column_by_header(self) -> Mapping[str, Column]:
        """Column by folded header."""
        return MappingProxyType({form: column for column in self.columns for form in column.spellings})

    def column(self, name: str) -> Column:
        """Return a column by its English name."""
        return next(column for column in self.columns if column.name == name)


def _needed(name: str, danish: str, read: Reader, explains: Text, stand_in: Any, **more: Any) -> Column:
    return Column(name, danish, read, explains, required=True, default=stand_in, **more)


NO_DAY = date.min
"""Stands in for a day that could not be read."""

_DATE = Text("column.date", "Date of the shift.")
_START = Text("column.start", "Time at which the shift starts.")
_END = Text("column.end", "Time at which the shift ends; 24:00 is midnight.")


def _shift_columns() -> tuple[Column, Column]:
    return (
        _needed("date", "dato", read_date, _DATE, NO_DAY),
        _needed("start", "start", read_time, _START, 0),
    )


MUNICIPALITIES = Table(
    "municipalities",
    "kommuner",
    Text("table.municipalities", "The municipalities that share the hotline, one a row."),
    (
        _needed(
            "municipality",
            "kommunekode",
            read_code,
            Text("column.municipality", "Official code of the municipality, as text."),
            "",
            aliases=("kommune",),
        ),
        _needed("name", "navn", read_name, Text("column.municipality_name", "Name of the municipality."), ""),
        _needed(
            "population",
            "indbyggere",
            whole(0, MOST_CITIZENS, grouped=True),
            Text("column.population", "Citizens; shares are in proportion to them."),
            0,
        ),
        _needed(
            "participation",
            "deltagelse",
            choice(PARTICIPATIONS),
            Text("column.participation", "Whether the municipality staffs shifts or only pays."),
            "staffing",
            words=PARTICIPATIONS,
        ),
        Column(
            "carry_over",
            "overført",
            read_amount,
            Text(
                "column.carry_over",
                "Seats owed from earlier periods; negative where the municipality is in credit. Blank is 0.",
            ),
            default=Fraction(0),
        ),
        Column(
            "min_shifts",
            "min_vagter",
            whole(0, 1_000_000),
            Text(
                "column.min_shifts",
                "The fewest shifts (under mixed pairing: seats) that the municipality gets. Blank is 0.",
            ),
            default=0,
        ),
    ),
    required=True,
)

AGENTS = Table(
    "agents",
    "medarbejdere",
    Text("table.agents", "The people who answer the hotline, one a row."),
    (
        _needed(
            "agent",
            "medarbejder",
            read_id,
            Text("column.agent", "Id of the agent, the same every quarter; it names the agent's calendar."),
            "",
        ),
        _needed("name", "navn", read_name, Text("column.agent_name", "Name, as shown to people."), ""),
        _needed(
            "municipality",
            "kommunekode",
            code_reference,
            Text("column.employer", "Code of the municipality that employs the agent."),
            "",
            aliases=("kommune",),
        ),
        Column(
            "competences",
            "kompetencer",
            read_competences,
            Text("column.competences", "What the agent is trained to answer: codes with | between them."),
            default=frozenset(),
        ),
        Column(
            "fte",
            "beskæftigelsesgrad",
            read_above_zero,
            Text("column.fte", "Weight in the municipality's load: 1 is full time, 0.5 half. Blank is 1."),
            default=Fraction(1),
        ),
        Column(
            "shifts_per_week",
            "vagter_pr_uge",
            whole(0, MOST_SHIFTS),
            Text("column.shifts_per_week", "The most shifts in a week. Blank is the hotline's limit."),
        ),
        Column(
            "first_day", "første_dag", read_date, Text("column.employed_from", "First day of employment.")
        ),
        Column("last_day", "sidste_dag", read_date, Text("column.employed_to", "Last day of employment.")),
        Column("email", "e-mail", read_note, Text("column.email", "E-mail address."), default=""),
        Column(
            "phone", "telefon", read_note, Text("column.phone", "Telephone."), default="", aliases=("tlf",)
        ),
    ),
    required=True,
)

AVAILABILITY = Table(
    "availability",
    "tilgængelighed",
    Text("table.availability", "When agents can't sit, would rather not, or would like to."),
    (
        _needed("agent", "medarbejder", reference, Text("column.agent_meant", "Id of the agent."), ""),
        _needed(
            "kind",
            "type",
            choice(KINDS),
            Text("column.kind", "Unavailable always holds; undesired and preferred are wishes."),
            "unavailable",
            words=KINDS,
        ),
        _needed("first_day", "første_dag", read_date, Text("column.from_day", "First day."), NO_DAY),
        _needed("last_day", "sidste_dag", read_date, Text("column.to_day", "Last day, inclusive."), NO_DAY),
        Column(
            "days",
            "dage",
            read_days,
            Text("column.days", "Days of the week with | between them. Blank is every day."),
            default=ALL_DAYS,
        ),
        Column(
            "from",
            "fra",
            read_time,
            Text("column.from", "Time of day from which it holds. Blank is the day's start."),
            default=0,
        ),
        Column(
            "to",
            "til",
            read_time,
            Text("column.to", "Time of day until which it holds. Blank is the day's end."),
            default=DAY_MINUTES,
        ),
        Column(
            "note",
            "bemærkning",
            read_note,
            Text("column.note", "For the planner only: it is shown in no roster, page or calendar."),
            default="",
        ),
    ),
    required=True,
)

LOCKS = Table(
    "locks",
    "låse",
    Text("table.locks", "Shifts that are given beforehand to a municipality, an agent or both."),
    (
        *_shift_columns(),
        Column(
            "municipality",
            "kommunekode",
            code_reference,
            Text("column.locked_municipality", "On this shift no other municipality sits."),
            aliases=("kommune",),
        ),
        Column(
            "agent", "medarbejder", reference, Text("column.locked_agent", "This agent sits on this shift.")
        ),
    ),
)

DEMAND = Table(
    "demand",
    "behov",
    Text("table.demand", "Shifts that need another number of agents than usual."),
    (
        *_shift_columns(),
        _needed(
            "agents",
            "antal",
            whole(0, MOST_SEATS),
            Text("column.agents", "Agents wanted on this shift; 0 takes the shift away."),
            1,
        ),
    ),
)

_SAT = (
    _needed("end", "slut", read_time, _END, DAY_MINUTES),
    Column(
        "municipality",
        "kommunekode",
        code_reference,
        Text("column.sat_municipality", "Code of the municipality that sits there."),
        default="",
        aliases=("kommune",),
    ),
    Column(
        "agent",
        "medarbejder",
        reference,
        Text("column.sat_agent", "Id of the agent; blank is an empty seat."),
        present=True,
    ),
)

PREVIOUS = Table(
    "previous",
    "forrige",
    Text("table.previous", "Who sat in the weeks before, for weekly limits and rest."),
    (*_shift_columns(), *_SAT),
)

ROSTER = Table(
    "roster",
    "vagtplan",
    Text("table.roster", "Who sits in every seat, one seat a row."),
    (
        *_shift_columns(),
        _SAT[0],
        Column(
            "seat", "plads", whole(1, MOST_SEATS), Text("column.seat", "Number of the seat on its shift.")
        ),
        *_SAT[1:],
    ),
)

PLAN_TABLES = (MUNICIPALITIES, AGENTS, AVAILABILITY, LOCKS, DEMAND, PREVIOUS)
"""In the order of the contract."""

KNOWN_HEADERS = frozenset(form for table in (*PLAN_TABLES, ROSTER) for form in table.column_by_header)
"""Headers that mean something in some table: no warning where another table has one."""
