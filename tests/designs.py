"""Small plans whose shifts are designed, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from wfm.availability import Entry, EntryKind
from wfm.calendar import Period, Span
from wfm.competence import Competence
from wfm.design.agent import DesignAgent
from wfm.design.plan import DesignPlan
from wfm.design.shift_rule import Block, MailWork, Need, ShiftRule
from wfm.hotline import Hotline
from wfm.ids import AgentId, CompetenceCode
from wfm.limits import Limits

MONDAY = date(2027, 1, 11)
A, B = CompetenceCode("a"), CompetenceCode("b")
LUNCH = ShiftRule(8 * 60, 10 * 60, 4 * 60, 6 * 60, 60, 10 * 60, 14 * 60)
SHORT = ShiftRule(8 * 60, 12 * 60, 3 * 60, 4 * 60)


def design_hotline(
    *, days: int = 2, grid: int = 60, competences: tuple[Competence, ...] = (), rest: int = 11
) -> Hotline:
    """Return a hotline open 8-16 on every weekday, in a period of some days from a Monday on."""
    return Hotline(
        name="Kontaktcenter",
        code="kc",
        period=Period(MONDAY, MONDAY + timedelta(days=days - 1)),
        opening_hours={day: (Span(8 * 60, 16 * 60),) for day in range(5)},
        shift_minutes=grid,
        agents=1,
        competences=competences,
        limits=Limits(rest=rest * 60),
    )


def design_agent(name: str, hours: int = 30, *held: CompetenceCode, flex: int = 0) -> DesignAgent:
    """Return an agent with contract hours of a whole week."""
    return DesignAgent(AgentId(name), name.upper(), frozenset(held), Fraction(hours * 60), flex_balance=flex)


def design_plan(
    agents: tuple[DesignAgent, ...],
    need: dict[int, int],
    *,
    rules: tuple[ShiftRule, ...] = (LUNCH,),
    days: int = 1,
    blocks: tuple[Block, ...] = (),
    availability: tuple[Entry, ...] = (),
    competences: tuple[Competence, ...] = (),
    grid: int = 60,
    rest: int = 11,
) -> DesignPlan:
    """Return a plan with the same need (agents by hour of the day) on every day."""
    rows = tuple(
        Need(MONDAY + timedelta(days=day), hour * 60, number)
        for day in range(days)
        for hour, number in need.items()
    )
    hotline = design_hotline(days=days, competences=competences, grid=grid, rest=rest)
    return DesignPlan(hotline, rules, agents, availability, rows, blocks, interval_minutes=60)


def away(agent: str, day: int, start: int = 0, end: int = 24) -> Entry:
    """Return that an agent is away on a day, between two hours."""
    when = MONDAY + timedelta(days=day)
    return Entry(AgentId(agent), EntryKind.UNAVAILABLE, when, when, span=Span(start * 60, end * 60))


def wish(agent: str, kind: EntryKind, day: int, start: int = 0, end: int = 24) -> Entry:
    """Return that an agent would or would rather not work on a day, between two hours."""
    when = MONDAY + timedelta(days=day)
    return Entry(AgentId(agent), kind, when, when, span=Span(start * 60, end * 60))


def random_wishes(plan: DesignPlan, chance: Random) -> DesignPlan:
    """Return a plan of two days with wishes of chance."""
    kinds = (EntryKind.UNDESIRED, EntryKind.PREFERRED)
    wishes = tuple(
        wish(agent.id, kind, day, *chance.choice(((0, 24), (8, 10), (12, 14), (14, 16))))
        for agent in plan.agents
        for day in range(2)
        for kind in kinds
        if chance.random() < 0.3
    )
    return replace(plan, availability=(*plan.availability, *wishes))


def with_mail(plan: DesignPlan, within: int, *rows: tuple[int, int, int]) -> DesignPlan:
    """Return a plan with e-mail: rows of day, hour and minutes of work."""
    hotline = replace(plan.hotline, service=replace(plan.hotline.service, mail_within=within))
    mail = tuple(MailWork(MONDAY + timedelta(days=day), hour * 60, work) for day, hour, work in sorted(rows))
    return replace(plan, hotline=hotline, mail=mail)


def random_mail(plan: DesignPlan, chance: Random) -> DesignPlan:
    """Return a plan of two days with e-mail of chance, also at night."""
    rows = [
        (day, hour, chance.choice((20, 60, 90, 150)))
        for day in range(2)
        for hour in (3, *range(8, 17))
        if chance.random() < 0.3
    ]
    return with_mail(plan, chance.choice((1, 2, 4)), *rows)


def random_design(seed: int) -> DesignPlan:
    """Return a tiny plan of chance: two days, a few agents, lunches, work elsewhere, absences."""
    chance = Random(seed)
    names = "abcde"[: chance.randint(2, 5)]
    agents = tuple(
        design_agent(
            name,
            chance.choice((20, 25, 30)),
            *(code for code in (A, B) if chance.random() < 0.6),
            flex=chance.choice((0, 0, -90, 45)),
        )
        for name in names
    )
    absent = tuple(
        away(name, day, *chance.choice(((0, 24), (8, 10), (14, 16))))
        for name in names
        for day in range(2)
        if chance.random() < 0.25
    )
    blocks = tuple(
        Block(
            "Centre", MONDAY + timedelta(days=day), Span(start * 60, (start + 2) * 60), chance.randint(1, 2)
        )
        for day in range(2)
        for start in (9, 13)
        if chance.random() < 0.4
    )
    return design_plan(
        agents,
        {hour: chance.randint(0, 4) for hour in range(8, 16)},
        rules=(LUNCH, SHORT) if chance.random() < 0.5 else (LUNCH,),
        days=2,
        rest=chance.choice((11, 18, 20)),
        blocks=blocks,
        availability=absent,
        competences=(Competence(A, "A", 1), Competence(B, "B", 1))[: chance.randint(0, 2)],
    )


HOTLINE = """
name = "Kontaktcenter"
code = "kc"
language = "en"
[period]
first_day = 2027-01-11
last_day = 2027-01-12
[opening_hours]
mon = ["08:00-16:00"]
tue = ["08:00-16:00"]
[shifts]
kind = "designed"
grid_minutes = 30
[[competences]]
code = "mail"
"""
FILES = {
    "hotline.toml": HOTLINE,
    "agents.csv": "agent,name,competences,weekly_hours,administration,flex_balance\n"
    "a,A,mail,37,BIF:0.5|BUF:0.5,-15\nb,B,,,,\n",
    "shift_rules.csv": "start_from,start_to,min_hours,max_hours,"
    "lunch_minutes,lunch_from,lunch_to,lunch_paid\n"
    "08:00,09:00,6,8,30,11:00,13:30,no\n",
    "staffing.csv": "date,start,need_mean,need,binding\n2027-01-11,08:00,1,2,answered\n",
    "blocks.csv": "centre,date,from,to,agents\nRådhuset,2027-01-12,09:00,11:00,2\n",
}


def write_design_folder(path: Path, **changed: str) -> Path:
    """Write a sound plan folder of two agents and two days; other tables by name as text."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in (FILES | {f"{name}.csv": text for name, text in changed.items()}).items():
        (path / name).write_text(text, encoding="utf-8")
    return path
