"""Random plans and rosters: small, valid, and with all that a plan may hold.

Whatever does not depend on an earlier draw is built once, at the top: building strategies anew in
every example costs more than drawing from them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from unicodedata import normalize

from hypothesis import strategies as st

from wfm.agent import Agent
from wfm.apportionment import Method
from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry, EntryKind
from wfm.calendar import Closing, Period, Shift, Span, UnsocialSpan
from wfm.competence import Competence
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode
from wfm.limits import DEFAULT_WEIGHTS, Limits, Weights
from wfm.lock import Demand, Lock, Previous
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.service_target import USUAL_TARGET, Convention, GoalScope, ServiceTarget
from wfm.settlement import Tariff

MONDAYS = (date(2027, 1, 4), date(2027, 3, 22), date(2026, 12, 28), date(2027, 10, 25))
"""An ordinary week, the weeks before the clocks change, and one with the last days of a long ISO year."""


def spans(first: int = 0, last: int = 1440, step: int = 15) -> st.SearchStrategy[Span]:
    """Return spans of a day; the ends lie on whole steps."""
    starts = st.integers(first // step, last // step - 1)
    return starts.flatmap(
        lambda start: st.builds(
            Span, st.just(start * step), st.integers(start + 1, last // step).map(lambda end: end * step)
        )
    )


def fractions(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Return numbers with four decimals, and now and then one that has no decimal form."""
    decimals = st.integers(low * 10_000, high * 10_000).map(lambda number: Fraction(number, 10_000))
    return st.one_of(decimals, st.sampled_from((Fraction(1, 3), Fraction(6, 7))))


NAMES = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=8).map(
    lambda text: "N " + normalize("NFC", text)
)
NOTES = st.one_of(st.sampled_from(("", "ferie; uge 7", 'så "langt"', "=1+1", "a,b")), NAMES)
CODES = st.sampled_from(("mitid", "digital_post", "a", "pas-1", "Æ"))
WEEKDAY_SETS = st.frozensets(st.integers(0, 6), min_size=1)
SPANS = st.one_of(st.just(WHOLE_DAY), spans())
_MORNING, _EVENING = spans(360, 780, 30), spans(780, 1440, 30)
_OPENING = st.one_of(st.tuples(_MORNING), st.tuples(_MORNING, _EVENING))
_MONEY = st.integers(0, 10**7).map(lambda number: Decimal(number).scaleb(-4))
_TARIFF = st.builds(
    Tariff,
    _MONEY,
    _MONEY,
    st.just("DKK"),
    st.one_of(st.none(), _MONEY),
    st.sampled_from((Decimal("0.20"), Decimal(0), Decimal("0.333"), Decimal(1))),
)
_PAIRING = st.sampled_from((None, Pairing.MIXED))
_FEW, _FROM_ONE = st.integers(0, 3), st.integers(1, 4)
_SHARE = st.sampled_from((Fraction(1, 3), Fraction(4, 5), Fraction(1)))
_SERVICE = st.builds(
    ServiceTarget,
    answered_share=st.one_of(st.none(), _SHARE),
    mean_wait=st.just(Fraction(25)),
    abandoned_share=st.one_of(st.none(), _SHARE),
    convention=st.sampled_from(Convention),
    agents_max=st.sampled_from((None, 40)),
    confidence=_SHARE,
    scope=st.sampled_from(GoalScope),
    cost_per_hour=st.one_of(st.none(), _MONEY),
)
_HOTLINE = st.fixed_dictionaries(
    {
        "name": NAMES,
        "code": st.sampled_from(("ddh", "nord-2", "x_1")),
        "timezone": st.sampled_from(("Europe/Copenhagen", "UTC", "America/New_York")),
        "language": st.sampled_from(("da", "en")),
        "shift_minutes": st.sampled_from((60, 90, 100, 180, 240)),
        "agents": st.integers(1, 3),
        "pairing": st.sampled_from(Pairing),
        "competences": st.lists(
            st.builds(Competence, CODES.map(CompetenceCode), NAMES, _FEW),
            max_size=3,
            unique_by=lambda c: c.code,
        ).map(tuple),
        "unsocial": st.lists(st.builds(UnsocialSpan, WEEKDAY_SETS, spans()), max_size=2).map(tuple),
        "limits": st.builds(Limits, _FEW, st.integers(0, 5), st.integers(0, 30).map(lambda half: half * 30)),
        "method": st.sampled_from(Method),
        "weights": st.builds(
            Weights, st.fixed_dictionaries(dict.fromkeys(DEFAULT_WEIGHTS, st.integers(0, 20))), _FROM_ONE
        ),
        "tariff": st.one_of(st.none(), _TARIFF),
        "names_in_feeds": st.booleans(),
        "service": st.one_of(st.just(USUAL_TARGET), _SERVICE),
        "start_up_months": st.sampled_from((0, 0, 1)),
    }
)
_HOURS = st.dictionaries(st.integers(0, 6), _OPENING, max_size=6)
_COUNTRY = st.sampled_from((None, "DK"))
_MUNICIPALITY_CODES = st.lists(st.integers(1, 999), min_size=1, max_size=3, unique=True)
_CARRIED, _OWED = fractions(-2, 2), fractions(0, 2)
_MUNICIPALITY = st.tuples(NAMES, st.integers(1, 400_000), st.booleans(), _CARRIED, _OWED, st.integers(0, 1))
_DAY = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
_JOINED = st.one_of(st.none(), st.none(), st.sampled_from(MONDAYS).map(lambda day: day + timedelta(days=3)))
_LIMIT = st.one_of(st.none(), st.integers(0, 4))
_CONTACT = st.sampled_from((("", "", ""), ("a@example.org", "+45 12345678", "P 1"), ("", "12345678", "2")))
_AGENT = st.tuples(
    NAMES, fractions(1, 2), st.integers(1, 5), _LIMIT, _DAY, _DAY, _CONTACT, st.tuples(_CARRIED, _CARRIED)
)
_ENTRY = st.tuples(
    st.sampled_from(EntryKind),
    st.integers(-3, 12),
    st.integers(0, 9),
    st.one_of(st.just(ALL_DAYS), WEEKDAY_SETS),
)


