"""A plan's tables as documents and as CSV, and what is sent in their place."""

from __future__ import annotations

import csv
from datetime import date as Date
from enum import StrEnum
from io import StringIO
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.plans.schemas import TakenIn
from api.plans.table_rows import KEYED, columns_of, find_table, table_rows
from api.web.json.operations import sends
from api.web.json.requests import NoteText
from wfm.plan import Plan
from wfm.tables.file_names import HOTLINE
from wfm.tables.plan_writing import table_csv
from wfm.tables.raw_table import MOST_ROWS
from wfm.tables.written_cells import plan_cells

NOTE = "Lemvig's absences"


class TableName(StrEnum):
    """The tables of a plan; the hotline's is one of keys and values."""

    HOTLINE = "hotline"
    MUNICIPALITIES = "municipalities"
    AGENTS = "agents"
    AVAILABILITY = "availability"
    LOCKS = "locks"
    DEMAND = "demand"
    PREVIOUS = "previous"


class TableAnswer(BaseModel):
    """A table of a plan, as text: cells as in its CSV file, with null where they are blank."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    table: TableName = Field(description="Which table.", examples=["locks"])
    revision: int = Field(description="Number of the plan's revision.", examples=[7], ge=1)
    columns: list[str] = Field(
        description="Its columns, in order.", examples=[["date", "start", "municipality", "agent"]]
    )
    rows: list[dict[str, str | None]] = Field(
        description="Its rows, in the order of faults.",
        examples=[[{"date": "2027-01-05", "start": "08:00", "municipality": "665", "agent": None}]],
    )


Cell = Annotated[str, Field(max_length=10_000)] | Annotated[int, Field(ge=-(10**15), le=10**15)] | None


@sends
class SentTable(BaseModel):
    """A table in the place of another; columns and words may be Danish or English, as in a CSV file."""

    model_config = ConfigDict(extra="forbid")

    rows: list[dict[Annotated[str, Field(max_length=200)], Cell]] = Field(
        description="Cells by column; what is left out is blank. Decimals are text.",
        examples=[[{"date": "2027-01-05", "start": "08:00", "municipality": "665"}]],
        max_length=MOST_ROWS,
    )
    note: NoteText = Field(default="", description="What the author says to it.", examples=[NOTE])


class MergeChange(BaseModel):
    """What a workbook changes for its municipality."""

    municipality: str = Field(description="Code.", examples=["665"])
    name: str = Field(description="Name.", examples=["Lemvig"])
    joined: list[str] = Field(description="Ids of agents that are new.", examples=[["665-03"]])
    left: list[str] = Field(description="Ids of agents that are gone.", examples=[["665-01"]])
    changed: list[str] = Field(description="Ids of agents described otherwise.", examples=[["665-02"]])
    entries_before: int = Field(description="Entries of availability before.", examples=[4], ge=0)
    entries: int = Field(description="Entries of availability now.", examples=[6], ge=0)


class MergedIn(TakenIn):
    """A plan's new revision, and what a municipality's workbook changed in it."""

    changes: list[MergeChange] = Field(
        description="What changed.", examples=[[{"municipality": "665", "joined": ["665-03"]}]]
    )


def table_answer(plan: Plan, table: TableName, revision: int) -> TableAnswer:
    """Return a table of a plan as the caller sees it."""
    return TableAnswer(
        plan=plan.hotline.period.first_day,
        table=table,
        revision=revision,
        columns=list(columns_of(table.value)),
        rows=[dict(row) for row in table_rows(plan, table.value)],
    )


def table_text(plan: Plan, table: TableName) -> bytes:
    """Return the same as the content of its CSV file."""
    if table.value == HOTLINE:
        stream = StringIO()
        writer = csv.DictWriter(stream, KEYED, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table_rows(plan, table.value))
        return stream.getvalue().encode()
    own = find_table(table.value)
    return table_csv(own, plan_cells(plan)[own.name])
