"""HiGHS looks near the best roster: on each shift only who has it there, or in a corner of the relaxation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from time import sleep

import numpy as np

from solver.linear.boxes import Boxes, OpenPart
from solver.linear.complete_hint import complete
from solver.linear.dive import OPEN
from solver.linear.highs import Job
from solver.linear.highs_process import HighsProcess
from solver.linear.model import LinearModel
from solver.search.cp_sat import TICK
from solver.search.dives import choices_of
from solver.search.state import SearchState
from solver.session.open_level import OpenLevel
from wfm.roster import Roster

NODES = 500
"""Of a search, a limit that does not depend on the machine."""


def search_near(
    open_level: OpenLevel,
    state: SearchState,
    process: HighsProcess,
    at_hand: Roster,
    seed: int,
    *,
    wide: bool,
) -> None:
    """Look for the best roster of a model near one at hand, few changes from it, and offer what is found.

    Parameters
    ----------
    open_level
        With a corner or more.
    state
        Where the search stands.
    process
        Does the work; it has nothing else to do.
    at_hand
        The roster from which changes are counted.
    seed
        Of HiGHS.
    wide
        Whether every municipality may put other agents on its shifts; else only those may of which the corner
        is another than the roster at hand, or not whole.

    Raises
    ------
    SearchEndedError
        Where the search must end.
    """
    whole, columns = open_level.model, open_level.draft.columns
    start = complete(whole, columns, state.best.roster) if open_level.fits else []
    boxes = _opened(open_level, start)
    if not wide:
        _narrow(open_level, boxes, at_hand)
    part = boxes.open_part()
    if not part.places.size:
        return
    favoured = {column.variable.index for column in columns if column.chosen_in(at_hand)}
    scale = len(favoured) + 1
    number = process.next_number()
    process.give(
        Job(
            number=number,
            model=_favouring(part, favoured, scale),
            whole=True,
            seconds=state.clock.left,
            seed=seed,
            target=open_level.target * scale,
            nodes=NODES,
            start=part.part(start) if start and boxes.hold(start) else (),
        )
    )
    values = _waited(process, number, state)
    if values:
        state.offer(open_level.draft.seating.roster(part.whole(values)))
        open_level.prove()


def _favouring(part: OpenPart, favoured: Collection[int], scale: int) -> LinearModel:
    """Return the model of what is open; of equally good solutions that with fewer changes is better."""
    cost = [
        scale * one - (place in favoured)
        for one, place in zip(part.model.cost, part.places.tolist(), strict=True)
    ]
    return replace(part.model, cost=cost, offset=scale * part.model.offset)


def _opened(open_level: OpenLevel, start: Sequence[int]) -> Boxes:
    """Return the boxes in which only that is open which a solution at hand makes use of."""
    used = np.zeros(len(open_level.model.cost))
    for values in (*open_level.corners, *([start] if start else [])):
        used = np.maximum(used, np.asarray(values, dtype=float))
    boxes = Boxes(open_level.model)
    for choice in choices_of(open_level.draft):
        for option in choice.options:
            columns = list(option.columns)
            if used[columns].sum() <= OPEN:
                boxes.upper[columns] = boxes.lower[columns]
    return boxes


def _narrow(open_level: OpenLevel, boxes: Boxes, at_hand: Roster) -> None:
    """Leave municipalities as the corner has them, where it is the roster at hand and whole."""
    values, columns = open_level.solution, open_level.draft.columns
    moved = {
        column.cell.home
        for column in columns
        if abs(values[column.variable.index] - column.chosen_in(at_hand)) > OPEN
    }
    for column in columns:
        if column.cell.home not in moved:
            place = column.variable.index
            boxes.lower[place] = boxes.upper[place] = round(values[place])


def _waited(process: HighsProcess, number: int, state: SearchState) -> list[float]:
    """Wait for an answer; a search that must end leaves a process that is ready for another job."""
    while not process.ended:
        try:
            for answer in process.take():
                if answer.number == number and answer.ended:
                    return list(answer.values)
            sleep(TICK / 5)
        except KeyboardInterrupt:
            state.interrupted = True
        if state.over:
            process.restart()
            state.raise_if_over()
    return []
