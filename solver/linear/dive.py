"""From a relaxation to a whole solution: what it decides is kept, and some of what it nearly does.

A *choice* is a shift, its *options* are who could have it. A **dive** leaves open only the options to which
the relaxation gives something, goes to a corner of what is left, decides there what the corner decides and
some of what it nearly does, goes to the next corner, and gives the rest, a few thousand columns, to the
mixed-integer search. What it decided it does not take back.

Where that misses the bound, one looks **near** the best solution so far: mostly it and another corner agree,
and nearly all that they agree on is kept.

Nothing is proven here. The search ends where it meets the bound that is known.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from solver.linear.boxes import Boxes, OpenPart
from solver.linear.highs import HighsAnswer, Job
from solver.linear.model import LinearModel

OPEN = 1e-3
"""An option to which the relaxation gives less is left out."""

ONE = 0.999
"""An option to which a corner gives so much is decided."""

LIKELY = 0.5
"""An option to which a corner gives more may be decided."""

PART = 0.25
"""The part of the choices left that is decided, though the corner only nearly does."""

ROUNDS = 2
"""Corners after the first; then the rest is searched."""

LARGE = 12_000
"""Open columns from which on a dive is deep: the simplex method needs a minute for a corner of so many. There
interior points are gone through, which lie near a corner, since costs are shaken."""

DEEP_ROUNDS = 8
DEEP_PART = 0.4
"""As `ROUNDS` and `PART`, where a dive is deep: what is left must be few enough to be searched."""

FAILURES = 2
"""Decisions that cost too much, after which no more are made."""

WORSE = 0.02
"""A decision that costs more, as a part of the bound, is taken back, and fewer are tried."""

NODES = 200
"""Of the search of what is left."""

Solve = Callable[[Job], HighsAnswer]


@dataclass(frozen=True)
class ChoiceOption:
    """Columns that stand for one way to decide.

    Parameters
    ----------
    columns
        0/1 columns.
    full
        How many of them are 1 where the option is taken, at least 1.
    """

    columns: tuple[int, ...]
    full: int = 1

    def mass(self, values: Sequence[float]) -> float:
        """Return how far it is taken, from 0 to 1."""
        return sum(values[column] for column in self.columns) / self.full if len(values) else 0.0


@dataclass(frozen=True)
class ShiftChoice:
    """Options of one shift; `alone` where no two can be taken, else each is a column of its own."""

    options: tuple[ChoiceOption, ...]
    alone: bool


@dataclass(frozen=True)
class DiveJob:
    """A whole solution that is wanted.

    Parameters
    ----------
    number
        Comes back with the answer.
    model
        All of it.
    choices
        Whatever else is in the model follows from them.
    values
        By column, of a solution of the relaxation.
    start
        By column, of the best whole solution; it may be used up to what is left open.
    target
        The bound that is known.
    kept
        ``None`` for a dive; else the part of what `start` and a corner agree on that is kept.
    seconds
        Wall time at most.
    seed
        Of HiGHS, of what shakes costs, and of what is kept.
    """

    number: int
    model: LinearModel
    choices: tuple[ShiftChoice, ...]
    values: Sequence[float]
    start: Sequence[float]
    target: int
    kept: float | None
    seconds: float
    seed: int


def answer_to_dive(job: DiveJob, solve: Solve) -> HighsAnswer:
    """Return the best whole solution found; settled where what was left open was searched to the end."""
    diving = _Dive(job, solve)
    found = diving.dive() if job.kept is None else diving.look_near(job.kept)
    return HighsAnswer(
        job.number, ended=True, settled=found is not None and found[1], values=found[0] if found else ()
    )


Found = tuple[list[float], bool] | None
"""Values by column, and whether there are no better ones among what was open."""


class _Dive:
    """One dive, or one look near the best solution."""

    def __init__(self, job: DiveJob, solve: Solve) -> None:
        self._job = job
        self._solve = solve
        self._boxes = Boxes(job.model)
        self._until = time.monotonic() + job.seconds
        self._chance = random.Random(job.seed)
        for choice in job.choices:
            left_out = [
                option
                for option in choice.options
                if max(option.mass(job.values), option.mass(job.start)) <= OPEN
            ]
            self._close(left_out)

    def dive(self) -> Found:
        """Decide more and more, then search the rest."""
        deep = self._is_large
        corner = self._corner()
        part, failed = DEEP_PART if deep else PART, 0
        for _ in range(DEEP_ROUNDS if deep else ROUNDS):
            if corner is None:
                return None
            before = self._boxes.copy()
            self._decide(corner, part)
            after = self._corner()
            if after is None or self._cost(after) > self._most:
                self._boxes.back_to(before)
                part, failed = part / 3, failed + 1
                if failed == FAILURES:
                    break
            else:
                corner = after
        return self._searched()

    def look_near(self, kept: float) -> Found:
        """Keep most of what the best solution and a corner agree on, and search the rest."""
        corner = self._corner()
        if corner is None:
            return None
        start = self._job.start
        for choice in self._job.choices:
            for option in choice.options:
                agreed = option.mass(start) > ONE and option.mass(corner) > ONE
                if agreed and self._chance.random() < kept:
                    self._take(choice, option)
        return self._searched()

    # --- decisions ---------------------------------------------------------------------------------

    def _decide(self, corner: Sequence[float], part: float) -> None:
        """Take the options that a corner takes, and of each choice at most one of those it nearly does."""
        nearly: list[tuple[float, ShiftChoice, ChoiceOption]] = []
        open_choices = 0
        for choice in self._job.choices:
            ranked = [
                (option.mass(corner), option) for option in choice.options if self._is_open(choice, option)
            ]
            for mass, option in ranked:
                if mass > ONE:
                    self._take(choice, option)
            halved = [(mass, option) for mass, option in ranked if OPEN < mass <= ONE]
            open_choices += bool(halved)
            if halved:
                mass, option = max(halved, key=lambda one: one[0])
                nearly.append((mass, choice, option))
        nearly.sort(key=lambda one: -one[0])
        for mass, choice, option in nearly[: int(part * open_choices)]:
            if mass > LIKELY:
                self._take(choice, option)

    def _is_open(self, choice: ShiftChoice, option: ChoiceOption) -> bool:
        """Whether an option is not decided yet."""
        upper, lower = self._boxes.upper, self._boxes.lower
        if not any(upper[column] > lower[column] for column in option.columns):
            return False
        return not choice.alone or any(
            upper[column] > lower[column]
            for one in choice.options
            if one is not option
            for column in one.columns
        )

    def _take(self, choice: ShiftChoice, option: ChoiceOption) -> None:
        """Take an option: the others of the choice are closed, or its column is 1."""
        if choice.alone:
            self._close(one for one in choice.options if one is not option)
        else:
            for column in option.columns:
                self._boxes.lower[column] = self._boxes.upper[column]

    def _close(self, options: Iterator[ChoiceOption] | Sequence[ChoiceOption]) -> None:
        for option in options:
            for column in option.columns:
                self._boxes.upper[column] = self._boxes.lower[column]

    # --- solving -----------------------------------------------------------------------------------

    @property
    def _is_large(self) -> bool:
        """Whether a corner of what is open takes too long."""
        return int((self._boxes.upper > self._boxes.lower).sum()) > LARGE

    def _corner(self) -> list[float] | None:
        """Return a corner of the relaxation of what is open, or what is near one; ``None`` without any."""
        return self._solved(self._boxes.open_part(), whole=False)[0]

    def _searched(self) -> Found:
        """Search what is open for a whole solution."""
        values, settled = self._solved(self._boxes.open_part(), whole=True)
        return None if values is None else (values, settled)

    def _solved(self, part: OpenPart, *, whole: bool) -> tuple[list[float] | None, bool]:
        if not part.places.size:
            return (None if part.model.rows else part.whole(())), True
        answer = self._solve(
            Job(
                number=self._job.number,
                model=part.model,
                whole=whole,
                seconds=self._until - time.monotonic(),
                seed=self._job.seed,
                corner=not whole,
                interior=not whole and len(part.places) > LARGE,
                target=self._job.target if whole else None,
                nodes=NODES if whole else None,
                start=part.part(self._job.start) if whole and self._fits_start() else (),
            )
        )
        return (part.whole(answer.values) if answer.values else None), answer.settled

    def _fits_start(self) -> bool:
        """Whether the best solution is among what is open."""
        start = self._job.start
        return len(start) > 0 and all(
            low <= value <= high
            for low, value, high in zip(self._boxes.lower, start, self._boxes.upper, strict=True)
        )

    def _cost(self, values: Sequence[float]) -> float:
        model = self._job.model
        return model.offset + sum(cost * value for cost, value in zip(model.cost, values, strict=True))

    @property
    def _most(self) -> float:
        return self._job.target + max(0.9, WORSE * abs(self._job.target))
