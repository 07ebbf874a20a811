"""A seat that is chosen: who may sit there, ranked by what each would do, and who may not, and why.

Nobody is left out for looking worse: everyone is measured, by the rules that measure every roster, and
who may not sit there is whom a change would refuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.rosters.editing.changes import ChangeOutcome
from api.rosters.editing.moves import HandChange, Move
from api.rosters.editing.trials import Trials
from api.store.errors import MissingError
from wfm.agent import Agent
from wfm.calendar import Shift
from wfm.finding import Finding, Level
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan

MOST_CAUSES = 2
"""Quality rules that are named in one line; more are told one by one."""


@dataclass(frozen=True)
class Consequence:
    """What some changes would do.

    Parameters
    ----------
    changes
        Made together.
    breaches
        Hard rules that they would break and that are kept now: with any of them they are refused.
    outcome
        What would come of them; ``None`` where they are refused.
    """

    changes: tuple[HandChange, ...]
    breaches: tuple[Finding, ...]
    outcome: ChangeOutcome | None

    @property
    def levels(self) -> Mapping[Level, int]:
        """How much each level of the score rises; below 0 is better."""
        return {} if self.outcome is None else self.outcome.levels

    @cached_property
    def rules(self) -> Mapping[str, int]:
        """How much each scoring rule's cost rises, of those that differ."""
        return {} if self.outcome is None else self.outcome.rules

    @property
    def causes(self) -> Mapping[str, int]:
        """By which quality rules penalty points come or go, where these are few enough for one line."""
        scored = () if self.outcome is None else self.outcome.score.rules
        of_quality = {one.rule for one in scored if one.level is Level.QUALITY}
        found = {rule: rise for rule, rise in self.rules.items() if rule in of_quality}
        return found if len(found) <= MOST_CAUSES else {}

    @property
    def come(self) -> tuple[Finding, ...]:
        """Findings that would be new."""
        return () if self.outcome is None else self.outcome.come

    @property
    def gone(self) -> tuple[Finding, ...]:
        """Findings that would be no more."""
        return () if self.outcome is None else self.outcome.gone

    @cached_property
    def rank(self) -> tuple[int, ...]:
        """By what they are ordered, best first: level after level."""
        return tuple(self.levels.values())


@dataclass(frozen=True)
class SeatTaker:
    """Somebody who does not sit on the shift, and what it would do if they did."""

    agent: Agent
    does: Consequence
    seats: int
    """Seats that they have in the period."""


@dataclass(frozen=True)
class ChosenSeat:
    """A seat of a shift: from 1, in order of the agents' ids, empty ones last."""

    shift: Shift
    number: int
    occupant: AgentId | None


@dataclass(frozen=True)
class SeatChoice:
    """A seat, and everyone who could or could not sit there.

    Parameters
    ----------
    seat
        Which.
    able
        Who may sit there, best first.
    unable
        Who may not, in order of id: their consequences have breaches.
    emptied
        What it would do to leave the seat empty; ``None`` where it is.
    """

    seat: ChosenSeat
    able: tuple[SeatTaker, ...]
    unable: tuple[SeatTaker, ...]
    emptied: Consequence | None


class Chooser:
    """Seats of one roster, looked at one after another.

    Parameters
    ----------
    trials
        In which roster.
    """

    def __init__(self, trials: Trials) -> None:
        self.trials = trials

    @property
    def plan(self) -> Plan:
        """The plan of that roster."""
        return self.trials.plan

    def seat(self, shift: ShiftId, number: int) -> ChosenSeat:
        """Return a seat.

        Raises
        ------
        MissingError
            Where there is no such shift, or it has fewer seats.
        """
        found = self.plan.shift.get(shift)
        if found is None:
            raise MissingError("shift")
        sitting = self.trials.roster.on(shift)
        if not 1 <= number <= max(found.seats, len(sitting)):
            raise MissingError("seat")
        return ChosenSeat(found, number, sitting[number - 1] if number <= len(sitting) else None)

    def choose(self, seat: ChosenSeat) -> SeatChoice:
        """Return who may sit there, and who may not."""
        found = tuple(self._candidates(seat))
        able = sorted(
            (one for one in found if not one.does.breaches),
            key=lambda one: (one.does.rank, self._seats_for_load(one), one.agent.id),
        )
        return SeatChoice(
            seat=seat,
            able=tuple(able),
            unable=tuple(one for one in found if one.does.breaches),
            emptied=None if seat.occupant is None else self.weigh([Move(seat.shift.id, seat.occupant)]),
        )

    def weigh(self, changes: Sequence[HandChange]) -> Consequence:
        """Return what some changes would do.

        Raises
        ------
        ChangeError
            Where they name what is not there or contradict each other.
        """
        breaches = self.trials.find_breaches(changes)
        return Consequence(tuple(changes), breaches, None if breaches else self.trials.try_changes(changes))

    def exchanges(self, seat: ChosenSeat, agent: AgentId) -> tuple[Consequence, ...]:
        """Return how an agent could come to a seat from one of their own: moved from it, or swapped.

        Best first; only what no hard rule stands against. Whoever sits on that shift comes from nowhere.

        Raises
        ------
        MissingError
            Where there is no such agent.
        """
        if agent not in self.plan.agent:
            raise MissingError("agent")
        found = (self.weigh(changes) for changes in self._exchanges(seat, agent))
        return tuple(sorted((one for one in found if not one.breaches), key=lambda one: one.rank))

    def _exchanges(self, seat: ChosenSeat, agent: AgentId) -> Iterator[tuple[Move, Move]]:
        joins = Move(seat.shift.id, seat.occupant, agent)
        if agent in self.trials.roster.on(seat.shift.id):
            return
        for own in self.trials.roster.of_agent(agent):
            yield joins, Move(own, agent)
            if seat.occupant is not None and seat.occupant not in self.trials.roster.on(own):
                yield joins, Move(own, agent, seat.occupant)

    def _candidates(self, seat: ChosenSeat) -> Iterator[SeatTaker]:
        sits = self.trials.roster
        for agent in self.plan.agents:
            if agent.id not in sits.on(seat.shift.id):
                does = self.weigh([Move(seat.shift.id, seat.occupant, agent.id)])
                yield SeatTaker(agent, does, len(sits.of_agent(agent.id)))

    def _seats_for_load(self, one: SeatTaker) -> tuple[bool, float]:
        """Return how much somebody sits for their load, to order those who would do the same."""
        load = self._loads.get(one.agent.id, 0.0)
        return not load, one.seats / (load or 1.0)

    @cached_property
    def _loads(self) -> Mapping[AgentId, float]:
        return {agent: float(load) for agent, load in self.plan.loads.items()}
