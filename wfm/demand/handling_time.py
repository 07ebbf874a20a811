"""The handling time to expect: call-weighted means of the past by time of day, the newest counting most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wfm.calendar import DAY_MINUTES
from wfm.demand.forecast import LEAST_SECONDS, Numbers
from wfm.demand.history import CallHistory
from wfm.demand.intervals import Interval

USUAL_SECONDS = 300.0
"""Where no handling time was counted."""
HALF_LIFE = 56.0
"""Days after which a call counts half as much."""
_TRUST = 200.0
"""Answered calls that a time of the day needs to be believed half."""


def expect_handling(history: CallHistory, intervals: Sequence[Interval]) -> tuple[Numbers, bool]:
    """Return seconds of talk and work after it for each interval, and whether any were counted."""
    length = history.interval_minutes
    calls, seconds = np.zeros(DAY_MINUTES // length), np.zeros(DAY_MINUTES // length)
    for one in history.intervals:
        if one.handling_seconds is not None and one.answered and history.last_day is not None:
            weight = 0.5 ** ((history.last_day - one.day).days / HALF_LIFE)
            calls[one.start // length] += weight * one.answered
            seconds[one.start // length] += weight * one.handling_seconds
    if calls.sum() <= 0:
        return np.full(len(intervals), USUAL_SECONDS), False
    mean = seconds.sum() / calls.sum()
    by_slot = (seconds + _TRUST * mean) / (calls + _TRUST)
    places = np.array([one.start // length for one in intervals], dtype=np.intp)
    return np.maximum(by_slot[places], LEAST_SECONDS), True
