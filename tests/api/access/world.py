"""Two hotlines full of canaries, eight kinds of callers, and which canaries each of them may meet.

Every text of a person is unlike every other, so a leak names whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from api.access.callers import NOBODY, AccountHolder, Bearer, Caller
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.publication.publication import Publication
from tests import builders
from tests.api.publications import LATER, publication_of
from wfm.agent import Agent
from wfm.availability import Entry
from wfm.calendar import Span
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.lock import Previous
from wfm.plan import Plan
from wfm.settlement import Tariff

HERE, ABROAD = HotlineCode("here"), HotlineCode("abroad")
OWN, NEIGHBOUR, FOREIGN, MISSING = "751", "730", "101", "888"
"""Codes of municipalities: the callers', another one's, another hotline's, nobody's."""
KINDS = ("id", "name", "email", "phone", "person", "note")


def canary(kind: str, code: str, number: int) -> str:
    """Return a text of one agent; it stands in no other text."""
    return f"{code}-{number}-x" if kind == "id" else f"{kind}-kanarie-{code}-{number}-y"


def people_of(code: str, number: int = 3) -> list[Agent]:
    """Return a municipality's agents."""
    return [
        replace(
            builders.agent(canary("id", code, n), municipality=code),
            name=canary("name", code, n),
            email=canary("email", code, n),
            phone=canary("phone", code, n),
            person=canary("person", code, n),
        )
        for n in range(1, number + 1)
    ]


def entries_of(code: str, number: int = 3) -> Iterator[Entry]:
    """Yield a word of each agent about a shift that the agent is on, so that findings tell of it."""
    for n in range(1, number + 1):
        kind = "unavailable" if n == 1 else "undesired"
        first, last = date(2027, 1, 4), date(2027, 1, 15)
        yield builders.entry(canary("id", code, n), kind, first, last, note=canary("note", code, n))


def world_plan(hotline: str, *codes: str) -> Plan:
    """Return a plan of two weeks in which municipalities share shifts."""
    people = [agent for code in codes for agent in people_of(code)]
    towns = [
        builders.municipality(code, 100 + 10 * n, carry_over=Fraction(n + 1, 4), min_shifts=1)
        for n, code in enumerate(codes)
    ]
    line = builders.hotline(
        days=12,
        code=hotline,
        language="en",
        pairing=Pairing.MIXED,
        tariff=Tariff(Decimal("2.4246"), Decimal(272), "DKK"),
    )
    sat = (Previous(date(2026, 12, 30), Span(480, 660), agent.municipality, agent.id) for agent in people)
    locks = [builders.lock("2027-01-06T08:00", agent=canary("id", code, 2)) for code in codes]
    return builders.plan(
        (*towns, builders.municipality(f"{codes[0]}9", 50, staffing=False)),
        people,
        hotline=line,
        availability=[entry for code in codes for entry in entries_of(code)],
        locks=[*locks, builders.lock("2027-01-07T11:00", agent=canary("id", codes[-1], 3))],
        previous=sat,
    )


def published(plan: Plan, codes: tuple[str, ...]) -> Publication:
    """Publish a roster twice, so that calendars also hold what was cancelled."""
    first, last = codes[0], codes[-1]
    shifts = {
        "2027-01-04T08:00": ((first, 1), (first, 2)),
        "2027-01-04T11:00": ((first, 1), (last, 1)),
        "2027-01-05T08:00": ((last, 1), (last, 2)),
        "2027-01-06T08:00": ((first, 2), (last, 2)),
        "2027-01-07T11:00": ((first, 3), (last, 3)),
        "2027-01-12T08:00": ((last, 3), (first, 3)),
        "2027-01-13T08:00": ((first, 3),),
    }
    seats = {
        shift: tuple(dict.fromkeys(canary("id", *who) for who in agents)) for shift, agents in shifts.items()
    }
    before = publication_of(plan, builders.roster(seats | {"2027-01-14T08:00": seats["2027-01-04T11:00"]}))
    return publication_of(plan, builders.roster(seats), before.events, LATER)


@cache
def here() -> Publication:
    """Return the hotline of the callers."""
    return published(world_plan(HERE, OWN, NEIGHBOUR), (OWN, NEIGHBOUR))


@cache
def abroad() -> Publication:
    """Return another hotline."""
    return published(world_plan(ABROAD, FOREIGN), (FOREIGN, FOREIGN))


def account(
    role: Role, code: str | None = None, number: int | None = None, hotline: HotlineCode = HERE
) -> AccountHolder:
    """Return an account of one grant."""
    town = None if code is None else MunicipalityCode(code)
    agent = None if code is None or number is None else AgentId(canary("id", code, number))
    parts = (role.value, code, str(number or ""), "" if hotline == HERE else hotline)
    return AccountHolder(AccountId("-".join(filter(None, parts))), (Grant(role, hotline, town, agent),))


CALLERS: Mapping[str, Caller] = MappingProxyType(
    {
        "nobody": NOBODY,
        "bearer": Bearer(HERE, AgentId(canary("id", OWN, 1))),
        "agent": account(Role.AGENT, OWN, 1),
        "another_agent": account(Role.AGENT, OWN, 3),
        "leader": account(Role.LEADER, OWN),
        "another_leader": account(Role.LEADER, NEIGHBOUR),
        "coordinator": account(Role.COORDINATOR),
        "administrator": account(Role.ADMINISTRATOR),
    }
)

Who = frozenset[tuple[str, int]]
_NONE: Who = frozenset()
_OWN, _NEIGHBOUR = (frozenset((code, n) for n in (1, 2, 3)) for code in (OWN, NEIGHBOUR))
_ONE, _THREE = frozenset({(OWN, 1)}), frozenset({(OWN, 3)})

MAY_MEET: Mapping[str, Mapping[str, Who]] = MappingProxyType(
    {
        "nobody": dict.fromkeys(KINDS, _NONE),
        "bearer": dict.fromkeys(KINDS, _NONE) | {"id": _ONE, "name": _ONE},
        "agent": dict.fromkeys(KINDS, _ONE) | {"name": _ONE | {(OWN, 2), (NEIGHBOUR, 1)}},
        "another_agent": dict.fromkeys(KINDS, _THREE) | {"name": _THREE | {(NEIGHBOUR, 3)}},
        "leader": dict.fromkeys(KINDS, _OWN),
        "another_leader": dict.fromkeys(KINDS, _NEIGHBOUR),
        "coordinator": dict.fromkeys(KINDS, _OWN | _NEIGHBOUR) | {"note": _NONE},
        "administrator": dict.fromkeys(KINDS, _OWN | _NEIGHBOUR) | {"note": _NONE},
    }
)
"""Whose texts a view may hold, written down apart from the code that makes views."""


def leaks(caller: str, text: str, kinds: Iterable[str] = KINDS, *, never: Iterable[str] = ()) -> list[str]:
    """Return the canaries in a text that the caller may not meet; those of `never` nobody may."""
    everybody = [(code, n) for code in (OWN, NEIGHBOUR, FOREIGN) for n in (1, 2, 3)]
    return [
        canary(kind, *who)
        for kind in kinds
        for who in everybody
        if (kind in never or who not in MAY_MEET[caller][kind]) and canary(kind, *who) in text
    ]
