"""A second computation of targets, carry-over and settlement, straight from the contract's words."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.independent_plan import Book, Key, days_of, read_book, read_roster

Column = dict[str, Any]


def by_code(code: str) -> tuple[bool, int, str]:
    return (not code.isdigit(), int(code) if code.isdigit() else 0, code)


def staffing(book: Book) -> list[str]:
    """Return who staffs on a day on which there is a shift."""
    days = {shift.day for shift in book.shifts}
    there = {code for day in days for code in staffing_on(book, day)}
    return [row["municipality"] for row in book.municipalities if row["municipality"] in there]


def staffing_on(book: Book, day: date) -> list[str]:
    return [
        row["municipality"]
        for row in book.municipalities
        if row["participation"] == "staffing" and starts(book, row) <= day
    ]


def starts(book: Book, row: dict[str, str]) -> date:
    """Return the first day on which a municipality staffs: some months after it joined."""
    if not row.get("joined"):
        return date.min
    day = date.fromisoformat(row["joined"])
    for _ in range(int(book.hotline.get("settlement", {}).get("start_up_months", 0))):
        day = day.replace(day=1) + timedelta(days=31)
    first = day.replace(day=1)
    wanted = date.fromisoformat(row["joined"]).day
    length = ((first + timedelta(days=31)).replace(day=1) - first).days
    return first.replace(day=min(wanted, length))


def numbers(book: Book, column: str) -> dict[str, Fraction]:
    return {row["municipality"]: Fraction(row.get(column) or "0") for row in book.municipalities}


def shares(book: Book) -> dict[str, Fraction]:
    """Return over all shifts: seats × population ÷ that of all who staff then, as a part of all seats."""
    found = dict.fromkeys(staffing(book), Fraction(0))
    for shift in book.shifts:
        for code, part in shares_on(book, shift.day).items():
            found[code] += part * shift.seats / book.all_seats
    return found


def shares_on(book: Book, day: date) -> dict[str, Fraction]:
    population, there = numbers(book, "population"), staffing_on(book, day)
    everybody = sum(population[code] for code in there)
    return {code: population[code] / everybody for code in there}


def entitlements(book: Book) -> dict[str, Fraction]:
    carried = numbers(book, "carry_over")
    return {code: share * book.all_seats + carried[code] for code, share in shares(book).items()}


def targets(book: Book) -> dict[str, int]:
    """Return whole units that add up to all units of the period."""
    owed = {code: max(Fraction(0), seats) for code, seats in entitlements(book).items()}
    floors = {code: int(least) for code, least in numbers(book, "min_shifts").items() if code in owed}
    population = numbers(book, "population")
    first = sorted(owed, key=lambda code: (-population[code], by_code(code)))  # who wins a tie
    method = book.hotline.get("quota", {}).get("method", "largest_remainder")
    units = book.units(book.shifts)
    if method == "largest_remainder":
        return _remainders(owed, units, floors, first)
    return _quotients(method, owed, units, floors, first)


def _remainders(
    owed: dict[str, Fraction], units: int, floors: dict[str, int], first: list[str]
) -> dict[str, int]:
    whole = sum(owed.values())
    exact = {code: units * weight / whole for code, weight in owed.items()}
    pinned = {code: floors[code] for code in owed if exact[code] < floors[code]}
    if pinned:  # they get the floor and the others share the rest
        others = {code: weight for code, weight in owed.items() if code not in pinned}
        return pinned | _remainders(others, units - sum(pinned.values()), floors, first)
    got = {code: share.numerator // share.denominator for code, share in exact.items()}
    queue = sorted(owed, key=lambda code: (got[code] - exact[code], first.index(code)))
    for code in queue[: units - sum(got.values())]:
        got[code] += 1
    return got


def _quotients(
    method: str, owed: dict[str, Fraction], units: int, floors: dict[str, int], first: list[str]
) -> dict[str, int]:
    """Write down every quotient that could win a seat, and take the largest ones."""
    bids: list[tuple[bool, Fraction, int, str]] = []
    for code, weight in owed.items():
        for held in range(floors[code], units if weight else 0):
            unconditional = method == "huntington_hill" and held == 0
            squared_divisor = {
                "sainte_lague": Fraction(2 * held + 1) ** 2,
                "dhondt": Fraction(held + 1) ** 2,
                "huntington_hill": Fraction(held * (held + 1) or 1),
            }[method]
            bids.append((unconditional, weight**2 / squared_divisor, -first.index(code), code))
    got = dict(floors)
    for *_, code in sorted(bids, reverse=True)[: units - sum(floors.values())]:
        got[code] += 1
    return got


def units_by_shift(book: Book, sitting: dict[Key, list[str]]) -> dict[Key, dict[str, int]]:
    """Return the units that each municipality takes of each shift."""
    home = {row["agent"]: row["municipality"] for row in book.agents}
    found: dict[Key, dict[str, int]] = {}
    for shift in book.shifts:
        seats: dict[str, int] = defaultdict(int)
        for agent in sitting[shift.key]:
            seats[home[agent]] += 1
        found[shift.key] = {code: number if book.mixed else 1 for code, number in seats.items()}
    return found


def half_up(value: Fraction) -> Decimal:
    """Write with two decimals, a half away from zero."""
    cents = (abs(value) * 200 + 1) // 2
    return Decimal(int(cents if value >= 0 else -cents)).scaleb(-2)


def price_per_citizen(book: Book, row: dict[str, str]) -> Fraction:
    """Return what a citizen costs, day by day: nothing, then the start-up's price, then the yearly one."""
    tariff = book.hotline.get("settlement", {})
    yearly = Fraction(tariff.get("price_per_citizen_year", 0))
    monthly = Fraction(tariff.get("start_up_price_per_citizen_month", yearly / 12))
    rebate = Fraction(tariff.get("start_up_rebate", "0.20"))
    price = Fraction(0)
    for day in days_of(book.hotline):
        if day >= starts(book, row):
            price += yearly / (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
        elif day >= date.fromisoformat(row["joined"]):
            next_month = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
            price += monthly * (1 - rebate) / (next_month - day.replace(day=1)).days
    return price


def shares_of_sat(book: Book, sitting: dict[Key, list[str]]) -> dict[str, Fraction]:
    """Return each staffing municipality's share of the seats that somebody sat in, day by day.

    The column's sum equals that of carry_over, and a financing municipality's passes on unchanged: so what
    such a one's agents sat in, against the rule, is no part of what is shared. Nor is a seat of a day on
    which nobody staffs: it counts for nobody.
    """
    home = {row["agent"]: row["municipality"] for row in book.agents}
    found = dict.fromkeys(staffing(book), Fraction(0))
    for shift in book.shifts:
        sat = [home[agent] for agent in sitting[shift.key] if home[agent] in found]
        part = shares_on(book, shift.day)
        for code in sat if not part else ():
            found[code] += 1
        for code, share in part.items():
            found[code] += share * len(sat)
    return found


def independent_quota(folder: Path, roster: Path) -> dict[str, Column]:
    """Return quota.csv by municipality: ratios exact, money as it is written."""
    book = read_book(folder)
    sitting = read_roster(book, roster)
    units = units_by_shift(book, sitting)
    home = {row["agent"]: row["municipality"] for row in book.agents}
    seats: dict[str, int] = defaultdict(int)
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for shift in book.shifts:
        for agent in sitting[shift.key]:
            seats[home[agent]] += 1
            hours[home[agent]] += shift.hours
    share, owed, target = shares(book), entitlements(book), targets(book)
    shared = shares_of_sat(book, sitting)
    carried, population = numbers(book, "carry_over"), numbers(book, "population")
    tariff = book.hotline.get("settlement", {})
    table: dict[str, Column] = {}
    for row in book.municipalities:
        code = row["municipality"]
        assigned = sum(own.get(code, 0) for own in units.values())
        out = carried[code]
        if code in share:
            out += shared[code] - seats[code]
        credit = half_up(hours[code] * Fraction(tariff.get("credit_per_agent_hour", 0)))
        price = half_up(population[code] * price_per_citizen(book, row))
        table[code] = {
            "name": row["name"],
            "population": int(row["population"]),
            "share": share.get(code, Fraction(0)),
            "entitlement": owed.get(code, Fraction(0)),
            "target": target.get(code, 0),
            "assigned": assigned,
            "deviation": assigned - target.get(code, 0),
            "unsocial": sum(units[shift.key].get(code, 0) for shift in book.shifts if shift.unsocial),
            "seats": seats[code],
            "carry_over_in": carried[code],
            "carry_over_out": out,
            "hours": half_up(hours[code]),
            "credit": credit,
            "price": price,
            "net": price - credit,
        }
    return table
