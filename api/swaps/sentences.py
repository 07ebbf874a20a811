"""What is said of swaps: who somebody is to whom they are not named, and how far a swap is."""

from __future__ import annotations

from collections.abc import Mapping

from api.access.ids import PersonId
from api.swaps.kinds import SwapAction, SwapState
from api.swaps.shown import ShownSwap
from wfm.hotline import SwapApproval
from wfm.ids import MunicipalityCode
from wfm.message import Message, Text

NAME = Text("swap.name", "{name}")
YOU_GIVE, YOU_TAKE = Text("swap.you_give", "you"), Text("swap.you_take", "you")
SOMEBODY_OF = Text("swap.somebody_of", "an agent of {municipality}")
PROPOSED = Text("swap.is_proposed", "nobody has said yes yet")
ACCEPTED_LEADERS = Text("swap.waits_for_leaders", "waits for the leaders' yes: {municipalities:list}")
ACCEPTED_COORDINATOR = Text("swap.waits_for_coordinator", "waits for a coordinator's yes")
STATES: Mapping[SwapState, Text] = {
    SwapState.DONE: Text("swap.is_done", "done; the shifts have changed hands"),
    SwapState.DECLINED: Text("swap.is_declined", "nobody who was asked could"),
    SwapState.REJECTED: Text("swap.is_rejected", "not approved; the shifts stay as they were"),
    SwapState.WITHDRAWN: Text("swap.is_withdrawn", "withdrawn; the shifts stay as they were"),
    SwapState.EXPIRED: Text("swap.is_expired", "its time ran out; the shifts stay as they were"),
}
CHANGED = Text("swap.changed", "somebody else changed it meanwhile; this is what holds now")
TICK_SOMEBODY = Text("swap.tick_somebody", "tick whom you want to ask")
PUT_FORWARD = Text("swap.put_forward", "the shift is put forward, and whoever is asked is told by mail")
DONE: Mapping[str, Text] = {
    SwapAction.ACCEPT: Text("swap.you_accepted", "you have said yes; whoever proposed it is told"),
    SwapAction.DECLINE: Text("swap.you_declined", "you have said no; nothing is kept of it"),
    SwapAction.APPROVE: Text("swap.you_approved", "you have said yes to the swap"),
    SwapAction.REJECT: Text("swap.you_rejected", "you have said no to the swap; both are told"),
    SwapAction.WITHDRAW: Text("swap.you_withdrew", "the swap is withdrawn"),
}


def name_of(shown: ShownSwap, person: PersonId, municipality: MunicipalityCode) -> Message:
    """Return how somebody is called to the caller: by name, or by where they are from."""
    agent, plan = shown.agent(person), shown.published.plan
    if agent is not None and shown.names(person):
        return NAME(name=plan.labels[agent])
    return SOMEBODY_OF(municipality=plan.municipality[municipality].name)


def state_message(shown: ShownSwap) -> Message:
    """Return how far a swap is, in a sentence."""
    state = shown.state
    if state is SwapState.PROPOSED:
        return PROPOSED()
    if state is SwapState.ACCEPTED:
        if shown.swap.approval is SwapApproval.COORDINATOR:
            return ACCEPTED_COORDINATOR()
        names = tuple(shown.published.plan.municipality[code].name for code in shown.waits_for)
        return ACCEPTED_LEADERS(municipalities=names)
    return STATES[state]()
