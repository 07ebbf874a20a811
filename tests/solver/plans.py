"""Strategies: tiny plans of every kind, and rosters of them, legal or not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from solver.heuristics.greedy import pin_locks
from tests.builders import agent, competence, entry, hotline, lock, municipality, plan, span
from wfm.agent import Agent
from wfm.availability import Entry
from wfm.baseline import Baseline
from wfm.calendar import Period, Span, UnsocialSpan
from wfm.errors import PlanError
from wfm.hotline import Hotline, Pairing
from wfm.limits import DEFAULT_WEIGHTS, Limits, Weights
from wfm.lock import Demand, Lock, Previous
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

FIRST_DAYS = (date(2027, 1, 4), date(2026, 12, 31), date(2027, 3, 26), date(2026, 10, 23))
"""A Monday, the end of a 53rd week, and Fridays before the clocks change."""

CODES = ("1", "2", "3")
TRAINING = ("a", "b")
HOURS = ("08:00-14:00", "08:00-11:00", "17:00-23:00", "00:00-12:00")


@st.composite
def hotlines(draw: st.DrawFn) -> Hotline:
    """Draw a hotline of two to nine days with at most two shifts each."""
    first = draw(st.sampled_from(FIRST_DAYS))
    days = draw(st.integers(2, 9))
    hours = draw(st.sampled_from(HOURS))
    length = 360 if hours == "00:00-12:00" else 180
    rules = st.fixed_dictionaries({rule: st.integers(0, 9) for rule in DEFAULT_WEIGHTS})
    limits = st.builds(
        Limits,
        shifts_per_day=st.integers(1, 2),
        shifts_per_week=st.integers(1, 3),
        rest=st.sampled_from((0, 540, 600, 660, 900, 1080, 1440, 2000)),
    )
    return hotline(
        period=Period(first, first + timedelta(days=days - 1)),
        opening_hours={weekday: (span(hours),) for weekday in draw(st.sets(st.integers(0, 6), min_size=3))},
        shift_minutes=length,
        agents=draw(st.integers(1, 3)),
        pairing=draw(st.sampled_from(Pairing)),
        competences=tuple(competence(code, draw(st.integers(0, 2))) for code in TRAINING),
        unsocial=(UnsocialSpan(draw(st.frozensets(st.integers(0, 6))), draw(st.sampled_from(PARTS))),),
        limits=draw(limits),
        weights=Weights(draw(rules), draw(st.integers(1, 2))),
    )


PARTS = (Span(0, 1440), Span(600, 1440), Span(0, 600))
"""A day, and two parts of it."""


@st.composite
def municipalities(draw: st.DrawFn, line: Hotline) -> list[Municipality]:
    """Draw two or three municipalities, seldom one that only finances, or that begins in the period."""
    return [
        municipality(
            code,
            draw(st.integers(0, 50)),
            staffing=draw(st.sampled_from((True, True, True, False))),
            carry_over=Fraction(draw(st.integers(-8, 8)), 4),
            min_shifts=draw(st.sampled_from((0, 0, 0, 1))),
            joined=draw(st.sampled_from((None, None, None, draw(days_of(line.period))))),
        )
        for code in CODES[: draw(st.integers(2, 3))]
    ]


_CARRIED = st.sampled_from(tuple(map(Fraction, ("0", "0", "0.5", "-1.3333", "9"))))


@st.composite
def agents(draw: st.DrawFn, line: Hotline, codes: list[str]) -> list[Agent]:
    """Draw two to five agents, some with limits and employment of their own."""
    days = st.one_of(st.none(), days_of(line.period))
    found: list[Agent] = []
    for index in range(draw(st.integers(2, 5))):
        first, last = draw(days), draw(days)
        if first and last and last < first:
            first, last = last, first
        changes: dict[str, Any] = {
            "competences": draw(st.sets(st.sampled_from(TRAINING))),
            "fte": draw(st.sampled_from((Fraction(1), Fraction(1, 2), Fraction(3, 10)))),
            "shifts_per_week": draw(st.sampled_from((None, None, 0, 1, 2))),
            "first_day": draw(st.sampled_from((None, first))),
            "last_day": draw(st.sampled_from((None, last))),
            "person": draw(st.sampled_from(("", "", "", "p", "q"))),
            "carry_over": draw(_CARRIED),
            "unsocial_carry_over": draw(_CARRIED),
            "beside_until": draw(st.sampled_from((None, None, None, draw(days_of(line.period))))),
        }
        found.append(agent(f"{draw(st.sampled_from(codes))}-{index}", **changes))
    return found


def days_of(period: Period) -> st.SearchStrategy[date]:
    """Draw a day of the period."""
    return st.sampled_from(list(period.days()))


@st.composite
def entries(draw: st.DrawFn, line: Hotline, people: list[Agent]) -> Entry:
    """Draw an availability entry."""
    first = draw(days_of(line.period))
    return entry(
        draw(st.sampled_from(people)).id,
        draw(st.sampled_from(("unavailable", "undesired", "preferred"))),
        first,
        first + timedelta(days=draw(st.integers(0, 3))),
        days=draw(st.frozensets(st.integers(0, 6), min_size=3)),
        span=draw(st.sampled_from((Span(0, 1440), Span(600, 1440), Span(0, 600), Span(660, 661)))),
    )


@st.composite
def previous(draw: st.DrawFn, line: Hotline, people: list[Agent]) -> Previous:
    """Draw an assignment of the days before the period."""
    someone = draw(st.sampled_from(people))
    day = line.period.first_day - timedelta(days=draw(st.integers(1, 4)))
    return Previous(day, draw(st.sampled_from(PREVIOUS)), someone.municipality, someone.id)


PREVIOUS = (Span(480, 660), Span(1080, 1440))


@st.composite
def locks(draw: st.DrawFn, line: Hotline, codes: list[str], people: list[Agent]) -> Lock:
    """Draw a lock on a municipality, an agent or both."""
    shift = draw(st.sampled_from(line.opening_shifts()))
    someone = draw(st.sampled_from(people)).id
    home, one = draw(st.sampled_from(((True, False), (False, True), (True, True))))
    code = draw(st.sampled_from(codes))
    return lock(shift.id, municipality=code if home else None, agent=someone if one else None)


@st.composite
def tiny_plans(draw: st.DrawFn, most_locks: int = 1) -> Plan:
    """Draw a plan of at most a dozen shifts and five agents."""
    line = draw(hotlines())
    partners = draw(municipalities(line))
    codes: list[str] = [partner.code for partner in partners]
    people = draw(agents(line, codes))
    opening = line.opening_shifts()
    if not 1 <= len(opening) <= 12:
        reject()
    demand = draw(st.dictionaries(st.sampled_from(opening), st.integers(0, 4), max_size=2))
    try:
        return plan(
            partners,
            people,
            hotline=line,
            availability=draw(st.lists(entries(line, people), max_size=5)),
            locks=draw(st.lists(locks(line, codes, people), max_size=most_locks)),
            demand=[
                Demand(shift.day, shift.start, seats, draw(st.sampled_from((None, Pairing.MIXED))))
                for shift, seats in demand.items()
            ],
            previous=draw(st.lists(previous(line, people), max_size=2)),
        )
    except PlanError:
        reject()


def can_be_kept(question: Plan, baseline: Baseline | None = None) -> bool:
    """Tell whether the plan has a roster at all."""
    return not measure(question, pin_locks(question, baseline), baseline).breaches


@st.composite
def rosters(draw: st.DrawFn, question: Plan) -> Roster:
    """Draw a roster: now one that keeps every hard rule, now one that does so by half, now any."""
    chance = random.Random(draw(st.integers(0, 2**20)))
    pairs = [(someone.id, shift.id) for someone in question.agents for shift in question.shifts]
    chance.shuffle(pairs)
    chosen = set(pin_locks(question))
    care = draw(st.sampled_from((1.0, 1.0, 0.9, 0.0)))
    for pair in pairs[: draw(st.integers(0, len(pairs)))]:
        if chance.random() >= care or not measure(question, Roster.of(chosen | {pair})).breaches:
            chosen.add(pair)
    return Roster.of(chosen)


@st.composite
def baselines(draw: st.DrawFn, question: Plan) -> Baseline:
    """Draw any roster to stay close to, frozen before a day of the period or not at all."""
    before = draw(st.one_of(st.none(), st.sampled_from([shift.day for shift in question.shifts])))
    return Baseline(draw(rosters(question)), before)
