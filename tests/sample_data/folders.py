"""The sample plans as plain rows, read with the standard library alone."""

import csv
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wfm.calendar import WEEKDAYS, Closing, Period, Shift, Span, opening_shifts

SAMPLES = Path(__file__).parents[2] / "sample_data"
SOLVABLE = ("midtjylland", "nordjylland", "vestegnen")
PLANS = (*SOLVABLE, "impossible")
BOOKS = ("keys", "vestegnen_case", "borgerkontakt_case")
"""Folders that are no plans."""

Row = dict[str, str]


@cache
def hotline(plan: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / plan / "hotline.toml").read_text(encoding="utf-8"))


def rows(plan: str, table: str) -> list[Row]:
    path = SAMPLES / plan / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_id(plan: str) -> dict[str, Row]:
    return {row["agent"]: row for row in rows(plan, "agents")}


def competences(row: Row) -> set[str]:
    return set(row["competences"].split("|"))


def all_competences(plan: str) -> set[str]:
    return {competence["code"] for competence in hotline(plan)["competences"]}


def employed(row: Row, day: str) -> bool:
    return (row["first_day"] or day) <= day <= (row["last_day"] or day)


def minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def period(plan: str) -> Period:
    ends = hotline(plan)["period"]
    return Period(ends["first_day"], ends["last_day"])


def opened(plan: str, first_day: date, last_day: date) -> tuple[Shift, ...]:
    """The shifts of any days under a plan's opening hours, by the program's own calendar."""
    spans = {
        WEEKDAYS.index(day): tuple(Span(minute(text[:5]), minute(text[6:])) for text in texts)
        for day, texts in hotline(plan)["opening_hours"].items()
    }
    off = hotline(plan).get("holidays", {})
    return opening_shifts(
        Period(first_day, last_day),
        spans,
        Closing(off.get("country"), frozenset(off.get("closed", ()))),
        hotline(plan)["shifts"]["hours"] * 60,
        hotline(plan)["shifts"]["agents"],
        ZoneInfo(hotline(plan)["timezone"]),
    )


@cache
def shifts(plan: str) -> tuple[Shift, ...]:
    return opened(plan, period(plan).first_day, period(plan).last_day)


def away(plan: str, agent: str, shift: Shift) -> bool:
    """Whether an absence of the agent overlaps the shift."""
    return any(
        row["first_day"] <= shift.day.isoformat() <= row["last_day"]
        and (not row["days"] or WEEKDAYS[shift.day.weekday()] in row["days"].split("|"))
        and minute(row["from"] or "00:00") < shift.end
        and shift.start < minute(row["to"] or "24:00")
        for row in rows(plan, "availability")
        if row["agent"] == agent and row["kind"] == "unavailable"
    )
