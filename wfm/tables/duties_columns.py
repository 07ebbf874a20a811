"""The table of a design's duties, as duties.csv holds it: a row for each task of a duty."""

from __future__ import annotations

from wfm.message import Text
from wfm.tables.cells import read_date, read_time
from wfm.tables.column import NO_DAY, Column, Form, Table, mandatory
from wfm.tables.naming import read_name

DUTIES = Table(
    "duties",
    "tjenester",
    Text("table.duties", "The duties of a design, a task of a duty a row."),
    (
        mandatory("date", "dato", Form.DATE, read_date, Text("column.duty_date", "Its date."), NO_DAY),
        mandatory(
            "agent", "medarbejder", Form.TEXT, read_name, Text("column.duty_agent", "Who works it."), ""
        ),
        mandatory(
            "start", "start", Form.TIME, read_time, Text("column.duty_start", "When the task begins."), 0
        ),
        mandatory("end", "slut", Form.TIME, read_time, Text("column.duty_end", "When the task ends."), 0),
        Column(
            "lunch_start",
            "frokost_start",
            Form.TIME,
            read_time,
            Text("column.lunch_start", "When the lunch begins; blank where none lies in the task."),
        ),
        Column(
            "lunch_end",
            "frokost_slut",
            Form.TIME,
            read_time,
            Text("column.lunch_end", "When the lunch ends."),
        ),
        mandatory(
            "task",
            "opgave",
            Form.TEXT,
            read_name,
            Text("column.task", "`phones`, or the centre where the agent works."),
            "",
        ),
    ),
    required=True,
)
