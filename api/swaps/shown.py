"""A swap as somebody sees it: who is named to them, and what they can do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.access.ids import PersonId
from api.replacements.published_plan import PublishedQuarter
from api.rosters.editing.moves import Move
from api.swaps.kinds import SwapAction, SwapState
from api.swaps.records.swaps import Swap, SwapAsk
from wfm.calendar import Shift
from wfm.hotline import SwapApproval
from wfm.ids import AgentId, MunicipalityCode, ShiftId


@dataclass(frozen=True)
class ShownSwap:
    """A swap, and what is published of its plan."""

    swap: Swap
    published: PublishedQuarter

    @property
    def state(self) -> SwapState:
        """How far it is now."""
        return self.swap.state(self.published.place.at)

    @property
    def giver(self) -> AgentId | None:
        """Who gives a shift up; nothing where what is published does not know them any more."""
        return self.agent(self.swap.gives)

    @property
    def taker(self) -> AgentId | None:
        """Who has accepted."""
        return self.agent(self.swap.taker)

    @property
    def partner(self) -> SwapAsk | None:
        """Who takes it: has accepted, or is the only one who is asked."""
        asks = self.swap.asks
        return self.swap.taker_ask or (asks[0] if len(asks) == 1 else None)

    def agent(self, person: PersonId | None) -> AgentId | None:
        """Return by which id what is published means a person."""
        return None if person is None else self.published.agent_of.get(person)

    def shift(self, name: ShiftId) -> Shift | None:
        """Return a shift; nothing where the plan has it no more."""
        return self.published.plan.shift.get(name)

    def is_self(self, person: PersonId | None) -> bool:
        """Tell whether the caller is a person, in whichever employment."""
        agent = self.agent(person)
        return agent is not None and self.published.is_self(agent)

    @property
    def is_giver(self) -> bool:
        """Whether the caller gives the shift up."""
        return self.is_self(self.swap.gives)

    @property
    def own_ask(self) -> SwapAsk | None:
        """What the caller is asked, if anything; nothing where they have said no."""
        asked = (ask for ask in self.swap.asks if self.is_self(ask.person))
        return next((ask for ask in asked if not ask.declined), None)

    @property
    def led(self) -> tuple[MunicipalityCode, ...]:
        """Municipalities whose seats it is about and for which the caller answers."""
        return tuple(code for code in self.swap.municipalities if self.published.leads(code))

    @property
    def visible(self) -> bool:
        """Whether the caller knows of it."""
        return self.is_giver or bool(self.led) or self.own_ask is not None

    def names(self, person: PersonId) -> bool:
        """Tell whether the caller sees somebody by name: own people always, others once it is accepted."""
        agent = self.agent(person)
        if agent is None:
            return False
        accepted = self.swap.taker is not None and person in (self.swap.gives, self.swap.taker)
        concerns = self.is_giver or self.is_self(self.swap.taker) or bool(self.led)
        return self.published.names(agent) or self.is_self(person) or (accepted and concerns)

    @property
    def waits_for(self) -> tuple[MunicipalityCode, ...]:
        """Municipalities whose leaders have not said yes yet."""
        return tuple(code for code in self.swap.municipalities if code not in self.swap.approved)

    @property
    def approvable(self) -> tuple[MunicipalityCode, ...]:
        """For which of them the caller can say yes now."""
        if self.state is not SwapState.ACCEPTED:
            return ()
        if self.swap.approval is SwapApproval.COORDINATOR:
            return self.waits_for if self.published.coordinates else ()
        return tuple(code for code in self.waits_for if self.published.leads(code))

    @property
    def actions(self) -> tuple[SwapAction, ...]:
        """What the caller can do with it now."""
        return tuple(self._actions())

    def _actions(self) -> Iterator[SwapAction]:
        if self.state is SwapState.PROPOSED and self.own_ask is not None:
            yield SwapAction.ACCEPT
            yield SwapAction.DECLINE
        if self.approvable:
            yield SwapAction.APPROVE
            yield SwapAction.REJECT
        if self.state.is_open and self.is_giver:
            yield SwapAction.WITHDRAW

    def moves(self, taker: PersonId) -> tuple[Move, ...] | None:
        """Return how seats change when somebody takes it; nothing where that can't be any more."""
        giver, agent = self.giver, self.agent(taker)
        if giver is None or agent is None or not self._sits(giver, self.swap.gives_shift):
            return None
        gives = Move(self.swap.gives_shift, giver, agent)
        if self.swap.takes_shift is None:
            return (gives,)
        if not self._sits(agent, self.swap.takes_shift):
            return None
        return gives, Move(self.swap.takes_shift, agent, giver)

    def _sits(self, agent: AgentId, shift: ShiftId) -> bool:
        known = self.shift(shift)
        ahead = known is not None and known.starts_at > self.published.place.at
        return ahead and agent in self.published.roster.on(shift)
