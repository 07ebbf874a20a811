"""Swaps as a board shows them: what waits for somebody, what is their own, what is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from api.desk.choice import Consequence
from api.plans.place import HotlinePlace
from api.rosters.page_context import when
from api.swaps.consequences import BalanceChange, balance_changes, weigh_swap
from api.swaps.kinds import SwapAction
from api.swaps.sentences import YOU_GIVE, YOU_TAKE, name_of, state_message
from api.swaps.service import list_known_swaps
from api.swaps.shown import ShownSwap
from wfm.message import Message

MOST_OVER = 20
"""Swaps that are over and are shown, the last ones first."""


@dataclass(frozen=True)
class SwapCard:
    """A swap as the board shows it."""

    shown: ShownSwap

    @property
    def giver(self) -> Message:
        """Who gives the shift up."""
        if self.shown.is_giver:
            return YOU_GIVE()
        return name_of(self.shown, self.shown.swap.gives, self.shown.swap.gives_municipality)

    @property
    def partner(self) -> Message | None:
        """Who takes it, or is the only one asked; nothing where several are asked."""
        ask = self.shown.partner
        if ask is not None and self.shown.is_self(ask.person):
            return YOU_TAKE()
        return None if ask is None else name_of(self.shown, ask.person, ask.municipality)

    @property
    def asked(self) -> Mapping[str, int]:
        """How many are asked in each municipality; for whoever knows of all of them."""
        if not (self.shown.is_giver or self.shown.led):
            return {}
        plan = self.shown.published.plan
        counted = Counter(ask.municipality for ask in self.shown.swap.asks if not ask.declined)
        return {plan.municipality[code].name: n for code, n in sorted(counted.items())}

    @property
    def state(self) -> Message:
        """How far it is."""
        return state_message(self.shown)

    @property
    def until(self) -> Message:
        """Until when it can be done."""
        return when(self.shown.swap.expires_at, self.shown.published.plan.hotline.zone)

    @cached_property
    def does(self) -> Consequence | None:
        """What it would do, for those who decide."""
        return weigh_swap(self.shown)

    @cached_property
    def balances(self) -> tuple[BalanceChange, ...]:
        """What becomes of balances."""
        return tuple(balance_changes(self.shown))


@dataclass(frozen=True)
class SwapBoard:
    """What somebody sees of swaps.

    Parameters
    ----------
    decides, asked, own, others, over
        What waits for their yes or no as a leader or coordinator, what they are asked themselves, what they
        proposed or have accepted, what goes on besides, and what is over.
    """

    decides: tuple[SwapCard, ...]
    asked: tuple[SwapCard, ...]
    own: tuple[SwapCard, ...]
    others: tuple[SwapCard, ...]
    over: tuple[SwapCard, ...]


def read_board(place: HotlinePlace) -> SwapBoard:
    """Return what the caller sees of swaps."""
    found = [SwapCard(one) for one in list_known_swaps(place)]
    going = [card for card in found if card.shown.state.is_open]
    decides = [card for card in going if SwapAction.APPROVE in card.shown.actions]
    asked = [card for card in going if SwapAction.ACCEPT in card.shown.actions]
    rest = [card for card in going if card not in decides and card not in asked]
    own = [card for card in rest if card.shown.is_giver or card.shown.is_self(card.shown.swap.taker)]
    over = [card for card in found if card not in going]
    over.sort(key=lambda card: card.shown.swap.ended_at or card.shown.swap.expires_at, reverse=True)
    others = [card for card in rest if card not in own]
    return SwapBoard(tuple(decides), tuple(asked), tuple(own), tuple(others), tuple(over[:MOST_OVER]))
