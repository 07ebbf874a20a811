"""What is said of calls that are stored."""

from __future__ import annotations

from api.demand.service import CallsOverview
from wfm.message import Message, Plural, Text

NOTHING = Text("calls.nothing", "Nothing is stored of this hotline's calls yet.")
COMPLETE = Text(
    "calls.complete",
    "{calls:number} calls are stored, from {first:day} to {last:day}; no interval of the opening hours is "
    "missing.",
)
WITH_GAPS = Plural(
    "calls.with_gaps",
    "{calls:number} calls are stored, from {first:day} to {last:day}; on {n:number} open day intervals are "
    "missing.",
    "{calls:number} calls are stored, from {first:day} to {last:day}; on {n:number} open days intervals are "
    "missing.",
)
TAKEN = Plural(
    "calls.taken",
    "{n:number} day with {calls:number} calls was stored; {replaced:number} of them in the place of what was "
    "there.",
    "{n:number} days with {calls:number} calls were stored; {replaced:number} of them in the place of what "
    "was there.",
)
REMOVED = Plural(
    "calls.removed",
    "The calls of {n:number} day were taken away.",
    "The calls of {n:number} days were taken away.",
)


def tell_stored(found: CallsOverview) -> Message:
    """Say in a sentence what is stored."""
    if not found.days:
        return NOTHING()
    first, last = found.days[0].day.isoformat(), found.days[-1].day.isoformat()
    gaps = len(found.gaps)
    if not gaps:
        return COMPLETE(calls=found.calls, first=first, last=last)
    return WITH_GAPS(n=gaps, calls=found.calls, first=first, last=last)
