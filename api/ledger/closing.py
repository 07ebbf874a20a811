"""What the close of a quarter posts, and what is corrected afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from api.access.ids import AccountId, HotlineId, VersionNumber
from api.ledger.balances import balances, sum_seats
from api.ledger.kinds import FROM_PUBLISHING, LedgerKind
from api.ledger.posting import read_published_seats
from api.ledger.records import LedgerEntry, QuarterFacts, add_entries, list_entries, list_quarters
from api.plans.records.facts import find_plan
from api.rosters.records.rosters import find_version
from api.store.engine import Connection
from api.store.errors import MissingError
from api.store.seals import SealWatch
from wfm.ids import MunicipalityCode, ShiftId
from wfm.quota_table import SEAT_DECIMALS, QuotaRow
from wfm.rounding import keep_sum


@dataclass(frozen=True)
class AccountTotals:
    """What a quarter comes to for a municipality, once it is known what was worked.

    Parameters
    ----------
    staffs
        Whether it staffs shifts; what one that only finances owes passes on unchanged.
    worked, entitlement
        Seats in which it sat, and its share of all that were worked.
    ore
        What it would have to pay without a rebate, in hundredths of a krone.
    rebate
        What is taken off that while it starts up, in hundredths of a krone; at least 0.
    """

    staffs: bool
    worked: Fraction
    entitlement: Fraction
    ore: int
    rebate: int = 0


Accounts = Mapping[MunicipalityCode, AccountTotals]


def account_quarter(rows: Sequence[QuotaRow]) -> Accounts:
    """Return what a quarter comes to, from its quota table of what was worked."""
    return {
        row.municipality.code: AccountTotals(
            staffs=row.staffs,
            worked=row.seats,
            entitlement=row.entitled,
            ore=int((row.settlement.net + row.settlement.rebate) * 100),
            rebate=int(row.settlement.rebate * 100),
        )
        for row in rows
    }


def post_close(
    connection: Connection,
    hotline: HotlineId,
    quarter: date,
    version: VersionNumber,
    accounts: Accounts,
    *,
    author: AccountId | None,
    at: datetime,
) -> SealWatch:
    """Close a quarter's accounts, and open those of the next one where it is published already.

    Parameters
    ----------
    hotline, quarter, version
        Whose, which, and the version that is published of it.
    accounts
        What it comes to.
    author, at
        Account, if any, and moment; aware.
    """
    there = list_entries(connection, hotline, quarter=quarter)
    planned = sum_seats(there, FROM_PUBLISHING)

    def posted() -> Iterator[LedgerEntry]:
        for code, one in accounts.items():
            told = {"quarter": quarter, "municipality": code, "version": version}
            if one.staffs:
                more = -one.worked - planned.get(code, Fraction(0))
                yield LedgerEntry(kind=LedgerKind.WORKED, seats=more, **told)  # type: ignore[arg-type]
                share = one.entitlement
                yield LedgerEntry(kind=LedgerKind.ENTITLEMENT, seats=share, **told)  # type: ignore[arg-type]
            if one.rebate:
                yield LedgerEntry(kind=LedgerKind.REBATE, ore=-one.rebate, **told)  # type: ignore[arg-type]
            yield LedgerEntry(kind=LedgerKind.SETTLEMENT, ore=one.ore, **told)  # type: ignore[arg-type]

    entries = tuple(posted())
    pays_only = frozenset(code for code, one in accounts.items() if not one.staffs)
    stated = tuple(_state(quarter, version, (*there, *entries), pays_only))
    following = _open_following(connection, hotline, quarter, stated)
    return add_entries(connection, hotline, (*entries, *stated, *following), author=author, at=at)


def post_correction(
    connection: Connection,
    hotline: HotlineId,
    quarter: date,
    shift: ShiftId,
    before: Accounts,
    after: Accounts,
    *,
    author: AccountId | None,
    at: datetime,
) -> SealWatch:
    """Post what a correction of a closed quarter makes of everybody's account.

    It goes to the oldest quarter that is open. Where none is, it goes to the newest one, whose carry-over is
    stated anew: nothing was handed on from there yet.

    Parameters
    ----------
    hotline, quarter, shift
        Whose, and what is corrected.
    before, after
        What the quarter came to, and what it comes to.
    author, at
        Account, if any, and moment; aware.
    """
    quarters = list_quarters(connection, hotline)
    target = next((one for one in quarters if not one.closed), quarters[-1])
    entries: tuple[LedgerEntry, ...] = tuple(_corrections(target.first_day, quarter, shift, before, after))
    if target.closed and entries:
        there = list_entries(connection, hotline, quarter=target.first_day)
        version = max(one.version for one in there)
        pays_only = frozenset(code for code, one in after.items() if not one.staffs)
        entries += tuple(_state(target.first_day, version, (*there, *entries), pays_only))
    return add_entries(connection, hotline, entries, author=author, at=at)


def _corrections(
    target: date, quarter: date, shift: ShiftId, before: Accounts, after: Accounts
) -> Iterator[LedgerEntry]:
    for code, now in after.items():
        was = before[code]
        seats = (now.entitlement - was.entitlement) - (now.worked - was.worked) if now.staffs else Fraction(0)
        ore = (now.ore - now.rebate) - (was.ore - was.rebate)
        if seats or ore:
            yield LedgerEntry(
                quarter=target,
                municipality=code,
                kind=LedgerKind.CORRECTION,
                seats=seats,
                ore=ore,
                about=quarter,
                shift=shift,
            )


def _state(
    quarter: date,
    version: VersionNumber,
    entries: Iterable[LedgerEntry],
    pays_only: frozenset[MunicipalityCode],
) -> Iterator[LedgerEntry]:
    """Yield what each municipality hands on."""
    owed = {one.municipality: one.seats for one in balances(entries)}
    for code, seats in round_handed_on(owed, pays_only).items():
        yield LedgerEntry(
            quarter=quarter,
            municipality=code,
            kind=LedgerKind.CARRY_OVER,
            seats=seats,
            version=version,
        )


def round_handed_on(
    owed: Mapping[MunicipalityCode, Fraction], pays_only: frozenset[MunicipalityCode]
) -> Mapping[MunicipalityCode, Fraction]:
    """Return what municipalities hand on, rounded as the quota table writes it: sums agree.

    Parameters
    ----------
    owed
        Exact, in the order of the account.
    pays_only
        Which of them only finance; they are rounded by themselves.
    """
    staff = keep_sum({code: seats for code, seats in owed.items() if code not in pays_only}, SEAT_DECIMALS)
    others = keep_sum({code: seats for code, seats in owed.items() if code in pays_only}, SEAT_DECIMALS)
    return {code: Fraction(seats) for code, seats in {**staff, **others}.items()}


def _open_following(
    connection: Connection, hotline: HotlineId, quarter: date, stated: Sequence[LedgerEntry]
) -> Iterator[LedgerEntry]:
    """Yield what the next quarter begins with, where it is published and waits for it."""
    later: list[QuarterFacts] = [one for one in list_quarters(connection, hotline) if one.first_day > quarter]
    if not later:
        return
    following = later[0].first_day
    there = list_entries(connection, hotline, quarter=following)
    opened = sum_seats(there, (LedgerKind.OPENING,))
    version = min(one.version for one in there)
    handed_on = {one.municipality: one.seats or Fraction(0) for one in stated}
    own = {} if opened else find_own_carry_over(connection, hotline, following, version)
    for code, seats in {**own, **handed_on}.items():
        if code not in opened or opened[code] != seats:
            yield LedgerEntry(
                quarter=following,
                municipality=code,
                kind=LedgerKind.OPENING,
                seats=seats - opened.get(code, Fraction(0)),
                version=version,
            )


def find_own_carry_over(
    connection: Connection, hotline: HotlineId, quarter: date, version: VersionNumber
) -> Mapping[MunicipalityCode, Fraction]:
    """Return what a plan itself says that municipalities owed; nothing where it is kept no longer."""
    try:
        plan = find_plan(connection, hotline, quarter)
        found = find_version(connection, plan.id, version)
    except MissingError:
        return {}
    return read_published_seats(connection, found).carry_over
