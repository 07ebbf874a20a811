"""What an open quarter is expected to come to: what its close would post now, were all to sit as planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from api.access.ids import HotlineId
from api.ledger.balances import sum_seats
from api.ledger.closing import find_own_carry_over, round_handed_on
from api.ledger.kinds import FROM_PUBLISHING, LedgerKind
from api.ledger.quota_rows import quota_rows
from api.ledger.records import PostedEntry, QuarterFacts, list_entries
from api.plans.records.answers import read_content, read_plan_of
from api.plans.records.facts import find_plan
from api.plans.records.plans import revision_by_id
from api.rosters.records.rosters import find_version
from api.rosters.records.worked import read_worked
from api.store.engine import Connection
from api.store.errors import MissingError
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.quota_table import QuotaRow
from wfm.worked import WorkedSeats

Owed = Mapping[MunicipalityCode, Fraction]
RECKONED = (*FROM_PUBLISHING, LedgerKind.OPENING)
"""Kinds of entries in whose place stands what is reckoned here."""


@dataclass(frozen=True)
class Expectation:
    """What a municipality's account in an open quarter is expected to come to.

    Parameters
    ----------
    quarter, municipality
        First day, and whose account.
    opening
        What it owed when the quarter began; while the one before is open, what that is expected to hand on.
    staffs
        Whether it staffs shifts; one that only finances hands on what it brought.
    seats
        In which it sits: those published, and where it is confirmed that it was otherwise, those worked.
    entitlement
        Its share of all of them.
    balance
        What it is expected to owe at the close.
    """

    quarter: date
    municipality: MunicipalityCode
    opening: Fraction
    staffs: bool
    seats: int
    entitlement: Fraction
    balance: Fraction


def expect_closes(
    connection: Connection, hotline: HotlineId, quarters: Sequence[QuarterFacts]
) -> tuple[Expectation, ...]:
    """Return what every account is expected to come to at the close of each quarter that is open.

    Of a quarter whose plan is kept no longer nothing is expected.

    Parameters
    ----------
    hotline
        Random id.
    quarters
        All that the ledger knows, in order of time.
    """
    found: list[Expectation] = []
    handed_on: Owed = {}
    for quarter in quarters:
        own = () if quarter.closed else tuple(_expect(connection, hotline, quarter.first_day, handed_on))
        found += own
        handed_on = _hand_on(own)
    return tuple(found)


def _hand_on(own: Sequence[Expectation]) -> Owed:
    owed = {one.municipality: one.balance for one in own}
    return round_handed_on(owed, frozenset(one.municipality for one in own if not one.staffs))


def _expect(
    connection: Connection, hotline: HotlineId, quarter: date, handed_on: Owed
) -> Iterator[Expectation]:
    rows = _read_published(connection, hotline, quarter)
    if rows is None:
        return
    there = list_entries(connection, hotline, quarter=quarter)
    opening = {**_opening(connection, hotline, quarter, there, handed_on.keys() >= rows.keys()), **handed_on}
    others = sum_seats(there, [kind for kind in LedgerKind if kind.counts and kind not in RECKONED])
    for code in dict.fromkeys((*(one.municipality for one in there), *opening, *rows)):
        owed, row = opening.get(code, Fraction(0)), rows.get(code)
        seats = int(row.seats) if row and row.staffs else 0
        entitlement = row.entitled if row else Fraction(0)
        yield Expectation(
            quarter=quarter,
            municipality=code,
            opening=owed,
            staffs=row is None or row.staffs,
            seats=seats,
            entitlement=entitlement,
            balance=owed + entitlement - seats + others.get(code, Fraction(0)),
        )


def _read_published(
    connection: Connection, hotline: HotlineId, quarter: date
) -> Mapping[MunicipalityCode, QuotaRow] | None:
    """Return the quota table of what is published of a quarter, by municipality.

    Where it is confirmed that it was otherwise, seats are those that were worked.
    """
    try:
        facts = find_plan(connection, hotline, quarter)
    except MissingError:
        return None
    if not facts.published:
        return None
    version = find_version(connection, facts.id, facts.published)

    def read() -> tuple[Plan, WorkedSeats]:
        stored = read_content(connection, revision_by_id(connection, version.revision))
        plan = read_plan_of(connection, stored, ())
        agents = {one.person: one.agent for one in stored.people()}
        return plan, read_worked(connection, version, plan.shift, agents)

    return {row.municipality.code: row for row in quota_rows(connection, version, read)}


def _opening(
    connection: Connection,
    hotline: HotlineId,
    quarter: date,
    there: Sequence[PostedEntry],
    all_handed_on: bool,
) -> Owed:
    """Return what is known to have been owed when a quarter began: as posted, or else as its plan says.

    The plan is not asked where the quarter before hands something on to each of its municipalities.
    """
    posted = sum_seats(there, (LedgerKind.OPENING,))
    if posted or all_handed_on:
        return posted
    return find_own_carry_over(connection, hotline, quarter, min(one.version for one in there))
