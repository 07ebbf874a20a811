"""How a run has gone: each level's best value and what was proven of it, over the seconds of search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from api.runs.overview import RunOverview
from api.runs.records.runs import sample_events
from api.store.engine import Connection
from wfm.finding import Level

MOST_EVENTS = 240
"""Of a run's events that are read for it, however many there are."""
MOST_POINTS = 40
"""Of a curve, and lines of the table that says the same."""


class CurvePoint(NamedTuple):
    """Where a level stood after some seconds."""

    seconds: float
    value: int
    bound: int


@dataclass(frozen=True)
class LevelCurve:
    """How one level went.

    Parameters
    ----------
    level, points
        Which, and where it stood from when on; at least one point.
    """

    level: Level
    points: tuple[CurvePoint, ...]

    @property
    def proven(self) -> tuple[CurvePoint, ...]:
        """The points from which on something is proven; all of them where nothing ever was."""
        first = next((at for at, point in enumerate(self.points) if point.bound), 0)
        return self.points[first:]

    @property
    def lowest(self) -> int:
        """The least that is drawn."""
        return min(point.bound for point in self.proven)

    @property
    def highest(self) -> int:
        """The most that is drawn, above the least also where nothing ever changed."""
        return max(self.lowest + 1, *(point.value for point in self.points))


class CurveMoment(NamedTuple):
    """Where all levels stood after some seconds."""

    seconds: float
    score: Mapping[Level, tuple[int, int]]


@dataclass(frozen=True)
class RunCurves:
    """How a run has gone.

    Parameters
    ----------
    moments
        Where it stood whenever that had changed, in order of time; empty before the first roster.
    seconds
        Of search so far.
    """

    moments: tuple[CurveMoment, ...]
    seconds: float

    @property
    def by_level(self) -> tuple[LevelCurve, ...]:
        """A curve for each level, the most important first."""
        return tuple(
            LevelCurve(
                level, tuple(CurvePoint(at, *score[level]) for at, score in self.moments if level in score)
            )
            for level in self.levels
        )

    @property
    def levels(self) -> tuple[Level, ...]:
        """Levels of which anything was told."""
        return tuple(level for level in Level if any(level in one.score for one in self.moments))


def read_curves(connection: Connection, seen: RunOverview) -> RunCurves:
    """Read how a run has gone, from what it told and what came of it."""
    if not seen.run.kind.searches:
        return RunCurves((), 0.0)
    told = [event.told for event in sample_events(connection, seen.run, MOST_EVENTS)]
    if seen.result is not None and seen.result.score:
        told.append({"seconds": seen.result.seconds, "score": seen.result.score})
    return curves_of(told)


def curves_of(told: Iterable[Mapping[str, Any]]) -> RunCurves:
    """Return how a run has gone, from what it told in order.

    A run that was cut off counts its seconds anew in the next attempt: they are added to those before.
    """
    before, last, moments = 0.0, 0.0, list[CurveMoment]()
    for one in told:
        if "seconds" not in one:
            continue
        seconds = before + one["seconds"]
        if seconds < last:
            before, seconds = last, last + one["seconds"]
        last = seconds
        score = _score(one.get("score", {}))
        if score and (not moments or moments[-1].score != score):
            moments.append(CurveMoment(seconds, score))
    return RunCurves(_thin(moments), last)


def _score(told: Mapping[str, Mapping[str, int]]) -> Mapping[Level, tuple[int, int]]:
    return {level: (told[level]["value"], told[level]["bound"]) for level in Level if level in told}


def _thin(moments: Sequence[CurveMoment]) -> tuple[CurveMoment, ...]:
    """Return as many moments as a curve has, the first and the last among them."""
    if len(moments) <= MOST_POINTS:
        return tuple(moments)
    last = len(moments) - 1
    return tuple(moments[at * last // (MOST_POINTS - 1)] for at in range(MOST_POINTS))
