"""Dives: whole solutions looked for from a relaxation's, by HiGHS in its process.

Each level has a dive for each relaxation, and after it looks near the best roster, until some in a row
bring nothing (`solver.linear.dive`). Of a huge plan neither is tried: the neighbourhood search is better
there.
"""

from __future__ import annotations

from solver.linear.complete_hint import complete
from solver.linear.dive import ChoiceOption, DiveJob, ShiftChoice
from solver.linear.highs import HighsAnswer
from solver.linear.highs_process import HighsProcess
from solver.model.draft import Draft
from solver.params import Params
from solver.search.relaxation import Relaxation
from solver.search.state import SearchState
from wfm.calendar import Shift
from wfm.finding import Level

TRIES = 3
"""Looks near the best roster in a row that bring nothing, after which no more are made."""

PART_OF_TIME = 1 / 3
"""Of the time left, what one may take at most where much is left open: what follows must have some, too."""

KEPT, LEAST, MOST = 0.9, 0.3, 0.97
"""The part of what the best roster and a corner agree on that is kept: at first, at least, at most."""


class Dives:
    """The dives of one level.

    Parameters
    ----------
    state
        Where the search stands.
    level
        What is minimised, the earlier levels held.
    linear
        Its relaxations.
    process
        Does the work; while one is at work here, `linear` must be idle.
    params
        Its seed counts.

    Attributes
    ----------
    busy
        Whether the process is at work on one.
    kept
        The part of what the best roster and a corner agree on that the next look keeps.
    """

    def __init__(
        self, state: SearchState, level: Level, linear: Relaxation, process: HighsProcess, params: Params
    ) -> None:
        self._state = state
        self._level = level
        self._linear = linear
        self._process = process
        self._seed = params.seed
        self._choices = choices_of(linear.draft)
        self._number = 0
        self._value = 0
        self.kept = KEPT
        self._failed = 0
        self._begun = 0
        self.busy = False

    @property
    def worthwhile(self) -> bool:
        """Whether one should be begun, or another."""
        possible = bool(self._linear.solution) and not self._linear.huge
        return possible and not self._process.ended and self._failed < TRIES

    def begin(self, *, dive: bool) -> None:
        """Begin a dive, or to look near the best roster."""
        if dive:
            self._failed = 0
        self._number = self._process.next_number()
        self._value = self._state.score[self._level]
        self.busy = True
        draft, model = self._linear.draft, self._linear.model
        self._process.give(
            DiveJob(
                number=self._number,
                model=model,
                choices=self._choices,
                values=self._linear.solution,
                start=() if dive else complete(model, draft.columns, self._state.best.roster),
                target=self._state.bounds[self._level],
                kept=None if dive else self.kept,
                seconds=self._state.clock.left * (PART_OF_TIME if self._linear.many else 1),
                seed=(self._seed + self._begun) % 2**31,
            )
        )
        self._begun += 1

    def take(self) -> None:
        """Take what has arrived."""
        for answer in self._process.take():
            if answer.number == self._number and answer.ended:
                self._ended(answer)
        if self._process.ended:
            self.busy = False

    def stop(self) -> None:
        """Stop what the process is doing, if it is at work here."""
        if self.busy and not self._process.ended:
            self._process.restart()
        self.busy = False

    def _ended(self, answer: HighsAnswer) -> None:
        self.busy = False
        if answer.values:
            self._state.offer(self._linear.draft.seating.roster(answer.values))
        if self._state.score[self._level] < self._value:
            self._failed = 0
            return
        self._failed += 1
        wider = self.kept * 0.75 if answer.settled else self.kept + 0.1
        self.kept = min(MOST, max(LEAST, wider))


def choices_of(draft: Draft) -> tuple[ShiftChoice, ...]:
    """Return who could have each shift that is not frozen: municipalities, or agents where it is mixed."""
    return tuple(_choice(draft, shift) for shift in draft.plan.shifts if shift.id not in draft.frozen)


def _choice(draft: Draft, shift: Shift) -> ShiftChoice:
    cells = [draft.cells[cell] for cell in draft.cells_on[shift.id]]
    if draft.plan.mixed_on(shift.id):
        single = (ChoiceOption((column.variable.index,)) for columns in cells for column in columns)
        return ShiftChoice(tuple(single), alone=False)
    whole = (
        ChoiceOption(
            tuple(column.variable.index for column in columns),
            full=1 if columns[0].team else max(1, min(shift.seats, len(columns))),
        )
        for columns in cells
    )
    return ShiftChoice(tuple(whole), alone=True)
