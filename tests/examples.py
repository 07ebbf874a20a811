"""How many examples a property is shown: a third of them in every run, all in the long form."""

from __future__ import annotations

from hypothesis import settings

WHOLE = 100
"""What Hypothesis shows where nothing else is said, and so does the long form."""


def examples(whole: int) -> int:
    """Return how many of so many examples a property is shown in this run."""
    return max(1, whole * settings().max_examples // WHOLE)
