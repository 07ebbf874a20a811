"""The queue: whose turn it is among runs that wait; no hotline waits behind all that another asked for.

First goes what was begun and cut off, since somebody saw it begin. Then hotlines take turns: the one whose
last run began the longest ago is next, each with the run that it has waited for longest. What those asked who
do not plan comes after all that planners wait for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from api.access.ids import HotlineId, RunId
from api.store.tables import PLAN, RUN

_NEVER = datetime.min.replace(tzinfo=UTC)


def is_question(asked: Mapping[str, Any]) -> bool:
    """Tell whether what is asked for is a question of somebody who does not plan."""
    return asked.get("audience") is not None


def list_in_turn(connection: Connection, free: ColumnElement[bool]) -> tuple[RunId, ...]:
    """Return runs in the order in which they are taken.

    Parameters
    ----------
    free
        Which runs wait.
    """
    r = RUN.c
    asked = select(r.id, r.fence, r.asked, r.created_at, PLAN.c.hotline_id)
    asked = asked.join(PLAN, PLAN.c.id == r.plan_id)
    rows = connection.execute(asked.where(free).order_by(r.created_at, r.id)).all()
    last = _last_begun(connection) if len({row.hotline_id for row in rows}) > 1 else {}
    turns: Counter[tuple[HotlineId, bool]] = Counter()
    order = []
    for row in rows:
        begun, later = row.fence > 0, is_question(row.asked)
        whose = (row.hotline_id, later)
        turn = 0 if begun else turns[whose]
        turns[whose] += not begun
        order.append((not begun, later, turn, last.get(row.hotline_id, _NEVER), row.created_at, row.id))
    return tuple(RunId(key[-1]) for key in sorted(order))


def _last_begun(connection: Connection) -> Mapping[HotlineId, datetime]:
    """Return when the last run of each hotline began, of those that had one."""
    hotline, began = PLAN.c.hotline_id, RUN.c.started_at
    joined = RUN.join(PLAN, PLAN.c.id == RUN.c.plan_id)
    asked = select(hotline, func.max(began).label("last")).select_from(joined).where(began.is_not(None))
    found: Any = connection.execute(asked.group_by(hotline))
    return {row.hotline_id: row.last for row in found}
