"""Neighbourhood search: most of a roster stays as it is, a part of it is solved again, over and over.

Parts are some weeks of all municipalities, or some municipalities with the shifts that they have (and
those with empty seats). A part that is solved to the end makes the next of its kind larger, one that
is not makes it smaller. Sideways moves are taken, so that the search does not stick to a plateau.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from solver.cpsat import LIGHT, Beside, Run, Task
from solver.draft import open_pairs
from solver.model import held_draft, hint
from solver.params import Params
from solver.standing import Best, Standing
from wfm.finding import Level
from wfm.roster import Assignment, Roster
from wfm.score import Score

EFFORT = 1.0
"""CP-SAT's own, repeatable time that a part may take, about seconds."""

PATIENCE = 40
"""Parts in a row that bring nothing before the search gives up, where it has to."""

SETTINGS = LIGHT | {"max_deterministic_time": EFFORT}


@dataclass
class _Size:
    """How many of its kind a part takes: `now`, never above `most`."""

    now: float
    most: int

    def learn(self, *, settled: bool) -> None:
        self.now = min(float(self.most), self.now * 1.15) if settled else max(1.0, self.now * 0.8)


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
    standing
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

    def __init__(self, standing: Standing, params: Params, level: Level) -> None:
        self._standing = standing
        self.workers = 1
        self._params = params
        self._level = level
        self._chance = random.Random(params.seed)
        self._open = open_pairs(standing.plan)
        self._now: Roster = standing.best.roster
        self._measured = standing.best
        self._weeks = _Size(2.0, len(standing.plan.shifts_of_week))
        self._homes = _Size(4.0, len(standing.plan.staffing))
        self._idle = 0

    @property
    def stuck(self) -> bool:
        """Whether the last parts brought nothing."""
        return self._idle >= PATIENCE

    def step(self, *beside: Beside, until: Callable[[], bool] | None = None) -> None:
        """Solve one part again, taking meanwhile what other runs find; stop where `until` is true."""
        before = self._standing.score
        part = self.draw()
        task = part_task(part.roster, part.freed, self._standing, self._level)
        with Run(task, self._standing, replace(self._params, workers=self.workers)) as run:
            run.wait(*beside, until=until)
        self._now = run.roster or self._now
        part.size.learn(settled=run.settled)
        self._idle = 0 if self._standing.score < before else self._idle + 1

    def draw(self) -> Part:
        """Return a part of the roster at hand, or of the best where that is better."""
        if self._standing.score[self._level] < self._score_now()[self._level]:
            self._now = self._standing.best.roster
        size = self._chance.choice((self._weeks, self._homes, self._homes))
        freed = self._some_weeks() if size is self._weeks else self._some_homes()
        return Part(self._now, freed, size)

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
            score = self._standing.measure(one)
            if not score.breaches and not now < score:
                self._now, self._measured = one, Best(one, score)
                self._standing.offer(one)
                return score < now
        return False

    def _score_now(self) -> Score:
        if self._measured.roster is not self._now:
            self._measured = Best(self._now, self._standing.measure(self._now))
        return self._measured.score

    def _some_weeks(self) -> Sequence[Assignment]:
        """Return the pairs of some weeks, neighbours or not."""
        plan = self._standing.plan
        weeks = list(plan.shifts_of_week)
        number = min(len(weeks), max(1, round(self._weeks.now)))
        if self._chance.random() < 0.5:
            first = self._chance.randrange(len(weeks) - number + 1)
            chosen = set(weeks[first : first + number])
        else:
            chosen = set(self._chance.sample(weeks, number))
        return [pair for pair in self._open if plan.shift[pair[1]].week in chosen]

    def _some_homes(self) -> Sequence[Assignment]:
        """Return the pairs of some municipalities' agents and the shifts that they have or that have room."""
        plan = self._standing.plan
        number = min(len(plan.staffing), max(1, round(self._homes.now)))
        homes = {municipality.code for municipality in self._chance.sample(plan.staffing, number)}
        theirs = {shift for agent, shift in self._now if plan.agent[agent].municipality in homes}
        theirs |= {shift.id for shift in plan.shifts if len(self._now.on(shift.id)) < shift.seats}
        return [
            pair for pair in self._open if pair[1] in theirs and plan.agent[pair[0]].municipality in homes
        ]


def part_task(roster: Roster, freed: Sequence[Assignment], standing: Standing, level: Level) -> Task:
    """Return what CP-SAT is to do: minimise a level where only the freed pairs of a roster can change."""
    free = set(freed)
    kept = [pair for pair in roster if pair not in free]
    draft = held_draft(standing, level, freed, kept)
    hint(draft, roster)
    return Task(draft.model, draft.seating, level, whole=False, settings=SETTINGS)


def _changed(roster: Roster, before: Roster, after: Roster) -> Roster:
    """Return a roster in which that is changed which differs between two others."""
    gone, come = before.missing_from(after), after.missing_from(before)
    return Roster.of(dict.fromkeys([*(pair for pair in roster if pair not in gone), *sorted(come)]))
