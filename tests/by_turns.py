"""Cases of which the short run takes a part, and the long form all."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet


def by_turns(values: Iterable[object], every: int) -> list[ParameterSet]:
    """Return each value, or tuple of values, as a case; but for every so many-th they are the long form.

    What is drawn at random is drawn anew as values come and go; who is left out is told by the place alone,
    so that a case that failed fails again.
    """
    return [
        pytest.param(
            *(value if isinstance(value, tuple) else (value,)),
            marks=[] if place % every == 0 else [pytest.mark.prove],
        )
        for place, value in enumerate(values)
    ]
