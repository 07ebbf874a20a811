"""HiGHS looks near the best roster: on each shift only who has it there, or in a corner of the relaxation."""

from __future__ import annotations

from collections.abc import Sequence
from time import sleep

import numpy as np

from solver.linear.boxes import Boxes
from solver.linear.complete_hint import complete
from solver.linear.dive import OPEN
from solver.linear.highs import Job
from solver.linear.highs_process import HighsProcess
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
    seed: int,
) -> Roster | None:
    """Return the best roster of a model near the best one known, and offer it.

    Parameters
    ----------
    open_level
        With a corner or more.
    state
        Where the search stands.
    process
        Does the work; it has nothing else to do.
    seed
        Of HiGHS.

    Raises
    ------
    SearchEndedError
        Where the search must end.
    """
    fits = open_level.fits
    start = complete(open_level.model, open_level.draft.columns, state.best.roster) if fits else []
    part = _opened(open_level, start).open_part()
    if not part.places.size:
        return None
    number = process.next_number()
    process.give(
        Job(
            number=number,
            model=part.model,
            whole=True,
            seconds=state.clock.left,
            seed=seed,
            target=open_level.target,
            nodes=NODES,
            start=part.part(start) if start else (),
        )
    )
    values = _waited(process, number, state)
    if not values:
        return None
    found = open_level.draft.seating.roster(part.whole(values))
    state.offer(found)
    open_level.prove()
    return found


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
