"""The table of e-mail to come, as a forecast writes it and a plan of designed shifts has it."""

from __future__ import annotations

from dataclasses import replace

from wfm.message import Text
from wfm.tables.amounts import read_not_negative
from wfm.tables.cells import Cell, read_date, read_time
from wfm.tables.column import NO_DAY, Column, Form, Table, mandatory


def _read_number(cell: Cell) -> float:
    return float(read_not_negative(cell))


def _number(name: str, danish: str, explains: Text) -> Column:
    return mandatory(name, danish, Form.AMOUNT, _read_number, explains, 0.0)


EXPECTED_MAIL = Table(
    "mail",
    "e-mail",
    Text("table.expected_mail", "E-mail to come, an interval a row."),
    (
        mandatory(
            "date", "dato", Form.DATE, read_date, Text("column.mail_date", "Date on which it comes."), NO_DAY
        ),
        mandatory(
            "start",
            "start",
            Form.TIME,
            read_time,
            Text("column.mail_start", "Time from which on it comes."),
            0,
        ),
        _number("received", "modtagne", Text("column.mail_expected", "Mails expected.")),
        _number(
            "handling_seconds", "behandlingstid", Text("column.mail_work", "Seconds of work on them in all.")
        ),
    ),
)

DESIGN_MAIL = replace(
    EXPECTED_MAIL,
    columns=(
        *(EXPECTED_MAIL.column(name) for name in ("date", "start", "received")),
        Column(
            "handling_seconds",
            "behandlingstid",
            Form.AMOUNT,
            _read_number,
            Text(
                "column.design_mail_work",
                "Seconds of work on them in all. Blank is mail_seconds of the hotline for each.",
            ),
        ),
    ),
)
"""The same where the work on a mail may be left to the hotline's settings."""
