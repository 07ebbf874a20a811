"""The tables of a plan whose shifts are designed: agents with contract hours, rules, need, work elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from wfm.calendar import DAY_MINUTES
from wfm.message import Text
from wfm.tables.amounts import read_above_zero, read_amount, whole
from wfm.tables.cells import Cell, UnreadableCellError, as_text, read_date, read_time
from wfm.tables.column import MOST_SEATS, NO_DAY, Column, Form, Table, mandatory
from wfm.tables.mail_columns import DESIGN_MAIL
from wfm.tables.naming import choice, plain, read_name
from wfm.tables.people_columns import AGENTS, AVAILABILITY
from wfm.tables.words import fold

YES_NO = {"yes": "ja", "no": "nej"}
POSTS = Text("fault.posts", "posts by administration, such as BIF:0.5|BUF:0.5, each administration once")
WEEKLY = Text("fault.weekly_hours", "hours that are whole minutes, above 0 and at most 60")
LENGTH = Text("fault.duty_length", "hours that are whole minutes, above 0 and at most 24")
MOST_WEEKLY, MOST_BALANCE = 60, 60_000
_BETWEEN_POSTS = re.compile(r"[|;\n]")


def _hours(most: int, expected: Text) -> Callable[[Cell], int]:
    def read(cell: Cell) -> int:
        try:
            minutes = read_above_zero(cell) * 60
        except UnreadableCellError as refused:
            raise UnreadableCellError(expected()) from refused
        if minutes.denominator != 1 or minutes > most * 60:
            raise UnreadableCellError(expected())
        return int(minutes)

    return read


def read_posts(cell: Cell) -> Mapping[str, Fraction]:
    """Read the posts that administrations put into an agent; a name alone is one post."""
    posts: dict[str, Fraction] = {}
    for part in filter(None, map(str.strip, _BETWEEN_POSTS.split(as_text(cell)))):
        name, colon, number = part.rpartition(":")
        name = plain(name if colon else part)
        try:
            posts_of_part = read_above_zero(number.strip()) if colon else Fraction(1)
        except UnreadableCellError as refused:
            raise UnreadableCellError(POSTS()) from refused
        if not name or fold(name) in map(fold, posts):
            raise UnreadableCellError(POSTS())
        posts[name] = posts_of_part
    return MappingProxyType(posts)


def read_balance(cell: Cell) -> int:
    """Read minutes that may lie below 0."""
    return int(whole(-MOST_BALANCE, MOST_BALANCE)(cell))


DESIGN_AGENTS = Table(
    "agents",
    "medarbejdere",
    Text("table.design_agents", "The agents whose duties are designed, one a row."),
    (
        *(AGENTS.column(name) for name in ("agent", "name", "competences")),
        Column(
            "weekly_hours",
            "ugetimer",
            Form.AMOUNT,
            _hours(MOST_WEEKLY, WEEKLY),
            Text("column.weekly_hours", "Contract hours of a week. Blank is 37."),
            default=37 * 60,
        ),
        Column(
            "administration",
            "forvaltning",
            Form.TEXT,
            read_posts,
            Text(
                "column.administration",
                "Posts that administrations put into the agent, such as BIF:0.5|BUF:0.5.",
            ),
            default=MappingProxyType({}),
        ),
        Column(
            "flex_balance",
            "flekssaldo",
            Form.WHOLE,
            read_balance,
            Text(
                "column.flex_balance",
                "Minutes worked above the contract in earlier periods; negative below it. Blank is 0.",
            ),
            default=0,
        ),
        *(AGENTS.column(name) for name in ("first_day", "last_day")),
    ),
    required=True,
    passed_over=frozenset(map(fold, ("email", "e-mail", "phone", "telefon"))),
)

DESIGN_AVAILABILITY = replace(AVAILABILITY, required=False)

SHIFT_RULES = Table(
    "shift_rules",
    "vagtregler",
    Text("table.shift_rules", "What a duty may look like, one kind a row."),
    (
        mandatory(
            "start_from",
            "start_fra",
            Form.TIME,
            read_time,
            Text("column.start_from", "Earliest time at which the duty starts."),
            0,
        ),
        mandatory(
            "start_to",
            "start_til",
            Form.TIME,
            read_time,
            Text("column.start_to", "Latest time at which the duty starts."),
            DAY_MINUTES,
        ),
        mandatory(
            "min_hours",
            "min_timer",
            Form.AMOUNT,
            _hours(24, LENGTH),
            Text("column.min_hours", "Shortest duty in hours, lunch included."),
            60,
        ),
        mandatory(
            "max_hours",
            "maks_timer",
            Form.AMOUNT,
            _hours(24, LENGTH),
            Text("column.max_hours", "Longest duty in hours, lunch included."),
            DAY_MINUTES,
        ),
        Column(
            "lunch_minutes",
            "frokost_minutter",
            Form.WHOLE,
            whole(0, 240),
            Text("column.lunch_minutes", "Length of the lunch. Blank is a duty without one."),
            default=0,
        ),
        Column(
            "lunch_from",
            "frokost_fra",
            Form.TIME,
            read_time,
            Text("column.lunch_from", "Earliest time at which the lunch begins. Blank is any."),
            default=0,
        ),
        Column(
            "lunch_to",
            "frokost_til",
            Form.TIME,
            read_time,
            Text("column.lunch_to", "Time at which the lunch has ended. Blank is any."),
            default=DAY_MINUTES,
        ),
        Column(
            "lunch_paid",
            "frokost_betalt",
            Form.WORD,
            choice(YES_NO),
            Text("column.lunch_paid", "Whether the lunch counts as hours worked. Blank is yes."),
            default="yes",
            words=YES_NO,
        ),
    ),
    required=True,
)

STAFFING = Table(
    "staffing",
    "bemanding",
    Text("table.staffing", "Agents wanted on the phones, interval by interval, as wfm demand writes them."),
    (
        mandatory(
            "date", "dato", Form.DATE, read_date, Text("column.need_date", "Date of the interval."), NO_DAY
        ),
        mandatory(
            "start",
            "start",
            Form.TIME,
            read_time,
            Text("column.need_start", "Time at which the interval starts."),
            0,
        ),
        mandatory(
            "need",
            "behov",
            Form.WHOLE,
            whole(0, MOST_SEATS),
            Text("column.need", "Agents wanted on the phones."),
            0,
        ),
    ),
    required=True,
    passed_over=frozenset(
        map(
            fold,
            (
                *("need_mean", "behov_middel", "binding", "bindende", "service_level", "serviceniveau"),
                *("abandoned_share", "tabte_andel", "mean_wait", "middelventetid", "occupancy", "belægning"),
            ),
        )
    ),
)

BLOCKS = Table(
    "blocks",
    "blokke",
    Text("table.blocks", "Work elsewhere that takes agents off the phones, one stretch a row."),
    (
        mandatory(
            "centre",
            "center",
            Form.TEXT,
            read_name,
            Text("column.centre", "Where the work is, such as the name of a citizen service centre."),
            "",
        ),
        mandatory(
            "date", "dato", Form.DATE, read_date, Text("column.block_date", "Date of the work."), NO_DAY
        ),
        mandatory(
            "from", "fra", Form.TIME, read_time, Text("column.block_from", "Time at which it begins."), 0
        ),
        mandatory(
            "to",
            "til",
            Form.TIME,
            read_time,
            Text("column.block_to", "Time at which it ends; no lunch lies in it."),
            DAY_MINUTES,
        ),
        mandatory(
            "agents",
            "antal",
            Form.WHOLE,
            whole(0, MOST_SEATS),
            Text("column.block_agents", "Agents wanted there all that time."),
            1,
        ),
    ),
)

ADMINISTRATIONS = Table(
    "administrations",
    "forvaltninger",
    Text("table.administrations", "What administrations owe from earlier periods, one a row."),
    (
        mandatory(
            "administration",
            "forvaltning",
            Form.TEXT,
            read_name,
            Text("column.administration_name", "Name of the administration."),
            "",
        ),
        mandatory(
            "carry_over",
            "overført",
            Form.AMOUNT,
            read_amount,
            Text(
                "column.hours_owed",
                "Hours that it owes; negative where it gave more than those of its posts.",
            ),
            Fraction(0),
        ),
    ),
)

DESIGN_TABLES = (
    DESIGN_AGENTS,
    DESIGN_AVAILABILITY,
    SHIFT_RULES,
    STAFFING,
    BLOCKS,
    DESIGN_MAIL,
    ADMINISTRATIONS,
)
"""Tables of a plan whose shifts are designed, in the order in which their faults are told."""

DESIGN_TABLE_OF = {fold(name): table for table in DESIGN_TABLES for name in (table.name, table.danish)}
"""Table by its folded name in either language."""
