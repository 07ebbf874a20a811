"""What a publication posts to the ledger, in the transaction in which the published pointer moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from api.access.ids import AccountId, HotlineId, VersionNumber
from api.ledger.balances import balances, sum_seats
from api.ledger.kinds import FROM_PUBLISHING, LedgerKind
from api.ledger.records import LedgerEntry, QuarterFacts, add_entries, list_entries, list_quarters
from api.plans.records.answers import read_content
from api.plans.records.plans import revision_by_id
from api.rosters.records.rosters import Version, find_version, seats_of
from api.store.engine import Connection
from api.store.errors import ClosedError
from api.store.seals import SealWatch
from wfm.ids import MunicipalityCode
from wfm.message import Text

OWN_CLOSED = Text(
    "ledger.own_closed",
    "the quarter from {first:date} is closed; who really sat there is corrected instead of published anew",
)
LATER_CLOSED = Text(
    "ledger.later_closed",
    "the quarter from {closed:date} is closed already, so none before it can be published any more",
)


@dataclass(frozen=True)
class PublishedSeats:
    """What the ledger has to know of a version of a roster.

    Parameters
    ----------
    quarter, number
        First day of its plan, and its number.
    seats
        In which each staffing municipality sits.
    carry_over
        What the plan says that each municipality owed when it began.
    """

    quarter: date
    number: VersionNumber
    seats: Mapping[MunicipalityCode, int]
    carry_over: Mapping[MunicipalityCode, Fraction]


def post_version(
    connection: Connection,
    hotline: HotlineId,
    version: Version,
    before: int,
    *,
    author: AccountId | None,
    at: datetime,
) -> SealWatch:
    """Post what publishing a version makes of each municipality's seats.

    Parameters
    ----------
    hotline
        Random id; it is locked.
    version, before
        The version, and the number of the one that it supersedes; 0 for none.
    author, at
        Account, if any, and moment; aware.

    Raises
    ------
    ClosedError
        Where the quarter, or a later one, is closed.
    """
    old = None
    if before:
        superseded = find_version(connection, version.plan, VersionNumber(before))
        old = read_published_seats(connection, superseded)
    now = read_published_seats(connection, version)
    return post_publication(connection, hotline, old, now, author=author, at=at)


def read_published_seats(connection: Connection, version: Version) -> PublishedSeats:
    """Read what the ledger has to know of a version; seats of those who only finance are nobody's."""
    stored = read_content(connection, revision_by_id(connection, version.revision))
    sat = Counter(seat.municipality for seat in seats_of(connection, version))
    return PublishedSeats(
        quarter=stored.hotline().period.first_day,
        number=version.number,
        seats={code: sat[code] for code in stored.staffing},
        carry_over=stored.carry_over(),
    )


def post_publication(
    connection: Connection,
    hotline: HotlineId,
    before: PublishedSeats | None,
    after: PublishedSeats,
    *,
    author: AccountId | None,
    at: datetime,
) -> SealWatch:
    """Post what a publication makes of each municipality's seats; return what the audit chain has to hold.

    Parameters
    ----------
    hotline
        Random id; it is locked.
    before, after
        The version that is superseded, if any, and the one that is published. A plan that was published
        before there was a ledger enters it with the former.
    author, at
        Account, if any, and moment; aware.

    Raises
    ------
    ClosedError
        Where the quarter, or a later one, is closed.
    """
    quarters = list_quarters(connection, hotline)
    refuse_closed(quarters, after.quarter)
    there = list_entries(connection, hotline, quarter=after.quarter)
    posted = dict(sum_seats(there, FROM_PUBLISHING))
    entries: list[LedgerEntry] = []
    if not any(one.kind is LedgerKind.PLANNED for one in there):
        first = before or after
        entries += _opening(connection, hotline, quarters, first)
        for code, seats in first.seats.items():
            posted[code] = Fraction(-seats)
            entries.append(_of_version(first, code, LedgerKind.PLANNED, posted[code]))
    for code in dict.fromkeys((*posted, *after.seats)):
        change = -after.seats.get(code, 0) - posted.get(code, Fraction(0))
        if change:
            entries.append(_of_version(after, code, LedgerKind.SWAP, Fraction(change)))
    return add_entries(connection, hotline, entries, author=author, at=at)


def refuse_closed(quarters: Sequence[QuarterFacts], first_day: date) -> None:
    """Refuse to publish a quarter that is closed, or that lies before one that is.

    Raises
    ------
    ClosedError
        Where that is so.
    """
    for quarter in quarters:
        if quarter.closed and quarter.first_day == first_day:
            raise ClosedError(OWN_CLOSED(first=first_day.isoformat()))
        if quarter.closed and quarter.first_day > first_day:
            raise ClosedError(LATER_CLOSED(closed=quarter.first_day.isoformat()))


def _opening(
    connection: Connection, hotline: HotlineId, quarters: Sequence[QuarterFacts], first: PublishedSeats
) -> Iterator[LedgerEntry]:
    """Yield what each municipality owes as the quarter begins; nothing while the one before is open."""
    earlier = [one for one in quarters if one.first_day < first.quarter]
    handed_on: Mapping[MunicipalityCode, Fraction] = {}
    if earlier:
        if not earlier[-1].closed:
            return
        handed_on = find_carry_over(connection, hotline, earlier[-1].first_day)
    for code, owed in {**first.carry_over, **handed_on}.items():
        yield _of_version(first, code, LedgerKind.OPENING, owed)


def find_carry_over(
    connection: Connection, hotline: HotlineId, quarter: date
) -> Mapping[MunicipalityCode, Fraction]:
    """Return what each municipality handed on at the close of a quarter, as stated last."""
    found = balances(list_entries(connection, hotline, quarter=quarter))
    return {one.municipality: one.carried for one in found if one.carried is not None}


def _of_version(of: PublishedSeats, code: MunicipalityCode, kind: LedgerKind, seats: Fraction) -> LedgerEntry:
    return LedgerEntry(quarter=of.quarter, municipality=code, kind=kind, seats=seats, version=of.number)
