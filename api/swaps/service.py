"""A swap goes on: accepted, declined, approved, rejected, withdrawn; and done, in the moment of the last yes.

Each step is one transaction. Whether rules are kept is measured at every yes, from what is published then;
what is done is a version like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from api.access.ids import PlanId, SwapId
from api.amendments.amendment import AmendedRoster, Amendment, AmendmentKind
from api.amendments.moved import move_seats
from api.amendments.service import OvertakenError, amend
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.service import recall_answer
from api.publishing.decider import Decider
from api.replacements.published_plan import PublishedQuarter, is_absent, read_published_of
from api.rosters.editing.moves import Move
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.records.rosters import VersionContent
from api.store import audit, outbox
from api.store.engine import Connection, reading
from api.store.errors import ClosedError, ConflictError, MissingError
from api.store.idempotency import IdempotentRequest, once
from api.store.webhooks import WebhookEvent, announce
from api.swaps.kinds import SwapAction, SwapState
from api.swaps.records.swaps import Swap, find_swap, keep_swap, list_swaps
from api.swaps.shown import ShownSwap
from wfm.hotline import SwapApproval
from wfm.message import Text

TOLD = "swap"
"""Kind of the notices that something became of a swap."""
REMEMBERED = timedelta(days=30)
"""So long a swap that is over is listed."""
OVER = Text("swap.over", "that can't be done with this swap any more")
GONE = Text("swap.gone", "the shifts are not as they were when the swap was proposed")
AWAY = Text("swap.away", "whoever takes the shift is away then")
SAID = Text("swap.said", "you have said yes already; the other municipality's leader has not")

Step = Callable[[ShownSwap], Swap]
"""What becomes of a swap; refuses where nothing can."""


def show_swap(place: HotlinePlace, swap: SwapId) -> ShownSwap:
    """Return a swap.

    Raises
    ------
    MissingError
        Where there is none that the caller knows of.
    """
    shown = _shown(place, swap)
    if not shown.visible:
        raise MissingError("swap")
    return shown


def list_known_swaps(place: HotlinePlace) -> tuple[ShownSwap, ...]:
    """Return the swaps that the caller knows of and that are not long over, by shift."""
    with reading(place.database) as connection:
        plans: dict[PlanId, PublishedQuarter] = {}
        found = []
        for swap in list_swaps(connection, place.hotline.id, place.at - REMEMBERED):
            if swap.plan not in plans:
                plans[swap.plan] = read_published_of(connection, place, swap.plan)
            found.append(ShownSwap(swap, plans[swap.plan]))
    return tuple(one for one in found if one.visible)


@dataclass(frozen=True)
class SwapRequest:
    """What is asked of a swap.

    Parameters
    ----------
    place, request, swap
        Who asks, by which request, and of which swap.
    agreed
        Agreed days of notice.
    expected
        Its number, as the caller knows it; left out, it is whichever.
    """

    place: HotlinePlace
    request: IdempotentRequest
    swap: SwapId
    agreed: NoticeAgreement
    expected: int | None = None


def accept(asked: SwapRequest) -> ShownSwap:
    """Take the shift, as the first of those who are asked; where nobody else must say yes, it is done.

    Raises
    ------
    MissingError
        Where there is no such swap, or the caller is not asked.
    ClosedError
        Where somebody was faster, it is over, or the shifts are not as they were.
    ConflictError
        Where it has changed since the caller saw it.
    NewBreachesError
        Where a rule would be broken that no roster may break.
    """

    def step(shown: ShownSwap) -> Swap:
        ask = shown.own_ask
        if ask is None:
            raise MissingError("swap")
        _require(shown, SwapAction.ACCEPT)
        taken = replace(shown.swap, taker=ask.person, kept_state=SwapState.ACCEPTED)
        if taken.approval is SwapApproval.NONE:
            return _done(shown, taken)
        return taken

    return _say_yes(asked, step, "accept")


def approve(asked: SwapRequest) -> ShownSwap:
    """Say yes to it, for own municipalities or as a coordinator; with the last yes it is done.

    Raises
    ------
    MissingError
        Where there is no such swap, or the caller is not the one to say yes.
    ClosedError
        Where nobody has accepted it, it is over, or the shifts are not as they were.
    ConflictError
        Where it has changed since the caller saw it.
    NewBreachesError
        Where a rule would be broken that no roster may break.
    """

    def step(shown: ShownSwap) -> Swap:
        _require_approver(shown)
        if not shown.approvable:
            raise ClosedError(SAID() if shown.state is SwapState.ACCEPTED else OVER())
        said = replace(shown.swap, approved=(*shown.swap.approved, *shown.approvable))
        return said if ShownSwap(said, shown.published).waits_for else _done(shown, said)

    return _say_yes(asked, step, "approve")


def reject(asked: SwapRequest) -> ShownSwap:
    """Say no to it, for own municipalities or as a coordinator.

    Raises
    ------
    MissingError
        Where there is no such swap, or the caller is not the one to say no.
    ClosedError
        Where nobody has accepted it, or it is over.
    ConflictError
        Where it has changed since the caller saw it.
    """

    def step(shown: ShownSwap) -> Swap:
        _require_approver(shown)
        if shown.state is not SwapState.ACCEPTED:
            raise ClosedError(OVER())
        return _ended(shown, shown.swap, SwapState.REJECTED)

    return _note(asked, step, "reject")


def decline(asked: SwapRequest) -> ShownSwap:
    """Say no as one who is asked; where everybody has, it is over. Nothing is kept of who did.

    Raises
    ------
    MissingError
        Where there is no such swap, or the caller is not asked.
    ClosedError
        Where it is over, or somebody has accepted it.
    ConflictError
        Where it has changed since the caller saw it.
    """

    def step(shown: ShownSwap) -> Swap:
        own = shown.own_ask
        if own is None:
            raise MissingError("swap")
        _require(shown, SwapAction.DECLINE)
        asks = tuple(ask._replace(declined=True) if ask == own else ask for ask in shown.swap.asks)
        said = replace(shown.swap, asks=asks)
        return _ended(shown, said, SwapState.DECLINED) if all(ask.declined for ask in asks) else said

    return _note(asked, step, "decline")


def withdraw(asked: SwapRequest) -> ShownSwap:
    """Take it back, as the one who proposed it; until it is done.

    Raises
    ------
    MissingError
        Where there is no such swap of the caller's.
    ClosedError
        Where it is done or over.
    ConflictError
        Where it has changed since the caller saw it.
    """

    def step(shown: ShownSwap) -> Swap:
        if not shown.is_giver:
            raise MissingError("swap")
        _require(shown, SwapAction.WITHDRAW)
        return _ended(shown, shown.swap, SwapState.WITHDRAWN)

    return _note(asked, step, "withdraw")


def note_swap(connection: Connection, place: PlanPlace, swap: Swap, what: str) -> None:
    """Write down in the audit chain what was done with a swap, and let those know whom it concerns."""
    told: dict[str, Any] = {"number": swap.number, "shift": swap.gives_shift}
    if swap.version:
        told["version"] = swap.version
    audit.record(
        connection, actor=place.author, action=f"swap.{what}", about=swap.id, at=place.at, payload=told
    )
    notice = {
        "swap": swap.id,
        "hotline": place.hotline.id,
        "state": swap.kept_state.value,
        "by": place.author,
    }
    if what not in ("decline", "approve") or not swap.kept_state.is_open:
        outbox.add_notice(connection, TOLD, notice, place.at)
    if swap.kept_state is SwapState.DONE:
        about: dict[str, str | int] = {"swap": swap.id, "version": swap.version}
        announce(connection, WebhookEvent.SWAPPED, swap.plan, place.at, about)


def _shown(place: HotlinePlace, swap: SwapId) -> ShownSwap:
    with reading(place.database) as connection:
        found = find_swap(connection, place.hotline.id, swap)
        return ShownSwap(found, read_published_of(connection, place, found.plan))


def _require(shown: ShownSwap, action: SwapAction) -> None:
    if action not in shown.actions:
        raise ClosedError(OVER())


def _require_approver(shown: ShownSwap) -> None:
    """Refuse who is not the one to say yes or no."""
    approval, of = shown.swap.approval, shown.published
    if not (of.coordinates or (approval is SwapApproval.LEADER and shown.led)):
        raise MissingError("swap")


def _done(shown: ShownSwap, swap: Swap) -> Swap:
    return _ended(shown, swap, SwapState.DONE)


def _ended(shown: ShownSwap, swap: Swap, state: SwapState) -> Swap:
    """Return a swap that is over: who said no can't be read from it any more."""
    asks = tuple(ask._replace(declined=False) for ask in swap.asks)
    return replace(swap, kept_state=state, asks=asks, ended_at=shown.published.place.at)


