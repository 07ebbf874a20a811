"""What was worked on the shifts of a period: who really sat there, for how many minutes.

A seat in which somebody sat at all is a whole seat for quota and balances; hours and credit follow minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster


@dataclass(frozen=True)
class WorkedSeat:
    """A seat in which somebody sat, or was to sit.

    Parameters
    ----------
    municipality
        Whose seat it was.
    agent
        Who sat there; ``None`` for a stand-in from outside the plan, of whom no more is known.
    minutes
        How long; 0 where nobody came.
    """

    municipality: MunicipalityCode
    agent: AgentId | None
    minutes: int


@dataclass(frozen=True)
class WorkedSeats:
    """The seats of a period as they were worked, by shift."""

    seats: Mapping[ShiftId, tuple[WorkedSeat, ...]]

    @classmethod
    def of_roster(cls, plan: Plan, roster: Roster) -> WorkedSeats:
        """Return what was worked where everybody sat as planned."""
        return cls(
            {
                shift: tuple(
                    WorkedSeat(plan.agent[agent].municipality, agent, plan.shift[shift].minutes)
                    for agent in agents
                )
                for shift, agents in roster.agents_on.items()
            }
        )

    def each_seat(self) -> Iterator[tuple[ShiftId, WorkedSeat]]:
        """Yield every seat in which somebody sat, with its shift."""
        for shift, seats in self.seats.items():
            for seat in seats:
                if seat.minutes:
                    yield shift, seat

    @property
    def roster(self) -> Roster:
        """Who of the plan sat where."""
        return Roster.of((seat.agent, shift) for shift, seat in self.each_seat() if seat.agent is not None)
