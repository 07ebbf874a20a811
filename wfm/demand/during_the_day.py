"""A forecast during its day: what has come moves what is still to come, as far as it tells."""

from __future__ import annotations

from dataclasses import dataclass

from wfm.demand.forecast import Counts, Numbers
from wfm.demand.uncertainty import Uncertainty


@dataclass(frozen=True, eq=False)
class DayUpdate:
    """The rest of a day, updated.

    Parameters
    ----------
    factor
        What the rest is multiplied by.
    calls
        Calls expected in the intervals that are still to come.
    """

    factor: float
    calls: Numbers


def update_day(
    expected: Numbers, came: Counts, uncertainty: Uncertainty, slots_a_block: int = 6
) -> DayUpdate:
    """Return what to expect of the rest of a day.

    Parameters
    ----------
    expected
        Calls that were expected in each interval of the day.
    came
        Calls that came in the first intervals.
    uncertainty
        How far forecasts of days miss, and how noisy parts of a day are.
    slots_a_block
        Intervals that share the wider noise.

    Notes
    -----
    The day's factor has a Gamma distribution of mean 1 and variance σ² before anything came. Of n calls where
    m were expected its mean is (1 / σ² + n a) / (1 / σ² + m a); a, at most 1, is how much a call tells where
    parts of the day are noisier than Poisson's. A plain ratio n / m would have σ² without bound.
    """
    seen = len(came)
    mean = float(expected[:seen].sum())
    before = uncertainty.day + uncertainty.level
    if not seen or mean <= 0 or before <= 0:
        return DayUpdate(1.0, expected[seen:])
    noise = uncertainty.slot / seen + uncertainty.block / max(1.0, seen / slots_a_block)
    tells = 1 / (1 + mean * noise)
    factor = (1 / before + float(came.sum()) * tells) / (1 / before + mean * tells)
    return DayUpdate(factor, expected[seen:] * factor)
