"""When agents can't, would rather not and would like to sit: drawn, but as life in a town hall is.

Only the week of a municipality's leave and its training day are common to colleagues; the rest is
each agent's own. Notes are Danish, as a coordinator writes them, and never say more than needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from making.chance import Chance
from making.staff import Partner, Worker
from making.timetable import WEEKDAYS, Timetable, clock

UNAVAILABLE, UNDESIRED, PREFERRED = "unavailable", "undesired", "preferred"


@dataclass(frozen=True)
class Entry:
    """A row of ``availability.csv``; hours are whole, 0 to 24."""

    agent: str
    kind: str
    first_day: date
    last_day: date
    days: tuple[int, ...] = ()
    start: int = 0
    end: int = 24
    note: str = ""

    def row(self) -> tuple[str, ...]:
        """Return its cells."""
        days = "|".join(WEEKDAYS[day] for day in self.days)
        start = clock(self.start) if self.start else ""
        end = clock(self.end) if self.end < 24 else ""
        ends = self.first_day.isoformat(), self.last_day.isoformat()
        return (self.agent, self.kind, *ends, days, start, end, self.note)


@dataclass(frozen=True)
class Leave:
    """A holiday season: a municipality keeps to one of the `spans`; so many of its agents go then.

    Never more than half of a municipality's agents (rounded down, but one always) go at once.
    """

    spans: tuple[tuple[date, date], ...]
    probability: float
    note: str


@dataclass(frozen=True)
class Season:
    """What is typical of a plan's quarter.

    Parameters
    ----------
    leaves
        Holiday seasons.
    day_hours
        First and last hour of the shifts in the daytime that people wish for.
    late_hours
        First and last hour of the shifts that people would rather not have.
    counter
        Hours of a weekly turn at the town hall's counter, or ``None``.
    long_absence
        First and last day of those away for weeks, by agent id.
    """

    leaves: tuple[Leave, ...]
    day_hours: tuple[int, int]
    late_hours: tuple[int, int]
    counter: tuple[int, int] | None
    long_absence: dict[str, tuple[date, date]]


def entries(
    plan: str, members: Sequence[Partner], staff: Sequence[Worker], season: Season, timetable: Timetable
) -> Iterator[Entry]:
    """Yield every entry, by agent and day; each lies within the period and the agent's employment."""
    common = {
        partner.code: list(_together(plan, partner, staff, season, timetable))
        for partner in members
        if partner.agents
    }
    for worker in staff:
        own = [entry for entry in common[worker.municipality] if entry.agent == worker.id]
        own += _absences(Chance(plan, "absence", worker.id), worker, season, timetable)
        own += _wishes(Chance(plan, "wishes", worker.id), worker, season, timetable)
        said = _plain(tuple(_clipped(own, worker, timetable)))
        yield from sorted(said, key=lambda entry: (entry.first_day, entry.last_day, entry.row()))


