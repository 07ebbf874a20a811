"""What is asked of a plan when a roster is explained, and how it is put to CP-SAT.

Every question is: *does a roster exist that keeps every hard rule, and in which this amount is at most
one less than now?* V(level) is the value of the roster at hand. From the narrowest to the widest:

``shift``, coverage
    The empty seats of one shift; nothing else is asked of the roster.
``shift``, competence
    The holders missing on one shift, while at most V(coverage) of its seats are empty.
``municipality``, quota
    How many units one municipality lies off its target. Where V(coverage) is 0, the shifts on which
    it sits are full; where V(competence) is 0 too, its agents there hold every competence wanted
    (shifts that may be mixed are left out of both).
``week``, coverage or competence
    The level's amount over some shifts of one ISO week, each with the competence that is missing there (those
    that were not forced one by one), for competence while at most V(coverage) of the shifts' seats are empty.
    What else is missing on the same shifts is left out, as what lies elsewhere is.
``home``, quality
    The amount of one finding, within its municipality: as near to its target as the value of the level
    quota allows any, and otherwise as under ``municipality``.
``finding``, quality
    The same over the whole plan, no level before it worse than now.
``plan``
    The level's value over the whole plan, no level before it worse than now.
``assignment``
    Whether one agent can sit on one shift at all.

All but ``finding``, ``plan`` and ``assignment`` leave out what lies elsewhere: a relaxation, so *no* is
proven for the whole plan with the levels before as good as now, and every roster for which it is *yes*
keeps the hard rules. For the same reason only the assignments that are asked about need variables, and
those that locks demand: every hard rule but ``locks`` is kept the more easily the fewer sit. A narrow *yes*
says little, since the agents may be needed elsewhere; then the next wider question is asked. Only ``plan``
and ``finding`` tell for good that it need not be as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isqrt

from ortools.sat.python import cp_model

from solver.explaining.quality_explanation import home_of
from solver.explaining.rules import QUALITY
from solver.heuristics.greedy import pin_locks
from solver.model.draft import Draft
from solver.model.expressions import Amount, total
from wfm.competence import Competence
from wfm.explanation import Place, Question, QuestionScope, Values
from wfm.finding import Finding, Level, Subject
from wfm.ids import CompetenceCode, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.quota import Band
from wfm.roster import Assignment

Holders = Callable[[ShiftId, CompetenceCode], Amount]
"""How many agents with a competence sit on a shift."""


# --- which questions -------------------------------------------------------------------------------


def narrow(finding: Finding, values: Values) -> Question:
    """Return the narrowest question about a finding."""
    better = before(finding.level, values)
    if finding.level is Level.QUOTA:
        off = next(root for root in range(finding.amount + 1) if root * root >= finding.amount)
        return Question(
            scope=QuestionScope.MUNICIPALITY,
            level=finding.level,
            subject=finding.subject,
            most=off - 1,
            better=better,
        )
    return Question(
        scope=QuestionScope.SHIFT,
        level=finding.level,
        subject=finding.subject,
        most=finding.amount - 1,
        better=better,
    )


def of_week(plan: Plan, findings: Sequence[Finding], values: Values) -> Question:
    """Return the question about findings of one level on shifts of one week, all together."""
    level = findings[0].level
    places = tuple((finding.subject.shift, finding.subject.competence) for finding in findings)
    subject = Subject(week=plan.shift[places[0][0]].week)
    most = sum(finding.amount for finding in findings) - 1
    return Question(
        scope=QuestionScope.WEEK,
        level=level,
        subject=subject,
        most=most,
        places=places,
        better=before(level, values),
    )


def of_plan(level: Level, values: Values) -> Question:
    """Return the question about a level over the whole plan."""
    return Question(
        scope=QuestionScope.PLAN,
        level=level,
        subject=Subject(),
        most=values[level] - 1,
        better=before(level, values),
    )


def of_quality(finding: Finding, values: Values, scope: QuestionScope) -> Question:
    """Return the question about a finding of quality, within its municipality or over the whole plan."""
    return Question(
        scope=scope,
        level=finding.level,
        subject=finding.subject,
        most=finding.amount - 1,
        better=before(finding.level, values),
        rule=finding.rule,
    )


def of_assignment(assignment: Assignment) -> Question:
    """Return the question whether an agent can sit on a shift."""
    agent, shift = assignment
    return Question(QuestionScope.ASSIGNMENT, Level.HARD, Subject(agent=agent, shift=shift))


def before(level: Level, values: Values) -> Values:
    """Return the values of the levels before one."""
    levels = list(values)
    return {one: values[one] for one in levels[: levels.index(level)]}


def up_to(level: Level, values: Values) -> list[int]:
    """Return the values of the levels before one and its own, best first."""
    return [*before(level, values).values(), values[level]]


# --- which assignments are in question -------------------------------------------------------------


def pairs_of(plan: Plan, question: Question) -> Sequence[Assignment]:
    """Return the assignments that get a variable, absences and limits aside; in order of agent and time."""
    found = {*_asked_about(plan, question), *pin_locks(plan)}
    return sorted(found)


def _asked_about(plan: Plan, question: Question) -> Iterable[Assignment]:
    subject = question.subject
    if question.scope is QuestionScope.ASSIGNMENT:
        return [(subject.agent, subject.shift)]
    agents = [agent.id for agent in plan.staffing_agents]
    shifts = [shift.id for shift in plan.shifts]
    if question.scope is QuestionScope.SHIFT:
        shifts = [subject.shift]
    elif question.scope is QuestionScope.WEEK:
        shifts = list(question.shifts)
    elif question.scope in (QuestionScope.MUNICIPALITY, QuestionScope.HOME):
        agents = [agent.id for agent in plan.agents_of[home_of(plan, subject)]]
    return ((agent, shift) for agent in agents for shift in shifts)


# --- put to CP-SAT ---------------------------------------------------------------------------------


def post(draft: Draft, question: Question, holders: Holders) -> None:
    """Require of a draft, with its hard rules posted, what a question asks for."""
    _POSTED[question.scope](draft, question, holders)


def _assignment(draft: Draft, question: Question, holders: Holders) -> None:
    draft.model.add(draft.assigned[question.subject.agent, question.subject.shift] == 1)


def _shift(draft: Draft, question: Question, holders: Holders) -> None:
    _over_places(draft, question, holders, [(question.subject.shift, question.subject.competence)])


def _week(draft: Draft, question: Question, holders: Holders) -> None:
    _over_places(draft, question, holders, question.places)


def _over_places(draft: Draft, question: Question, holders: Holders, places: Sequence[Place]) -> None:
    """Bound empty seats on some shifts, or holders missing there of the competences named."""
    empty = total([_empty(draft, shift) for shift in dict.fromkeys(shift for shift, _ in places)])
    if question.level is Level.COVERAGE:
        draft.model.add(empty <= question.most)
        return
    draft.model.add(empty <= question.better[Level.COVERAGE])
    wanted = {competence.code: competence for competence in _wanted(draft.plan)}
    missing = [_missing(draft, shift, wanted[code], holders) for shift, code in places]
    draft.model.add(total(missing) <= question.most)


def _municipality(draft: Draft, question: Question, holders: Holders) -> None:
    _near_target(draft, question, question.most, holders)


def _home(draft: Draft, question: Question, holders: Holders) -> None:
    """Bound a finding's amount; its municipality lies off its target by no more than all may together."""
    _near_target(draft, question, isqrt(question.better[Level.QUOTA]), holders)
    QUALITY[question.rule].restrict(draft, question.subject, question.most)


