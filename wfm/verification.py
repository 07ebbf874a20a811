"""Verification: the claims of a published answer, and which of them were confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from wfm.finding import Level
from wfm.message import Message


class ClaimState(StrEnum):
    """What came of a claim, the best first."""

    CONFIRMED = "confirmed"
    OPEN = "not_reproven"
    """It could not be shown in the time given, or with what lies at hand; it may well be true."""
    FALSE = "false"

    @classmethod
    def of_all(cls, states: Iterable[ClaimState]) -> ClaimState:
        """Return the worst of some states: what holds only if all of their claims do."""
        order = list(cls)
        return max(states, key=order.index, default=cls.CONFIRMED)


@dataclass(frozen=True)
class Claim:
    """A claim and what came of it.

    Parameters
    ----------
    subject
        Stable name for programs: a dotted key of ``report.json``, or a file.
    claimed
        What is claimed, to be read before “confirmed”.
    state
        See :class:`ClaimState`.
    message
        How it was confirmed, or what stands against it.
    """

    subject: str
    claimed: Message
    state: ClaimState
    message: Message


@dataclass(frozen=True)
class Verification:
    """All claims of an answer.

    Parameters
    ----------
    claims
        In the order in which a reader wants them.
    better
        Value by level of a better roster that turned up while bounds were re-proven; empty where none did.
    seconds
        Wall time of it all.
    interrupted
        Whether it was stopped by hand.
    """

    claims: tuple[Claim, ...]
    better: Mapping[Level, int] = field(default_factory=lambda: MappingProxyType({}))
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def state(self) -> ClaimState:
        """The worst state of any claim."""
        return ClaimState.of_all(claim.state for claim in self.claims)

    def number(self, state: ClaimState) -> int:
        """Return how many claims came to this."""
        return sum(claim.state is state for claim in self.claims)
