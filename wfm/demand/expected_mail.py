"""E-mail to come: what arrives on each weekday at each time, by what a history counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from wfm.demand.history import CallHistory
from wfm.hotline import Hotline

WEEKS = 8
"""Weeks before the last mail counted of which the mean is taken."""


class ExpectedMail(NamedTuple):
    """E-mails that arrive from a local time on, whether the hotline is open or not.

    Parameters
    ----------
    day, start
        Local date and minute of the interval in which they come.
    received
        How many, expected.
    seconds
        Work on them in all.
    """

    day: date
    start: int
    received: float
    seconds: float


def expect_mail(history: CallHistory, hotline: Hotline) -> tuple[ExpectedMail, ...]:
    """Return the e-mail of a hotline's period; none where agents answer none or none was counted.

    The mean of the last eight weeks by weekday and time, of the intervals counted; on a closed day as on its
    weekday. Work is that of the mails answered, else ``mail_seconds`` for each.
    """
    if hotline.service.mail_within is None or not history.mail:
        return ()
    since = history.mail[-1].day - timedelta(weeks=WEEKS)
    counted: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one in history.mail:
        if one.day > since:
            counted[one.day.weekday(), one.start].append(one.received)
    seconds = _seconds_each(history, hotline)
    usual = {slot: sum(some) / len(some) for slot, some in counted.items()}
    return tuple(_of_days([*hotline.period.days()], usual, seconds))


def _of_days(
    days: Sequence[date], usual: dict[tuple[int, int], float], seconds: float
) -> Iterator[ExpectedMail]:
    for day in days:
        for (weekday, start), received in sorted(usual.items()):
            if weekday == day.weekday() and received > 0:
                yield ExpectedMail(day, start, received, received * seconds)


def _seconds_each(history: CallHistory, hotline: Hotline) -> float:
    known = [one for one in history.mail if one.answered and one.handling_seconds is not None]
    answered = sum(one.answered or 0 for one in known)
    worked = sum(one.handling_seconds or 0 for one in known)
    return worked / answered if answered and worked else float(hotline.service.mail_seconds)
