"""Handing over: seats pass from municipalities above their target to those below, until quotas are met.

Only where agents of several municipalities may share every shift. A seat passes directly, or in two steps by
way of a municipality whose own number stays the same. No competence goes missing, every hard rule is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from solver.heuristics.partial_roster import PartialRoster
from solver.params import Clock
from wfm.agent import Agent
from wfm.calendar import Shift
from wfm.hotline import Pairing
from wfm.ids import MunicipalityCode, ShiftId

Seat = tuple[Agent, Shift]


def even_out(partial: PartialRoster, frozen: Collection[ShiftId], clock: Clock) -> None:
    """Hand seats over as long as that brings some municipality nearer to its target, and there is time."""
    if partial.plan.hotline.pairing is not Pairing.MIXED:
        return
    exchange = _QuotaExchange(partial, frozen)
    while clock.left and any(exchange.hand_over(home) for home in exchange.above()):
        pass


class _QuotaExchange:
    """A roster whose seats pass from hand to hand, all other seats left where they are."""

    def __init__(self, partial: PartialRoster, frozen: Collection[ShiftId]) -> None:
        self._partial = partial
        self._fixed = {(lock.agent, lock.shift) for lock in partial.plan.locks}
        self._frozen = frozen
        self._agents: dict[MunicipalityCode, list[Agent]] = defaultdict(list)
        for agent in partial.plan.staffing_agents:
            self._agents[agent.municipality].append(agent)

    def above(self) -> Sequence[MunicipalityCode]:
        """Return the municipalities above their target, the farthest first."""
        return sorted((home for home in self._agents if self._off(home) > 0), key=self._off, reverse=True)

    def hand_over(self, home: MunicipalityCode) -> bool:
        """Pass a seat on to a municipality below its target; tell whether that could be done."""
        below = {other for other in self._agents if self._off(other) < 0}
        if self._pass(home, below):
            return True
        level = {other for other in self._agents if not self._off(other)}
        for (agent, shift), other in self._passes(home, level):
            self._partial.replace(agent, other, shift)
            if self._pass(other.municipality, below, but=shift):
                return True
            self._partial.replace(other, agent, shift)
        return False

    def _off(self, home: MunicipalityCode) -> int:
        return self._partial.units[home] - self._partial.plan.quotas[home].target

    def _pass(
        self, home: MunicipalityCode, homes: Collection[MunicipalityCode], but: Shift | None = None
    ) -> bool:
        """Pass a seat on to one of other municipalities; tell whether that could be done."""
        for (agent, shift), other in self._passes(home, homes):
            if shift != but:
                self._partial.replace(agent, other, shift)
                return True
        return False

    def _passes(
        self, home: MunicipalityCode, homes: Collection[MunicipalityCode]
    ) -> Iterator[tuple[Seat, Agent]]:
        """Yield a municipality's seats, and who of others could sit there instead."""
        for agent, shift in self._seats(home):
            sitting = [other for other in self._partial.on[shift.id] if other != agent]
            missing = self._partial.holders_missing_from([*sitting, agent])
            for other in (one for code in homes for one in self._agents[code]):
                if (
                    self._partial.may(other, shift)
                    and self._partial.holders_missing_from([*sitting, other]) <= missing
                ):
                    yield (agent, shift), other

    def _seats(self, home: MunicipalityCode) -> Sequence[Seat]:
        return [
            (agent, shift)
            for agent in self._agents[home]
            for shift in self._partial.shifts[agent.id]
            if (agent.id, shift.id) not in self._fixed and shift.id not in self._frozen
        ]
