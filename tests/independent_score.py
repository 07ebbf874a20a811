"""A second measure of a roster, written from the contract's words and the files alone.

It shares no line with the program: two that agree on what was measured are worth more than one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.independent_plan import (
    WEEKDAYS,
    Book,
    IsoWeek,
    Key,
    Row,
    Shift,
    days_of,
    instant,
    listed,
    minute_of,
    read_book,
    read_roster,
)
from tests.independent_quota import independent_quota, staffing, staffing_on, targets, units_by_shift
from tests.independent_standby import standby

__all__ = ["independent_carry_over", "independent_quota", "independent_score"]

Breach = tuple[str, str]  # rule, and agent or shift


def independent_score(folder: Path, roster: Path) -> dict[str, Any]:
    """Return the four levels, the amount of every rule and the hard rules broken, with by whom or where."""
    book = read_book(folder)
    return Measure(book, read_roster(book, roster)).result()


def independent_carry_over(folder: Path, roster: Path) -> dict[str, tuple[Fraction, Fraction]]:
    """Return what each agent carries out of a roster, in seats and in unsocial seats."""
    book = read_book(folder)
    return Measure(book, read_roster(book, roster)).carried_out()


def outside(amount: int, fair: Fraction) -> int:
    """Return how far an amount lies outside [⌊f⌋, ⌈f⌉]."""
    low, high = fair.numerator // fair.denominator, -(-fair.numerator // fair.denominator)
    return low - amount if amount < low else max(0, amount - high)


class Measure:
    """One roster of one plan."""

    def __init__(self, book: Book, sitting: dict[Key, list[str]]) -> None:
        self.book, self.sitting = book, sitting
        self.agents = {row["agent"]: row for row in book.agents}
        self.staffing = staffing(book)
        self.units = units_by_shift(book, sitting)
        self.shifts_of: dict[str, list[Shift]] = {row["agent"]: [] for row in book.agents}
        for shift in book.shifts:
            for agent in sitting[shift.key]:
                self.shifts_of[agent].append(shift)

    def result(self) -> dict[str, Any]:
        quality = {
            "unsocial_share": self.unsocial_share(),
            "agent_balance": self.agent_balance(),
            "unsocial_balance": self.unsocial_balance(),
            "upkeep": self.upkeep(),
            "week_spread": self.week_spread(),
            "standby": standby(self),
            "wishes": self.wishes(),
        }
        levels = {"coverage": self.coverage(), "competence": self.competence(), "quota": self.quota()}
        weighted = sum(self.book.weight(rule) * amount for rule, amount in quality.items())
        return {**levels, "quality": weighted, "rules": levels | quality, "hard": sorted(self.hard())}

    # --- who could sit ---------------------------------------------------------------------------

    def entries(self, agent: str, kind: str) -> list[Row]:
        return [row for row in self.book.availability if row["agent"] == agent and row["kind"] == kind]

    def overlaps(self, row: Row, shift: Shift) -> bool:
        weekdays = listed(row.get("days") or "") or WEEKDAYS
        begins, ends = minute_of(row.get("from") or "00:00"), minute_of(row.get("to") or "24:00")
        return (
            row["first_day"] <= shift.day.isoformat() <= row["last_day"]
            and WEEKDAYS[shift.day.weekday()] in weekdays
            and begins < shift.end
            and shift.start < ends
        )

    def unavailable(self, agent: str, shift: Shift) -> bool:
        return any(self.overlaps(row, shift) for row in self.entries(agent, "unavailable"))

    def employed(self, agent: str, day: date) -> bool:
        row = self.agents[agent]
        first, last = row.get("first_day") or "0001-01-01", row.get("last_day") or "9999-12-31"
        return first <= day.isoformat() <= last

    def novice(self, agent: str, day: date) -> bool:
        """Tell whether the agent sits beside on that day."""
        return day.isoformat() <= (self.agents[agent].get("beside_until") or "0001-01-01")

    def per_week(self, agent: str) -> int:
        return int(self.agents[agent].get("shifts_per_week") or self.book.limit("shifts_per_week"))

    @cached_property
    def could(self) -> dict[str, set[Key]]:
        """Return the shifts to which each agent could be assigned."""
        return {
            agent: {
                shift.key
                for shift in self.book.shifts
                if row["municipality"] in staffing_on(self.book, shift.day)
                and self.per_week(agent) > 0
                and self.employed(agent, shift.day)
                and not self.novice(agent, shift.day)
                and not self.unavailable(agent, shift)
            }
            for agent, row in self.agents.items()
        }

    # --- levels --------------------------------------------------------------------------------

    def coverage(self) -> int:
        return sum(max(0, shift.seats - len(self.sitting[shift.key])) for shift in self.book.shifts)

    def competence(self) -> int:
        missing = 0
        for competence in self.book.hotline.get("competences", []):
            for shift in self.book.shifts:
                held = [listed(self.agents[agent]["competences"]) for agent in self.sitting[shift.key]]
                holders = sum(competence["code"] in codes for codes in held)
                missing += max(0, competence.get("min_agents", 1) - holders)
        return missing

    @cached_property
    def targets(self) -> dict[str, int]:
        return targets(self.book)

    def units_sat(self, code: str, shifts: Iterable[Shift]) -> int:
        return sum(self.units[shift.key].get(code, 0) for shift in shifts)

    def quota(self) -> int:
        return sum(
            (self.units_sat(code, self.book.shifts) - self.targets[code]) ** 2 for code in self.staffing
        )

    # --- quality: municipalities -----------------------------------------------------------------

    @property
    def unsocial(self) -> list[Shift]:
        return [shift for shift in self.book.shifts if shift.unsocial]

    @cached_property
    def weeks(self) -> dict[IsoWeek, list[Shift]]:
        """Return the shifts of every ISO week that the period touches, in order."""
        weeks: dict[IsoWeek, list[Shift]] = {day.isocalendar()[:2]: [] for day in days_of(self.book.hotline)}
        for shift in self.book.shifts:
            weeks[shift.week].append(shift)
        return weeks

    def fair_units(self, code: str, shifts: list[Shift]) -> Fraction:
        return Fraction(self.targets[code] * self.book.units(shifts), self.book.units(self.book.shifts))

    def unsocial_share(self) -> int:
        return sum(
            outside(self.units_sat(code, self.unsocial), self.fair_units(code, self.unsocial))
            for code in self.staffing
        )

    def week_spread(self) -> int:
        return sum(
            outside(self.units_sat(code, shifts), self.fair_units(code, shifts))
            for code in self.staffing
            for shifts in self.weeks.values()
        )

    # --- quality: agents -------------------------------------------------------------------------

    @cached_property
    def load(self) -> dict[str, Fraction]:
        loads = {}
        for agent, row in self.agents.items():
            here = [
                own for own in self.weeks.values() if any(shift.key in self.could[agent] for shift in own)
            ]
            part = Fraction(sum(map(len, here)), len(self.book.shifts))
            loads[agent] = Fraction(row.get("fte") or "1") * part
        return loads

    def of(self, code: str) -> list[str]:
        """Return a municipality's agents but those who are novices to the last day."""
        last = days_of(self.book.hotline)[-1]
        return [
            agent
            for agent, row in self.agents.items()
            if row["municipality"] == code and not self.novice(agent, last)
        ]

    def fair_seats(self, code: str, agent: str, among: list[str]) -> Fraction:
        """Return the municipality's target in seats × w ÷ the w of those among whom it is shared."""
        together = sum(self.load[other] for other in among)
        if not together:
            return Fraction(0)
        seats = self.targets[code] * Fraction(self.book.all_seats, self.book.units(self.book.shifts))
        return seats * self.load[agent] / together

    def carried(self, agent: str, column: str) -> Fraction:
        return Fraction(self.agents[agent].get(column) or "0")

    def agent_balance(self) -> int:
        return sum(
            outside(
                len(self.shifts_of[agent]),
                max(
                    Fraction(0),
                    self.fair_seats(code, agent, self.of(code)) - self.carried(agent, "carry_over"),
                ),
            )
            ** 2
            for code in self.staffing
            for agent in self.of(code)
        )

    def unsocial_balance(self) -> int:
        part = Fraction(sum(shift.seats for shift in self.unsocial), self.book.all_seats)
        over = 0
        for code in self.staffing:
            able = [a for a in self.of(code) if any(shift.key in self.could[a] for shift in self.unsocial)]
            for agent in self.of(code):
                fair = self.fair_seats(code, agent, able) * part - self.carried(agent, "unsocial_carry_over")
                fair = max(Fraction(0), fair)
                most = -(-fair.numerator // fair.denominator)
                over += max(0, sum(shift.unsocial for shift in self.shifts_of[agent]) - most)
        return over

    def carried_out(self) -> dict[str, tuple[Fraction, Fraction]]:
        """Return what each agent hands on: seats and unsocial seats above the fair load, exact."""
        evenings = {agent: sum(s.unsocial for s in sat) for agent, sat in self.shifts_of.items()}
        handed = {}
        for agent, row in self.agents.items():
            mine = self.of(row["municipality"]) if row["municipality"] in self.staffing else []
            able = [
                a for a in mine if evenings[a] or any(shift.key in self.could[a] for shift in self.unsocial)
            ]
            seats = {other: len(self.shifts_of[other]) for other in mine}
            handed[agent] = (
                self.carried(agent, "carry_over") + self.above(agent, mine, seats),
                self.carried(agent, "unsocial_carry_over") + self.above(agent, able, evenings),
            )
        return handed

    def above(self, agent: str, among: list[str], sat: dict[str, int]) -> Fraction:
        together = sum(self.load[other] for other in among)
        if agent not in among or not together:
            return Fraction(0)
        return sat[agent] - sum(sat[other] for other in among) * self.load[agent] / together

    def upkeep(self) -> int:
        weeks, length = list(self.weeks.values()), self.book.weight("upkeep_weeks")
        idle = 0
        for first in range(len(weeks) - length + 1):
            window = [shift.key for week in weeks[first : first + length] for shift in week]
            for agent in self.agents:
                sat = any(agent in self.sitting[key] for key in window)
                idle += not sat and any(key in self.could[agent] for key in window)
        return idle

    def wishes(self) -> int:
        against = sum(
            any(self.overlaps(row, shift) for row in self.entries(agent, "undesired"))
            for agent, shifts in self.shifts_of.items()
            for shift in shifts
        )
        for agent in self.agents:
            for row in self.entries(agent, "preferred"):
                there = [shift for shift in self.book.shifts if self.overlaps(row, shift)]
                possible = any(shift.key in self.could[agent] for shift in there)
                against += possible and not any(agent in self.sitting[shift.key] for shift in there)
        return against

    # --- hard rules ------------------------------------------------------------------------------

    def hard(self) -> set[Breach]:
        return {
            *self.shift_breaches(),
            *self.lock_breaches(),
            *self.agent_breaches(),
            *self.person_breaches(),
        }

    def shift_breaches(self) -> Iterator[Breach]:
        for shift in self.book.shifts:
            sitting, where = self.sitting[shift.key], "T".join(shift.key)
            if len(sitting) > shift.seats or len(set(map(self.person, sitting))) < len(sitting):
                yield "seats", where
            if not shift.shared and len({self.agents[agent]["municipality"] for agent in sitting}) > 1:
                yield "pairing", where

    def lock_breaches(self) -> Iterator[Breach]:
        named: dict[Key, set[str]] = defaultdict(set)
        for row in self.book.locks:
            key = row["date"], row["start"]
            homes = {self.agents[agent]["municipality"] for agent in self.sitting[key]}
            if row.get("municipality"):
                named[key].add(row["municipality"])
            if row.get("municipality") and homes - {row["municipality"]}:
                yield "locks", "T".join(key)
            if row.get("agent") and row["agent"] not in self.sitting[key]:
                yield "locks", "T".join(key)
        for key, codes in named.items():  # two municipalities on one shift contradict each other
            if len(codes) > 1:
                yield "locks", "T".join(key)

    def agent_breaches(self) -> Iterator[Breach]:
        for agent, shifts in self.shifts_of.items():
            for shift in shifts:
                if self.agents[agent]["municipality"] not in staffing_on(self.book, shift.day):
                    yield "participation", agent
                if self.novice(agent, shift.day):
                    yield "participation", agent
                if self.unavailable(agent, shift):
                    yield "availability", agent
                if not self.employed(agent, shift.day):
                    yield "employment", agent
            yield from self.limit_breaches(agent, sorted(set(shifts), key=lambda shift: shift.begins))

    def person(self, agent: str) -> str:
        """Return what is the same for all rows of one human being."""
        return self.agents[agent].get("person") or f"row {agent}"

    def person_breaches(self) -> Iterator[Breach]:
        """Yield who has too many shifts a day or too little rest, counted over all rows of a person."""
        rows: dict[str, list[str]] = defaultdict(list)
        for agent in sorted(self.agents):
            rows[self.person(agent)].append(agent)
        for agents in rows.values():
            sat = {shift.key: (shift, agent) for agent in reversed(agents) for shift in self.shifts_of[agent]}
            shifts = sorted(sat.values(), key=lambda pair: pair[0].begins)
            for day, number in Counter(shift.day for shift, _ in shifts).items():
                if number > self.book.limit("shifts_per_day"):
                    yield "shifts_per_day", next(agent for shift, agent in shifts if shift.day == day)
            yield from self.rest_breaches(agents, shifts)

    def rest_breaches(self, agents: list[str], shifts: list[tuple[Shift, str]]) -> Iterator[Breach]:
        before = [row for row in self.book.previous if row["agent"] in agents]
        wanted = timedelta(minutes=int(Fraction(self.book.limit("rest_hours")) * 60))
        ended = [
            (date.fromisoformat(row["date"]), minute_of(row["end"])) for row in before
        ]  # of the weeks before, then of this period
        instants = [(day, instant(day, end, self.book.zone)) for day, end in ended]
        instants += [(shift.day, shift.ends) for shift, _ in shifts]
        first_of_day = {shift.day: (shift, agent) for shift, agent in reversed(shifts)}
        for shift, agent in first_of_day.values():
            if any(day < shift.day and shift.begins - end < wanted for day, end in instants):
                yield "rest", agent

    def limit_breaches(self, agent: str, shifts: list[Shift]) -> Iterator[Breach]:
        before = [row for row in self.book.previous if row["agent"] == agent]
        earlier = Counter(date.fromisoformat(row["date"]).isocalendar()[:2] for row in before)
        for week, number in Counter(shift.week for shift in shifts).items():
            if number + earlier[week] > self.per_week(agent):
                yield "shifts_per_week", agent
