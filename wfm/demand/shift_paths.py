"""The shifts of a forecast, and what becomes of their calls on each path."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from wfm.demand.call_sums import CallSums
from wfm.demand.forecast import Forecast
from wfm.demand.path_queues import PathQueues
from wfm.ids import ShiftId

Whole = NDArray[np.int64]
_COLUMNS_AT_ONCE = 240


def shift_starts(forecast: Forecast) -> Whole:
    """Return the first interval of each shift, in order."""
    shifts = [one.shift for one in forecast.intervals]
    firsts = [place for place, shift in enumerate(shifts) if not place or shift != shifts[place - 1]]
    return np.array(firsts, dtype=np.int64)


class ShiftPaths:
    """The shifts of a forecast, in order.

    Parameters
    ----------
    forecast, queues
        Paths, and the queues that occur on them.

    Attributes
    ----------
    starts, ends
        First interval of each shift, and of what follows it, shape (shifts,).
    place
        Place of each shift by its id.
    """

    def __init__(self, forecast: Forecast, queues: PathQueues) -> None:
        self._queues = queues
        self.starts = shift_starts(forecast)
        self.ends = np.append(self.starts[1:], len(forecast.intervals))
        self.place: dict[ShiftId, int] = {
            forecast.intervals[first].shift: place for place, first in enumerate(self.starts.tolist())
        }

    def blocks(self, shifts: Whole) -> Iterator[Whole]:
        """Yield shifts that are counted together, as many as fit into memory."""
        lengths = np.cumsum(self.ends[shifts] - self.starts[shifts])
        numbers = lengths // _COLUMNS_AT_ONCE
        for number in np.unique(numbers).tolist():
            yield shifts[numbers == number]

    def sums(self, shifts: Whole, each: CallSums) -> CallSums:
        """Return the sums of some shifts on each path, shape (paths, shifts).

        Parameters
        ----------
        shifts
            Their places.
        each
            Sums of each queue, shape (queues,).
        """
        places, firsts = self._places(shifts)
        return each.combine(lambda numbers: np.add.reduceat(numbers[places], firsts, axis=1))

    def all_of(self, shifts: Whole, each: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return whether something holds of every interval of some shifts on each path, shape as above."""
        places, firsts = self._places(shifts)
        return np.logical_and.reduceat(each[places], firsts, axis=1)

    def _places(self, shifts: Whole) -> tuple[Whole, Whole]:
        """Return the queues of some shifts on each path, and where each shift begins among them."""
        columns = np.concatenate([np.arange(self.starts[one], self.ends[one]) for one in shifts])
        firsts = np.concatenate([[0], np.cumsum(self.ends[shifts] - self.starts[shifts])[:-1]])
        return self._queues.places(columns), firsts
