"""Rows of a telephone system's export become counts: averages turn into sums, queues and parts add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from wfm.calendar import DAY_MINUTES
from wfm.demand.clock_changes import instants
from wfm.demand.history import COUNTS, CallInterval
from wfm.tables.history_columns import AVERAGE_OF
from wfm.tables.rows import TableRow

LENGTHS = (5, 6, 10, 12, 15, 20, 30, 60)
"""Lengths of an interval that are understood, in minutes: those that fill an hour."""

_CALLS_OF = {"wait_abandoned_seconds": "abandoned"}


class CallRow(NamedTuple):
    """One row, its averages turned into sums; `counts` by the names of `COUNTS`."""

    queue: str
    day: date
    start: int
    counts: Mapping[str, int | None]
    agents: Fraction | None
    row: TableRow


def call_row(row: TableRow) -> CallRow | None:
    """Return a row's counts; ``None`` where it says of no interval, or not how many calls there were."""
    values = row.values
    if {"date", "start", "offered", "queue"} & row.faulty.keys() or values["offered"] is None:
        return None
    counts: dict[str, int | None] = {name: _whole(values[name]) for name in COUNTS}
    for average, total in AVERAGE_OF.items():
        if values[average] is not None and counts[total] is None:
            calls = calls_of(total, counts)
            counts[total] = None if calls is None else _whole(values[average] * calls)
    return CallRow(values["queue"], values["date"], values["start"], counts, values["agents"], row)


def calls_of(total: str, counts: Mapping[str, int | None]) -> int | None:
    """Return the calls that a sum of seconds is of: answered ones, or abandoned ones."""
    offered, answered, abandoned = (counts[name] for name in ("offered", "answered", "abandoned"))
    wanted, other = (abandoned, answered) if _CALLS_OF.get(total) else (answered, abandoned)
    if wanted is not None or other is None or offered is None:
        return wanted
    return max(0, offered - other)


def _whole(value: Any) -> int | None:
    """Return a number as a whole one, half up; of the same value always the same."""
    if value is None or isinstance(value, int):
        return value
    return int((2 * value + 1) // 2)


def row_length(starts: Iterable[int], minutes: int) -> int:
    """Return the length of the rows' intervals: the greatest of `LENGTHS` that every start is a multiple of.

    Where a single start says nothing of that, it is `minutes`; where no length fits, the shortest one.
    """
    different = set(starts)
    if len(different) < 2:
        return minutes
    found = gcd(*different)
    return max((length for length in LENGTHS if found % length == 0), default=LENGTHS[0])


@dataclass
class _Sum:
    """What is known of one interval while rows are added to it."""

    rows: int = 0
    counts: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    agents: dict[datetime, Fraction | None] = field(default_factory=dict)

    def add(self, at: datetime, row: CallRow) -> None:
        self.rows += 1
        for name, count in row.counts.items():
            so_far = self.counts[name]
            self.counts[name] = None if so_far is None or count is None else so_far + count
        known = self.agents.get(at, Fraction())
        # An agent who answers several queues stands in the rows of each: the largest number counts.
        self.agents[at] = None if known is None or row.agents is None else max(known, row.agents)

    def staff(self, parts: int) -> Fraction | None:
        """Return the mean number of agents over the interval's parts."""
        known = [number for number in self.agents.values() if number is not None]
        return sum(known, Fraction()) / parts if len(known) == parts else None


def usual_queues(rows: Iterable[CallRow]) -> dict[tuple[int, int], dict[str, tuple[date, date]]]:
    """Return by weekday and start the queues that are counted then, each with its first and last day."""
    spans: dict[str, tuple[date, date]] = {}
    slots: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in rows:
        first, last = spans.get(row.queue, (row.day, row.day))
        spans[row.queue] = min(first, row.day), max(last, row.day)
        slots[row.day.weekday(), row.start].add(row.queue)
    return {slot: {queue: spans[queue] for queue in queues} for slot, queues in slots.items()}


def add_up(
    rows: list[CallRow], length: int, minutes: int, zone: ZoneInfo
) -> tuple[list[CallInterval], list[CallRow]]:
    """Add rows of `length` minutes up to intervals of `minutes`, all queues together.

    An interval of which a part is missing, of its time or of a queue that is else counted then, is
    unknown as a whole.

    Returns
    -------
    tuple
        The intervals in order, and of each that is unknown for a missing part its first row.
    """
    expected = usual_queues(rows)
    sums: dict[tuple[datetime, date, int], _Sum] = {}
    wanted: dict[tuple[datetime, date, int], int] = {}
    first: dict[tuple[datetime, date, int], CallRow] = {}
    seen: set[tuple[datetime, date, int]] = set()
    for at, row in _by_instant(rows, zone):
        start = row.start - row.start % minutes
        key = (_floor(at, row.start - start), row.day, start)
        sums.setdefault(key, _Sum()).add(at, row)
        first.setdefault(key, row)
        if (at, row.day, row.start) not in seen:
            seen.add((at, row.day, row.start))
            queues = expected[row.day.weekday(), row.start].values()
            wanted[key] = wanted.get(key, 0) + sum(a <= row.day <= b for a, b in queues)
    parts = minutes // length
    found, unknown = [], []
    for key in sorted(sums):
        one = sums[key]
        if len(one.agents) < parts or one.rows < wanted[key]:
            unknown.append(first[key])
        else:
            at, day, start = key
            offered = one.counts["offered"]
            assert offered is not None
            rest = {name: one.counts[name] for name in COUNTS[1:]}
            found.append(CallInterval(day, start, at, offered, agents=one.staff(parts), **rest))
    return found, unknown


def _by_instant(rows: list[CallRow], zone: ZoneInfo) -> Iterator[tuple[datetime, CallRow]]:
    """Yield each row with its instant, in order.

    Of two rows of an hour that the clocks repeat nobody can tell which was first; the busier one is
    taken for it, whatever the order of the rows, and their sum is right either way.
    """
    alike: dict[tuple[str, date, int], list[CallRow]] = defaultdict(list)
    for row in rows:
        alike[row.queue, row.day, row.start].append(row)
    found: list[tuple[datetime, CallRow]] = []
    for (_, day, start), some in alike.items():
        if len(some) > 1:
            some.sort(key=lambda row: [-1 if count is None else count for count in row.counts.values()])
            some.reverse()
        found.extend((at, row) for at, row in zip(instants(day, start, zone), some, strict=False))
    return iter(sorted(found, key=lambda pair: (pair[0], pair[1].queue)))


def _floor(at: datetime, minutes: int) -> datetime:
    return at - timedelta(minutes=minutes)


def is_within_day(start: int) -> bool:
    """Tell whether an interval can start at a minute: 24:00 is the end of a day."""
    return 0 <= start < DAY_MINUTES
