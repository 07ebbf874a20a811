"""What is chosen at the desk: a seat taken, emptied, swapped or locked, as a form sends it."""

from __future__ import annotations

from collections.abc import Mapping

from api.rosters.editing.moves import HandChange, Locking, Move, Unlocking
from api.web.pages.sent_form import PageForm
from wfm.ids import AgentId, MunicipalityCode, ShiftId

FIELDS = ("do", "shift", "leaves", "joins", "other", "code")
"""What a form of the panel says."""


def fields_of(form: PageForm) -> Mapping[str, str]:
    """Return what a form says of a choice, so that it can be shown again."""
    return {name: form.text(name) for name in FIELDS if form.text(name)}


def changes_of(chosen: Mapping[str, str]) -> tuple[HandChange, ...]:
    """Return the changes that a choice asks for; none where it is no choice of the panel's."""
    shift, other = ShiftId(chosen.get("shift", "")), ShiftId(chosen.get("other", ""))
    leaves, joins = _agent(chosen, "leaves"), _agent(chosen, "joins")
    code = MunicipalityCode(chosen["code"]) if "code" in chosen else None
    takes = Move(shift, leaves, joins)
    known: dict[str, tuple[HandChange, ...]] = {
        "put": (takes,),
        "empty": (takes,),
        "move": (takes, Move(other, joins)),
        "swap": (takes, Move(other, joins, leaves)),
        "lock": (Locking(shift, code, leaves),),
        "unlock": (Unlocking(shift, code, leaves),),
    }
    return known.get(chosen.get("do", ""), ())


def _agent(chosen: Mapping[str, str], name: str) -> AgentId | None:
    return AgentId(chosen[name]) if name in chosen else None
