"""What a telephone system counted, interval by interval, and what is known of the days besides.

Nothing here is about a person: an interval holds sums over all calls and all agents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from wfm.entered_figures import EnteredFigure

COUNTS = (
    *("offered", "answered", "abandoned", "answered_within", "abandoned_short", "talk_seconds"),
    *("wrap_seconds", "wait_answered_seconds", "wait_abandoned_seconds", "settled"),
)
"""What adds up over intervals and queues; every one but ``offered`` may be unknown."""


class CallInterval(NamedTuple):
    """What was counted in one interval, all queues together.

    Parameters
    ----------
    day, start
        Local date, and minute of that day on the clock on the wall.
    starts_at
        The same instant, aware, in UTC; an hour that the clocks repeat is there twice.
    offered, answered, abandoned, answered_within, abandoned_short, settled
        Calls; ``None`` is unknown.
    talk_seconds, wrap_seconds, wait_answered_seconds, wait_abandoned_seconds
        Sums over the interval's calls, in seconds.
    agents
        Agents who were there, on average over the interval.
    """

    day: date
    start: int
    starts_at: datetime
    offered: int
    answered: int | None = None
    abandoned: int | None = None
    answered_within: int | None = None
    abandoned_short: int | None = None
    talk_seconds: int | None = None
    wrap_seconds: int | None = None
    wait_answered_seconds: int | None = None
    wait_abandoned_seconds: int | None = None
    settled: int | None = None
    agents: Fraction | None = None

    @property
    def handling_seconds(self) -> int | None:
        """Seconds talked and, where they are counted, of work afterwards."""
        return None if self.talk_seconds is None else self.talk_seconds + (self.wrap_seconds or 0)


class SpecialKind(StrEnum):
    """What makes a day unlike others."""

    HOLIDAY = "holiday"
    EVE = "eve"
    AFTER = "after"
    CAMPAIGN = "campaign"
    OUTAGE = "outage"


class SpecialDay(NamedTuple):
    """A special day; its `name` is the same every year, its `factor` how many times the usual calls."""

    day: date
    kind: SpecialKind
    name: str = ""
    factor: Fraction | None = None


class Population(NamedTuple):
    """Citizens served from a day on."""

    first_day: date
    population: int


class MailInterval(NamedTuple):
    """Mail that came in and was answered in one interval; ``None`` is unknown."""

    day: date
    start: int
    starts_at: datetime
    received: int
    answered: int | None = None
    within: int | None = None
    handling_seconds: int | None = None


@dataclass(frozen=True)
class CallHistory:
    """A history: intervals in order of time, none twice; an interval that is not there is unknown.

    Parameters
    ----------
    interval_minutes
        Length of an interval, from 5 to 60.
    intervals
        What was counted.
    special_days
        In order; a day may be a campaign and something else.
    served
        In order of their first days; before the first the first counts.
    mail
        In order of time.
    queues
        Names of the telephone system's queues; one without a name where it told of none.
    entered
        Figures of weeks and quarters that somebody entered, each once.
    """

    interval_minutes: int
    intervals: tuple[CallInterval, ...]
    special_days: tuple[SpecialDay, ...] = ()
    served: tuple[Population, ...] = ()
    mail: tuple[MailInterval, ...] = ()
    queues: tuple[str, ...] = ("",)
    entered: tuple[EnteredFigure, ...] = ()

    @property
    def first_day(self) -> date | None:
        """The first day counted; ``None`` where nothing was."""
        return self.intervals[0].day if self.intervals else None

    @property
    def last_day(self) -> date | None:
        """The last day counted."""
        return self.intervals[-1].day if self.intervals else None

    @cached_property
    def by_day(self) -> Mapping[date, tuple[CallInterval, ...]]:
        """Intervals by local date, in order."""
        found: dict[date, list[CallInterval]] = {}
        for one in self.intervals:
            found.setdefault(one.day, []).append(one)
        return MappingProxyType({day: tuple(some) for day, some in found.items()})

    @property
    def calls(self) -> int:
        """Calls offered in all."""
        return sum(one.offered for one in self.intervals)

    def before(self, day: date) -> CallHistory:
        """Return what had been counted before a day; what is planned (special days, citizens) stays."""
        return replace(
            self,
            intervals=tuple(one for one in self.intervals if one.day < day),
            mail=tuple(one for one in self.mail if one.day < day),
        )

    def population_on(self, day: date) -> int:
        """Return the citizens served on a day; 1 where no table says, so that it changes nothing."""
        found = [one for one in self.served if one.first_day <= day] or list(self.served[:1])
        return found[-1].population if found else 1
