"""Random plans and rosters: small, valid, and with all that a plan may hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from wfm.agent import Agent
from wfm.apportionment import Method
from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry, Kind
from wfm.calendar import Closing, Period, Shift, Span, UnsocialSpan
from wfm.competence import Competence
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode
from wfm.limits import DEFAULT_WEIGHTS, Limits, Weights
from wfm.lock import Demand, Lock, Previous
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.settlement import Tariff

MONDAYS = (date(2027, 1, 4), date(2027, 3, 22), date(2026, 12, 28), date(2027, 10, 25))
"""An ordinary week, the weeks before the clocks change, and one with the last days of a long ISO year."""

NAMES = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12).map(
    lambda text: "N " + normalize("NFC", text)
)
NOTES = st.one_of(st.just(""), NAMES, st.sampled_from(("ferie; uge 7", 'så "langt"', "=1+1", "a,b")))
WHOLE_NUMBERS = st.integers(0, 20)
WEEKDAY_SETS = st.frozensets(st.integers(0, 6), min_size=1)


def spans(first: int = 0, last: int = 1440, step: int = 15) -> st.SearchStrategy[Span]:
    """Return spans of a day; the ends lie on whole steps."""
    ends = st.lists(st.integers(first // step, last // step), min_size=2, max_size=2, unique=True)
    return ends.map(lambda pair: Span(min(pair) * step, max(pair) * step))


def fractions(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Return numbers with four decimals, and now and then one that has no decimal form."""
    decimals = st.integers(low * 10_000, high * 10_000).map(lambda number: Fraction(number, 10_000))
    return st.one_of(decimals, st.fractions(low, high, max_denominator=7))


@st.composite
def hotlines(draw: st.DrawFn) -> Hotline:
    """Return a hotline of a few days, open on the first one at least."""
    first = draw(st.sampled_from(MONDAYS)) + timedelta(days=draw(st.integers(0, 4)))
    period = Period(first, first + timedelta(days=draw(st.integers(0, 9))))
    hours = draw(st.dictionaries(st.integers(0, 6), _opening(), max_size=6))
    hours[first.weekday()] = (Span(480, 840),)
    later = period.last_day + timedelta(days=1)
    closed = draw(st.frozensets(st.dates(first + timedelta(days=1), later), max_size=2))
    competences = draw(st.lists(_competences(), max_size=3, unique_by=lambda c: c.code))
    return Hotline(
        name=draw(NAMES),
        code=draw(st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)),
        period=period,
        opening_hours={day: found for day, found in hours.items() if found},
        timezone=draw(st.sampled_from(("Europe/Copenhagen", "UTC", "America/New_York"))),
        language=draw(st.sampled_from(("da", "en"))),
        closing=Closing(draw(st.sampled_from((None, "DK"))), closed, frozenset({first})),
        shift_minutes=draw(st.sampled_from((60, 90, 100, 180, 240))),
        agents=draw(st.integers(1, 3)),
        pairing=draw(st.sampled_from(Pairing)),
        competences=tuple(competences),
        unsocial=tuple(draw(st.lists(st.builds(UnsocialSpan, WEEKDAY_SETS, spans()), max_size=2))),
        limits=draw(
            st.builds(Limits, st.integers(0, 3), st.integers(0, 5), st.integers(0, 30).map(lambda h: h * 30))
        ),
        method=draw(st.sampled_from(Method)),
        weights=draw(_weights()),
        tariff=draw(st.one_of(st.none(), _tariffs())),
        names_in_feeds=draw(st.booleans()),
    )


def _opening() -> st.SearchStrategy[tuple[Span, ...]]:
    morning, evening = spans(360, 780, 30), spans(780, 1440, 30)
    return st.one_of(st.just(()), st.tuples(morning), st.tuples(morning, evening))


def _competences() -> st.SearchStrategy[Competence]:
    codes = st.from_regex(r"[a-z][a-z_]{0,5}[a-z]", fullmatch=True).map(CompetenceCode)
    return st.builds(Competence, codes, NAMES, st.integers(0, 3))


def _weights() -> st.SearchStrategy[Weights]:
    return st.builds(
        Weights, st.fixed_dictionaries({r: WHOLE_NUMBERS for r in DEFAULT_WEIGHTS}), st.integers(1, 4)
    )