@st.composite
def hotlines(draw: st.DrawFn) -> Hotline:
    """Return a hotline of a few days, open on the first one at least."""
    first = draw(st.sampled_from(MONDAYS)) + timedelta(days=draw(st.integers(0, 4)))
    days = draw(st.integers(0, 9))
    hours = draw(_HOURS) | {first.weekday(): (Span(480, 840),)}
    closed = frozenset({first + timedelta(days=2)} if draw(st.booleans()) else ())
    closing = Closing(draw(_COUNTRY), closed, frozenset({first}))
    period = Period(first, first + timedelta(days=days))
    rest = draw(_HOTLINE)
    if rest["tariff"] is None:  # the months stand in the same section
        rest["start_up_months"] = 0
    return Hotline(period=period, opening_hours=hours, closing=closing, **rest)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return a small valid plan; every table may hold rows."""
    hotline = draw(hotlines())
    codes = [str(code) for code in draw(_MUNICIPALITY_CODES)]
    municipalities = [draw(_municipalities(code, sure=place == 0)) for place, code in enumerate(codes)]
    agents = [draw(_agents(hotline, code, number)) for code in codes for number in range(draw(_FEW))]
    opening = hotline.opening_shifts()
    demand = tuple(
        Demand(shift.day, shift.start, draw(_FEW), draw(_PAIRING))
        for shift in opening[1:3]
        if draw(st.booleans())
    )
    emptied = {row.shift for row in demand if row.agents == 0}
    staffed = [shift for shift in opening if shift.id not in emptied]
    locks = tuple(draw(_locks(staffed, codes, agents)) for _ in range(draw(_FEW)))
    entries = tuple(draw(_entries(hotline, agents)) for _ in range(draw(_FEW) if agents else 0))
    previous = tuple(draw(_sat_before(hotline, agents)) for _ in range(draw(_FEW) if agents else 0))
    return Plan(hotline, tuple(municipalities), tuple(agents), entries, locks, demand, previous)


@st.composite
def _municipalities(draw: st.DrawFn, code: str, *, sure: bool) -> Municipality:
    """Return a municipality; a sure one staffs and has a positive entitlement."""
    name, population, staffing, carried, owed, least = draw(_MUNICIPALITY)
    if sure:
        return Municipality(MunicipalityCode(code), name, population, True, owed, least)
    return Municipality(MunicipalityCode(code), name, population, staffing, carried, joined=draw(_JOINED))


@st.composite
def _agents(draw: st.DrawFn, hotline: Hotline, code: str, number: int) -> Agent:
    name, weight, parts, limit, first, last, contact, carried = draw(_AGENT)
    held = frozenset(c.code for place, c in enumerate(hotline.competences) if (number + parts) >> place & 1)
    if first and last and last < first:
        first, last = last, first
    ids = AgentId(f"{code}-{number}"), name, MunicipalityCode(code)
    beside = draw(st.sampled_from((None, None, None, 1, 400)))  # days after the first
    until = None if beside is None else hotline.period.first_day + timedelta(days=beside)
    agent = Agent(*ids, held, weight / parts, limit, first, last, *contact, *carried)
    return replace(agent, beside_until=until)


@st.composite
def _entries(draw: st.DrawFn, hotline: Hotline, agents: list[Agent]) -> Entry:
    kind, start, length, days = draw(_ENTRY)
    first = hotline.period.first_day + timedelta(days=start)
    agent = draw(st.sampled_from(agents)).id
    return Entry(agent, kind, first, first + timedelta(days=length), days, draw(SPANS), draw(NOTES))


@st.composite
def _locks(draw: st.DrawFn, staffed: list[Shift], codes: list[str], agents: list[Agent]) -> Lock:
    shift = draw(st.sampled_from(staffed))
    agent = draw(st.sampled_from([None, *agents]))
    code = draw(st.sampled_from(codes if agent is None else [None, *codes]))
    municipality = None if code is None else MunicipalityCode(code)
    return Lock(shift.day, shift.start, municipality, None if agent is None else agent.id)


@st.composite
def _sat_before(draw: st.DrawFn, hotline: Hotline, agents: list[Agent]) -> Previous:
    agent = draw(st.sampled_from(agents))
    day = hotline.period.first_day - timedelta(days=draw(st.integers(1, 20)))
    return Previous(day, draw(SPANS), agent.municipality, agent.id)


@st.composite
def rosters(draw: st.DrawFn, plan: Plan) -> Roster:
    """Return any roster of a plan's shifts and agents, also one that breaks hard rules."""
    if not plan.agents:
        return Roster()
    some = st.lists(st.sampled_from([agent.id for agent in plan.agents]), max_size=3)
    return Roster({shift.id: tuple(draw(some)) for shift in plan.shifts[:8]})
