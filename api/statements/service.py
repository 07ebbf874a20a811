"""Reading statements: a leader the own municipality's, who sees the whole hotline everybody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.ledger.expected import Expectation, expect_closes
from api.ledger.kinds import LedgerKind
from api.ledger.quota_rows import quota_rows
from api.ledger.records import last_number, list_entries, list_quarters
from api.plans.place import HotlinePlace, PlanPlace
from api.statements.reckoning import QuarterBooks, corrections_of
from api.statements.statement import Correction, Statement, StatementRun
from api.store.engine import Connection, snapshot
from api.store.errors import MissingError
from api.texts.alphabet import danish_order
from api.worked.place import WorkedQuarter, read_quarter
from wfm.ids import MunicipalityCode
from wfm.settlement import Tariff

OF_MONEY = (LedgerKind.SETTLEMENT, LedgerKind.REBATE, LedgerKind.CORRECTION)


def read_statements(place: PlanPlace) -> StatementRun:
    """Return the statements of a quarter, as far as the caller sees them.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    """
    with snapshot(place.database) as connection:
        return read_run(connection, place)


def read_statement(place: PlanPlace, municipality: MunicipalityCode) -> tuple[StatementRun, Statement]:
    """Return a municipality's statement of a quarter, with all that the caller sees beside it.

    Raises
    ------
    MissingError
        Where there is none for the caller.
    """
    run = read_statements(place)
    for one in run.statements:
        if one.municipality == municipality:
            return run, one
    raise MissingError("municipality")


def read_correction(place: PlanPlace, municipality: MunicipalityCode, number: int) -> Correction:
    """Return a correction that stands in a municipality's account of a quarter.

    Raises
    ------
    MissingError
        Where there is none for the caller.
    """
    for one in read_statements(place).corrections:
        if (one.number, one.municipality) == (number, municipality):
            return one
    raise MissingError("correction")


def read_books(
    connection: Connection, place: PlanPlace, expected: Sequence[Expectation] | None = None
) -> tuple[WorkedQuarter, QuarterBooks]:
    """Return a quarter as it is published, with what its statements are worked out from.

    Parameters
    ----------
    place
        The quarter's plan, and who asks.
    expected
        What all open quarters are expected to come to, where somebody has asked already.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    """
    quarter = read_quarter(connection, place)
    return quarter, QuarterBooks(
        hotline=place.hotline,
        plan=quarter.plan,
        version=quarter.version.number,
        rows=quota_rows(connection, quarter.version, lambda: (quarter.plan, quarter.read_seats(connection))),
        entries=list_entries(connection, place.hotline.id, quarter=place.plan.first_day),
        expected={} if quarter.closed else _expected_of(connection, place, expected),
    )


def read_run(connection: Connection, place: PlanPlace) -> StatementRun:
    """Return the statements of a quarter, as far as the caller sees them, within one reading of the store.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    """
    quarter, books = read_books(connection, place)
    plan, first = quarter.plan, quarter.plan.hotline.period.first_day
    scope = place.viewer.scope
    seen = None if scope.whole else scope.municipalities
    shown = [row for row in books.rows if seen is None or row.municipality.code in seen]
    money = list_entries(connection, place.hotline.id, municipalities=seen, kinds=OF_MONEY)
    corrections = corrections_of(
        money,
        place.hotline,
        (plan.hotline.tariff or Tariff()).currency,
        {code: town.name for code, town in plan.municipality.items()},
        seen,
    )
    return StatementRun(
        hotline=place.hotline,
        period=plan.hotline.period,
        closed=quarter.closed,
        statements=tuple(sorted(map(books.statement, shown), key=lambda one: danish_order(one.name))),
        corrections=tuple(one for one in corrections if one.quarter == first),
        corrected_by=tuple(one for one in corrections if one.about == first),
        last=last_number(connection, place.hotline.id),
    )


def _expected_of(
    connection: Connection, place: PlanPlace, expected: Sequence[Expectation] | None
) -> Mapping[MunicipalityCode, Expectation]:
    found = expect_open(connection, place) if expected is None else expected
    return {one.municipality: one for one in found if one.quarter == place.plan.first_day}


def expect_open(connection: Connection, place: HotlinePlace) -> tuple[Expectation, ...]:
    """Return what every open quarter of the hotline is expected to come to, for each municipality."""
    return expect_closes(connection, place.hotline.id, list_quarters(connection, place.hotline.id))
