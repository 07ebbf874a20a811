"""What the levels of a design are called, and what a design proves, in sentences."""

from __future__ import annotations

from wfm.design.duty import BLOCKS, LATE_MAIL, OVERSTAFFING, SHORTAGE, Design
from wfm.design.quality import LATE_DUTIES, WISHES
from wfm.message import Message, Text
from wfm.result import Status

LEVEL_NAMES = {
    SHORTAGE: Text("level.shortage", "shortage"),
    LATE_MAIL: Text("level.late_mail", "late mail"),
    BLOCKS: Text("level.blocks", "work elsewhere"),
    OVERSTAFFING: Text("level.overstaffing", "overstaffing"),
}
QUALITY_NAMES = {
    WISHES: Text("design.wishes", "wishes not met"),
    LATE_DUTIES: Text("design.late_duties", "late duties beyond the fair part, squared"),
}
_PROVEN = Text("design.proven", "Optimal: every level is proven; no other design is better.")
_OPEN = Text("design.not_proven", "Not every level is proven; a better design may exist, down to the bounds.")
_MENDED = Text(
    "design.mended",
    "Mended: only days on which a duty was lost were chosen anew, so nothing is proven of the whole.",
)


def conclusion(design: Design, *, mended: bool = False) -> Message:
    """Return what a design proves; of one that was mended its ladder does."""
    if mended:
        return _MENDED()
    return _PROVEN() if design.status is Status.OPTIMAL else _OPEN()