def _tariffs() -> st.SearchStrategy[Tariff]:
    money = st.decimals(0, 1000, places=4)
    return st.builds(
        Tariff, money, money.map(lambda amount: amount.quantize(Decimal("0.01"))), st.just("DKK")
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return a small valid plan; every table may hold rows."""
    hotline = draw(hotlines())
    codes = draw(st.lists(st.integers(1, 999), min_size=1, max_size=3, unique=True))
    municipalities = [draw(_municipality(str(code), sure=place == 0)) for place, code in enumerate(codes)]
    agents = [
        draw(_agent(hotline, code, number)) for code in codes for number in range(draw(st.integers(0, 3)))
    ]
    opening = hotline.opening_shifts()
    demand = tuple(
        Demand(shift.day, shift.start, draw(st.integers(0, 3)))
        for shift in draw(st.lists(st.sampled_from(opening), max_size=2, unique_by=lambda s: s.id))
        if shift is not opening[0]
    )
    emptied = {row.shift for row in demand if row.agents == 0}
    staffed = [shift for shift in opening if shift.id not in emptied]
    return Plan(
        hotline,
        tuple(municipalities),
        tuple(agents),
        tuple(draw(st.lists(_entry(hotline, agents), max_size=4))) if agents else (),
        tuple(draw(st.lists(_lock(staffed, codes, agents), max_size=2))),
        demand,
        tuple(draw(st.lists(_previous(hotline, agents), max_size=3))) if agents else (),
    )


@st.composite
def _municipality(draw: st.DrawFn, code: str, *, sure: bool) -> Municipality:
    """Return a municipality; a sure one staffs and has a positive entitlement."""
    staffing = sure or draw(st.booleans())
    carried = draw(fractions(0, 2) if sure else fractions(-2, 2))
    least = draw(st.integers(0, 1)) if sure else 0
    population = draw(st.integers(1, 400_000))
    return Municipality(MunicipalityCode(code), draw(NAMES), population, staffing, carried, least)


@st.composite
def _agent(draw: st.DrawFn, hotline: Hotline, code: int, number: int) -> Agent:
    held = (
        draw(st.frozensets(st.sampled_from([c.code for c in hotline.competences])))
        if hotline.competences
        else ()
    )
    days = sorted(draw(st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 1)), min_size=2, max_size=2)))
    return Agent(
        AgentId(f"{code}-{number}"),
        draw(NAMES),
        MunicipalityCode(str(code)),
        frozenset(held),
        draw(fractions(1, 2)) / draw(st.integers(1, 5)),
        draw(st.one_of(st.none(), st.integers(0, 4))),
        draw(st.one_of(st.none(), st.just(days[0]))),
        draw(st.one_of(st.none(), st.just(days[1]))),
        draw(st.sampled_from(("", "a@example.org"))),
        draw(st.sampled_from(("", "+45 12345678", "12345678"))),
    )


@st.composite
def _entry(draw: st.DrawFn, hotline: Hotline, agents: list[Agent]) -> Entry:
    first = hotline.period.first_day + timedelta(days=draw(st.integers(-3, 12)))
    return Entry(
        draw(st.sampled_from(agents)).id,
        draw(st.sampled_from(Kind)),
        first,
        first + timedelta(days=draw(st.integers(0, 9))),
        draw(st.one_of(st.just(ALL_DAYS), WEEKDAY_SETS)),
        draw(st.one_of(st.just(WHOLE_DAY), spans())),
        draw(NOTES),
    )


@st.composite
def _lock(draw: st.DrawFn, staffed: list[Shift], codes: list[int], agents: list[Agent]) -> Lock:
    shift = draw(st.sampled_from(staffed))
    agent = draw(st.one_of(st.none(), st.sampled_from(agents))) if agents else None
    code = draw(st.sampled_from(codes) if agent is None else st.one_of(st.none(), st.sampled_from(codes)))
    municipality = None if code is None else MunicipalityCode(str(code))
    return Lock(shift.day, shift.start, municipality, None if agent is None else agent.id)


@st.composite
def _previous(draw: st.DrawFn, hotline: Hotline, agents: list[Agent]) -> Previous:
    agent = draw(st.sampled_from(agents))
    day = hotline.period.first_day - timedelta(days=draw(st.integers(1, 20)))
    return Previous(day, draw(spans()), agent.municipality, agent.id)


@st.composite
def rosters(draw: st.DrawFn, plan: Plan) -> Roster:
    """Return any roster of a plan's shifts and agents, also one that breaks hard rules."""
    if not plan.agents:
        return Roster()
    ids = st.sampled_from([agent.id for agent in plan.agents])
    seated: dict[Any, Any] = {
        shift.id: tuple(draw(st.lists(ids, max_size=shift.seats))) for shift in plan.shifts[:8]
    }
    return Roster(seated)
