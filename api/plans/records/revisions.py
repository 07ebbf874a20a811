"""The revisions of a plan as they followed each other, and what each changed in what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.access.ids import PlanId
from api.plans.difference import row_differences
from api.plans.records.plans import Revision, list_revisions
from api.plans.records.pseudonymous import Content
from api.plans.table_rows import Row
from api.plans.uploads.tables import TABLES
from api.store.tables import PLAN_REVISION
from wfm.tables.cells import as_text
from wfm.tables.csv_files import csv_table
from wfm.tables.file_names import HOTLINE, HOTLINE_FILE
from wfm.tables.settings import toml_settings


@dataclass(frozen=True)
class TableCount:
    """How many rows of a table came, went and changed."""

    table: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class RevisionStep:
    """A revision, and what it changed of the one before.

    Parameters
    ----------
    revision, note
        Which, and what its author wrote to it.
    tables
        What differs in what is kept by revision; of the first one nothing.
    renamed
        Whether nothing differs but names, e-mail addresses, telephone numbers or notes, which are kept as
        they are now and not by revision.
    """

    revision: Revision
    note: str
    tables: tuple[TableCount, ...]
    renamed: bool


def list_steps(
    connection: Connection, plan: PlanId, *, below: int | None, most: int
) -> tuple[RevisionStep, ...]:
    """Return some revisions of a plan (a random id), the newest first.

    Parameters
    ----------
    below
        Only those with a lower number; ``None`` for all.
    most
        How many at most.
    """
    rows = list_revisions(connection, plan, below=below, most=most + 1)
    contents = _contents(connection, [revision for revision, _ in rows])
    steps = []
    for place, (revision, note) in enumerate(rows[:most]):
        before = rows[place + 1][0] if place + 1 < len(rows) else None
        tables = () if before is None else _counts(contents[before.id], contents[revision.id])
        steps.append(RevisionStep(revision, note, tables, renamed=before is not None and not tables))
    return tuple(steps)


def _contents(connection: Connection, revisions: list[Revision]) -> Mapping[str, Content]:
    r = PLAN_REVISION.c
    ids = [revision.id for revision in revisions]
    found = connection.execute(select(r.id, r.content).where(r.id.in_(ids)))
    return {row.id: row.content for row in found}


def _counts(before: Content, after: Content) -> tuple[TableCount, ...]:
    found = (_count(table, before, after) for table in TABLES)
    return tuple(one for one in found if one.added or one.removed or one.changed)


def _count(table: str, before: Content, after: Content) -> TableCount:
    file = HOTLINE_FILE if table == HOTLINE else f"{table}.csv"
    if before[file] == after[file]:
        return TableCount(table, 0, 0, 0)
    differing = row_differences(table, _rows(table, before[file]), _rows(table, after[file]))
    added = sum(row.before is None for row in differing)
    removed = sum(row.after is None for row in differing)
    return TableCount(table, added, removed, len(differing) - added - removed)


def _rows(table: str, text: str) -> list[Row]:
    """Return rows as they are stored, agents under their random ids."""
    if table == HOTLINE:
        settings = toml_settings(HOTLINE_FILE, text).by_key
        told = ((key, as_text(one.value)) for key, one in settings.items())
        return [{"key": key, "value": value} for key, value in told if value]
    raw = csv_table(f"{table}.csv", text.encode())
    return [dict(zip(map(as_text, raw.header), map(as_text, cells), strict=True)) for _, cells in raw.rows]
