"""Swaps in the store: which shifts are to change hands, who is asked, and how far each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, or_, select, update

from api.access.ids import AccountId, HotlineId, PersonId, PlanId, SwapId, VersionNumber
from api.store.errors import ConflictError, MissingError
from api.store.tables import SWAP
from api.swaps.kinds import SwapState
from wfm.hotline import SwapApproval
from wfm.ids import MunicipalityCode, ShiftId

NONE = VersionNumber(0)


class SwapAsk(NamedTuple):
    """Somebody who is asked, and whether they have said no."""

    person: PersonId
    municipality: MunicipalityCode
    declined: bool = False


@dataclass(frozen=True)
class Swap:
    """A shift that somebody hands over, or exchanges for another.

    Parameters
    ----------
    id, hotline, plan
        Random ids.
    gives, gives_municipality, gives_shift
        Who gives which shift up, and for whom they work.
    takes_shift
        What they take over for it from the one who is asked; nothing where they only hand over.
    asks
        Who is asked; who said no is told only while it is open.
    taker
        Who has accepted, if anybody.
    approval, approved
        Whose yes it needs besides, and which municipalities' leaders have said it.
    number
        Rises with each change.
    author, at, expires_at
        Which account proposed it, if any, when, and until when it can be done; half-open.
    version
        Number of the roster version by which it was done; 0 where it is not.
    ended_at, kept_state
        Since when it is over, and how it is stored: one whose time is over is stored as it was.
    """

    id: SwapId
    hotline: HotlineId
    plan: PlanId
    gives: PersonId
    gives_municipality: MunicipalityCode
    gives_shift: ShiftId
    takes_shift: ShiftId | None
    asks: tuple[SwapAsk, ...]
    approval: SwapApproval
    number: int
    author: AccountId | None
    at: datetime
    expires_at: datetime
    taker: PersonId | None = None
    approved: tuple[MunicipalityCode, ...] = ()
    version: VersionNumber = NONE
    ended_at: datetime | None = None
    kept_state: SwapState = SwapState.PROPOSED

    def state(self, at: datetime) -> SwapState:
        """Return how far it is at a moment."""
        over = self.kept_state.is_open and at >= self.expires_at
        return SwapState.EXPIRED if over else self.kept_state

    @property
    def taker_ask(self) -> SwapAsk | None:
        """Who has accepted, and for whom they work."""
        return next((ask for ask in self.asks if ask.person == self.taker), None)

    @property
    def municipalities(self) -> tuple[MunicipalityCode, ...]:
        """Municipalities whose seats it is about, as far as that is known."""
        taker = self.taker_ask
        known = (self.gives_municipality, *(() if taker is None else (taker.municipality,)))
        return tuple(dict.fromkeys(known))


def add_swap(connection: Connection, made: Swap) -> None:
    """Write a swap down."""
    fixed = {
        "id": made.id,
        "hotline_id": made.hotline,
        "plan_id": made.plan,
        "gives": made.gives,
        "gives_municipality": made.gives_municipality,
        "gives_shift": made.gives_shift,
        "takes_shift": made.takes_shift,
        "approval": made.approval.value,
        "author": made.author,
        "at": made.at,
        "expires_at": made.expires_at,
    }
    connection.execute(insert(SWAP).values(**fixed, **_changing(made), number=made.number))


def keep_swap(connection: Connection, before: Swap, after: Swap) -> None:
    """Write down what became of a swap.

    Raises
    ------
    ConflictError
        Where it has changed meanwhile.
    """
    s = SWAP.c
    there = (s.id == before.id) & (s.number == before.number)
    values = {**_changing(after), "number": before.number + 1}
    if connection.execute(update(SWAP).where(there).values(**values)).rowcount != 1:
        raise ConflictError(before.number, before.number + 1, None, before.at)


def find_swap(connection: Connection, hotline: HotlineId, swap: SwapId) -> Swap:
    """Return a swap of a hotline.

    Raises
    ------
    MissingError
        Where there is none.
    """
    s = SWAP.c
    row = connection.execute(select(SWAP).where(s.id == swap, s.hotline_id == hotline)).first()
    if row is None:
        raise MissingError("swap")
    return _swap(row)


def list_swaps(connection: Connection, hotline: HotlineId, since: datetime) -> tuple[Swap, ...]:
    """Return swaps that could be done at a moment or have ended since, by shift."""
    s = SWAP.c
    recent = or_(s.expires_at > since, s.ended_at > since)
    asked = select(SWAP).where(s.hotline_id == hotline, recent).order_by(s.gives_shift, s.at, s.id)
    return tuple(map(_swap, connection.execute(asked)))


def find_open_swap(
    connection: Connection, plan: PlanId, gives: PersonId, shift: ShiftId, at: datetime
) -> Swap | None:
    """Return the swap by which somebody gives a shift up and that can still be done, if there is one."""
    s = SWAP.c
    open_ = s.state.in_([state.value for state in SwapState if state.is_open])
    there = (s.plan_id == plan) & (s.gives == gives) & (s.gives_shift == shift)
    row = connection.execute(select(SWAP).where(there & open_ & (s.expires_at > at))).first()
    return None if row is None else _swap(row)


def _changing(made: Swap) -> dict[str, Any]:
    return {
        "asks": [list(ask) for ask in made.asks],
        "taker": made.taker,
        "approved": list(made.approved),
        "state": made.kept_state.value,
        "version": made.version,
        "ended_at": made.ended_at,
    }


def _swap(row: Any) -> Swap:
    return Swap(
        id=SwapId(row.id),
        hotline=row.hotline_id,
        plan=row.plan_id,
        gives=row.gives,
        gives_municipality=MunicipalityCode(row.gives_municipality),
        gives_shift=ShiftId(row.gives_shift),
        takes_shift=None if row.takes_shift is None else ShiftId(row.takes_shift),
        asks=tuple(SwapAsk(PersonId(one[0]), MunicipalityCode(one[1]), bool(one[2])) for one in row.asks),
        approval=SwapApproval(row.approval),
        number=row.number,
        author=row.author,
        at=row.at,
        expires_at=row.expires_at,
        taker=row.taker,
        approved=tuple(map(MunicipalityCode, row.approved)),
        version=VersionNumber(row.version),
        ended_at=row.ended_at,
        kept_state=SwapState(row.state),
    )
