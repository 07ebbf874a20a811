"""Quota tables of published versions, kept once they are worked out.

What is stored of a version never changes, and its hash stands for all of it; what can change is who is
confirmed to have sat there. Pages about a municipality's year look at many quarters, and each table of one
costs some hundredths of a second, so a table is given out again as long as both are the same. No table names
anybody.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from api.rosters.records.rosters import Version
from api.rosters.records.worked import WorkedPart, read_said
from api.store.engine import Connection
from wfm.plan import Plan
from wfm.quota_table import QuotaRow, quota_table
from wfm.worked import WorkedSeats

MOST = 64
"""Tables that are kept: some years of a few hotlines."""

_Key = tuple[str, tuple[WorkedPart, ...]]
_kept: OrderedDict[_Key, tuple[QuotaRow, ...]] = OrderedDict()
_LOCK = Lock()


def quota_rows(
    connection: Connection, version: Version, read: Callable[[], tuple[Plan, WorkedSeats]]
) -> tuple[QuotaRow, ...]:
    """Return the quota table of a published version, with what is confirmed to have been worked.

    Parameters
    ----------
    version
        The published one.
    read
        Its plan and the seats worked; called only where the table is not known.
    """
    said = read_said(connection, version.plan)
    key = (version.sha256, tuple(part for _, part in sorted(said.items())))
    with _LOCK:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known
    rows = tuple(quota_table(*read()))
    with _LOCK:
        _kept[key] = rows
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return rows
