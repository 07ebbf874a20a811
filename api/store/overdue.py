"""What was over once is over, also for a clock that is set back: the audit knows what was seen of the time.

What is made after a jump ahead of the clock is not measured by that jump.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from api.store.tables import AUDIT_EVENT

_E = AUDIT_EVENT.c


def was_seen(connection: Connection, action: str, about: str, moment: datetime) -> bool:
    """Tell whether, since something was last done, anything was written down at a moment or later."""
    return bool(all_seen(connection, action, {about: moment}))


def all_seen(connection: Connection, action: str, moments: Mapping[str, datetime]) -> frozenset[str]:
    """Return of which things a moment was seen; with ordinary clocks by one look at the newest of all.

    Parameters
    ----------
    action
        How they came to be.
    moments
        When each of them is over, by its random id.
    """
    if not moments:
        return frozenset()
    late = connection.execute(_since(), {"moment": min(moments.values())}).all()
    if not late:
        return frozenset()
    made = (_E.action == action) & _E.object.in_(tuple(moments))
    newest = select(_E.object, func.max(_E.seq).label("seq")).where(made).group_by(_E.object)
    since = {row.object: row.seq for row in connection.execute(newest)}
    found = {one for one, moment in moments.items() if _is_in(late, since.get(one, 0), moment)}
    return frozenset(found)


@cache
def _since() -> Any:
    """Return the question for what was written down from a moment on: every request asks it."""
    return select(_E.seq, _E.at).where(_E.at >= bindparam("moment", type_=_E.at.type)).order_by(_E.seq.desc())


def _is_in(late: Iterable[Any], after: int, moment: datetime) -> bool:
    """Tell whether anything was written down at a moment or later, after an event."""
    return any(row.at >= moment for row in takewhile(lambda row: row.seq > after, late))
