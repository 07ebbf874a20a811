"""The calls of a day: a quasi-Poisson regression with a penalty, and weights after Huber.

log of the expected calls = level of the week + weekday + part of the month + season + class of special
day + named day + log of the citizens served. Every group of coefficients is drawn towards 0 by its own
standard deviation, the weekly level towards that of the week before. Coefficients are relative, and the
dispersion is measured on the counts, so ten times the calls give ten times the forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import pi

import numpy as np

from wfm.demand.counted_days import Flags
from wfm.demand.forecast import Numbers
from wfm.demand.special_days import USUAL, DayMark

YEAR_FROM = 500
"""Days of history from which on a season of the year is fitted, and the shrinkage is tuned."""
HUBER = 2.0
"""Residuals beyond so many standard deviations count in proportion less."""
_MONTH = (3, 7, 14, 21, 25, 31)
"""Last days of the parts of a month."""
_LEAST_NOISE = 0.005
_ROUNDS = 40


@dataclass(frozen=True)
class Shrinkage:
    """Standard deviations of the logarithms that the coefficients are drawn to 0 by.

    Parameters
    ----------
    level
        Of the step of the level from week to week.
    year
        Of the first wave of the year; of the second a half, of the third a third.
    """

    level: float = 0.02
    year: float = 0.1
    weekday: float = 0.7
    month: float = 0.08
    kind: float = 0.5
    name: float = 0.15


@dataclass(frozen=True, eq=False)
class _Design:
    """What a day's row in the design is made of."""

    first_week: int
    weeks: int
    with_year: bool
    kinds: Mapping[str, int]
    names: Mapping[tuple[str, str], int]

    @property
    def width(self) -> int:
        year = 6 if self.with_year else 0
        return self.weeks + 7 + len(_MONTH) + year + len(self.kinds) + len(self.names)

    def rows(self, days: Sequence[date], marks: Mapping[date, DayMark]) -> Numbers:
        """Return a row for each day; weeks after the last of the history have its level."""
        found = np.zeros((len(days), self.width))
        month = self.weeks + 7
        year = month + len(_MONTH)
        kind = year + (6 if self.with_year else 0)
        weeks = np.array([(day.toordinal() - 1) // 7 for day in days], dtype=np.int64) - self.first_week
        each = np.arange(len(days))
        found[each, np.clip(weeks, 0, self.weeks - 1)] = 1
        found[each, self.weeks + np.array([day.weekday() for day in days], dtype=np.int64)] = 1
        found[each, month + np.searchsorted(_MONTH, [day.day for day in days])] = 1
        if self.with_year:
            of_year = np.array([day.timetuple().tm_yday for day in days]) / 365.25
            angles = 2 * pi * of_year[:, None] * np.arange(1, 4)
            found[:, year : year + 6] = np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
        for row, day in enumerate(days):
            mark = marks.get(day, USUAL)
            if mark.kind in self.kinds:
                found[row, kind + self.kinds[mark.kind]] = 1
            if (mark.kind, mark.name) in self.names:
                found[row, kind + len(self.kinds) + self.names[mark.kind, mark.name]] = 1
        return found

    def penalty(self, shrinkage: Shrinkage) -> Numbers:
        """Return the matrix of the penalty."""
        deviations = [
            *[np.inf] * self.weeks,
            *[shrinkage.weekday] * 7,
            *[shrinkage.month] * len(_MONTH),
            *([shrinkage.year / wave for wave in (1, 2, 3, 1, 2, 3)] if self.with_year else []),
            *[shrinkage.kind] * len(self.kinds),
            *[shrinkage.name] * len(self.names),
        ]
        found = np.diag(1 / np.array(deviations) ** 2)
        steps = np.diff(np.eye(self.weeks), axis=0)
        found[: self.weeks, : self.weeks] += steps.T @ steps / shrinkage.level**2
        found[: self.weeks, : self.weeks] += np.eye(self.weeks) * 1e-8  # a level of its own is free
        return found


@dataclass(frozen=True, eq=False)
class DayModel:
    """A fitted model of the calls of a day."""

    design: _Design
    coefficients: Numbers
    has_calls: bool

    def expect(self, days: Sequence[date], marks: Mapping[date, DayMark], populations: Numbers) -> Numbers:
        """Return the expected calls of whole days, shape (days,)."""
        if not self.has_calls or not days:
            return np.zeros(len(days))
        factors = np.array([marks.get(day, USUAL).log_factor for day in days])
        found: Numbers = np.exp(
            self.design.rows(days, marks) @ self.coefficients + factors + np.log(populations)
        )
        return found


def fit_days(
    days: Sequence[date],
    totals: Numbers,
    known: Numbers,
    marks: Mapping[date, DayMark],
    populations: Numbers,
    shrinkage: Shrinkage,
) -> DayModel:
    """Fit the model.

    Parameters
    ----------
    days
        Days counted, in order; at least one.
    totals
        Calls of each as a whole day.
    known
        Which part of each was counted: its weight. Below a half a day counts for nothing.
    marks
        What is special about days; one of an outage counts for nothing.
    populations
        Citizens served on each.
    shrinkage
        How strongly coefficients are drawn together.

    Notes
    -----
    Minimises Σ w (μ - y log μ) / φ + ½ β'Pβ by iteratively reweighted least squares; w are Huber's weights
    of the Pearson residuals, φ the dispersion by their median absolute deviation.
    """
    counts = np.array([not marks.get(day, USUAL).is_outage for day in days]) & (known >= 0.5)
    design = _design(days, counts, marks)
    if not counts.any() or totals[counts].sum() <= 0:
        return DayModel(design, np.zeros(design.width), has_calls=False)
    rows = design.rows(days, marks)[counts]
    factors = np.array([marks.get(day, USUAL).log_factor for day in days])
    offset = (factors + np.log(populations))[counts]
    calls, weight = totals[counts], known[counts]
    penalty = design.penalty(shrinkage)
    start = np.log(calls.sum() / np.exp(offset).sum())
    coefficients = np.zeros(design.width)
    coefficients[: design.weeks] = start
    scale, huber = calls.mean(), np.ones(len(calls))
    normal = _NormalEquations(rows, design.weeks, penalty)
    for _ in range(_ROUNDS):
        linear = normal.linear(coefficients)
        mean = np.exp(np.clip(linear, start - 12, start + 12) + offset)
        residuals = (calls - mean) / np.sqrt(mean)
        noise = max(_dispersion(residuals), _LEAST_NOISE**2 * scale)
        huber = np.minimum(1.0, HUBER * np.sqrt(noise) / np.maximum(np.abs(residuals), 1e-12))
        precision = weight * huber * mean / noise
        target = linear + (calls - mean) / mean
        found = normal.solve(precision, target)
        step = np.abs(found - coefficients).max()
        coefficients = found
        if step < 1e-9:
            break
    return DayModel(design, coefficients, has_calls=True)


class _NormalEquations:
    """The equations of one round: each day has one week, so theirs are sums by week and no products."""

    def __init__(self, rows: Numbers, weeks: int, penalty: Numbers) -> None:
        self._week = rows[:, :weeks].argmax(axis=1)
        self._rest, self._weeks, self._penalty = rows[:, weeks:].copy(), weeks, penalty

    def linear(self, coefficients: Numbers) -> Numbers:
        """Return the linear predictor of each day."""
        found: Numbers = coefficients[self._week] + self._rest @ coefficients[self._weeks :]
        return found

    def solve(self, precision: Numbers, target: Numbers) -> Numbers:
        """Return the coefficients that fit best, each day by its precision."""
        weeks, weighted = self._weeks, self._rest * precision[:, None]
        matrix = self._penalty.copy()
        matrix[np.arange(weeks), np.arange(weeks)] += self._by_week(precision)
        crossed = np.stack([self._by_week(column) for column in weighted.T], axis=1)
        matrix[:weeks, weeks:] += crossed
        matrix[weeks:, :weeks] += crossed.T
        matrix[weeks:, weeks:] += self._rest.T @ weighted
        wanted = np.concatenate([self._by_week(precision * target), weighted.T @ target])
        return np.linalg.solve(matrix, wanted)

    def _by_week(self, values: Numbers) -> Numbers:
        return np.bincount(self._week, weights=values, minlength=self._weeks).astype(float)


def _dispersion(residuals: Numbers) -> float:
    """Return the variance of Pearson residuals, by their median absolute value."""
    return float(1.4826 * np.median(np.abs(residuals))) ** 2


def _design(days: Sequence[date], counts: Flags, marks: Mapping[date, DayMark]) -> _Design:
    first, last = ((day.toordinal() - 1) // 7 for day in (days[0], days[-1]))
    special = [marks[day] for day, one in zip(days, counts, strict=True) if one and day in marks]
    kinds = sorted({mark.kind for mark in special if mark.kind})
    names = sorted({(mark.kind, mark.name) for mark in special if mark.kind and mark.name})
    return _Design(
        first,
        last - first + 1,
        (days[-1] - days[0]).days >= YEAR_FROM,
        {kind: place for place, kind in enumerate(kinds)},
        {name: place for place, name in enumerate(names)},
    )