def _now(connection: Connection, published: PublishedQuarter, asked: SwapRequest) -> ShownSwap:
    now = find_swap(connection, asked.place.hotline.id, asked.swap)
    if asked.expected is not None and now.number != asked.expected:
        raise ConflictError(asked.expected, now.number, now.author, now.at)
    return ShownSwap(now, published)


def _note(asked: SwapRequest, step: Step, what: str) -> ShownSwap:
    """Make a step that changes no seat."""
    place = asked.place
    if recall_answer(place, asked.request) is not None:
        return _shown(place, asked.swap)
    published = show_swap(place, asked.swap).published

    def effect(connection: Connection) -> Mapping[str, Any]:
        shown = _now(connection, published, asked)
        return _keep(connection, published.place, shown.swap, step(shown), what)

    once(place.database, asked.request, place.at, effect, place.hotline.id)
    return _shown(place, asked.swap)


def _say_yes(asked: SwapRequest, step: Step, what: str) -> ShownSwap:
    """Make a step by which the swap may be done: its effect is measured, and with the last yes published."""
    place = asked.place
    if recall_answer(place, asked.request) is not None:
        return _shown(place, asked.swap)
    published = show_swap(place, asked.swap).published
    _amend(asked, published.place, step, what)
    return _shown(place, asked.swap)


