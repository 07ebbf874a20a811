"""Undo and redo over versions that are never overwritten: each restores an earlier one as the next.

Whoever undoes goes back one step from where they are, not from what was made last; a redo takes back the
last undo. Anything else that is made ends what could be redone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.ids import RevisionNumber, VersionNumber

NONE = VersionNumber(0)


class HandStepKind(StrEnum):
    """What was done by hand."""

    CHANGE = "change"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True)
class HandStep:
    """How a version was made by hand.

    Parameters
    ----------
    kind
        What was done.
    restores
        Number of the version that is as it was again; 0 of a change.
    base
        Number of the plan's revision on which it was done.
    """

    kind: HandStepKind
    restores: VersionNumber
    base: RevisionNumber


@dataclass(frozen=True)
class UndoState:
    """Where one is among the versions.

    Parameters
    ----------
    at
        The version as which the newest one sits: itself, or the one that it restored.
    back
        What an undo would restore; 0 where there is nothing before.
    forth
        What a redo would restore; 0 where nothing was undone.
    """

    at: VersionNumber
    back: VersionNumber
    forth: VersionNumber


def find_undo_state(newest: VersionNumber, steps: Mapping[VersionNumber, HandStep]) -> UndoState:
    """Return what an undo and a redo of the newest version would restore.

    Parameters
    ----------
    newest
        Its number; 0 where there is none.
    steps
        Those that were made by hand.
    """
    at = _position(newest, steps)
    before = VersionNumber(max(0, at - 1))
    undone = _undone(newest, steps)
    return UndoState(at, _position(before, steps), undone[-1] if undone else NONE)


def _position(number: VersionNumber, steps: Mapping[VersionNumber, HandStep]) -> VersionNumber:
    """Return as which version one sits; what is restored is never a restored one itself."""
    step = steps.get(number)
    return number if step is None or not step.restores else step.restores


def _undone(newest: VersionNumber, steps: Mapping[VersionNumber, HandStep]) -> list[VersionNumber]:
    """Return what was undone since the last version that no undo or redo made, the last undone last."""
    first = newest
    while first in steps and steps[first].restores:
        first = VersionNumber(first - 1)
    undone: list[VersionNumber] = []
    for number in range(first + 1, newest + 1):
        if steps[VersionNumber(number)].kind is HandStepKind.UNDO:
            undone.append(_position(VersionNumber(number - 1), steps))
        else:
            undone.pop()
    return undone
