"""Quarters played through with books kept beside the program, and statements recomputed from those.

Nothing here asks the program how a price, a share or a rounding is made.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tests import builders
from tests.api.one_thread import TestClient
from tests.api.publishing.planned import NOW, Planned, planned
from tests.api.worked.test_quarters import body_of, send
from wfm.calendar import Period
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.settlement import Tariff

FIRST = date(2027, 12, 20)
"""A Monday; the quarter ends in 2028, which is a leap year."""
JOINED, STAFFS, MONTHS = date(2028, 1, 25), date(2028, 2, 25), 1
"""When a municipality joins, and after these months staffs: both within a quarter."""
PRICE, RATE, MONTHLY, REBATE = Decimal("2.4246"), Decimal(272), Decimal("0.21"), Decimal("0.20")
NEW, PAYS = MunicipalityCode("8"), MunicipalityCode("9")
Seats = list[tuple[str, int]]


@dataclass
class Books:
    """What somebody writes down beside the program.

    Parameters
    ----------
    towns, weeks
        Everybody, and how long a quarter is.
    seats, at_close
        By quarter and shift, which municipality's people sat for how long: as it is known now, and as it was
        when the quarter was closed.
    """

    towns: tuple[Municipality, ...]
    weeks: int
    seats: dict[date, dict[str, Seats]] = field(default_factory=dict)
    at_close: dict[date, dict[str, Seats]] = field(default_factory=dict)

    def staffs(self, town: Municipality, day: date) -> bool:
        """Tell whether a municipality staffs on a day."""
        return town.staffing and (town.joined is None or day >= STAFFS)

    def price(self, town: Municipality, quarter: date) -> tuple[int, int]:
        """Return price, rebate taken off, and rebate, in hundredths of a krone: day by day."""
        usual = full = Fraction(0)
        for number in range(7 * self.weeks):
            day = quarter + timedelta(days=number)
            if town.joined is not None and day < town.joined:
                continue
            if town.joined is None or day >= STAFFS:
                usual += town.population * Fraction(PRICE) / (366 if isleap(day.year) else 365)
            else:
                full += town.population * Fraction(MONTHLY) / monthrange(day.year, day.month)[1]
        return ore(usual + full * Fraction(4, 5)), ore(full / 5)

    def net(self, town: Municipality, quarter: date, *, at_close: bool) -> int:
        """Return what a municipality has to pay, in hundredths of a krone."""
        seats = (self.at_close if at_close else self.seats)[quarter]
        minutes = sum(each for sat in seats.values() for code, each in sat if code == town.code)
        return self.price(town, quarter)[0] - ore(Fraction(minutes, 60) * Fraction(RATE))

    def worked(self, quarter: date) -> Counter[str]:
        """Count the seats in which each municipality sat, as they stood at the close."""
        sat = (code for seats in self.at_close[quarter].values() for code, minutes in seats if minutes)
        return Counter(sat)

    def entitlement(self, town: Municipality, quarter: date) -> Fraction:
        """Return a municipality's share of the seats, shift by shift."""
        found = Fraction(0)
        for shift, seats in self.at_close[quarter].items():
            day = date.fromisoformat(shift[:10])
            if self.staffs(town, day):
                there = sum(one.population for one in self.towns if self.staffs(one, day))
                found += Fraction(town.population, there) * sum(bool(minutes) for _, minutes in seats)
        return found


def ore(kroner: Fraction) -> int:
    """Round to hundredths of a krone, a half up."""
    whole, rest = divmod(kroner * 100, 1)
    return int(whole) + (rest >= Fraction(1, 2))


def federation(many: int, dice: Random) -> tuple[Municipality, ...]:
    """Return municipalities of all sizes: one joins, one only pays."""
    usual = [
        builders.municipality(
            str(100 + n), dice.randint(1500, 300_000), carry_over=Fraction(dice.randint(-9, 9), 7)
        )
        for n in range(many - 2)
    ]
    new = builders.municipality(NEW, 40_961, joined=JOINED)
    pays = builders.municipality(PAYS, 20_003, staffing=False)
    return (*usual, new, pays)


def quarter_plan(towns: tuple[Municipality, ...], first: date, weeks: int) -> Plan:
    """Return a quarter in which the line is open on Mondays."""
    tariff = Tariff(PRICE, RATE, start_up_price_per_citizen_month=MONTHLY, start_up_rebate=REBATE)
    line = builders.hotline(hours="08:00-11:00", tariff=tariff, start_up_months=MONTHS, language="en")
    line = replace(
        line,
        period=Period(first, first + timedelta(days=7 * weeks - 1)),
        opening_hours={0: line.opening_hours[0]},
    )
    people = [f"{town.code}-{n}" for town in towns if town.staffing for n in (1, 2)]
    return builders.plan(towns, people, hotline=line)


@contextmanager
def simulate(
    folder: Path, *, many: int, quarters: int, weeks: int, seed: int
) -> Iterator[tuple[Planned, TestClient, Books]]:
    """Play quarters through: published twice, worked otherwise here and there, closed; some corrected."""
    dice = Random(seed)
    books = Books(federation(many, dice), weeks)
    with planned(folder, NOW) as service:
        client = service.client()
        for number in range(quarters):
            first = FIRST + timedelta(weeks=weeks * number)
            _publish(service, dice, first, books)
            service.now = datetime.combine(
                first + timedelta(weeks=weeks), time(9), ZoneInfo("Europe/Copenhagen")
            )
            for shift in dice.sample(sorted(books.seats[first]), 3):
                _say(client, dice, first, shift, books)
            if number:
                _correct(client, dice, first - timedelta(weeks=weeks), books)
            send(client, "POST", f"/plans/{first}/close")
            books.at_close[first] = {shift: list(seats) for shift, seats in books.seats[first].items()}
        _correct(client, dice, dice.choice(sorted(books.seats)), books)  # where no quarter is open
        yield service, client, books


def _publish(service: Planned, dice: Random, first: date, books: Books) -> None:
    plan = quarter_plan(books.towns, first, books.weeks)
    service.plan(plan)
    for number in range(2):
        sits: dict[str, list[str]] = {}
        for shift in plan.shifts:
            town = dice.choice([one for one in books.towns if books.staffs(one, shift.day)])
            sits[shift.id] = [f"{town.code}-{n}" for n in (1, 2)][: dice.choice((1, 2, 2, 2))]
        roster: Roster = builders.roster(sits)
        service.publish(service.version(roster, expected=number), expected=number)
    books.seats[first] = {
        shift.id: [(agent.split("-")[0], shift.minutes) for agent in sits[shift.id]] for shift in plan.shifts
    }


def _sat(dice: Random, shift: str, books: Books) -> tuple[tuple[str, int], ...]:
    """Return who really sat on a shift: stand-ins of some municipalities."""
    there = [one.code for one in books.towns if books.staffs(one, date.fromisoformat(shift[:10]))]
    return tuple((dice.choice(there), dice.choice((0, 45, 50, 180))) for _ in range(dice.randint(1, 2)))


def _say(client: TestClient, dice: Random, first: date, shift: str, books: Books) -> None:
    sat, at = _sat(dice, shift, books), f"/plans/{first}/worked/{shift}"
    send(client, "PUT", at, body_of(sat), send(client, "GET", at)["number"])
    books.seats[first][shift] = list(sat)


def _correct(client: TestClient, dice: Random, first: date, books: Books) -> None:
    shift = dice.choice(sorted(books.seats[first]))
    sat = _sat(dice, shift, books)
    send(client, "POST", f"/plans/{first}/corrections", {"shift": shift, **body_of(sat)})
    books.seats[first][shift] = list(sat)
