"""Stay close to a baseline: which shifts must change at all, and then the best way to change just these.

Coverage, competence and changes are sums over shifts, and most rules bind within a week. So a week in
which every shift has the best that it could get by itself is done, proven by counting. Only other
weeks are solved, each alone and to the end: no roster does better in a week than one that need not heed
the others, so the weeks' values add up to a bound, and mostly to a roster.

Once these levels are proven, a shift that got the best it could has only few teams left, mostly just
the baseline's. What remains open is a small question, solved whole for the later levels.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from solver.heuristics.greedy import pin_locks
from solver.model.cuts import tighten
from solver.model.draft import Draft
from solver.model.expressions import Amount, total
from solver.model.variables import open_pairs
from solver.params import Params
from solver.progress import Phase
from solver.rules import rules_of
from solver.search.best_teams import Choice, Worth, choice, worth
from solver.search.build import draft_after, hint
from solver.search.cp_sat import LINEAR, Run, Task
from solver.search.state import SearchState
from wfm.baseline import Baseline
from wfm.calendar import Shift, Week
from wfm.finding import Level
from wfm.ids import ShiftId
from wfm.proof import COUNTING, Proof, ProofMethod
from wfm.roster import Assignment, Roster

FIRST = (Level.COVERAGE, Level.COMPETENCE, Level.CHANGES)
"""The levels that add up shift by shift, in the order of a worth's figures."""

SMALL = 3000
"""Assignments left open up to which the later levels are solved whole; a greater question is searched."""


def mend(state: SearchState, params: Params) -> None:
    """Improve a state that has a baseline, and prove what can be proven week by week.

    Raises
    ------
    SearchEndedError
        Where the search must end.
    """
    if state.baseline is None:
        return
    state.enter(Phase.LEVEL)
    mending = _Mending(state, params, state.baseline)
    mending.settle_weeks()
    pairs = mending.pairs_left_open()
    if state.closed(Level.CHANGES) and len(pairs) <= SMALL + len(state.best.roster):
        for level in state.levels[len(FIRST) :]:
            state.raise_if_over()
            if not state.closed(level):
                draft = draft_after(state, level, pairs)
                hint(draft, state.best.roster)
                task = Task(draft.model, draft.seating, level, settings=LINEAR)
                with Run(task, state, params) as run:
                    run.wait()


@dataclass
class _Mending:
    state: SearchState
    params: Params
    baseline: Baseline
    choices: dict[ShiftId, Choice] = field(default_factory=dict)
    solved: dict[Week, Worth] = field(default_factory=dict)
    """Least worth of the weeks that had to be solved."""

    def __post_init__(self) -> None:
        plan, frozen = self.state.plan, self.baseline.frozen_shifts(self.state.plan)
        for shift in plan.shifts:
            self.state.raise_if_over()
            if shift.id in frozen:
                self.choices[shift.id] = Choice(self._worth(shift, self.baseline.roster), frozenset())
            else:
                self.choices[shift.id] = choice(plan, shift, self.baseline.roster)

    def settle_weeks(self) -> None:
        """Give each week the best it can have, and prove what that adds up to."""
        weeks = self.state.plan.shifts_of_week
        for week, shifts in weeks.items():
            self.state.raise_if_over()
            counted = Worth.total(self.choices[shift.id].least for shift in shifts)
            if Worth.total(self._worth(shift, self.state.best.roster) for shift in shifts) != counted:
                self._solve(week, shifts)
        least = Worth.total(self._least(week) for week in weeks)
        for level, bound in zip(FIRST, least, strict=True):
            if self.state.reachable(level):
                self.state.prove(level, bound, self._proof)

    @property
    def _proof(self) -> Proof:
        return Proof(ProofMethod.CP_SAT, "CP-SAT", workers=self.params.workers) if self.solved else COUNTING

    def _least(self, week: Week) -> Worth:
        shifts = self.state.plan.shifts_of_week[week]
        return self.solved.get(week) or Worth.total(self.choices[shift.id].least for shift in shifts)

    def pairs_left_open(self) -> Collection[Assignment]:
        """Return the pairs that can sit in a roster as good at the first levels, once these are proven."""
        shift_of = self.state.plan.shift
        among: dict[ShiftId, frozenset[str] | None] = {
            shift: None if shift_of[shift].week in self.solved else one.agents
            for shift, one in self.choices.items()
        }
        return [
            (agent, shift)
            for agent, shift in open_pairs(self.state.plan)
            if (agents := among[shift]) is None or agent in agents
        ]

    def _worth(self, shift: Shift, roster: Roster) -> Worth:
        plan = self.state.plan
        team = [plan.agent[agent] for agent in roster.on(shift.id)]
        return worth(plan, shift, team, frozenset(self.baseline.roster.on(shift.id)))

    def _solve(self, week: Week, shifts: Collection[Shift]) -> None:
        """Solve a week alone to the end; keep its roster where it fits those of the other weeks."""
        theirs = frozenset(shift.id for shift in shifts)
        draft = self._week(theirs)
        with Run(Task(draft.model, draft.seating, settings=LINEAR), self.state, self.params) as run:
            run.wait()
        if run.roster is None:
            return
        if run.settled:
            self.solved[week] = Worth.total(self._worth(shift, run.roster) for shift in shifts)
        others = (pair for pair in self.state.best.roster if pair[1] not in theirs)
        self.state.offer(Roster.of([*others, *(pair for pair in run.roster if pair[1] in theirs)]))

    def _week(self, theirs: Collection[ShiftId]) -> Draft:
        """Return the draft of some shifts, where nobody else sits but who must."""
        plan = self.state.plan
        pairs = [pair for pair in open_pairs(plan) if pair[1] in theirs]
        draft = Draft(plan, dict.fromkeys([*pairs, *pin_locks(plan, self.baseline)]), baseline=self.baseline)
        for rule in rules_of(self.baseline):
            if rule.LEVEL in (Level.HARD, *FIRST):
                rule.post(draft)
        tighten(draft, full=False)
        draft.model.minimize(_in_order(draft, theirs, len(self.baseline.roster)))
        return draft


def _in_order(draft: Draft, shifts: Collection[ShiftId], most_gone: int) -> Amount:
    """Return one amount that is the less the better the first levels are on some shifts, in their order."""
    parts: Mapping[Level, list[Amount]] = {level: [] for level in FIRST}
    for term in draft.terms:
        if term.subject.shift in shifts and term.level in parts:
            parts[term.level].append(term.weight * term.amount)
    most_missing = sum(c.min_agents for c in draft.plan.hotline.competences) * len(shifts)
    factors = ((most_missing + 1) * (most_gone + 1), most_gone + 1, 1)
    return total([factor * total(parts[level]) for level, factor in zip(FIRST, factors, strict=True)])
