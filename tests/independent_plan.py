"""A second reading of plan folders, straight from the plan folder's description; knows nothing of `wfm`.

It reads only what the program itself would write: UTF-8, comma, ISO dates, English words.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Row = dict[str, str]
Key = tuple[str, str]  # date and start, as roster.csv writes them
IsoWeek = tuple[int, int]


@dataclass(frozen=True)
class Shift:
    """A shift with its local minutes and its instants."""

    day: date
    start: int
    end: int
    begins: datetime
    ends: datetime
    seats: int
    unsocial: bool
    shared: bool

    @property
    def key(self) -> Key:
        return self.day.isoformat(), hhmm(self.start)

    @property
    def week(self) -> IsoWeek:
        return self.day.isocalendar()[:2]

    @property
    def hours(self) -> Fraction:
        return Fraction(int((self.ends - self.begins).total_seconds()), 3600)


@dataclass(frozen=True)
class Book:
    """A plan folder as it was read."""

    hotline: dict[str, Any]
    municipalities: list[Row]
    agents: list[Row]
    availability: list[Row]
    locks: list[Row]
    previous: list[Row]
    shifts: list[Shift]

    @property
    def mixed(self) -> bool:
        return bool(self.hotline["shifts"].get("pairing") == "mixed")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.hotline.get("timezone", "Europe/Copenhagen"))

    @property
    def all_seats(self) -> int:
        return sum(shift.seats for shift in self.shifts)

    def units(self, shifts: list[Shift]) -> int:
        return sum(shift.seats for shift in shifts) if self.mixed else len(shifts)

    def limit(self, name: str) -> Any:
        standard = {"shifts_per_day": 1, "shifts_per_week": 3, "rest_hours": 11}
        return self.hotline.get("limits", {}).get(name, standard[name])

    def weight(self, name: str) -> int:
        standard = {
            "unsocial_share": 10,
            "agent_balance": 8,
            "unsocial_balance": 6,
            "upkeep": 6,
            "week_spread": 5,
            "standby": 0,
            "wishes": 1,
            "upkeep_weeks": 4,
        }
        return int(self.hotline.get("weights", {}).get(name, standard[name]))


def hhmm(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def listed(text: str) -> list[str]:
    """Split ``a|b`` or ``a;b``."""
    return [part.strip() for part in text.replace(";", "|").split("|") if part.strip()]


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the instant of a wall clock; where the clock skips it, that of the next minute it shows."""
    naive = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    while True:
        utc = naive.replace(tzinfo=zone).astimezone(UTC)
        if utc.astimezone(zone).replace(tzinfo=None) == naive:
            return utc
        naive += timedelta(minutes=1)


def days_of(book_hotline: dict[str, Any]) -> list[date]:
    first, last = book_hotline["period"]["first_day"], book_hotline["period"]["last_day"]
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def read_book(folder: Path) -> Book:
    """Read a plan folder."""
    hotline = tomllib.loads((folder / "hotline.toml").read_text("utf-8"), parse_float=Decimal)
    tables = {
        name: _table(folder / f"{name}.csv")
        for name in ("municipalities", "agents", "availability", "locks", "demand", "previous")
    }
    demand = {(row["date"], row["start"]): row for row in tables.pop("demand")}
    return Book(hotline, **tables, shifts=_shifts(hotline, demand))


def read_roster(book: Book, path: Path) -> dict[Key, list[str]]:
    """Return the agents who sit on each shift."""
    sitting: dict[Key, list[str]] = {shift.key: [] for shift in book.shifts}
    for row in _table(path):
        if row["agent"]:
            sitting[row["date"], row["start"]].append(row["agent"])
    return sitting


def _table(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shifts(hotline: dict[str, Any], demand: dict[Key, Row]) -> list[Shift]:
    zone = ZoneInfo(hotline.get("timezone", "Europe/Copenhagen"))
    length = int(Fraction(hotline["shifts"]["hours"]) * 60)
    shut = _closed(hotline)
    shifts = []
    for day in days_of(hotline):
        if day in shut:
            continue
        for text in sorted(hotline["opening_hours"].get(WEEKDAYS[day.weekday()], [])):
            opens, closes = map(minute_of, text.split("-"))
            for start in range(opens, closes, length):
                end = min(start + length, closes)
                row = demand.get((day.isoformat(), hhmm(start)), {})
                seats = int(row.get("agents", hotline["shifts"]["agents"]))
                shared = row.get("pairing") == "mixed" or hotline["shifts"].get("pairing") == "mixed"
                unsocial = _unsocial(hotline, day, start)
                begins, ends = instant(day, start, zone), instant(day, end, zone)
                if seats and begins < ends:
                    shifts.append(Shift(day, start, end, begins, ends, seats, unsocial, shared))
    return shifts


def _closed(hotline: dict[str, Any]) -> set[date]:
    table = hotline.get("holidays", {})
    shut: set[date] = set()
    if table.get("country"):
        years = {day.year for day in days_of(hotline)}
        shut = set(holidays.country_holidays(table["country"], years=years)) - set(table.get("open", []))
    return shut | set(table.get("closed", []))


def _unsocial(hotline: dict[str, Any], day: date, start: int) -> bool:
    for span in hotline.get("unsocial", []):
        begins, ends = map(minute_of, span["hours"].split("-"))
        if WEEKDAYS[day.weekday()] in span["days"] and begins <= start < ends:
            return True
    return False
