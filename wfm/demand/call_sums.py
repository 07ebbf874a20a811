"""Calls counted by what became of them, and the goals held against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wfm.service_target import Convention, ServiceTarget

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
GOALS = ("abandoned_share", "answered_share", "mean_wait")
"""In the order in which one is named where several ask for the same number of agents."""
_TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class CallSums:
    """Expected numbers of calls, and seconds, each an array of one shape.

    Parameters
    ----------
    offered
        Calls that came in.
    in_time
        Of them answered within the goal's time.
    abandoned, abandoned_short
        Of them abandoned, and within that time.
    wait
        Seconds that the answered ones waited together.
    """

    offered: Numbers
    in_time: Numbers
    abandoned: Numbers
    abandoned_short: Numbers
    wait: Numbers

    def combine(self, add: Callable[[Numbers], Numbers]) -> CallSums:
        """Return sums of these: `add` makes of each array one of intervals added up."""
        return CallSums(*(add(getattr(self, one.name)) for one in fields(self)))

    def times(self, factor: Numbers | float) -> CallSums:
        """Return the sums times a factor."""
        return self.combine(lambda numbers: numbers * factor)

    def plus(self, other: CallSums) -> CallSums:
        """Return both added up."""
        return CallSums(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def service_level(self, convention: Convention) -> Numbers:
        """Return the share answered in time; 1 where there are no calls."""
        return _share(self.in_time, self._base(convention), 1.0)

    def abandonment(self, convention: Convention) -> Numbers:
        """Return the share abandoned; 0 where there are no calls."""
        if convention is Convention.EXCL_SHORT_ABANDONS:
            return _share(self.abandoned - self.abandoned_short, self._base(convention), 0.0)
        return _share(self.abandoned, self.offered, 0.0)

    @property
    def mean_wait(self) -> Numbers:
        """Mean seconds that answered calls wait; 0 where none is answered."""
        return _share(self.wait, self.offered - self.abandoned, 0.0)

    def _base(self, convention: Convention) -> Numbers:
        """Return the calls of which a share answered in time is taken."""
        if convention is Convention.EXCL_SHORT_ABANDONS:
            return self.offered - self.abandoned_short
        return self.offered - self.abandoned if convention is Convention.ANSWERED else self.offered

    def unmet(self, target: ServiceTarget) -> Truths:
        """Return which goals are not met; without calls all are.

        Returns
        -------
        array of shape (goals, …)
            In the order of ``GOALS``; a goal that is left out is met. A mean wait that nobody is there to
            have is not.
        """
        some = self.offered > 0
        missed = np.zeros((len(GOALS), *self.offered.shape), dtype=bool)
        if target.abandoned_share is not None:
            found = self.abandonment(target.convention)
            missed[0] = found > float(target.abandoned_share) + _TOLERANCE
        if target.answered_share is not None:
            found = self.service_level(target.convention)
            nobody = self._base(target.convention) <= 0  # then its share says nothing
            missed[1] = (found < float(target.answered_share) - _TOLERANCE) | nobody
        if target.mean_wait is not None:
            missed[2] = self.mean_wait > float(target.mean_wait) + _TOLERANCE
            missed[2] |= self.offered - self.abandoned <= _TOLERANCE * self.offered
        return missed & some

    def meets(self, target: ServiceTarget) -> Truths:
        """Return where every goal is met."""
        found: Truths = np.logical_not(np.logical_or.reduce(self.unmet(target), axis=0))
        return found


def _share(part: Numbers, whole: Numbers, empty: float) -> Numbers:
    return np.divide(part, whole, out=np.full_like(part, empty), where=whole > 0)
