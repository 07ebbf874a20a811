"""Many changes of one roster looked at, one beside the other: what each would do, before any is made.

Each is measured by the rules that measure every roster, on the part of the plan that it can touch: what a
candidate would do to the score is told of dozens in the time of a few whole rosters. Hard rules and scoring
rules look at different parts, and the hard ones come first: who is refused is not scored. A property test
holds that a part says what the whole would.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from api.rosters.editing.changes import ChangeOutcome, move_agents, try_changes
from api.rosters.editing.faults import ChangeError, faults_of
from api.rosters.editing.moves import HandChange, Move
from wfm.baseline import Baseline, levels_of
from wfm.calendar import Shift
from wfm.finding import Finding, Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.plan_part import PlanPart, cut_part, cut_shifts
from wfm.roster import Roster
from wfm.rules import ALL_RULES, BASELINE_RULES, UNDIVIDED
from wfm.score import Score, measure

HARD = frozenset({Level.HARD})
SCORED = frozenset(Level) - HARD
DIVIDED = {*(rule.KEY for rule in ALL_RULES), *(rule.KEY for rule in BASELINE_RULES)} - UNDIVIDED


@dataclass(frozen=True)
class _Part:
    """A part of a plan and its roster, measured by the rules of some levels.

    Parameters
    ----------
    cut, roster, baseline
        The part.
    levels, rules
        Whose rules measure it, and which of them.
    sound
        Whether it is known that they find nothing as it is.
    """

    cut: PlanPart
    roster: Roster
    baseline: Baseline | None
    levels: frozenset[Level]
    rules: Collection[str]
    sound: bool = False

    @cached_property
    def score(self) -> Score:
        """As it is."""
        return Score((), (), levels_of(self.baseline)) if self.sound else self._measured(self.roster)

    def with_moves(self, moves: Sequence[Move]) -> ChangeOutcome:
        """Return what moves make of it."""
        moved = move_agents(self.roster, moves)
        return ChangeOutcome(self.cut.plan, moved, self.score, self._measured(moved))

    def _measured(self, roster: Roster) -> Score:
        found = measure(self.cut.plan, roster, self.baseline, only=self.levels, rules=self.rules)
        findings, forced = (
            tuple(map(self.cut.in_whole, findings)) for findings in (found.findings, found.forced)
        )
        return replace(found, findings=findings, forced=forced)


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
        self._theirs: dict[MunicipalityCode, frozenset[ShiftId]] = {}
        self._bare: dict[frozenset[ShiftId], PlanPart] = {}
        self._wide: dict[frozenset[ShiftId], _Part] = {}
        self._hard: dict[tuple[Move, ...], ChangeOutcome] = {}

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
        found = self._part(moves).with_moves(moves)
        for other in (self._try_hard(moves), *(part.with_moves(moves) for part in self._near(moves))):
            found = replace(
                found,
                score_before=_joined(other.score_before, found.score_before),
                score=_joined(other.score, found.score),
            )
        return found

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
        return self._try_hard(moves).new_breaches

    def _moves(self, changes: Sequence[HandChange]) -> tuple[Move, ...] | None:
        """Return changes that are moves, and nothing where locks are among them."""
        moves = tuple(change for change in changes if isinstance(change, Move))
        if len(moves) < len(changes):
            return None
        faults = faults_of(self.plan, self.roster, changes)
        if faults:
            raise ChangeError(faults)
        return moves

    # --- what scoring rules look at: all seats of the municipalities whose agents move --------------

    def _part(self, moves: Iterable[Move]) -> _Part:
        shifts = frozenset(move.shift for move in moves)
        codes = frozenset(self.plan.agent[agent].municipality for agent in self._movers(moves))
        there = shifts.union(*map(self._shifts_of, codes))  # exchanges among colleagues share one part
        if (codes, there) not in self._parts:
            self._parts[codes, there] = self._cut(codes, there)
        return self._parts[codes, there]

    def _shifts_of(self, code: MunicipalityCode) -> frozenset[ShiftId]:
        """Return all shifts on which a municipality's agents sit."""
        if code not in self._theirs:
            theirs = [agent.id for agent in self.plan.agents_of[code]]
            self._theirs[code] = frozenset(
                shift for one in self._rosters for agent in theirs for shift in one.of_agent(agent)
            )
        return self._theirs[code]

    def _cut(self, codes: frozenset[MunicipalityCode], shifts: frozenset[ShiftId]) -> _Part:
        def cut(whole: Roster) -> Roster:
            return Roster({shift: whole.on(shift) for shift in shifts})

        part = cut_part(self.plan, codes, shifts)
        return _Part(part, cut(self.roster), self._baseline(cut), SCORED, DIVIDED)

    # --- what those scoring rules look at that can't be divided by municipality: all seats near the moves

    def _near(self, moves: Iterable[Move]) -> Iterator[_Part]:
        """Yield the part that is measured by rules that weigh something and touch everybody, if any do."""
        weighed = frozenset(key for key in UNDIVIDED if self.plan.hotline.weights.of(key))
        if not weighed:
            return
        moved = [self.plan.shift[move.shift] for move in moves]
        shifts = frozenset(one.id for one in self.plan.shifts if any(self._is_near(one, at) for at in moved))
        if shifts not in self._wide:
            part = cut_shifts(self.plan, shifts)
            self._wide[shifts] = _Part(part, self.roster, self.baseline, SCORED, weighed)
        yield self._wide[shifts]

    def _is_near(self, one: Shift, at: Shift) -> bool:
        """Tell whether who sits on a shift may matter to another one: in the same week, or by rest."""
        rest = timedelta(minutes=self.plan.hotline.limits.rest)
        return one.week == at.week or (
            one.starts_at - at.ends_at < rest and at.starts_at - one.ends_at < rest
        )

    # --- what hard rules look at: the shifts themselves, and where those who move sit besides --------

    def _try_hard(self, moves: tuple[Move, ...]) -> ChangeOutcome:
        if moves not in self._hard:
            self._hard[moves] = self._people(moves).with_moves(moves)
        return self._hard[moves]

    def _people(self, moves: Sequence[Move]) -> _Part:
        shifts = frozenset(move.shift for move in moves)
        movers = frozenset(self._movers(moves))

        def cut(whole: Roster) -> Roster:
            theirs = ((agent, shift) for agent in movers for shift in whole.of_agent(agent))
            there = ((agent, shift) for shift in shifts for agent in whole.on(shift))
            return Roster.of([*(pair for pair in theirs if pair[1] not in shifts), *there])

        part = self._bare_part(shifts, movers)
        return _Part(part, cut(self.roster), self._baseline(cut), HARD, DIVIDED, self._is_sound)

    @cached_property
    def _is_sound(self) -> bool:
        """Whether nothing in the whole roster breaks a hard rule: then nothing in a part of it does.

        Of what is frozen that can't be said: there a part without the others of a shift may lack one to
        whom it is locked.
        """
        freezes = self.baseline is not None and self.baseline.freeze_before is not None
        return not freezes and not measure(self.plan, self.roster, only=HARD).findings

    def _bare_part(self, shifts: frozenset[ShiftId], movers: frozenset[AgentId]) -> PlanPart:
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

    def _baseline(self, cut: Callable[[Roster], Roster]) -> Baseline | None:
        if self.baseline is None:
            return None
        return Baseline(cut(self.baseline.roster), self.baseline.freeze_before)

    def _movers(self, moves: Iterable[Move]) -> Iterator[AgentId]:
        """Yield whoever moves, in every employment."""
        for move in moves:
            for agent in filter(None, (move.leaves, move.joins)):
                yield from self.plan.selves[agent]


def _joined(one: Score, other: Score) -> Score:
    """Return what some rules and what others say of a roster as one score."""
    return replace(
        other,
        rules=(*one.rules, *other.rules),
        findings=(*one.findings, *other.findings),
        forced=(*one.forced, *other.forced),
    )
