"""Remarks on a plan as notices, each with the place where its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks import Remark, remarks
from wfm.tables.plan_tables import PlanTables
from wfm.tables.rows import SHOWN, TableRow
from wfm.tables.settings import NUMBERED_SECTIONS, HotlineSettings, Setting

ROW_HERE = Text("notice.row_here", "row {row}")
ROW_THERE = Text("notice.row_there", "row {row} of {file}")


def remark_notices(found: PlanTables, plan: Plan, records: Records) -> Iterator[Fault]:
    """Yield a notice for each remark.

    Parameters
    ----------
    found
        The tables of a sound plan.
    plan, records
        What was made of them.
    """
    for remark in remarks(plan, records):
        if remark.table == "hotline":
            settings = found.hotline.settings
            setting = _setting(settings, remark)
            value = remark.value[:SHOWN]
            yield Fault(settings.file, setting.row, setting.key, value, remark.expected)
        else:
            rows = found.by_name[remark.table].rows
            row = rows[remark.row]
            other = None if remark.other is None else rows[remark.other]
            yield row.at(remark.column, remark.value, _with_place(remark.expected, row, other))


def _with_place(expected: Message, row: TableRow, other: TableRow | None) -> Message:
    if other is None:
        return expected
    if other.origin is row.origin:
        place = ROW_HERE(row=other.number)
    else:
        place = ROW_THERE(row=other.number, file=other.origin.file)
    return expected.text(**expected.params, place=place)


def _setting(settings: HotlineSettings, remark: Remark) -> Setting:
    """Return the setting that a remark is about, as it was written, or its usual name."""
    section, _, rest = remark.column.partition(".")
    key = remark.column
    if section in NUMBERED_SECTIONS and rest:
        numbers = {m[1] for one in settings.by_key if (m := re.match(rf"{section}\.([0-9]+)\.", one))}
        key = f"{section}.{sorted(numbers, key=lambda n: (len(n), n))[remark.row]}.{rest}"
    return settings.by_key.get(key, Setting(key, None))
