"""Calls as they were counted, by hotline and day, and forecasts of them; nothing of anybody."""

from __future__ import annotations

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, Table

from api.store.columns import METADATA, plain, pseudonym
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

ENTERED_FIGURE = Table(
    "entered_figure",
    METADATA,
    plain("hotline_id", Id(), ForeignKey("hotline.id"), primary_key=True),
    plain("figure", String(20), primary_key=True),
    plain("period", String(8), primary_key=True),  # a week or a quarter
    plain("number", Integer(), primary_key=True),  # of the hotline's calls, once it was entered
    plain("last_day", Date()),  # of the period
    plain("part", Integer()),
    plain("whole", Integer()),
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
)
"""A figure entered anew is a row more: the one with the highest number counts, the others are its history."""
