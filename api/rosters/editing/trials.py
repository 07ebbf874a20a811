"""Many changes of one roster looked at, one beside the other: what each would do, before any is made.

Each is measured by the rules that measure every roster, on the part of the plan that it can touch: what a
candidate would do to the score is told of dozens in the time of a few whole rosters. A property test holds
that a part says what the whole would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.rosters.editing.changes import ChangeOutcome, move_agents, try_changes
from api.rosters.editing.faults import ChangeError, faults_of
from api.rosters.editing.moves import HandChange, Move
from wfm.baseline import Baseline
from wfm.finding import Finding, Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.plan_part import cut_part
from wfm.roster import Roster
from wfm.score import Score, measure

ONLY_HARD = frozenset({Level.HARD})


@dataclass(frozen=True)
class _Part:
    """A part of a plan and its roster, measured as it is by the rules of some levels."""

    plan: Plan
    roster: Roster
    baseline: Baseline | None
    levels: frozenset[Level]
    score: Score

    def with_moves(self, moves: Sequence[Move]) -> ChangeOutcome:
        """Return what moves make of it."""
        moved = move_agents(self.roster, moves)
        score = measure(self.plan, moved, self.baseline, only=self.levels)
        return ChangeOutcome(self.plan, moved, self.score, score)


class Trials:
    """Changes tried in one roster.

    Parameters
    ----------
    plan, roster
        In which they are tried.
    baseline
        What the roster is to stay close to, if anything.
    """

    def __init__(self, plan: Plan, roster: Roster, baseline: Baseline | None = None) -> None:
        self.plan = plan
        self.roster = roster
        self.baseline = baseline
        self._parts: dict[tuple[frozenset[MunicipalityCode], frozenset[ShiftId]], _Part] = {}
        self._bare: dict[frozenset[ShiftId], Plan] = {}

    def try_changes(self, changes: Sequence[HandChange]) -> ChangeOutcome:
        """Return what changes would make of the part of the roster that they touch; nothing is kept.

        Where locks change, it is the whole of it.

        Raises
        ------
        ChangeError
            Where they name what is not there or contradict each other; every fault is listed.
        """
        moves = self._moves(changes)
        if moves is None:
            return try_changes(self.plan, self.roster, changes, self.baseline)
        return self._part(moves).with_moves(moves)

    def find_breaches(self, changes: Sequence[HandChange]) -> tuple[Finding, ...]:
        """Return the hard rules that changes would break and that are kept now: with any they are refused.

        Raises
        ------
        ChangeError
            As of `try_changes`.
        """
        moves = self._moves(changes)
        if moves is None:
            return try_changes(self.plan, self.roster, changes, self.baseline).new_breaches
        return self._people(moves).with_moves(moves).new_breaches

    def _moves(self, changes: Sequence[HandChange]) -> tuple[Move, ...] | None:
        """Return changes that are moves, and nothing where locks are among them."""
        moves = tuple(change for change in changes if isinstance(change, Move))
        if len(moves) < len(changes):
            return None
        faults = faults_of(self.plan, self.roster, changes)
        if faults:
            raise ChangeError(faults)
        return moves

    # --- what every rule looks at: all seats of the municipalities whose agents move ----------------

    def _part(self, moves: Iterable[Move]) -> _Part:
        shifts = frozenset(move.shift for move in moves)
        codes = frozenset(self.plan.agent[agent].municipality for agent in self._movers(moves))
        if (codes, shifts) not in self._parts:
            self._parts[codes, shifts] = self._cut(codes, shifts)
        return self._parts[codes, shifts]

    def _cut(self, codes: frozenset[MunicipalityCode], moved: frozenset[ShiftId]) -> _Part:
        def is_theirs(agent: AgentId) -> bool:
            return self.plan.agent[agent].municipality in codes

        shifts = moved | {
            shift
            for one in self._rosters
            for shift, agents in one.agents_on.items()
            if any(map(is_theirs, agents))
        }

        def cut(whole: Roster) -> Roster:
            return Roster({shift: sit for shift, sit in whole.agents_on.items() if shift in shifts})

        return self._measured(cut_part(self.plan, codes, shifts), cut, frozenset(Level))

    # --- what hard rules look at: the shifts themselves, and where those who move sit besides --------

    def _people(self, moves: Sequence[Move]) -> _Part:
        shifts = frozenset(move.shift for move in moves)
        movers = frozenset(self._movers(moves))

        def cut(whole: Roster) -> Roster:
            theirs = ((agent, shift) for agent in movers for shift in whole.of_agent(agent))
            there = ((agent, shift) for shift in shifts for agent in whole.on(shift))
            return Roster.of([*(pair for pair in theirs if pair[1] not in shifts), *there])

        return self._measured(self._bare_plan(shifts, movers), cut, ONLY_HARD)

    def _bare_plan(self, shifts: frozenset[ShiftId], movers: frozenset[AgentId]) -> Plan:
        if self.baseline is not None and self.baseline.freeze_before is not None:
            # Of what is frozen besides it matters which breaches it has by itself.
            shifts |= {shift for one in self._rosters for agent in movers for shift in one.of_agent(agent)}
        if shifts not in self._bare:
            self._bare[shifts] = cut_part(self.plan, frozenset(), shifts)
        return self._bare[shifts]

    # --- both ----------------------------------------------------------------------------------------

    @property
    def _rosters(self) -> tuple[Roster, ...]:
        return (self.roster,) if self.baseline is None else (self.roster, self.baseline.roster)

    def _measured(self, plan: Plan, cut: Callable[[Roster], Roster], levels: frozenset[Level]) -> _Part:
        roster, baseline = cut(self.roster), None
        if self.baseline is not None:
            baseline = Baseline(cut(self.baseline.roster), self.baseline.freeze_before)
        return _Part(plan, roster, baseline, levels, measure(plan, roster, baseline, only=levels))

    def _movers(self, moves: Iterable[Move]) -> Iterator[AgentId]:
        """Yield whoever moves, in every employment."""
        for move in moves:
            for agent in filter(None, (move.leaves, move.joins)):
                yield from self.plan.selves[agent]
