"""Notices of one kind gathered, so that whoever reads them reads them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wfm.errors import Fault
from wfm.message import Text

MOST_ALIKE = 3
"""Notices of one kind that are told one by one; of more the others share a line."""

MOST_ROWS_NAMED = 20
AND_MORE = Text("notice.and_more", "{expected}; {n:number} further rows alike: {rows:list}")

_Kind = tuple[str, str, str]


def gather_notices(notices: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return notices in which those of one kind in one column, after the first, stand as one."""
    alike: dict[_Kind, list[Fault]] = {}
    for notice in notices:
        alike.setdefault((notice.file, notice.column, notice.expected.key), []).append(notice)
    found = [part for same in alike.values() for part in _shortened(same)]
    order = {file: place for place, file in enumerate(dict.fromkeys(notice.file for notice in notices))}
    return tuple(sorted(found, key=lambda notice: (order[notice.file], notice.row or 0)))


def _shortened(alike: list[Fault]) -> list[Fault]:
    """Return some notices, the last of them for all others as well."""
    if len(alike) <= MOST_ALIKE + 1:
        return alike
    *first, last = alike[: MOST_ALIKE + 1]
    rows = [str(notice.row) for notice in alike[MOST_ALIKE + 1 :] if notice.row is not None]
    named = (*rows[:MOST_ROWS_NAMED], *(("…",) if len(rows) > MOST_ROWS_NAMED else ()))
    more = AND_MORE(expected=last.expected, n=len(alike) - len(first) - 1, rows=named)
    return [*first, replace(last, expected=more)]
