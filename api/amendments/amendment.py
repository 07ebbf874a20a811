"""What an amendment is made of: moves that belong together, why, and who agreed to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.access.ids import VersionNumber
from api.publishing.decider import Decider
from api.publishing.receipt import Receipt
from api.rosters.editing.moves import Move
from api.rosters.records.rosters import Version
from wfm.ids import AgentId

NONE = VersionNumber(0)

MoveGroup = Sequence[Move]
"""Moves that make sense together alone, as the two of a swap do: all of them are replayed, or none."""


class AmendmentKind(StrEnum):
    """Why seats change."""

    ABSENCE = "absence"
    OFFER = "offer"
    SWAP = "swap"
    HAND = "hand"


@dataclass(frozen=True)
class Amendment:
    """Seats of a published roster that are to change together.

    Parameters
    ----------
    kind
        Why.
    groups
        The moves, by the ids that agents have in the published plan.
    agreed
        Who agreed to lose or gain a shift, so that for them no notice is too short.
    decided_by
        Who said yes to what is nearer than agreed; it stands in the record where anything is.
    """

    kind: AmendmentKind
    groups: Sequence[MoveGroup]
    agreed: frozenset[AgentId] = frozenset()
    decided_by: Decider = Decider.AGENTS

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every move."""
        return tuple(move for group in self.groups for move in group)


@dataclass(frozen=True)
class LeftOut:
    """Moves that the draft in the making could not follow.

    Parameters
    ----------
    moves
        As they were made in what is published.
    rules
        Hard rules that they would break in the draft; none where it sits otherwise there.
    """

    moves: Sequence[Move]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class AmendedRoster:
    """What came of an amendment, told within its transaction.

    Parameters
    ----------
    version, before, receipt
        The version that is published now, the number of the one until now, and what publishing answers.
    draft, draft_before
        The draft that follows it, and the number of the one until now; none where nothing later than what is
        published was in the making, or there was nothing in it to change.
    left
        What the draft could not follow.
    """

    version: Version
    before: VersionNumber
    receipt: Receipt
    draft: Version | None = None
    draft_before: VersionNumber = NONE
    left: tuple[LeftOut, ...] = ()


def shifts_of(moves: Iterable[Move]) -> tuple[str, ...]:
    """Return the shifts that moves touch, in order of time."""
    return tuple(sorted({move.shift for move in moves}))