def _finding(draft: Draft, question: Question, holders: Holders) -> None:
    _plan(draft, question, holders)
    QUALITY[question.rule].restrict(draft, question.subject, question.most)


def _near_target(draft: Draft, question: Question, off: int, holders: Holders) -> None:
    plan, code = draft.plan, home_of(draft.plan, question.subject)
    units, _ = draft.units_on(code, [shift.id for shift in plan.shifts])
    target = plan.quotas[code].target
    draft.model.add(units >= target - off)
    draft.model.add(units <= target + off)
    if question.better[Level.COVERAGE]:
        return
    own = [
        shift.id for shift in plan.shifts if not plan.mixed_on(shift.id) and (code, shift.id) in draft.sits
    ]
    for shift in own:
        _full(draft, shift, draft.sits_or_not(code, shift), holders, question.better)
    _full_together(draft, code, own, holders, question.better)


def _full(draft: Draft, shift: ShiftId, sits: cp_model.IntVar, holders: Holders, better: Values) -> None:
    """Let the municipality fill a shift on which it sits, with every competence where none is missing."""
    draft.model.add(_empty(draft, shift) == 0).only_enforce_if(sits)
    if not better[Level.COMPETENCE]:
        for competence in _wanted(draft.plan):
            enough = holders(shift, competence.code) >= competence.min_agents
            draft.model.add(enough).only_enforce_if(sits)


