"""The history of a plan as documents: its revisions, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date

from pydantic import BaseModel, ConfigDict, Field

from api.plans.difference import TableDifference
from api.plans.records.revisions import RevisionStep
from api.plans.schemas import RevisionView, revision_view
from api.web.json.operations import sends
from api.web.json.requests import NoteText

MOST_TOLD = 1000
"""Rows of a table that are told one by one."""


class TableCountView(BaseModel):
    """How many rows of a table a revision changed."""

    table: str = Field(description="Table; hotline for the settings.", examples=["agents"])
    added: int = Field(description="Rows that came.", examples=[1], ge=0)
    removed: int = Field(description="Rows that went.", examples=[0], ge=0)
    changed: int = Field(description="Rows that are others.", examples=[2], ge=0)


class RevisionStepView(RevisionView):
    """A revision, and what it changed of the one before."""

    tables: list[TableCountView] = Field(
        description="Tables in which it differs.", examples=[[{"table": "agents", "added": 1}]]
    )
    renamed: bool = Field(
        description="Whether nothing differs but names, contacts or notes, which are kept as they are now.",
        examples=[False],
    )


class RevisionsAnswer(BaseModel):
    """Some revisions of a plan, the newest first."""

    revisions: list[RevisionStepView] = Field(
        description="The revisions.", examples=[[{"number": 7, "parent": 6}]]
    )
    next: str | None = Field(
        description="Cursor of the next page; null on the last.", examples=["cmV2aXNpb246NQ"]
    )


class RowDifferenceView(BaseModel):
    """A row before and after."""

    before: dict[str, str | None] | None = Field(
        description="As it was; null where it came.", examples=[{"agent": "751-01", "fte": "1"}]
    )
    after: dict[str, str | None] | None = Field(
        description="As it is; null where it went.", examples=[{"agent": "751-01", "fte": "0.5"}]
    )


class TableDifferenceView(TableCountView):
    """What differs in a table."""

    rows: list[RowDifferenceView] = Field(
        description="The rows that differ, the first 1,000.", examples=[[{"before": None, "after": {}}]]
    )


class RevisionDifferenceAnswer(BaseModel):
    """What differs between two revisions, with names as they are now."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    before: int = Field(description="Number of the one.", examples=[6], ge=1)
    after: int = Field(description="Number of the other.", examples=[7], ge=1)
    tables: list[TableDifferenceView] = Field(
        description="Tables in which they differ.", examples=[[{"table": "agents", "changed": 1}]]
    )


@sends
class SentRestore(BaseModel):
    """That an earlier revision is to be the newest again."""

    model_config = ConfigDict(extra="forbid")

    preview: bool = Field(
        default=False,
        description="Whether to tell only what would come of it, and keep nothing.",
        examples=[True],
    )
    note: NoteText = Field(default="", description="What the author says to it.", examples=["Too early"])


def step_view(step: RevisionStep) -> RevisionStepView:
    """Return a revision with what it changed."""
    tables = [
        TableCountView(table=one.table, added=one.added, removed=one.removed, changed=one.changed)
        for one in step.tables
    ]
    known = revision_view(step.revision, step.note).model_dump()
    return RevisionStepView(**known, tables=tables, renamed=step.renamed)


def table_differences(found: Iterable[TableDifference]) -> list[TableDifferenceView]:
    """Return what differs, table by table."""
    return [
        TableDifferenceView(
            table=one.table,
            added=len(one.added),
            removed=len(one.removed),
            changed=len(one.changed),
            rows=[
                RowDifferenceView(
                    before=None if row.before is None else dict(row.before),
                    after=None if row.after is None else dict(row.after),
                )
                for row in one.rows[:MOST_TOLD]
            ],
        )
        for one in found
    ]
