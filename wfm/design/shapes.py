"""Shapes: every duty that the rules allow on a day, with the window in which its lunch may begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from wfm.calendar import Shift, Span
from wfm.design.shift_rule import ShiftRule


@dataclass(frozen=True)
class Shape:
    """A duty without anybody in it.

    Parameters
    ----------
    day
        Local date.
    start, end
        Local minutes.
    rule
        The rule that allows it.
    block
        Work elsewhere in it; ``None`` for a duty that is all phones.
    lunch
        First and last minute at which its lunch may begin; ``None`` where it has none. Every minute of the
        grid between them is allowed.
    """

    day: date
    start: int
    end: int
    rule: ShiftRule
    block: Span | None = None
    lunch: tuple[int, int] | None = None

    @property
    def span(self) -> Span:
        """Its local minutes."""
        return Span(self.start, self.end)

    def works(self, step: Shift) -> bool:
        """Tell whether it is on the phones in a step where it has no lunch then."""
        there = self.start <= step.start < self.end
        return there and not (self.block is not None and self.block.start <= step.start < self.block.end)


def day_shapes(
    day: date, steps: Sequence[Shift], grid: int, rules: Iterable[ShiftRule], blocks: Iterable[Span]
) -> Iterator[Shape]:
    """Yield every shape of a day, each once.

    A duty lies in one opening span, and has a step of work before its lunch and one after. A duty with a
    block may have its lunch before or after it; that makes two shapes, so that each window is without a hole.
    """
    for span in _spans(steps):
        for rule in dict.fromkeys(rules):
            for start in range(span.start, span.end, grid):
                if not rule.start_from <= start <= rule.start_to:
                    continue
                for end in range(start + grid, span.end + 1, grid):
                    if rule.min_minutes <= end - start <= rule.max_minutes:
                        yield from _with_lunch(day, start, end, rule, blocks, grid)


def _spans(steps: Sequence[Shift]) -> Iterator[Span]:
    """Yield the stretches of steps without a gap."""
    first = steps[0].start
    for number, step in enumerate(steps):
        last = number + 1 == len(steps)
        if last or steps[number + 1].start != step.end:
            yield Span(first, step.end)
            first = step.end if last else steps[number + 1].start


def _with_lunch(
    day: date, start: int, end: int, rule: ShiftRule, blocks: Iterable[Span], grid: int
) -> Iterator[Shape]:
    inside = [block for block in blocks if start <= block.start and block.end <= end]
    for block in (None, *inside):
        if not rule.lunch_minutes:
            yield Shape(day, start, end, rule, block)
            continue
        first = _first_from(start + grid, rule.lunch_from, grid)
        last = min(end - grid, rule.lunch_to) - rule.lunch_minutes
        last = start + (last - start) // grid * grid
        starts = [
            minute
            for minute in range(first, last + 1, grid)
            if block is None or not block.overlaps(Span(minute, minute + rule.lunch_minutes))
        ]
        for _, window in groupby(enumerate(starts), key=lambda one: one[1] - one[0] * grid):
            minutes = [minute for _, minute in window]
            yield Shape(day, start, end, rule, block, (minutes[0], minutes[-1]))


def _first_from(start: int, least: int, grid: int) -> int:
    """Return the first minute on the grid that is no earlier than either."""
    return start + max(0, -((start - least) // grid)) * grid if least > start else start
