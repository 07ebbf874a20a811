"""Rosters and quota tables as pandas frames: what the files hold, for whoever wants to go on counting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from wfm.calendar import clock
from wfm.plan import Plan
from wfm.quota_table import SEAT_DECIMALS, QuotaRow, carry_over_columns, quota_table
from wfm.roster import Roster
from wfm.rounding import half_up

if TYPE_CHECKING:
    import pandas as pd

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


def roster_frame(plan: Plan, roster: Roster) -> pd.DataFrame:
    """Return one row for every seat, as in ``roster.csv``.

    Agents of a shift stand in order of id; an empty seat has no municipality and no agent and stands
    last. `date` is ISO text, `start` and `end` are local ``HH:MM`` (`end` may be ``24:00``).
    """
    return _frame(_seats(plan, roster), ROSTER_COLUMNS)


def _seats(plan: Plan, roster: Roster) -> Iterator[tuple[str | int | None, ...]]:
    for shift in plan.shifts:
        sitting = roster.on(shift.id)
        when = (shift.day.isoformat(), clock(shift.start), clock(shift.end))
        # A frozen shift may hold more agents than seats: then each of them has a row.
        for seat in range(1, max(shift.seats, len(sitting)) + 1):
            agent = sitting[seat - 1] if seat <= len(sitting) else None
            yield (*when, seat, None if agent is None else plan.agent[agent].municipality, agent)


def quota_frame(plan: Plan, roster: Roster) -> pd.DataFrame:
    """Return one row for every municipality, as in ``quota.csv``: counts as integers, the rest as decimals.

    Decimals are exact :class:`decimal.Decimal`: share with 6 places, seats owed with 4, money with 2.
    """
    return _frame(_lines(quota_table(plan, roster)), QUOTA_COLUMNS)


def _lines(rows: Sequence[QuotaRow]) -> Iterator[tuple[object, ...]]:
    carried_in, carried_out = carry_over_columns(rows)
    for row in rows:
        municipality, quota, settlement = row.municipality, row.quota, row.settlement
        yield (
            municipality.code,
            municipality.name,
            municipality.population,
            half_up(quota.share, 6),
            half_up(quota.entitlement, SEAT_DECIMALS),
            quota.target,
            row.assigned,
            row.deviation,
            int(row.unsocial),
            int(row.seats),
            carried_in[municipality.code],
            carried_out[municipality.code],
            settlement.hours,
            settlement.credit,
            settlement.price,
            settlement.net,
        )


def _frame(rows: Iterable[tuple[object, ...]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd  # longer to load than a plan is to read: only where a frame is made

    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)
