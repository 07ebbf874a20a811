"""Which part of a day's calls each interval of the plan has, whatever grid the history was counted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wfm.calendar import DAY_MINUTES
from wfm.demand.day_profile import DayProfile
from wfm.demand.forecast import Numbers
from wfm.demand.intervals import Interval
from wfm.demand.uncertainty import BLOCK
from wfm.hotline import Hotline


@dataclass(frozen=True, eq=False)
class DayShares:
    """The intervals of a day: their places in the period, parts of a whole day's calls, and blocks."""

    day: date
    places: NDArray[np.intp]
    parts: Numbers
    blocks: NDArray[np.intp]


def share_days(
    intervals: Sequence[Interval], profile: DayProfile, slot_minutes: int, hotline: Hotline, length: int
) -> tuple[DayShares, ...]:
    """Return the shares of each day of a period, in order.

    Parameters
    ----------
    intervals
        In order, `length` minutes each, a rest shorter.
    profile
        On slots of `slot_minutes`.
    hotline
        Whose opening hours the slots are cut to.
    """
    reached = _reached(profile, slot_minutes, hotline)
    ends = {shift.id: shift.end for shift in hotline.opening_shifts()}
    places: dict[date, list[int]] = {}
    for place, one in enumerate(intervals):
        places.setdefault(one.day, []).append(place)
    found = []
    for day, some in places.items():
        mine = [intervals[place] for place in some]
        starts = np.array([one.start for one in mine])
        stops = np.array([min(one.start + length, ends[one.shift]) for one in mine])
        stretch = np.array([one.minutes for one in mine]) / (stops - starts)
        sums = reached[day.weekday()]
        blocks = np.unique(starts // BLOCK, return_inverse=True)[1]
        found.append(DayShares(day, np.array(some), (sums[stops] - sums[starts]) * stretch, blocks))
    return tuple(found)


def _reached(profile: DayProfile, slot_minutes: int, hotline: Hotline) -> Numbers:
    """Return by weekday and minute the part of a day's calls that came before that minute."""
    is_open = np.zeros((7, DAY_MINUTES))
    for weekday, spans in hotline.opening_hours.items():
        for span in spans:
            is_open[weekday, span.start : span.end] = 1
    minutes = is_open.reshape(7, -1, slot_minutes).sum(axis=2)
    a_minute = np.where(minutes > 0, profile.parts / np.maximum(minutes, 1), 0.0)
    density = np.repeat(a_minute, slot_minutes, axis=1) * is_open
    return np.concatenate([np.zeros((7, 1)), np.cumsum(density, axis=1)], axis=1)
