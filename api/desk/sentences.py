"""What is told at the desk."""

from __future__ import annotations

from collections.abc import Iterator

from api.desk.choice import SeatTaker
from wfm.message import Message, Text

KEPT = Text("desk.kept", "kept as version {n:number}")
UNDONE = Text("desk.undone", "undone: version {n:number} sits as the one before did")
REDONE = Text("desk.redone", "done again, as version {n:number}")
TOLD = {"change": KEPT, "undo": UNDONE, "redo": REDONE}

NOT_POSSIBLE = Text("desk.not_possible", "what was chosen is not possible any more as the seats are now")


def group_refusals(unable: tuple[SeatTaker, ...]) -> Iterator[tuple[Message, tuple[SeatTaker, ...]]]:
    """Yield who may not sit there by the sentence that stands against it, each sentence once."""
    found: dict[str, tuple[Message, list[SeatTaker]]] = {}
    for one in unable:
        message = one.does.breaches[0].message
        found.setdefault(str(message), (message, []))[1].append(one)
    for message, candidates in found.values():
        yield message, tuple(candidates)
