"""Undo and redo over versions that are only added to do what a pile of undone steps does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from api.access.ids import RevisionNumber, VersionNumber
from api.rosters.editing.undoing import NONE, HandStep, HandStepKind, UndoState, find_undo_state

ANY = RevisionNumber(1)
CHANGE, UNDO, REDO = HandStepKind.CHANGE, HandStepKind.UNDO, HandStepKind.REDO


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["change", "solve", "undo", "redo"]), max_size=25))
def test_it_is_as_with_two_piles(asked: list[str]) -> None:
    steps: dict[VersionNumber, HandStep] = {}
    newest = VersionNumber(1)
    before, undone = [VersionNumber(0), VersionNumber(1)], list[VersionNumber]()
    for what in asked:
        state = find_undo_state(newest, steps)
        assert state == UndoState(before[-1], before[-2], undone[-1] if undone else NONE)
        if what == "undo" and state.back:
            undone.append(before.pop())
            newest = VersionNumber(newest + 1)
            steps[newest] = HandStep(UNDO, state.back, ANY)
        elif what == "redo" and state.forth:
            before.append(undone.pop())
            newest = VersionNumber(newest + 1)
            steps[newest] = HandStep(REDO, state.forth, ANY)
        elif what in ("change", "solve"):
            newest = VersionNumber(newest + 1)
            if what == "change":
                steps[newest] = HandStep(CHANGE, NONE, ANY)
            before.append(newest)
            undone = []


def test_without_a_version_there_is_nothing_to_undo() -> None:
    assert find_undo_state(NONE, {}) == UndoState(NONE, NONE, NONE)
