"""What a form for many people sent: kept as it was typed where it could not be done, with its faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.plans.edit_schemas import LONGEST_TEXT
from api.plans.uploads.tables import csv_rows
from api.revisions.fault_rows import FaultRow, fault_rows
from api.web.pages.sent_form import PageForm
from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.cells import as_text
from wfm.tables.raw_table import RawTable

TABLE = "availability"
MOST_FAULTY = 30
"""Faulty rows that are shown."""
TOO_LONG = Text("collect.too_long", "at most {letters:number} letters")


@dataclass(frozen=True)
class BoardForm:
    """A form for many people.

    Parameters
    ----------
    agents, first, last, letter
        Of days: for whom, from when to when, and what is said.
    text
        Rows as they were pasted.
    faults
        Every fault of the rows.
    raw
        The rows as they were read; ``None`` where they could not be.
    """

    agents: Sequence[str] = ()
    first: str = ""
    last: str = ""
    letter: str = "u"
    text: str = ""
    faults: tuple[Fault, ...] = ()
    raw: RawTable | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns as they were pasted."""
        return () if self.raw is None else tuple(map(as_text, self.raw.header))

    @property
    def faulty(self) -> tuple[FaultRow, ...]:
        """Rows with their faults beside them."""
        if self.raw is None:
            return ()
        rows = [row for row in fault_rows(self.raw, self.faults) if row.is_faulty]
        return tuple(rows[:MOST_FAULTY])

    @property
    def others(self) -> tuple[Fault, ...]:
        """Faults of no row, and of rows that are not shown."""
        shown = {row.number for row in self.faulty}
        return tuple(fault for fault in self.faults if fault.row not in shown)


def read_pasted(text: str) -> RawTable:
    """Return rows as a spreadsheet copies them, or CSV.

    Raises
    ------
    PlanError
        Where they are no table at all, or too long.
    """
    if len(text) > LONGEST_TEXT:
        raise PlanError([Fault(TABLE, None, "", "", TOO_LONG(letters=LONGEST_TEXT))])
    return csv_rows(TABLE, text.encode())


def read_days(form: PageForm) -> BoardForm:
    """Return days for many people as they were sent."""
    agents = tuple(form.fields.get("agent", ()))
    return BoardForm(
        agents=agents, first=form.text("first"), last=form.text("last"), letter=form.text("letter")
    )
