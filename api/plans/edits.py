"""Edits of a plan: one row, rows that were pasted, days that close or open, settings, competences.

An edit says what is to be done, not what comes of it: so it can be looked at before it is kept, and made on
a newer revision than its author knew, where what others changed stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Protocol

from api.access.ids import RevisionNumber
from api.plans.row_joining import join_rows
from api.plans.table_rows import Row, key_of, table_rows
from api.plans.uploads.tables import csv_rows, json_rows, tables_of, with_unseen_notes
from wfm.calendar import Closing
from wfm.errors import Fault, PlanError
from wfm.half_holidays import HALF_HOLIDAYS
from wfm.message import Text
from wfm.plan import Plan
from wfm.tables.file_names import HOTLINE
from wfm.tables.plan_reading import PlanReading, plan_of
from wfm.tables.raw_table import RawTable
from wfm.tables.settings import NUMBERED_SECTIONS

ROW_THERE = Text("edit.row_there", "a row that is still there; somebody changed or deleted it meanwhile")
PasteMode = Literal["add", "replace"]


@dataclass(frozen=True)
class EditBase:
    """What an edit is made on.

    Parameters
    ----------
    plan
        A state of the plan.
    read_past
        Reads an earlier one by its number.
    """

    plan: Plan
    read_past: Callable[[RevisionNumber], Plan]


class PlanEdit(Protocol):
    """Something that is to be done to a plan."""

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan with it.

        Raises
        ------
        PlanError
            With every fault found.
        """


def read_with(plan: Plan, changes: Mapping[str, RawTable]) -> PlanReading:
    """Read a plan with other tables in the place of its own.

    Raises
    ------
    PlanError
        With every fault found, in these tables and in those that refer to them.
    """
    tables = tables_of(plan)
    for name, raw in changes.items():
        tables.replace(name, raw)
    return plan_of(tables)


@dataclass(frozen=True)
class RowEdit:
    """A row that comes, changes or goes.

    Parameters
    ----------
    table
        English name.
    before, after
        The row; ``None`` before it comes and after it goes.
    """

    table: str
    before: Row | None
    after: Row | None

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan with it; of a row that others changed too, their cells stay."""
        rows = list(table_rows(base.plan, self.table))
        if self.before is None:
            rows += [] if self.after is None else [self.after]
        else:
            place = self._place(rows, self.before)
            rows[place : place + 1] = [] if self.after is None else [self._merged(rows[place], self.after)]
        return read_with(base.plan, {self.table: json_rows(self.table, rows)})

    def _place(self, rows: Sequence[Row], before: Row) -> int:
        if before in rows:
            return rows.index(before)
        key = key_of(self.table, before)
        same = [place for place, row in enumerate(rows) if key_of(self.table, row) == key]
        if len(same) != 1:
            raise PlanError([Fault(self.table, None, "", " · ".join(filter(None, key)), ROW_THERE())])
        return same[0]

    def _merged(self, now: Row, after: Row) -> Row:
        before = self.before or {}
        return {name: cell if before.get(name) != cell else now.get(name) for name, cell in after.items()}


@dataclass(frozen=True)
class PasteEdit:
    """Rows that were pasted, or stood in a file: beside those that are there, or in their place.

    Parameters
    ----------
    table
        English name.
    text
        As a spreadsheet copies them, or CSV; the first row names the columns in Danish or English.
    mode
        Whether rows are added (in the place of those that bear the same key) or all others go.
    """

    table: str
    text: str
    mode: PasteMode = "add"

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan with them."""
        sent = csv_rows(self.table, self.text.encode())
        if self.mode == "add":
            sent = join_rows(self.table, table_rows(base.plan, self.table), sent)
        return read_with(base.plan, {self.table: sent})


@dataclass(frozen=True)
class DayEdit:
    """Days that close, and days that open although they were closed or somebody had to decide on them."""

    close: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan with it; locks and other numbers of seats on days that close go along."""
        closing = self._closing(base.plan)
        changes = {
            "holidays.closed": ", ".join(map(str, sorted(closing.closed))),
            "holidays.open": ", ".join(map(str, sorted(closing.opened))),
        }
        tables = {HOTLINE: _settings(base.plan, changes)}
        for name in ("locks", "demand"):
            rows = table_rows(base.plan, name)
            kept = [row for row in rows if date.fromisoformat(row["date"] or "") not in self.close]
            if len(kept) < len(rows):
                tables[name] = json_rows(name, kept)
        return read_with(base.plan, tables)

    def _closing(self, plan: Plan) -> Closing:
        before, period = plan.hotline.closing, plan.hotline.period
        public = Closing(before.country).days(period)
        halves = HALF_HOLIDAYS.get(before.country or "", ())
        decided = {day for day in self.open if day in public or (day.month, day.day) in halves}
        opened = (before.opened - self.close) | decided
        closed = (before.closed - self.open) | (self.close - public)
        return Closing(before.country, closed, opened)


@dataclass(frozen=True)
class SettingEdit:
    """Settings of the hotline by dotted key, as text; a blank one is left out, so that its default holds."""

    changes: Mapping[str, str] = field(default_factory=dict)

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan with them."""
        return read_with(base.plan, {HOTLINE: _settings(base.plan, self.changes)})


def _settings(plan: Plan, changes: Mapping[str, str]) -> RawTable:
    now = {str(row["key"]): row["value"] or "" for row in table_rows(plan, HOTLINE)}
    whole = {key: value for key, value in {**now, **changes}.items() if value.strip()}
    return json_rows(HOTLINE, [{"key": key, "value": whole[old]} for key, old in _renumber(whole)])


def _renumber(keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield keys as they are to be, with those that they were: sections are counted from 1 without a gap."""
    known = list(keys)
    numbers: dict[str, list[int]] = {section: [] for section in NUMBERED_SECTIONS}
    for key in known:
        section, _, rest = key.partition(".")
        if section in numbers and rest.partition(".")[0].isdecimal():
            numbers[section].append(int(rest.partition(".")[0]))
    order = {name: sorted(set(found)) for name, found in numbers.items()}
    for key in known:
        section, _, rest = key.partition(".")
        number, _, name = rest.partition(".")
        if number.isdecimal() and int(number) in order.get(section, ()):
            yield f"{section}.{order[section].index(int(number)) + 1}.{name}", key
        else:
            yield key, key


@dataclass(frozen=True)
class CompetenceEdit:
    """Competences that agents are given (true) or no longer have, by agent and code."""

    changes: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan with them; whoever is no more in it is a fault."""
        rows = {str(row["agent"]): dict(row) for row in table_rows(base.plan, "agents")}
        for (agent, code), holds in self.changes.items():
            if agent not in rows:
                raise PlanError([Fault("agents", None, "agent", agent, ROW_THERE())])
            held = set(filter(None, (rows[agent]["competences"] or "").split("|")))
            held = held | {code} if holds else held - {code}
            rows[agent]["competences"] = "|".join(sorted(held)) or None
        return read_with(base.plan, {"agents": json_rows("agents", list(rows.values()))})


@dataclass(frozen=True)
class RestoreEdit:
    """An earlier revision, to be the newest again; names and contacts stay as they are now.

    So do notes of entries that are there now: one that its author took away does not come back.
    """

    number: RevisionNumber

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan as it was."""
        past = base.read_past(self.number)
        now = {replace(entry, note="") for entry in base.plan.availability}
        bare = ((replace(entry, note=""), entry) for entry in past.availability)
        entries = tuple(same if same in now else entry for same, entry in bare)
        return PlanReading(with_unseen_notes(replace(past, availability=entries), base.plan))