def _together(
    plan: str, partner: Partner, staff: Sequence[Worker], season: Season, timetable: Timetable
) -> Iterator[Entry]:
    """Yield a municipality's holidays and its training day."""
    chance = Chance(plan, "together", partner.name)
    colleagues = [worker.id for worker in staff if worker.municipality == partner.code]
    most = max(1, len(colleagues) // 2)
    for leave in season.leaves:
        first, last = chance.pick(leave.spans)
        going = [agent for agent in colleagues if chance.happens(leave.probability)]
        for agent in chance.some(going, min(most, len(going))):
            yield Entry(agent, UNAVAILABLE, first, last, note=leave.note)
    training = chance.pick(timetable.open_days())
    for agent in colleagues:
        yield Entry(agent, UNAVAILABLE, training, training, note="kursusdag i kommunen")


def _absences(chance: Chance, worker: Worker, season: Season, timetable: Timetable) -> Iterator[Entry]:
    """Yield what keeps an agent away."""
    first, last = timetable.first_day, timetable.last_day
    if worker.off:
        yield Entry(worker.id, UNAVAILABLE, first, last, worker.off, note="fast fridag")
    if worker.id in season.long_absence:
        start, end = season.long_absence[worker.id]
        yield Entry(worker.id, UNAVAILABLE, start, end, note="orlov")
    if season.counter and chance.happens(0.2):
        hours = season.counter
        yield Entry(
            worker.id, UNAVAILABLE, first, last, (chance.below(5),), *hours, "fast opgave i borgerservice"
        )
    if chance.happens(0.2):
        start = chance.pick(timetable.open_days())
        yield Entry(
            worker.id, UNAVAILABLE, start, start + timedelta(days=chance.between(3, 12)), note="fravær"
        )
    for _ in range(chance.below(3)):
        day = chance.pick(timetable.open_days())
        yield Entry(worker.id, UNAVAILABLE, day, day, note="fridag")
    if chance.happens(0.3):
        day, (start_hour, end_hour) = chance.pick(timetable.open_days()), season.day_hours
        middle = (start_hour + end_hour) // 2
        hours = chance.pick(((start_hour, middle), (middle, end_hour)))
        yield Entry(worker.id, UNAVAILABLE, day, day, (), *hours, "møde")


def _wishes(chance: Chance, worker: Worker, season: Season, timetable: Timetable) -> Iterator[Entry]:
    """Yield what an agent would rather not, and what they would like."""
    first, last = timetable.first_day, timetable.last_day
    if chance.happens(0.5):
        weekdays = _weekdays(worker, season.late_hours, timetable)
        days = chance.some(weekdays, min(len(weekdays), chance.between(1, 3)))
        yield Entry(worker.id, UNDESIRED, first, last, days, *season.late_hours, "helst ikke sent")
    if 5 in timetable.opening and chance.happens(0.3):
        yield Entry(worker.id, UNDESIRED, first, last, (5,), note="helst ikke lørdag")
    if chance.happens(0.15):
        start = chance.pick(timetable.open_days())
        yield Entry(worker.id, UNDESIRED, start, start + timedelta(days=6), note="travl uge")
    if chance.happens(0.35):
        start = first + timedelta(days=7 * chance.below(10))
        days = chance.some(_weekdays(worker, season.day_hours, timetable), 2)
        until = start + timedelta(days=27)
        yield Entry(worker.id, PREFERRED, start, until, days, *season.day_hours, "gerne på disse tider")
    for _ in range(chance.below(3)):
        day = chance.pick(timetable.open_days())
        yield Entry(worker.id, PREFERRED, day, day, note="vil gerne denne dag")


def _weekdays(worker: Worker, hours: tuple[int, int], timetable: Timetable) -> tuple[int, ...]:
    """Return the agent's weekdays on which the hotline is open in some of these hours."""
    return tuple(
        day
        for day, (opens, closes) in sorted(timetable.opening.items())
        if day not in worker.off and opens < hours[1] and hours[0] < closes
    )


def _plain(own: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries but those that only speak of days on which the agent is away anyway."""
    for place, entry in enumerate(own):
        others = (*own[:place], *(other for other in own[place + 1 :] if other != entry))
        if not any(_swallows(other, entry) for other in others):
            yield entry


def _swallows(other: Entry, entry: Entry) -> bool:
    """Tell whether `other` is a whole-day absence on every day of `entry`."""
    if other.kind != UNAVAILABLE or (other.start, other.end) != (0, 24):
        return False
    alone = (entry.first_day.weekday(),) if entry.first_day == entry.last_day else entry.days
    weekdays = not other.days or (bool(alone) and set(alone) <= set(other.days))
    return weekdays and other.first_day <= entry.first_day and entry.last_day <= other.last_day


def _clipped(own: Sequence[Entry], worker: Worker, timetable: Timetable) -> Iterator[Entry]:
    """Yield the part of each entry that lies within the period and the employment."""
    first = max(timetable.first_day, worker.first_day or timetable.first_day)
    last = min(timetable.last_day, worker.last_day or timetable.last_day)
    for entry in own:
        start, end = max(entry.first_day, first), min(entry.last_day, last)
        if start <= end:
            yield replace(entry, first_day=start, last_day=end)
