"""What came of hostile files."""

from __future__ import annotations

from dataclasses import dataclass, field

SECONDS = 5.0
"""In which an answer has to be there."""


@dataclass
class Seen:
    """What came of the files.

    Parameters
    ----------
    slowest, late
        Seconds of the slowest answer, and all that took longer than they may, in words.
    refused, sound, wrong
        How many were refused with a place, how many were read all the same, and what was answered otherwise.
    health
        Milliseconds of each answer to a question for the service's health.
    service_mb, family_mb
        The most memory of the service's own process, and of it with all that it started; shared once.
    """

    slowest: float = 0.0
    late: list[str] = field(default_factory=list)
    refused: int = 0
    sound: int = 0
    wrong: list[str] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    service_mb: float = 0.0
    family_mb: float = 0.0

    def took(self, what: str, seconds: float) -> None:
        """Note how long something took."""
        self.slowest = max(self.slowest, seconds)
        if seconds > SECONDS:
            self.late.append(f"{what}: {seconds:.1f} s")
