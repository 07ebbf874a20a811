"""A municipality's year: the newest quarter, those before it, those to come, and how the others stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from api.ledger.balances import sum_seats
from api.ledger.expected import Expectation
from api.ledger.kinds import FROM_PUBLISHING, LedgerKind
from api.ledger.records import PostedEntry, list_entries, list_quarters
from api.plans.place import HotlinePlace
from api.plans.records.facts import PlanFacts, list_plans
from api.statements.budget import ExpectedQuarter, YearBudget, expect_quarters
from api.statements.reckoning import WORKED, QuarterBooks
from api.statements.service import expect_open, read_books
from api.statements.statement import Statement
from api.statements.terms import AgreedTerms, read_terms_of
from api.store.engine import Connection, snapshot
from api.store.errors import MissingError
from api.texts.alphabet import danish_order
from api.worked.place import WorkedQuarter
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.quota import NO_QUOTA, Quota

MOST_QUARTERS = 8
"""Before the newest one, and after it, on the page and in documents."""
MOST_OPEN = 4
"""Quarters that are published and not closed, read besides the newest."""


@dataclass(frozen=True)
class PastQuarter:
    """What a quarter came to for a municipality, or will come to if it is closed now.

    Parameters
    ----------
    first_day, closed
        Which.
    planned, worked
        Seats.
    carried
        Seats owed at its end.
    net
        To be paid, in hundredths of a krone, with corrections of it.
    """

    first_day: date
    closed: bool
    planned: int
    worked: int
    carried: Fraction
    net: int


@dataclass(frozen=True)
class Standing:
    """How a municipality stands, in figures that everybody who leads one sees."""

    name: str
    entitlement: Fraction
    worked: int
    carried: Fraction
    own: bool


@dataclass(frozen=True)
class YearBooks:
    """What a leader has to know: owed, cost, fair, and what comes next.

    Parameters
    ----------
    statement, quota, plan
        Of the newest quarter of which something is published and that the municipality is part of.
    sha256
        Of its roster's version.
    quarters
        Those until now, in order of time.
    expected
        Those to come until the end of the next year.
    left
        First day of the newest published plan, where the municipality is no longer part of it.
    budgets
        Of the year in which the newest quarter begins, and of the next.
    others
        How everybody who staffs stands in the newest quarter, in order of name.
    terms
        Prices and citizens of the published quarters of the newest one's year, in order of time.
    """

    statement: Statement
    quota: Quota
    plan: Plan
    sha256: str
    quarters: tuple[PastQuarter, ...]
    expected: tuple[ExpectedQuarter, ...]
    budgets: tuple[YearBudget, ...]
    others: tuple[Standing, ...]
    left: date | None = None
    terms: tuple[AgreedTerms, ...] = ()

    @property
    def newest(self) -> PastQuarter:
        """What the newest quarter comes to, with corrections of it."""
        return next(one for one in self.quarters if one.first_day == self.statement.period.first_day)

    @property
    def coming(self) -> tuple[ExpectedQuarter, ...]:
        """Those to come that people are shown; budgets count all."""
        return self.expected[:MOST_QUARTERS]

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.statement.basis.tariff.currency


def read_year(place: HotlinePlace, municipality: MunicipalityCode) -> YearBooks:
    """Return a municipality's year, by the newest published quarter that it is part of.

    Whoever is part of no newer plan has nothing to come.

    Raises
    ------
    MissingError
        Where there is no such municipality for the caller, or nothing is published.
    """
    scope = place.viewer.scope
    if not (scope.whole or municipality in scope.municipalities):
        raise MissingError("municipality")
    with snapshot(place.database) as connection:
        plans = list_plans(connection, place.hotline.id, before=None, most=1000, drafts=False)
        if not plans:
            raise MissingError("published")
        own = list_entries(connection, place.hotline.id, municipalities={municipality})
        booked = {one.quarter for one in own}
        expected = expect_open(connection, place)
        for number, plan in enumerate(plans):
            if number and plan.first_day not in booked:
                continue
            worked, newest = read_books(connection, place.of_plan(plan), expected)
            if municipality in newest.plan.municipality:
                older = plans[number + 1 :]
                before = tuple(_read_open(connection, place, older, municipality, expected))
                left = plans[0].first_day if number else None
                year = _year(worked, newest, municipality, own, before, left)
                there = [one for one in plans[number:] if one.first_day.year == plan.first_day.year]
                return replace(year, terms=read_terms_of(connection, there, municipality))
    raise MissingError("municipality")


def _read_open(
    connection: Connection,
    place: HotlinePlace,
    plans: Sequence[PlanFacts],
    code: MunicipalityCode,
    expected: Sequence[Expectation],
) -> Iterator[Statement]:
    """Yield preliminary statements of those of the quarters that are not closed."""
    closed = {one.first_day for one in list_quarters(connection, place.hotline.id) if one.closed}
    for plan in [one for one in plans if one.first_day not in closed][:MOST_OPEN]:
        _, books = read_books(connection, place.of_plan(plan), expected)
        yield from (books.statement(row) for row in books.rows if row.municipality.code == code)


def _year(
    worked: WorkedQuarter,
    newest: QuarterBooks,
    code: MunicipalityCode,
    own: Sequence[PostedEntry],
    open_ones: Sequence[Statement],
    left: date | None,
) -> YearBooks:
    plan = newest.plan
    statements = {row.municipality.code: newest.statement(row) for row in newest.rows}
    year = plan.hotline.period.first_day.year
    still_open = [one for one in (statements[code], *open_ones) if one.preliminary]
    quarters = tuple(_figures(own, still_open))
    # Stated anew where a correction came after the last close.
    stated = [one for one in newest.entries if one.kind is LedgerKind.CARRY_OVER]
    carried = {town: one.seats.carried for town, one in statements.items()}
    carried |= {one.municipality: one.seats or Fraction(0) for one in stated}
    expected = () if left else expect_quarters(plan, carried, code, year + 1)
    staffing = [one for one in statements.values() if one.seats.staffs]
    return YearBooks(
        statement=statements[code],
        quota=plan.quotas.get(code, NO_QUOTA),
        plan=plan,
        sha256=worked.version.sha256,
        quarters=quarters[-MOST_QUARTERS - 1 :],
        expected=expected,
        left=left,
        budgets=tuple(_budget(one, quarters, expected) for one in (year, year + 1)),
        others=tuple(
            Standing(
                one.name,
                one.seats.entitlement,
                one.seats.worked,
                carried[one.municipality],
                one.municipality == code,
            )
            for one in sorted(staffing, key=lambda one: danish_order(one.name))
        ),
    )


def _figures(own: Sequence[PostedEntry], still_open: Sequence[Statement]) -> Iterator[PastQuarter]:
    """Yield quarters in order of time: closed ones from entries alone, open ones from statements."""
    found = {one.period.first_day: _open_figures(one) for one in still_open}
    by_quarter: dict[date, list[PostedEntry]] = {}
    net: Counter[date] = Counter()
    for entry in own:
        by_quarter.setdefault(entry.quarter, []).append(entry)
        net[entry.about or entry.quarter] += entry.ore or 0
    for day, entries in by_quarter.items():
        carried = [one.seats for one in entries if one.kind is LedgerKind.CARRY_OVER]
        if carried:
            found[day] = PastQuarter(
                first_day=day,
                closed=True,
                planned=-int(_sum(entries, FROM_PUBLISHING)),
                worked=-int(_sum(entries, WORKED)),
                carried=carried[-1] or Fraction(0),
                net=net[day],
            )
    yield from (found[day] for day in sorted(found))


def _open_figures(one: Statement) -> PastQuarter:
    return PastQuarter(
        first_day=one.period.first_day,
        closed=False,
        planned=one.seats.planned,
        worked=one.seats.worked,
        carried=one.seats.carried,
        net=one.net,
    )


def _sum(entries: Sequence[PostedEntry], kinds: tuple[LedgerKind, ...]) -> Fraction:
    sums: Mapping[MunicipalityCode, Fraction] = sum_seats(entries, kinds)
    return sum(sums.values(), Fraction(0))


def _budget(year: int, quarters: Sequence[PastQuarter], expected: Sequence[ExpectedQuarter]) -> YearBudget:
    there = [one for one in quarters if one.first_day.year == year]
    return YearBudget(
        year=year,
        settled=sum(one.net for one in there if one.closed),
        preliminary=sum(one.net for one in there if not one.closed),
        expected=sum(one.money.net for one in expected if one.period.first_day.year == year),
    )
