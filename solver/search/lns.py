"""Neighbourhood search: most of a roster stays as it is, a part of it is solved again, over and over.

Parts are some weeks of all municipalities, or some municipalities with the shifts that they have (and
those with empty seats). A part that is solved to the end makes the next of its kind larger, one that
is not makes it smaller. Sideways moves are taken, so that the search does not stick to a plateau.

Where a relaxation has told who sits where in the best of rosters, parts are drawn from these pairs first:
with so few to choose from a part can be ten times as large. Once that brings nothing more, every other part
is drawn from all pairs again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from solver.model.variables import open_pairs
from solver.params import Params
from solver.search.build import draft_after, hint
from solver.search.cp_sat import LIGHT, Run, SideSearch, Task
from solver.search.state import Best, SearchState
from wfm.finding import Level
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.score import Score

EFFORT = 1.0
"""CP-SAT's own, repeatable time that a part may take, about seconds."""

PATIENCE = 25
"""Parts in a row that bring nothing before the search gives up, where it has to."""

WEEKS = 1 / 3
"""How many of the parts are weeks; the others are municipalities."""

TIRED = 10
"""Parts in a row that bring nothing before others than the favoured pairs are looked at."""

FAVOURED = 4
"""How much larger parts of favoured pairs are to begin with."""

SETTINGS = LIGHT | {"max_deterministic_time": EFFORT}


@dataclass
class _Size:
    """How many of its kind a part takes: `now`, never above `most`."""

    now: float
    most: int

    def learn(self, *, settled: bool) -> None:
        self.now = min(float(self.most), self.now * 1.15) if settled else max(1.0, self.now * 0.8)

    @property
    def whole(self) -> int:
        return min(self.most, max(1, round(self.now)))


@dataclass
class _Sizes:
    """How large the next part of each kind is."""

    weeks: _Size
    homes: _Size

    @classmethod
    def to_begin(cls, plan: Plan, larger: int = 1) -> _Sizes:
        weeks, homes = len(plan.shifts_of_week), len(plan.staffing)
        return cls(_Size(2.0 * larger, weeks), _Size(4.0 * larger, homes))


@dataclass(frozen=True)
class Part:
    """A roster, and what of it is to be solved again.

    Parameters
    ----------
    roster
        Keeps every hard rule; what is not freed stays.
    freed
        The agents and shifts that can change.
    size
        Learns from how far the part was solved.
    """

    roster: Roster
    freed: Sequence[Assignment]
    size: _Size


class Neighbourhoods:
    """A search that improves one level, the earlier ones held.

    Parameters
    ----------
    state
        Where the search stands.
    params
        Its seed counts.
    level
        What is minimised.

    Attributes
    ----------
    workers
        Threads for a part; one, unless somebody gives it more.
    """

    def __init__(self, state: SearchState, params: Params, level: Level) -> None:
        self._state = state
        self.workers = 1
        self._params = params
        self._level = level
        self._chance = random.Random(params.seed)
        self._open = open_pairs(state.plan)
        self._now: Roster = state.best.roster
        self._measured = state.best
        self._favoured: frozenset[Assignment] = frozenset()
        self._wide = _Sizes.to_begin(state.plan)
        self._close = _Sizes.to_begin(state.plan, FAVOURED)
        self._idle = 0

    @property
    def stuck(self) -> bool:
        """Whether the last parts brought nothing."""
        return self._idle >= PATIENCE

    def favour(self, pairs: frozenset[Assignment]) -> None:
        """Look first at some agents and shifts, besides those of the roster at hand."""
        self._favoured = pairs
        self._idle = 0

    def step(self, *beside: SideSearch, until: Callable[[], bool] | None = None) -> None:
        """Solve one part again, taking meanwhile what other runs find; stop where `until` is true."""
        before = self._state.score
        part = self.draw()
        task = part_task(part.roster, part.freed, self._state, self._level)
        with Run(task, self._state, replace(self._params, workers=self.workers)) as run:
            run.wait(*beside, until=until)
        self._now = run.roster or self._now
        part.size.learn(settled=run.settled)
        self._idle = 0 if self._state.score < before else self._idle + 1

    def draw(self) -> Part:
        """Return a part of the roster at hand, or of the best where that is better."""
        if self._state.score[self._level] < self._score_now()[self._level]:
            self._now = self._state.best.roster
        close = bool(self._favoured) and (self._idle < TIRED or self._chance.random() < 0.5)
        pairs = self._close_pairs() if close else self._open
        sizes = self._close if close else self._wide
        if self._chance.random() < WEEKS:
            return Part(self._now, self._some_weeks(pairs, sizes.weeks), sizes.weeks)
        return Part(self._now, self._some_homes(pairs, sizes.homes), sizes.homes)

    def take(self, part: Part, roster: Roster | None, *, settled: bool) -> bool:
        """Take what came of a part that was solved elsewhere; tell whether it was of use.

        Meanwhile the roster at hand may have become another: what changed in the part is then changed
        in that one, where no rule forbids it.
        """
        part.size.learn(settled=settled)
        if roster is None or roster == part.roster:
            return False
        now = self._score_now()
        for one in dict.fromkeys((_changed(self._now, part.roster, roster), roster)):
            score = self._state.measure(one)
            if not score.breaches and not now < score:
                self._now, self._measured = one, Best(one, score)
                self._state.offer(one)
                return score < now
        return False

    def _score_now(self) -> Score:
        if self._measured.roster is not self._now:
            self._measured = Best(self._now, self._state.measure(self._now))
        return self._measured.score

    def _close_pairs(self) -> Sequence[Assignment]:
        """Return the favoured pairs and those of the roster at hand, in order of agent and time."""
        now = frozenset(self._now)
        return [pair for pair in self._open if pair in self._favoured or pair in now]

    def _some_weeks(self, pairs: Sequence[Assignment], size: _Size) -> Sequence[Assignment]:
        """Return the pairs of some weeks, neighbours or not."""
        plan = self._state.plan
        weeks = list(plan.shifts_of_week)
        number = size.whole
        if self._chance.random() < 0.5:
            first = self._chance.randrange(len(weeks) - number + 1)
            chosen = set(weeks[first : first + number])
        else:
            chosen = set(self._chance.sample(weeks, number))
        return [pair for pair in pairs if plan.shift[pair[1]].week in chosen]

    def _some_homes(self, pairs: Sequence[Assignment], size: _Size) -> Sequence[Assignment]:
        """Return the pairs of some municipalities' agents and the shifts that they have or that have room."""
        plan = self._state.plan
        homes = {municipality.code for municipality in self._chance.sample(plan.staffing, size.whole)}
        theirs = {shift for agent, shift in self._now if plan.agent[agent].municipality in homes}
        theirs |= {shift.id for shift in plan.shifts if len(self._now.on(shift.id)) < shift.seats}
        return [pair for pair in pairs if pair[1] in theirs and plan.agent[pair[0]].municipality in homes]


def part_task(roster: Roster, freed: Sequence[Assignment], state: SearchState, level: Level) -> Task:
    """Return what CP-SAT is to do: minimise a level where only the freed pairs of a roster can change."""
    free = set(freed)
    kept = [pair for pair in roster if pair not in free]
    draft = draft_after(state, level, freed, kept)
    hint(draft, roster)
    return Task(draft.model, draft.seating, level, whole=False, settings=SETTINGS)


def _changed(roster: Roster, before: Roster, after: Roster) -> Roster:
    """Return a roster in which that is changed which differs between two others."""
    gone, come = before.difference(after), after.difference(before)
    return Roster.of(dict.fromkeys([*(pair for pair in roster if pair not in gone), *sorted(come)]))
