"""Series whose truth is known, as histories: weekdays, a profile, and chance where asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from wfm.calendar import Span
from wfm.demand.clock_changes import instants
from wfm.demand.history import CallHistory, CallInterval, Population, SpecialDay
from wfm.hotline import Hotline

WEEKDAYS = (1.2, 1.05, 1.0, 0.95, 0.8, 0.5, 0.3)
MONDAY = date(2026, 3, 2)
Rate = Callable[[date], float]


def as_usual(day: date) -> float:
    return 200.0 * WEEKDAYS[day.weekday()]


def profile(spans: Sequence[Span], minutes: int) -> dict[int, float]:
    """Return parts of a day by start: a peak at a third of the opening hours."""
    starts = [start for span in spans for start in range(span.start, span.end, minutes)]
    raw = [1 + 2 * np.exp(-(((place / len(starts)) - 0.33) ** 2) / 0.05) for place in range(len(starts))]
    return {start: float(part / sum(raw)) for start, part in zip(starts, raw, strict=True)}


def made(
    line: Hotline,
    first: date,
    weeks: int,
    rate: Rate = as_usual,
    *,
    minutes: int = 30,
    seed: int | None = None,
    special: Sequence[SpecialDay] = (),
    served: Sequence[Population] = (),
    day_noise: float = 0.0,
    drop: Callable[[date, int], bool] = lambda day, start: False,
) -> CallHistory:
    """Return a history of so many weeks; without a seed nothing is left to chance."""
    random = None if seed is None else np.random.Generator(np.random.PCG64(seed))
    found = []
    for number in range(7 * weeks):
        day = first + timedelta(days=number)
        spans = line.opening_hours.get(day.weekday(), ())
        busy = 1.0 if random is None else float(np.exp(day_noise * random.standard_normal()))
        for start, part in profile(spans, minutes).items() if spans else ():
            mean = rate(day) * part * busy
            calls = round(mean) if random is None else int(random.poisson(mean))
            if not drop(day, start):
                found += list(_intervals(day, start, calls, line))
    return CallHistory(minutes, tuple(found), tuple(special), tuple(served))


def _intervals(day: date, start: int, calls: int, line: Hotline) -> Iterator[CallInterval]:
    for at in instants(day, start, line.zone) or ():
        yield CallInterval(
            day, start, at, calls, answered=calls, talk_seconds=calls * 200, wrap_seconds=calls * 40
        )
