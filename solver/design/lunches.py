"""Stage 2: every duty is dealt its lunch; each lunch goes to the duty whose window closes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from solver.design.anonymous import LunchKey
from wfm.calendar import Shift, Span
from wfm.design.shapes import Shape


@dataclass(frozen=True)
class DutyKind:
    """A duty whose lunch is set, still without a name."""

    shape: Shape
    lunch: Span | None

    def answers(self, step: Shift) -> bool:
        """Tell whether whoever works it is on the phones in a step."""
        return self.shape.works(step) and not (self.lunch is not None and self.lunch.overlaps(step.span))


def deal_lunches(duties: Mapping[Shape, int], lunches: Mapping[LunchKey, int]) -> Mapping[DutyKind, int]:
    """Return how many duties there are of each shape with each lunch.

    Of the duties whose window has opened, the one whose window closes first is served first. Windows have no
    holes, so this fails only where Hall's condition does, and the design keeps it.

    Raises
    ------
    RuntimeError
        Where a lunch finds no duty or a duty no lunch: a mistake of ours.
    """
    placed: dict[DutyKind, int] = {}
    for shape, count in duties.items():
        if shape.lunch is None:
            placed[DutyKind(shape, None)] = count
    groups = {(shape.day, shape.rule.lunch_minutes) for shape in duties if shape.lunch is not None}
    for day, length in sorted(groups):
        shapes = [s for s in duties if s.day == day and s.lunch and s.rule.lunch_minutes == length]
        starts = {key[2]: many for key, many in lunches.items() if key[:2] == (day, length)}
        for shape, minute, many in _deal(shapes, duties, starts):
            placed[DutyKind(shape, Span(minute, minute + length))] = many
    return placed


def _deal(
    shapes: list[Shape], duties: Mapping[Shape, int], starts: Mapping[int, int]
) -> list[tuple[Shape, int, int]]:
    coming = sorted(range(len(shapes)), key=lambda place: _window(shapes[place])[0], reverse=True)
    left = [duties[shape] for shape in shapes]
    opened: list[tuple[int, int]] = []
    found: list[tuple[Shape, int, int]] = []
    for minute, many in sorted(starts.items()):
        while coming and _window(shapes[coming[-1]])[0] <= minute:
            place = coming.pop()
            heappush(opened, (_window(shapes[place])[1], place))
        while many:
            if not opened or opened[0][0] < minute:
                raise RuntimeError("lunches and duties do not match")
            place = opened[0][1]
            taken = min(many, left[place])
            found.append((shapes[place], minute, taken))
            left[place] -= taken
            many -= taken
            if not left[place]:
                heappop(opened)
    if any(left):
        raise RuntimeError("lunches and duties do not match")
    return found


def _window(shape: Shape) -> tuple[int, int]:
    return shape.lunch or (0, 0)
