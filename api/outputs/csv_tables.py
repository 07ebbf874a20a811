"""roster.csv and quota.csv, column for column as the contract has them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from api.publication import Publication
from wfm.calendar import clock
from wfm.ids import MunicipalityCode
from wfm.quota_table import QuotaRow
from wfm.rounding import half_up, keep_sum

ROSTER_COLUMNS = ("date", "start", "end", "seat", "municipality", "agent")
QUOTA_COLUMNS = (
    "municipality",
    "name",
    "population",
    "share",
    "entitlement",
    "target",
    "assigned",
    "deviation",
    "unsocial",
    "seats",
    "carry_over_in",
    "carry_over_out",
    "hours",
    "credit",
    "price",
    "net",
)
SEAT_DECIMALS = 4
"""Places of entitlements and carry-overs."""


def roster_csv(publication: Publication) -> bytes:
    """Return one row for every seat; agents by id, empty seats last."""
    plan, roster = publication.plan, publication.roster
    rows: list[tuple[str, ...]] = []
    for shift in plan.shifts:
        sitting = roster.on(shift.id)
        when = (shift.day.isoformat(), clock(shift.start), clock(shift.end))
        # A frozen shift may hold more agents than seats: then each of them has a row.
        for seat in range(1, max(shift.seats, len(sitting)) + 1):
            agent = sitting[seat - 1] if seat <= len(sitting) else None
            who = ("", "") if agent is None else (plan.agent[agent].municipality, agent)
            rows.append((*when, str(seat), *who))
    return _written(ROSTER_COLUMNS, rows)


def quota_csv(publication: Publication) -> bytes:
    """Return one row for every municipality, in order of code."""
    table = publication.quota_table
    carried_in = rounded({row.municipality.code: row.municipality.carry_over for row in table}, table)
    carried_out = rounded({row.municipality.code: row.carry_over_out for row in table}, table)
    rows = []
    for row in table:
        municipality, quota, account = row.municipality, row.quota, row.account
        rows.append(
            (
                municipality.code,
                municipality.name,
                str(municipality.population),
                str(half_up(quota.share, 6)),
                str(half_up(quota.entitlement, SEAT_DECIMALS)),
                str(quota.target),
                str(row.assigned),
                str(row.deviation),
                str(row.unsocial),
                str(row.seats),
                str(carried_in[municipality.code]),
                str(carried_out[municipality.code]),
                *(f"{amount:.2f}" for amount in (account.hours, account.credit, account.price, account.net)),
            )
        )
    return _written(QUOTA_COLUMNS, rows)


def rounded(
    column: dict[MunicipalityCode, Fraction], table: Sequence[QuotaRow]
) -> dict[MunicipalityCode, Decimal]:
    """Round a carry-over column so that its sum stays.

    Those who staff and those who only finance are rounded apart: what passes on unchanged then also
    looks unchanged.
    """
    staffing = {row.municipality.code for row in table if row.municipality.staffing}
    parts = (
        {code: value for code, value in column.items() if (code in staffing) is staffs}
        for staffs in (True, False)
    )
    return {code: value for part in parts for code, value in keep_sum(part, SEAT_DECIMALS).items()}


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
