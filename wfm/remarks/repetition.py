"""Rows that say again what another row says."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from wfm.message import Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark

SAID_AGAIN = Text(
    "notice.said_again", "a row that stands once; {place} says the same, and this one adds nothing"
)
SAT_AGAIN = Text(
    "notice.sat_again", "a row that stands once; {place} says the same, and it counts as two shifts"
)


def repetition_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield each row that is there before."""
    entries = (replace(entry, note="") for entry in records.availability)
    yield from _repeated("availability", "agent", SAID_AGAIN, ((e, e.agent) for e in entries))
    yield from _repeated(
        "locks", "date", SAID_AGAIN, ((lock, lock.day.isoformat()) for lock in records.locks)
    )
    yield from _repeated("previous", "agent", SAT_AGAIN, ((row, row.agent) for row in records.previous))


def _repeated(table: str, column: str, text: Text, rows: Iterable[tuple[Hashable, str]]) -> Iterator[Remark]:
    first: dict[Hashable, int] = {}
    for index, (row, value) in enumerate(rows):
        other = first.setdefault(row, index)
        if other != index:
            yield Remark(table, index, column, value, text(), other)
