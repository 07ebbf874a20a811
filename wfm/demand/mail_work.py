"""E-mail answered between calls, the oldest first, and whether it keeps its deadline.

By a time *t* as much must have been done as had arrived by *t* − D, D in opening time, and never before it
arrived. A hotline has agents × (1 − occupancy) × 0.7 for it: between calls nobody works without a pause.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wfm.demand.absence import average_figures
from wfm.demand.expected_mail import ExpectedMail
from wfm.demand.forecast import Forecast
from wfm.demand.intervals import Interval
from wfm.ids import ShiftId
from wfm.service_target import ServiceTarget

Numbers = NDArray[np.float64]
BETWEEN_CALLS = 0.7
"""Of the time between calls, what is worked on mail."""
_NOTHING = 1e-9
_HOUR = 3600.0


@dataclass(frozen=True)
class MailOutlook:
    """What becomes of a period's e-mail.

    Parameters
    ----------
    received
        Mails expected that are due in the period.
    late
        Of them those not answered within their deadline.
    work_hours
        Hours that they take.
    free_hours
        Hours that agents have for mail between calls, in the whole period.
    first_late
        Interval at whose end a mail is late first; ``None`` where none is.
    """

    received: float
    late: float
    work_hours: float
    free_hours: float
    first_late: Interval | None

    @property
    def in_time(self) -> float:
        """Share of the mails answered within their deadline; 1 where none came."""
        return 1 - self.late / self.received if self.received > 0 else 1.0


def free_seconds(forecast: Forecast, agents: Numbers, target: ServiceTarget) -> Numbers:
    """Return the seconds that agents have for mail in each interval.

    Parameters
    ----------
    forecast
        Its mean calls are answered first.
    agents
        Rostered in each interval, shape (intervals,); some may be away by chance.
    target
        Patience and shrinkage.
    """
    seconds = np.array([60.0 * one.minutes for one in forecast.intervals])
    figures = average_figures(forecast.calls / seconds, forecast.aht, agents, target)
    there = agents * (1 - float(target.shrinkage)) * seconds
    busy = np.where(forecast.calls > 0, forecast.calls * (1 - figures.abandoned) * forecast.aht, 0.0)
    free: Numbers = np.maximum(there - busy, 0.0) * BETWEEN_CALLS
    return free


def seats_of(forecast: Forecast, agents: Mapping[ShiftId, int]) -> Numbers:
    """Return the agents of each interval of a forecast by those of its shift."""
    return np.array([float(agents.get(one.shift, 0)) for one in forecast.intervals])


def foresee_mail(forecast: Forecast, agents: Numbers, target: ServiceTarget) -> MailOutlook | None:
    """Return what becomes of a forecast's e-mail with so many agents; nothing where it has none.

    What lay there before the period is not known and not counted.
    """
    if target.mail_within is None or not forecast.mail or not forecast.intervals:
        return None
    free = free_seconds(forecast, agents, target)
    return work_off(forecast.intervals, free, forecast.mail, target.mail_within * 60)


@dataclass
class _Pile:
    """Mails that came together.

    Parameters
    ----------
    mails, seconds
        How many, and the work on them.
    first, due
        Places of the intervals from which on, and by whose end, they are to be answered.
    left
        Seconds still to do.
    late
        Share of the work that was done too late, or not at all.
    """

    mails: float
    seconds: float
    first: int
    due: int
    left: float
    late: float = 0.0


def work_off(
    intervals: Sequence[Interval], free: Numbers, mail: Sequence[ExpectedMail], within: int
) -> MailOutlook:
    """Return what becomes of mail where so many seconds are free in each interval.

    Parameters
    ----------
    intervals, free
        In order, with their seconds.
    mail
        In order. It can be worked on from the interval after the one in which it came, else it might be
        answered before it arrived. What is due after the last interval is left out.
    within
        Minutes of opening time, counted from there.
    """
    piles = list(_piles(intervals, mail, within))
    waiting = deque(piles)
    first_late: Interval | None = None
    for place, interval in enumerate(intervals):
        left = float(free[place])
        while waiting and waiting[0].first <= place and left > _NOTHING:
            pile = waiting[0]
            done = min(left, pile.left)
            left, pile.left = left - done, pile.left - done
            if place > pile.due:
                pile.late += done / pile.seconds
            if pile.left <= _NOTHING:
                waiting.popleft()
        if first_late is None and waiting and waiting[0].due <= place:
            first_late = interval
    for pile in waiting:
        pile.late += pile.left / pile.seconds
    return MailOutlook(
        received=sum(pile.mails for pile in piles),
        late=sum(pile.mails * pile.late for pile in piles),
        work_hours=sum(pile.seconds for pile in piles) / _HOUR,
        free_hours=float(free.sum()) / _HOUR,
        first_late=first_late,
    )


def _piles(intervals: Sequence[Interval], mail: Sequence[ExpectedMail], within: int) -> Iterator[_Pile]:
    starts = [(one.day, one.start) for one in intervals]
    opened = np.concatenate([[0], np.cumsum([one.minutes for one in intervals])])
    for one in mail:
        first = bisect_right(starts, (one.day, one.start))
        if first < len(intervals) and opened[first] + within <= opened[-1]:
            due = int(np.searchsorted(opened, opened[first] + within, side="right")) - 2
            yield _Pile(one.received, one.seconds, first, max(due, first), one.seconds)
