"""The line through the weeks: a figure with a goal, as points of a picture and as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.demand.figures import WeekPoint
from api.texts.key_figures import figure_name, figure_value
from api.texts.translator import Translator
from wfm.demand.key_figures import KeyFigure
from wfm.plan import Plan

SHOWN = ("calls", "service_level", "abandoned_share", "mean_wait")
WIDTH, HEIGHT = 320, 90
_EDGE = 8


@dataclass(frozen=True)
class FigureLine:
    """A figure through the weeks.

    Parameters
    ----------
    key, name
        Which, and what it is called.
    points
        Of a picture of WIDTH × HEIGHT, as SVG writes them.
    goal
        Height of the goal's line; ``None`` where nothing is aimed at.
    goal_text
        The goal in words; empty without one.
    values
        Name of each week, and the value in words.
    """

    key: str
    name: str
    points: str
    goal: str | None
    goal_text: str
    values: Sequence[tuple[str, str]]


def figure_lines(points: Sequence[WeekPoint], plan: Plan, speak: Translator) -> list[FigureLine]:
    """Return the lines of figures that are known of some week."""
    lines = (_line(key, points, plan, speak) for key in SHOWN)
    return [line for line in lines if line is not None]


def _line(key: str, points: Sequence[WeekPoint], plan: Plan, speak: Translator) -> FigureLine | None:
    found = [(one, next(figure for figure in one.figures if figure.key == key)) for one in points]
    known = [float(figure.value) for _, figure in found if figure.value is not None]
    if not known:
        return None
    goal = found[-1][1].goal
    highest = max([*known, 0.0 if goal is None else float(goal)]) * 1.1 or 1.0
    step = (WIDTH - 2 * _EDGE) / max(1, len(found) - 1)
    places = [
        f"{_EDGE + number * step:.1f},{_height(float(figure.value), highest)}"
        for number, (_, figure) in enumerate(found)
        if figure.value is not None
    ]
    return FigureLine(
        key=key,
        name=figure_name(key, speak),
        points=" ".join(places),
        goal=None if goal is None else _height(float(goal), highest),
        goal_text="" if goal is None else figure_value(found[-1][1], goal, speak, plan),
        values=[(speak.short_week(str(one.week)), _said(figure, speak, plan)) for one, figure in found],
    )


def _said(figure: KeyFigure, speak: Translator, plan: Plan) -> str:
    return figure_value(figure, figure.value, speak, plan)


def _height(value: float, highest: float) -> str:
    return f"{HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * value / highest:.1f}"
