"""Progress: incumbents and bounds as they arrive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wfm.finding import Level


class Phase(StrEnum):
    """What the search is doing."""

    START = "start"
    """Making a first roster without a solver."""
    STRICT = "strict"
    """Looking for a roster with no empty seat, no missing competence and every quota met."""
    LEVEL = "level"
    """Minimising one level, the earlier ones held."""


@dataclass(frozen=True)
class Progress:
    """Where a search stands.

    Parameters
    ----------
    phase
        What is being done.
    level
        The level that is worked on: the first that is not proven yet.
    value
        The best roster's measured value at that level, or ``None`` before the first roster.
    bound
        What is proven that no roster can go below at that level.
    seconds
        Wall time since the search began.
    """

    phase: Phase
    level: Level
    value: int | None
    bound: int
    seconds: float

    @property
    def gap(self) -> int | None:
        """Value less bound; 0 is proven, ``None`` where there is no roster yet."""
        return None if self.value is None else self.value - self.bound

    @property
    def relative_gap(self) -> float | None:
        """Gap as a part of ``max(1, value)``."""
        return None if self.value is None else (self.value - self.bound) / max(1, self.value)
