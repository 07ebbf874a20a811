"""Plan folders and rosters by chance, written as files: small, and full of what plans may hold."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.independent_plan import WEEKDAYS, Book, hhmm, read_book
from tests.independent_quota import targets

COMPETENCES = ["mitid", "moving", "tax"]
METHODS = ["largest_remainder", "sainte_lague", "dhondt", "huntington_hill"]
OPENINGS = [
    '["08:00-20:00"]',
    '["08:00-14:30"]',
    '["08:00-12:00", "16:00-20:00"]',
    '["00:00-24:00"]',
    '["00:30-05:00", "21:00-24:00"]',
]
FIRST_DAYS = [
    date(2027, 1, 4),
    date(2026, 12, 23),
    date(2027, 3, 18),
    date(2027, 10, 28),
    date(2028, 2, 25),
    date(2027, 6, 5),
]


def write_plan(folder: Path, chance: Random) -> None:
    """Write a plan folder without a fault; the same chance writes the same plan."""
    first = chance.choice(FIRST_DAYS)
    last = first + timedelta(days=chance.choice([0, 6, 9, 13, 24, 34]))
    wanted = chance.sample(COMPETENCES, chance.randint(0, 3))
    lines = [*_hotline(chance, first, last), *(_competence(chance, code) for code in wanted)]
    (folder / "hotline.toml").write_text("\n".join(lines), encoding="utf-8")
    codes = [str(code) for code in chance.sample([7, 99, 101, 825, 851, 1082], chance.randint(1, 4))]
    _table(
        folder / "municipalities.csv",
        "municipality,name,population,participation,carry_over,min_shifts,joined",
        (_municipality(chance, number, code, first, last) for number, code in enumerate(codes)),
    )
    agents = [(f"{code}-{n}", code) for code in codes for n in range(1, 1 + chance.randint(0, 4))]
    agents = agents or [(f"{codes[0]}-1", codes[0])]
    _table(
        folder / "agents.csv",
        "agent,name,municipality,competences,fte,shifts_per_week,first_day,last_day,person,"
        "carry_over,unsocial_carry_over,beside_until",
        (_agent(chance, agent, code, wanted, first, last) for agent, code in agents),
    )
    ids = [agent for agent, _ in agents]
    _table(
        folder / "availability.csv",
        "agent,kind,first_day,last_day,days,from,to,note",
        (_entry(chance, ids, first, last) for _ in range(chance.randint(0, 4 * len(ids)))),
    )
    _previous(folder, chance, agents, first)
    _demand(folder, chance)
    _locks(folder, chance, agents)


def write_roster(path: Path, book: Book, chance: Random) -> None:
    """Write a roster of any quality; it may break every rule but the number of seats."""
    tidy, filled = chance.random(), chance.random() ** 0.3
    homes = _homes(book)
    sitting = []
    for shift in book.shifts:
        people = list(homes)
        if chance.random() < tidy:
            home = chance.choice(people)
            people = [agent for agent in people if homes[agent] == homes[home]]
        number = sum(chance.random() < filled for _ in range(shift.seats))
        sitting.append(chance.sample(people, min(number, len(people))))
    _seats(path, book, sitting)


def write_fair_roster(path: Path, book: Book, chance: Random) -> None:
    """Write a roster near the targets, where amounts lie at the edges of what is fair."""
    homes, target = _homes(book), targets(book)
    units, seats = dict.fromkeys(target, 0), dict.fromkeys(homes, 0)
    sitting = []
    for shift in book.shifts:
        behind = sorted(target, key=lambda code: (units[code] - target[code], chance.random()))
        own = [agent for agent in homes if homes[agent] == behind[0]]
        chosen = sorted(own, key=lambda agent: (seats[agent], chance.random()))[: shift.seats]
        units[behind[0]] += shift.seats if book.mixed else 1
        for agent in chosen:
            seats[agent] += 1
        sitting.append(chosen)
    _seats(path, book, sitting)


def _homes(book: Book) -> dict[str, str]:
    return {row["agent"]: row["municipality"] for row in book.agents}


def _seats(path: Path, book: Book, sitting: Sequence[Sequence[str]]) -> None:
    """Write a row for every seat, the empty ones last."""
    homes, rows = _homes(book), []
    for shift, agents in zip(book.shifts, map(sorted, sitting), strict=True):
        for seat in range(shift.seats):
            agent = agents[seat] if seat < len(agents) else ""
            rows.append((*shift.key, hhmm(shift.end), str(seat + 1), homes.get(agent, ""), agent))
    _table(path, "date,start,end,seat,municipality,agent", rows)


def _hotline(chance: Random, first: date, last: date) -> Iterator[str]:
    yield 'name = "Random"\ncode = "random"'
    yield f"[period]\nfirst_day = {first}\nlast_day = {last}"
    yield "[opening_hours]"
    opening = chance.choice(OPENINGS)
    for weekday in WEEKDAYS:
        if chance.random() < 0.8 or weekday == WEEKDAYS[first.weekday()]:
            yield f"{weekday} = {opening}"
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    if days and chance.random() < 0.7:
        shut, opened = (sorted(chance.sample(days, min(2, len(days)))) for _ in range(2))
        yield f'[holidays]\ncountry = "DK"\nclosed = {_dates(shut)}\nopen = {_dates([first, *opened])}'
    pairing = chance.choice(["same_municipality", "mixed"])
    yield f"[shifts]\nhours = {chance.choice(['3', '2.5', '6', '4'])}\nagents = {chance.randint(1, 3)}"
    yield f'pairing = "{pairing}"'
    for span in chance.sample(["17:00-20:00", "00:00-08:00", "11:00-14:30"], chance.randint(0, 2)):
        days_of_week = sorted(chance.sample(WEEKDAYS, 4))
        yield f'[[unsocial]]\ndays = {days_of_week}\nhours = "{span}"'.replace("'", '"')
    yield f"[limits]\nshifts_per_day = {chance.randint(1, 2)}\nshifts_per_week = {chance.randint(1, 4)}"
    yield f"rest_hours = {chance.choice(['0', '11', '12', '12.5', '35'])}"
    yield f'[quota]\nmethod = "{chance.choice(METHODS)}"'
    yield "[weights]"
    for rule in ("unsocial_share", "agent_balance", "unsocial_balance", "upkeep", "week_spread", "wishes"):
        yield f"{rule} = {chance.choice([0, 1, 1, 2, 7])}"
    yield f"upkeep_weeks = {chance.randint(1, 4)}"
    if chance.random() < 0.8:
        yield "[settlement]\nprice_per_citizen_year = 2.4246\ncredit_per_agent_hour = 272.5"
        if chance.random() < 0.5:
            yield f"start_up_months = {chance.choice([1, 2, 3])}"
        if chance.random() < 0.3:
            yield "start_up_price_per_citizen_month = 0.21\nstart_up_rebate = 0.25"


def _competence(chance: Random, code: str) -> str:
    return f'[[competences]]\ncode = "{code}"\nname = "{code.title()}"\nmin_agents = {chance.randint(0, 2)}'


def _municipality(chance: Random, number: int, code: str, first: date, last: date) -> tuple[str, ...]:
    # The first one staffs and is owed something, so that the plan has no fault.
    staffing = number == 0 or chance.random() < 0.8
    carried = chance.choice(["0", "", "1.5", "-0.3333", "-40", "12.0001"]) if number else "2"
    population = str(chance.choice([100, 100, 1809, 38351, chance.randint(1, 10**6)]))
    floor = chance.choice(["", "0", "0", "1"]) if number else "0"
    joined = ""
    if number and chance.random() < 0.4:
        joined = (first + timedelta(days=chance.randint(-100, (last - first).days + 2))).isoformat()
    return (code, f"M{code}", population, "staffing" if staffing else "financing", carried, floor, joined)


def _agent(
    chance: Random, agent: str, code: str, wanted: Sequence[str], first: date, last: date
) -> tuple[str, ...]:
    held = "|".join(chance.sample(wanted, chance.randint(0, len(wanted))))
    starts = _near(chance, first, last) if chance.random() < 0.2 else None
    ends = _near(chance, starts or first, last) if chance.random() < 0.2 else None
    return (
        agent,
        f"Agent {agent}",
        code,
        held,
        chance.choice(["", "1", "0.6", "0.25"]),
        chance.choice(["", "", "0", "1", "5"]),
        str(starts or ""),
        str(ends or ""),
        chance.choice(["", "", "", "p", "q"]),
        *chance.choices(["", "", "0", "1", "-0.6667", "2.5", "-3", "40"], k=2),
        str(_near(chance, first, last)) if chance.random() < 0.1 else "",
    )


def _near(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days + 2))


def _entry(chance: Random, ids: Sequence[str], first: date, last: date) -> tuple[str, ...]:
    starts = first + timedelta(days=chance.randint(-3, (last - first).days))
    ends = starts + timedelta(days=chance.choice([0, 0, 1, 6, 13]))
    days = "|".join(chance.sample(WEEKDAYS, 3)) if chance.random() < 0.3 else ""
    begins, finishes = chance.choice(
        [("", ""), ("", ""), ("", "11:00"), ("17:00", ""), ("10:59", "11:01"), ("08:00", "14:00")]
    )
    kind = chance.choice(["unavailable", "undesired", "preferred"])
    return (chance.choice(ids), kind, str(starts), str(ends), days, begins, finishes, "a note")


def _previous(folder: Path, chance: Random, agents: Sequence[tuple[str, str]], first: date) -> None:
    rows = {}
    for _ in range(chance.randint(0, 5)):
        agent, code = chance.choice(agents)
        day = str(first - timedelta(days=chance.randint(1, 5)))
        start, end = chance.choice([("08:00", "11:00"), ("17:00", "20:00"), ("21:00", "24:00")])
        rows[day, start, agent] = (day, start, end, code, agent)
    if rows:
        _table(folder / "previous.csv", "date,start,end,municipality,agent", rows.values())


def _demand(folder: Path, chance: Random) -> None:
    shifts = read_book(folder).shifts
    some = chance.sample(shifts[1:], min(len(shifts) - 1, chance.randint(0, 4)))
    if some:
        rows = [(*shift.key, str(chance.randint(0, 4)), chance.choice(["", "", "mixed"])) for shift in some]
        _table(folder / "demand.csv", "date,start,agents,pairing", rows)


def _locks(folder: Path, chance: Random, agents: Sequence[tuple[str, str]]) -> None:
    rows = []
    for shift in chance.choices(read_book(folder).shifts, k=chance.randint(0, 3)):
        agent, code = chance.choice(agents)
        rows.append((*shift.key, *chance.choice([(code, ""), ("", agent), (code, agent)])))
    if rows:
        _table(folder / "locks.csv", "date,start,municipality,agent", rows)


def _dates(days: Iterable[date]) -> str:
    return "[" + ", ".join(map(str, days)) + "]"


def _table(path: Path, header: str, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
