"""Statements of a year: those of its quarters and the corrections in their accounts, added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from api.plans.place import HotlinePlace
from api.plans.records.facts import HotlineFacts, list_plans
from api.statements.service import read_run
from api.statements.statement import (
    Correction,
    MoneyAccount,
    Statement,
    StatementKind,
    StatementRun,
    kind_of,
)
from api.store.engine import snapshot
from api.store.errors import MissingError
from api.texts.alphabet import danish_order
from wfm.ids import MunicipalityCode
from wfm.next_period import next_period

MOST_PLANS = 1000


@dataclass(frozen=True)
class AnnualStatement:
    """What a municipality has to pay or receive for a year; it has no number, and names those it adds up.

    Parameters
    ----------
    hotline, year, municipality, name
        Whose. A quarter counts in the year in which it begins.
    closed
        Whether all quarters of the year are published and closed.
    statements
        Of its quarters, in order of time; none of those of which nothing is published.
    corrections
        That stand in the accounts of these quarters, in order of number, whatever quarter they correct.
    later
        Of these quarters, but in the accounts of another year, which counts them.
    """

    hotline: HotlineFacts
    year: int
    municipality: MunicipalityCode
    name: str
    closed: bool
    statements: tuple[Statement, ...]
    corrections: tuple[Correction, ...]
    later: tuple[Correction, ...]

    @property
    def money(self) -> MoneyAccount:
        """Money of the quarters, without corrections, in hundredths of a krone."""
        found = [one.money for one in self.statements]
        return MoneyAccount(
            price=sum(one.price for one in found),
            start_up=sum(one.start_up for one in found),
            rebate=sum(one.rebate for one in found),
            credit=sum(one.credit for one in found),
        )

    @property
    def corrected(self) -> int:
        """What corrections in its accounts put on top, in hundredths of a krone."""
        return sum(one.net for one in self.corrections)

    @property
    def net(self) -> int:
        """What is to be paid, in hundredths of a krone: the kroner of the year's accounts."""
        return self.money.net + self.corrected

    @property
    def kind(self) -> StatementKind:
        """Who has to pay whom."""
        return kind_of(self.net)

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.statements[-1].basis.tariff.currency


@dataclass(frozen=True)
class AnnualRun:
    """All statements of a year that somebody sees.

    Parameters
    ----------
    hotline, year
        Of which year.
    runs
        Statements of its quarters, in order of time; at least one.
    """

    hotline: HotlineFacts
    year: int
    runs: tuple[StatementRun, ...]

    @property
    def whole(self) -> bool:
        """Whether its last quarter is published."""
        return next_period(self.runs[-1].period).first_day.year > self.year

    @property
    def closed(self) -> bool:
        """Whether every quarter of the year is published and closed."""
        return self.whole and all(run.closed for run in self.runs)

    @cached_property
    def statements(self) -> tuple[AnnualStatement, ...]:
        """In order of name; a municipality is called as in the newest quarter that it is part of."""
        names = {one.municipality: one.name for run in self.runs for one in run.statements}
        found = (self._statement(code, name) for code, name in names.items())
        return tuple(sorted(found, key=lambda one: danish_order(one.name)))

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Those in the year's accounts, in order of number."""
        return _by_number(one for run in self.runs for one in run.corrections)

    @property
    def net(self) -> int:
        """What all of the year's accounts come to, in hundredths of a krone."""
        return sum(run.net for run in self.runs)

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.runs[-1].currency

    @property
    def last(self) -> int:
        """Number of the newest entry of the ledger."""
        return self.runs[-1].last

    def _statement(self, code: MunicipalityCode, name: str) -> AnnualStatement:
        days = {run.period.first_day for run in self.runs}
        corrected = (one for run in self.runs for one in run.corrected_by)
        return AnnualStatement(
            hotline=self.hotline,
            year=self.year,
            municipality=code,
            name=name,
            closed=self.closed,
            statements=tuple(one for run in self.runs for one in run.statements if one.municipality == code),
            corrections=tuple(one for one in self.corrections if one.municipality == code),
            later=_by_number(
                one for one in corrected if one.municipality == code and one.quarter not in days
            ),
        )


def read_annual_run(place: HotlinePlace, year: int) -> AnnualRun:
    """Return the statements of a year, as far as the caller sees them.

    Raises
    ------
    MissingError
        Where no quarter that begins in it is published.
    """
    with snapshot(place.database) as connection:
        found = list_plans(connection, place.hotline.id, before=None, most=MOST_PLANS, drafts=False)
        plans = sorted((one for one in found if one.first_day.year == year), key=lambda one: one.first_day)
        if not plans:
            raise MissingError("year")
        runs = tuple(read_run(connection, place.of_plan(plan)) for plan in plans)
    return AnnualRun(place.hotline, year, runs)


def read_annual_statement(
    place: HotlinePlace, year: int, municipality: MunicipalityCode
) -> tuple[AnnualRun, AnnualStatement]:
    """Return a municipality's statement of a year, with all that the caller sees beside it.

    Raises
    ------
    MissingError
        Where there is none for the caller.
    """
    run = read_annual_run(place, year)
    for one in run.statements:
        if one.municipality == municipality:
            return run, one
    raise MissingError("municipality")


def _by_number(found: Iterable[Correction]) -> tuple[Correction, ...]:
    return tuple(sorted(found, key=lambda one: one.number))