def _amend(asked: SwapRequest, place: PlanPlace, step: Step, what: str) -> None:
    planned: list[tuple[Swap, Swap, PublishedQuarter, tuple[Move, ...]]] = []

    def read(connection: Connection, content: VersionContent) -> Amendment:
        of = PublishedQuarter(place, content)
        shown = _now(connection, of, asked)
        after = step(shown)
        moves = None if after.taker is None else shown.moves(after.taker)
        if moves is None:
            raise ClosedError(GONE())
        planned[:] = [(shown.swap, after, of, moves)]
        if is_absent(connection, of, moves):
            raise ClosedError(AWAY())
        move_seats(content, moves)
        parties = frozenset(
            agent for move in moves for agent in (move.leaves, move.joins) if agent is not None
        )
        groups = [moves] if after.kept_state is SwapState.DONE else []
        return Amendment(AmendmentKind.SWAP, groups, parties, Decider.AGENTS)

    def keep(connection: Connection, made: AmendedRoster | None) -> Mapping[str, Any]:
        ((before, after, of, moves),) = planned
        if (
            is_absent(connection, of, moves)
            or find_swap(connection, place.hotline.id, asked.swap).number != before.number
        ):
            raise OvertakenError
        version = after.version if made is None else made.version.number
        return _keep(connection, place, before, replace(after, version=version), what)

    amend(place, asked.request, read, keep, agreed=asked.agreed)


def _keep(
    connection: Connection, place: PlanPlace, before: Swap, after: Swap, what: str
) -> Mapping[str, Any]:
    keep_swap(connection, before, after)
    note_swap(connection, place, replace(after, number=before.number + 1), what)
    return {"swap": after.id}
