"""What comes of a try to deliver, and of a delivery."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

GONE = 410
"""An answer by which a receiver says that it wants no more."""


class DeliveryFault(StrEnum):
    """Why nothing was answered."""

    NOT_ALLOWED = "not_allowed"
    """Its host stands no more in the settings."""
    UNKNOWN_NAME = "unknown_name"
    """The host's name leads nowhere."""
    INSIDE = "inside"
    """The name leads to this machine, or into a network that is not the Internet."""
    UNREACHED = "unreached"
    """No connection, no trusted certificate, or no answer in time."""
    TOO_LARGE = "too_large"
    """The answer is larger than one is read."""
    NO_KEY = "no_key"
    """The key is not there with which its secret was sealed."""


class DeliveryOutcome(StrEnum):
    """What became of a delivery."""

    SENT = "sent"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class DeliveryTry:
    """What came of one try: the status of the answer, or why there was none."""

    status: int | None
    fault: DeliveryFault | None = None

    @property
    def came_through(self) -> bool:
        """Tell whether the receiver said that it took it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_last(self) -> bool:
        """Tell whether the receiver said that it wants no more."""
        return self.status == GONE
