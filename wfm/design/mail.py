"""E-mail in a plan of designed shifts: whoever is beyond the need on the phones answers it, the oldest first.

By a time *t* as much must have been done as had arrived by *t* − D, D in opening time, and never before it
arrived: the same reckoning as `wfm.demand.mail_work` has for a hotline with given shifts, in whole minutes.
Of those who are needed on the phones nobody answers mail, though they have time between calls; what is
promised here therefore holds with some to spare.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from wfm.design.plan import DesignPlan


class MailPile(NamedTuple):
    """Mails that came together.

    Parameters
    ----------
    first, due
        Places, among the plan's steps, of the first in which they can be answered and of the last in which
        they are in time.
    minutes
        Work on them, at least 1.
    """

    first: int
    due: int
    minutes: int


class MailCourse(NamedTuple):
    """Work on mail by the end of each step, in minutes since the period began; both never fall.

    Parameters
    ----------
    arrived, due
        What can be done by then, and what must be.
    """

    arrived: tuple[int, ...]
    due: tuple[int, ...]


def mail_piles(plan: DesignPlan) -> Iterator[MailPile]:
    """Yield the mail that is due in the period.

    It can be answered from the step on that begins when its interval has ended; the deadline counts opening
    time from there. What is due after the last step is left out.
    """
    within = plan.hotline.service.mail_within
    if within is None:
        return
    starts = [(step.day, step.start) for step in plan.steps]
    for mail in plan.mail:
        first = bisect_left(starts, (mail.day, mail.start + plan.interval_minutes))
        due = first + within * 60 // plan.grid - 1
        if due < len(starts):
            yield MailPile(first, due, mail.minutes)


def mail_course(plan: DesignPlan) -> MailCourse:
    """Return what arrives and what is due by the end of each step."""
    arrived, due = ([0] * len(plan.steps) for _ in range(2))
    for pile in mail_piles(plan):
        arrived[pile.first] += pile.minutes
        due[pile.due] += pile.minutes
    return MailCourse(tuple(accumulate(arrived)), tuple(accumulate(due)))


def overdue_by_step(plan: DesignPlan, beyond: Sequence[int]) -> tuple[int, ...]:
    """Return the minutes of work that are overdue at the end of each step.

    Parameters
    ----------
    beyond
        Agents beyond the need on the phones in each step; each has the whole step for mail. All do as much as
        there is at once: nothing is gained by waiting, so no other order leaves less overdue at any time.
    """
    done, found = 0, []
    course = mail_course(plan)
    for place, (arrived, due) in enumerate(zip(*course, strict=True)):
        done = min(arrived, done + max(0, beyond[place]) * plan.grid)
        found.append(max(0, due - done))
    return tuple(found)
