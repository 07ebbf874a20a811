"""The columns of tables whose rows name a shift: locks, demand, previous, roster."""

from __future__ import annotations

from wfm.calendar import DAY_MINUTES
from wfm.message import Text
from wfm.tables.amounts import whole
from wfm.tables.cells import read_date, read_time
from wfm.tables.column import MOST_SEATS, NO_DAY, Column, Form, Table, mandatory
from wfm.tables.naming import choice, code_reference, reference
from wfm.tables.words import PAIRINGS

_DATE = Text("column.date", "Date of the shift.")
_START = Text("column.start", "Time at which the shift starts.")
_END = Text("column.end", "Time at which the shift ends; 24:00 is midnight.")


def _shift_columns() -> tuple[Column, Column]:
    return (
        mandatory("date", "dato", Form.DATE, read_date, _DATE, NO_DAY),
        mandatory("start", "start", Form.TIME, read_time, _START, 0),
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
            Form.TEXT,
            code_reference,
            Text("column.locked_municipality", "On this shift no other municipality sits."),
            aliases=("kommune",),
        ),
        Column(
            "agent",
            "medarbejder",
            Form.TEXT,
            reference,
            Text("column.locked_agent", "This agent sits on this shift."),
        ),
    ),
)

DEMAND = Table(
    "demand",
    "behov",
    Text(
        "table.demand",
        "Shifts that need another number of agents than usual, or may be shared by municipalities.",
    ),
    (
        *_shift_columns(),
        mandatory(
            "agents",
            "antal",
            Form.WHOLE,
            whole(0, MOST_SEATS),
            Text("column.agents", "Agents wanted on this shift; 0 takes the shift away."),
            1,
        ),
        Column(
            "pairing",
            "sammensætning",
            Form.WORD,
            choice(PAIRINGS),
            Text(
                "column.pairing",
                "Filled in where agents of several municipalities may share this shift. Blank is as usual.",
            ),
            words=PAIRINGS,
        ),
    ),
)

_SAT = (
    mandatory("end", "slut", Form.TIME, read_time, _END, DAY_MINUTES),
    Column(
        "municipality",
        "kommunekode",
        Form.TEXT,
        code_reference,
        Text("column.sat_municipality", "Code of the municipality that sits there."),
        default="",
        aliases=("kommune",),
    ),
    Column(
        "agent",
        "medarbejder",
        Form.TEXT,
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
    passed_over=frozenset({"seat", "plads"}),  # people copy the rows of a roster
)

ROSTER = Table(
    "roster",
    "vagtplan",
    Text("table.roster", "Who sits in every seat, one seat a row."),
    (
        *_shift_columns(),
        _SAT[0],
        Column(
            "seat",
            "plads",
            Form.WHOLE,
            whole(1, MOST_SEATS),
            Text("column.seat", "Number of the seat on its shift."),
        ),
        *_SAT[1:],
    ),
)
