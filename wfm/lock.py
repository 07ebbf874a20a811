"""Lock, demand and previous: rows that fix a shift by its date and start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wfm.calendar import Span, shift_id
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId


@dataclass(frozen=True)
class Lock:
    """On the shift that starts then no other municipality sits; this agent sits on it.

    At least one of `municipality` and `agent` is given.
    """

    day: date
    start: int
    municipality: MunicipalityCode | None = None
    agent: AgentId | None = None

    @property
    def shift(self) -> ShiftId:
        """The shift meant."""
        return shift_id(self.day, self.start)


@dataclass(frozen=True)
class Demand:
    """Another number of seats for the shift that starts then; 0 takes it away.

    `pairing` is ``mixed`` where agents of several municipalities may share that shift, else ``None``.
    """

    day: date
    start: int
    agents: int
    pairing: Pairing | None = None

    @property
    def shift(self) -> ShiftId:
        """The shift meant."""
        return shift_id(self.day, self.start)


@dataclass(frozen=True)
class Previous:
    """An assignment of the weeks before the period."""

    day: date
    span: Span
    municipality: MunicipalityCode
    agent: AgentId
