"""The columns of municipalities, agents and their availability."""

from __future__ import annotations

from fractions import Fraction

from wfm.availability import ALL_DAYS
from wfm.calendar import DAY_MINUTES
from wfm.message import Text
from wfm.tables.amounts import read_above_zero, read_amount, whole
from wfm.tables.cells import read_date, read_time
from wfm.tables.column import MOST_CITIZENS, MOST_SHIFTS, NO_DAY, Column, Form, Table, mandatory
from wfm.tables.kind_words import read_kind
from wfm.tables.loose_dates import read_loose_date
from wfm.tables.naming import (
    choice,
    code_reference,
    read_code,
    read_competences,
    read_id,
    read_label,
    read_name,
    read_note,
    reference,
)
from wfm.tables.weekday_words import read_days
from wfm.tables.words import KINDS, PARTICIPATIONS

MUNICIPALITIES = Table(
    "municipalities",
    "kommuner",
    Text("table.municipalities", "The municipalities that share the hotline, one a row."),
    (
        mandatory(
            "municipality",
            "kommunekode",
            Form.TEXT,
            read_code,
            Text("column.municipality", "Official code of the municipality, as text."),
            "",
            aliases=("kommune",),
        ),
        mandatory(
            "name",
            "navn",
            Form.TEXT,
            read_name,
            Text("column.municipality_name", "Name of the municipality."),
            "",
        ),
        mandatory(
            "population",
            "indbyggere",
            Form.WHOLE,
            whole(0, MOST_CITIZENS, grouped=True),
            Text("column.population", "Citizens; shares are in proportion to them."),
            0,
        ),
        mandatory(
            "participation",
            "deltagelse",
            Form.WORD,
            choice(PARTICIPATIONS),
            Text("column.participation", "Whether the municipality staffs shifts or only pays."),
            "staffing",
            words=PARTICIPATIONS,
        ),
        Column(
            "carry_over",
            "overført",
            Form.AMOUNT,
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
            Form.WHOLE,
            whole(0, 1_000_000),
            Text(
                "column.min_shifts",
                "The fewest shifts (under mixed pairing: seats) that the municipality gets. Blank is 0.",
            ),
            default=0,
        ),
        Column(
            "joined",
            "tiltrådt",
            Form.DATE,
            read_date,
            Text(
                "column.joined",
                "First day on which the municipality pays; it staffs after the months of the start-up. Blank "
                "for everybody who was there before.",
            ),
            rare=True,
        ),
    ),
    required=True,
)

AGENTS = Table(
    "agents",
    "medarbejdere",
    Text("table.agents", "The people who answer the hotline, one a row."),
    (
        mandatory(
            "agent",
            "medarbejder",
            Form.TEXT,
            read_id,
            Text("column.agent", "Id of the agent, the same every quarter; it names the agent's calendar."),
            "",
        ),
        mandatory(
            "name", "navn", Form.TEXT, read_name, Text("column.agent_name", "Name, as shown to people."), ""
        ),
        mandatory(
            "municipality",
            "kommunekode",
            Form.TEXT,
            code_reference,
            Text("column.employer", "Code of the municipality that employs the agent."),
            "",
            aliases=("kommune",),
        ),
        Column(
            "competences",
            "kompetencer",
            Form.CODES,
            read_competences,
            Text("column.competences", "What the agent is trained to answer: codes with | between them."),
            default=frozenset(),
        ),
        Column(
            "fte",
            "beskæftigelsesgrad",
            Form.AMOUNT,
            read_above_zero,
            Text("column.fte", "Weight in the municipality's load: 1 is full time, 0.5 half. Blank is 1."),
            default=Fraction(1),
        ),
        Column(
            "shifts_per_week",
            "vagter_pr_uge",
            Form.WHOLE,
            whole(0, MOST_SHIFTS),
            Text("column.shifts_per_week", "The most shifts in a week. Blank is the hotline's limit."),
        ),
        Column(
            "first_day",
            "første_dag",
            Form.DATE,
            read_date,
            Text("column.employed_from", "First day of employment."),
        ),
        Column(
            "last_day",
            "sidste_dag",
            Form.DATE,
            read_date,
            Text("column.employed_to", "Last day of employment."),
        ),
        Column("email", "e-mail", Form.TEXT, read_note, Text("column.email", "E-mail address."), default=""),
        Column(
            "phone",
            "telefon",
            Form.TEXT,
            read_note,
            Text("column.phone", "Telephone."),
            default="",
            aliases=("tlf",),
        ),
        Column(
            "person",
            "person",
            Form.TEXT,
            read_label,
            Text(
                "column.person",
                "The same in all rows of one human being who has several employments: rest and shifts a day "
                "are counted over all of them. Blank for everybody else.",
            ),
            default="",
        ),
        Column(
            "carry_over",
            "overført",
            Form.AMOUNT,
            read_amount,
            Text(
                "column.agent_carry_over",
                "Seats above the fair load of earlier periods; negative below it. Blank is 0.",
            ),
            default=Fraction(0),
        ),
        Column(
            "unsocial_carry_over",
            "overført_ubekvemme",
            Form.AMOUNT,
            read_amount,
            Text(
                "column.unsocial_carry_over",
                "Unsocial seats above the fair load of earlier periods; negative below it. Blank is 0.",
            ),
            default=Fraction(0),
        ),
        Column(
            "beside_until",
            "sidemand_til",
            Form.DATE,
            read_date,
            Text(
                "column.beside_until",
                "Last day on which the agent sits beside a colleague, to learn, and takes no seat. Blank for "
                "everybody who is experienced.",
            ),
        ),
    ),
    required=True,
)

AVAILABILITY = Table(
    "availability",
    "tilgængelighed",
    Text("table.availability", "When agents can't sit, would rather not, or would like to."),
    (
        mandatory(
            "agent", "medarbejder", Form.TEXT, reference, Text("column.agent_meant", "Id of the agent."), ""
        ),
        mandatory(
            "kind",
            "type",
            Form.WORD,
            read_kind,
            Text("column.kind", "Unavailable always holds; undesired and preferred are wishes."),
            "unavailable",
            words=KINDS,
            loose=True,
        ),
        mandatory(
            "first_day",
            "første_dag",
            Form.DATE,
            read_loose_date,
            Text("column.from_day", "First day; of the period's year also as 8/2 or week 7."),
            NO_DAY,
            loose=True,
        ),
        mandatory(
            "last_day",
            "sidste_dag",
            Form.DATE,
            read_loose_date,
            Text("column.to_day", "Last day, inclusive; blank where the first day is a week."),
            NO_DAY,
            loose=True,
        ),
        Column(
            "days",
            "dage",
            Form.DAYS,
            read_days,
            Text("column.days", "Days of the week such as mon|wed or mon-fri. Blank is every day."),
            default=ALL_DAYS,
        ),
        Column(
            "from",
            "fra",
            Form.TIME,
            read_time,
            Text("column.from", "Time of day from which it holds. Blank is the day's start."),
            default=0,
            loose=True,
        ),
        Column(
            "to",
            "til",
            Form.TIME,
            read_time,
            Text("column.to", "Time of day until which it holds. Blank is the day's end."),
            default=DAY_MINUTES,
            loose=True,
        ),
        Column(
            "note",
            "bemærkning",
            Form.TEXT,
            read_note,
            Text(
                "column.note",
                "Only whoever has this file reads it, and in the service the agent and the leader: no roster "
                "or calendar shows it, and not even coordinators see it.",
            ),
            default="",
        ),
    ),
    required=True,
)
