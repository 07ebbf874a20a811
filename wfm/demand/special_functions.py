"""Differences of the logarithm of the gamma function and of its derivative, exact where they are small.

Source: M. Abramowitz, I. Stegun, *Handbook of Mathematical Functions*, 6.1.40 and 6.3.18.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_SHIFT = 16
"""The series are asymptotic: from here on their terms below give all digits."""


def _log_gamma_rest(z: Numbers) -> Numbers:
    """Return what the logarithm of the gamma function is beyond (z − ½) log z − z + ½ log 2π."""
    square = 1 / (z * z)
    series: Numbers = 1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))
    rest: Numbers = series / z
    return rest


def log_gamma_difference(x: Numbers, more: Numbers) -> Numbers:
    """Return log Γ(x + more) − log Γ(x), for x > 0 and more ≥ 0, of one shape."""
    z = x + _SHIFT
    found: Numbers = (z - 0.5) * np.log1p(more / z) + more * (np.log(z + more) - 1)
    found += _log_gamma_rest(z + more) - _log_gamma_rest(z)
    for step in range(_SHIFT):
        found -= np.log1p(more / (x + step))
    return found


def harmonic_difference(x: Numbers, more: Numbers) -> Numbers:
    """Return Σ 1 ÷ (x + k) over k = 0 … more − 1, for x > 0 and whole more ≥ 0, of one shape."""
    z = x + _SHIFT
    found = np.log1p(more / z)
    found += _digamma_rest(z + more) - _digamma_rest(z)
    for step in range(_SHIFT):
        found += more / ((x + step) * (x + step + more))
    return found


def _digamma_rest(z: Numbers) -> Numbers:
    """Return what the digamma function is beyond log z."""
    square = 1 / (z * z)
    series: Numbers = 1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132)))
    return -0.5 / z - square * series
