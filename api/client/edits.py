"""What the service answers about edits of a plan and its history, field for field as described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.client.results import Fault, Revision

Cells = Mapping[str, str | None]


@dataclass(frozen=True)
class TableCount:
    """How many rows of a table came, went and changed."""

    table: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class RowDifference:
    """A row before and after; ``None`` where it is not there."""

    before: Cells | None
    after: Cells | None


@dataclass(frozen=True)
class TableDifference(TableCount):
    """The rows in which a table differs."""

    rows: tuple[RowDifference, ...]


@dataclass(frozen=True)
class RevisionStep(Revision):
    """A revision, and what it changed of the one before."""

    tables: tuple[TableCount, ...]
    renamed: bool


@dataclass(frozen=True)
class RevisionDifference:
    """What differs between two revisions."""

    plan: date
    before: int
    after: int
    tables: tuple[TableDifference, ...]


@dataclass(frozen=True)
class Pair:
    """A number before and after."""

    before: int
    after: int


@dataclass(frozen=True)
class QuotaChange:
    """A municipality's quota before and after; ``None`` where it does not staff."""

    municipality: str
    name: str
    share_before: str | None
    share: str | None
    target_before: int | None
    target: int | None
    seats_before: str | None
    seats: str | None


@dataclass(frozen=True)
class EditOutcome:
    """What came of an edit, or would come of it: then there is no revision."""

    plan: date
    revision: Revision | None
    notices: tuple[Fault, ...]
    tables: tuple[TableDifference, ...]
    shifts: Pair
    seats: Pair
    quotas: tuple[QuotaChange, ...]
