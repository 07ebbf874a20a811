"""Calls as they were counted, by hotline and day, and forecasts of them; nothing of anybody."""

from __future__ import annotations

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, Table

from api.store.columns import METADATA, plain
from api.store.types import Id, Json, UtcTime

CALL_DAY = Table(
    "call_day",
    METADATA,
    plain("hotline_id", Id(), ForeignKey("hotline.id"), primary_key=True),
    plain("day", Date(), primary_key=True),
    plain("minutes", Integer()),  # of an interval
    plain("calls", Json()),
    plain("mail", Json()),
    plain("at", UtcTime()),
)
"""What was counted on a local day, sums over all calls and all agents: numbers for each interval."""

CALL_CALENDAR = Table(
    "call_calendar",
    METADATA,
    plain("hotline_id", Id(), ForeignKey("hotline.id"), primary_key=True),
    plain("number", Integer()),  # rises with whatever is stored or taken away of the hotline's calls
    plain("special_days", Json()),
    plain("served", Json()),
    plain("at", UtcTime()),
)

CALL_FORECAST = Table(
    "call_forecast",
    METADATA,
    plain("id", Id(), primary_key=True),  # of the run that made it
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("origin", Date()),  # the first day that was not known
    plain("content", LargeBinary()),
    plain("told", Json()),  # how good the method was, and remarks
    plain("risks", Json()),  # by shift: calls, and what so many agents would lose
    plain("needs", Json()),  # of each shift
    plain("at", UtcTime()),
    Index(None, "plan_id", "at"),
)
"""``content`` packs the calls, handling times and paths of the period's intervals."""
