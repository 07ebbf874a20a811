"""What a coordinator can change by hand in a roster: data, each naming its shift by the local start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.lock import Lock


@dataclass(frozen=True)
class Move:
    """A seat of a shift changes hands.

    Parameters
    ----------
    shift
        Which shift.
    leaves
        Who no longer sits on it; ``None`` where an empty seat is taken.
    joins
        Who sits on it instead; ``None`` where the seat stays empty.
    """

    shift: ShiftId
    leaves: AgentId | None = None
    joins: AgentId | None = None


@dataclass(frozen=True)
class Locking:
    """A shift is locked to a municipality, to an agent, or to both.

    Parameters
    ----------
    shift
        Which shift.
    municipality
        No other one sits on it.
    agent
        Sits on it.
    """

    shift: ShiftId
    municipality: MunicipalityCode | None = None
    agent: AgentId | None = None

    @property
    def lock(self) -> Lock:
        """The row of the table of locks."""
        return _lock(self)


@dataclass(frozen=True)
class Unlocking:
    """A lock is lifted: the one that says just this of the shift.

    Parameters
    ----------
    shift, municipality, agent
        As the lock has them.
    """

    shift: ShiftId
    municipality: MunicipalityCode | None = None
    agent: AgentId | None = None

    @property
    def lock(self) -> Lock:
        """The row of the table of locks."""
        return _lock(self)


HandChange = Move | Locking | Unlocking


def _lock(said: Locking | Unlocking) -> Lock:
    day, start = said.shift.split("T")
    minute = int(start[:2]) * 60 + int(start[3:])
    return Lock(date.fromisoformat(day), minute, said.municipality, said.agent)