def _full_together(
    draft: Draft, code: MunicipalityCode, shifts: Sequence[ShiftId], holders: Holders, better: Values
) -> None:
    """Say of all shifts together what `_full` says of each: CP-SAT then counts, and need not search."""
    seats = draft.plan.shift
    theirs = [draft.assigned[agent, shift] for shift in shifts for agent in draft.homes_on(shift)[code]]
    draft.model.add(total(theirs) >= total([seats[one].seats * draft.sits[code, one] for one in shifts]))
    units = total([draft.sits[code, shift] for shift in shifts])
    for competence in () if better[Level.COMPETENCE] else _wanted(draft.plan):
        held = total([holders(shift, competence.code) for shift in shifts])
        draft.model.add(held >= competence.min_agents * units)


def _plan(draft: Draft, question: Question, holders: Holders) -> None:
    for level, value in (*question.better.items(), (question.level, question.most)):
        if level in _VALUES:
            draft.model.add(total(list(_VALUES[level](draft, holders))) <= value)
    pairing_holds = question.level in (Level.QUOTA, Level.QUALITY)
    if pairing_holds and not question.better[Level.COVERAGE]:
        _one_home_each(draft)


def _one_home_each(draft: Draft) -> None:
    """Say what follows where no seat is empty and pairing is no fact: a shift is all one municipality's.

    CP-SAT then sees that what one municipality lacks, others have too much of.
    """
    for shift in draft.plan.shifts:
        if draft.plan.mixed_on(shift.id):
            continue
        homes = draft.homes_on(shift.id)
        draft.model.add_exactly_one([draft.sits_or_not(home, shift.id) for home in homes])
        for home, agents in homes.items():
            sitting = total([draft.assigned[agent, shift.id] for agent in agents])
            draft.model.add(sitting == shift.seats * draft.sits[home, shift.id])


def _coverage(draft: Draft, holders: Holders) -> Iterator[Amount]:
    return (_empty(draft, shift.id) for shift in draft.plan.shifts)


def _competence(draft: Draft, holders: Holders) -> Iterator[Amount]:
    for shift in draft.plan.shifts:
        for competence in _wanted(draft.plan):
            yield _missing(draft, shift.id, competence, holders)


def _quota(draft: Draft, holders: Holders) -> Iterator[Amount]:
    everywhere = [shift.id for shift in draft.plan.shifts]
    for code, quota in draft.plan.quotas.items():
        units, most = draft.units_on(code, everywhere)
        yield draft.distance_squared(Level.QUOTA, units, Band(quota.target, quota.target), most)


def _empty(draft: Draft, shift: ShiftId) -> Amount:
    sitting = total([draft.assigned[agent, shift] for agent in draft.agents_on[shift]])
    return draft.plan.shift[shift].seats - sitting


def _missing(draft: Draft, shift: ShiftId, competence: Competence, holders: Holders) -> Amount:
    most = competence.min_agents
    return draft.excess(most - holders(shift, competence.code), most)


def _wanted(plan: Plan) -> Sequence[Competence]:
    return [competence for competence in plan.hotline.competences if competence.min_agents > 0]


_VALUES: Mapping[Level, Callable[[Draft, Holders], Iterator[Amount]]] = {
    Level.COVERAGE: _coverage,
    Level.COMPETENCE: _competence,
    Level.QUOTA: _quota,
}
_POSTED: Mapping[QuestionScope, Callable[[Draft, Question, Holders], None]] = {
    QuestionScope.ASSIGNMENT: _assignment,
    QuestionScope.SHIFT: _shift,
    QuestionScope.WEEK: _week,
    QuestionScope.MUNICIPALITY: _municipality,
    QuestionScope.HOME: _home,
    QuestionScope.FINDING: _finding,
    QuestionScope.PLAN: _plan,
}
