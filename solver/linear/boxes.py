"""A linear model within narrower boxes: what is decided counts as known, the rest is a smaller model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from solver.linear.model import LinearModel

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class OpenPart:
    """The columns of a model that are still open.

    Parameters
    ----------
    model
        Of these columns alone; its objective is that of the whole model.
    places
        By column of it, the column of the whole model.
    known
        By column of the whole model, its value where it is not open.
    """

    model: LinearModel
    places: Whole
    known: Whole

    def whole(self, values: Sequence[float]) -> list[float]:
        """Return the values of the whole model's columns, given those of the open ones."""
        found = self.known.astype(float)
        found[self.places] = values
        return [float(value) for value in found]

    def part(self, values: Sequence[float]) -> list[float]:
        """Return the values of the open columns, given those of the whole model's."""
        return [float(values[place]) for place in self.places]


class Boxes:
    """A linear model whose columns' boxes are made narrower and narrower.

    Parameters
    ----------
    model
        Where it begins; it is not changed.

    Attributes
    ----------
    lower, upper
        By column; to be changed by who decides something, `lower` never above `upper`.
    """

    def __init__(self, model: LinearModel) -> None:
        self.lower: Whole = np.array(model.lower, dtype=np.int64)
        self.upper: Whole = np.array(model.upper, dtype=np.int64)
        self._model = model
        self._cost: Whole = np.array(model.cost, dtype=np.int64)
        self._starts: Whole = np.array(model.starts, dtype=np.int64)
        self._columns: Whole = np.array(model.columns, dtype=np.int64)
        self._coefficients: Whole = np.array(model.coefficients, dtype=np.int64)
        self._rows: Whole = np.repeat(np.arange(model.rows), np.diff(self._starts))

    def copy(self) -> tuple[Whole, Whole]:
        """Return the boxes as they are."""
        return self.lower.copy(), self.upper.copy()

    def back_to(self, boxes: tuple[Whole, Whole]) -> None:
        """Return to boxes of before."""
        self.lower, self.upper = boxes[0].copy(), boxes[1].copy()

    def hold(self, values: Sequence[float]) -> bool:
        """Tell whether a solution lies within the boxes."""
        return bool(np.all((self.lower <= values) & (values <= self.upper)))

    def open_part(self) -> OpenPart:
        """Return the model of what is open; a row that nothing open can mend stays in it."""
        is_open = self.upper > self.lower
        places = np.flatnonzero(is_open)
        number: Whole = np.cumsum(is_open) - 1
        known: Whole = np.where(is_open, 0, self.lower)
        entries = is_open[self._columns]
        sums: Whole = np.zeros(self._model.rows, dtype=np.int64)
        np.add.at(sums, self._rows[~entries], (self._coefficients * known[self._columns])[~entries])
        sizes = np.bincount(self._rows[entries], minlength=self._model.rows)
        kept = np.flatnonzero((sizes > 0) | self._broken(sums))
        part = LinearModel(
            cost=self._cost[places].tolist(),
            lower=self.lower[places].tolist(),
            upper=self.upper[places].tolist(),
            offset=self._model.offset + int(self._cost @ known),
            row_lower=[_less(self._model.row_lower[row], sums[row]) for row in kept],
            row_upper=[_less(self._model.row_upper[row], sums[row]) for row in kept],
            starts=[0, *np.cumsum(sizes[kept]).tolist()],
            columns=number[self._columns[entries]].tolist(),
            coefficients=self._coefficients[entries].tolist(),
        )
        return OpenPart(part, places, known)

    def _broken(self, sums: Whole) -> npt.NDArray[np.bool_]:
        """Return by row whether a sum lies outside its limits."""
        limits = zip(sums.tolist(), self._model.row_lower, self._model.row_upper, strict=True)
        return np.array([_is_outside(*one) for one in limits], dtype=np.bool_)


def _is_outside(total: int, low: int | None, high: int | None) -> bool:
    return (low is not None and total < low) or (high is not None and total > high)


def _less(limit: int | None, known: int) -> int | None:
    return None if limit is None else limit - int(known)
