"""A municipality's account, quarter by quarter, each line with its source; and all accounts at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.ledger.balances import Balance, sum_seats
from api.ledger.expected import Expectation
from api.ledger.kinds import FROM_PUBLISHING, LedgerKind
from api.ledger.records import PostedEntry
from api.ledger.sentences import KINDS, balance_in_words
from api.ledger.service import Ledger, read_ledger
from api.plans.records.facts import list_plans
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading
from api.web.guard import allow
from wfm.ids import MunicipalityCode
from wfm.message import Message
from wfm.rounding import half_up

router = APIRouter(include_in_schema=False)

PAGE = "/ledger"
MOST_PLANS = 1000


@dataclass(frozen=True)
class LedgerLine:
    """A line of an account: the entry, what is owed after it, in words why, and where that is seen.

    Parameters
    ----------
    entry, running
        The entry, and the seats owed with it; ``None`` where it is not part of the balance.
    why
        What it is.
    address
        Of the page that shows its source; empty where none is kept.
    """

    entry: PostedEntry
    running: Fraction | None
    why: Message
    address: str

    @property
    def kroner(self) -> Decimal | None:
        """The money that it is about, if any."""
        return None if self.entry.ore is None else half_up(Fraction(self.entry.ore, 100), 2)


@dataclass(frozen=True)
class QuarterAccount:
    """A municipality's account in a quarter.

    Parameters
    ----------
    balance
        What its lines add up to.
    expected
        What it is expected to come to; ``None`` once it is closed, and of a plan that is kept no longer.
    kept
        Whether its plan is still there, to be looked at.
    closed, opened
        Whether it is closed, and whether what was brought forward is in it.
    lines
        In the order in which they were posted.
    """

    balance: Balance
    expected: Expectation | None
    kept: bool
    closed: bool
    opened: bool
    lines: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class AccountRow:
    """The newest quarter of a municipality's account, at a glance.

    Parameters
    ----------
    balance, closed, expected
        As in its account.
    opening, entitlement, seats
        What it brought forward, its share, and in how many seats it sat: those of the close, and before
        that those that are expected.
    """

    balance: Balance
    closed: bool
    expected: Expectation | None
    opening: Fraction
    entitlement: Fraction
    seats: Fraction

    @property
    def owed(self) -> Fraction:
        """What it owes at the close, stated or expected."""
        return self.balance.seats if self.expected is None else self.expected.balance

    @property
    def in_words(self) -> Message:
        """The same in words."""
        return balance_in_words(self.owed)


@router.get(PAGE, dependencies=[allow(Permission.READ_FIGURES)])
def ledger(context: InPlanning, municipality: str = "") -> Response:
    """Show the account of a municipality, or which accounts there are."""
    place = context.hotline_place()
    own = sorted(place.viewer.scope.municipalities)
    if not municipality and len(own) == 1 and not place.viewer.scope.whole:
        municipality = own[0]
    code = MunicipalityCode(municipality) if municipality else None
    found = read_ledger(place, code)
    if code is None:
        return context.page.respond(
            "ledger/all.html",
            "municipalities",
            hotline=place.hotline,
            rows=_rows(found),
            newest_kept=next(iter(_published_plans(context, most=1)), None),
            names=found.names,
        )
    accounts = tuple(_accounts(context, found))
    return context.page.respond(
        "ledger/account.html",
        "municipalities",
        hotline=place.hotline,
        code=code,
        called=found.names.get(code, code),
        current=code in found.names and any(account.kept for account in accounts),
        accounts=tuple(reversed(accounts)),
        many=len(own) != 1 or place.viewer.scope.whole,
        in_words=balance_in_words,
    )


def _rows(found: Ledger) -> tuple[AccountRow, ...]:
    """Return the newest quarter of every account, in order of name."""
    newest = {one.municipality: one for one in found.balances}
    ordered = sorted(newest.values(), key=lambda one: found.names.get(one.municipality, one.municipality))
    entries: dict[MunicipalityCode, list[PostedEntry]] = {code: [] for code in newest}
    for one in found.entries:
        if one.quarter == newest[one.municipality].quarter:
            entries[one.municipality].append(one)
    return tuple(_row(found, one, entries[one.municipality]) for one in ordered)


def _row(found: Ledger, balance: Balance, own: Sequence[PostedEntry]) -> AccountRow:
    expected = found.expectation(balance)

    def posted(*kinds: LedgerKind) -> Fraction:
        return sum_seats(own, kinds).get(balance.municipality, Fraction(0))

    return AccountRow(
        balance=balance,
        closed=found.closed(balance.quarter),
        expected=expected,
        opening=posted(LedgerKind.OPENING) if expected is None else expected.opening,
        entitlement=posted(LedgerKind.ENTITLEMENT) if expected is None else expected.entitlement,
        seats=-posted(*FROM_PUBLISHING, LedgerKind.WORKED) if expected is None else Fraction(expected.seats),
    )


def _accounts(context: PlanningContext, found: Ledger) -> Iterator[QuarterAccount]:
    kept = {day: day.isoformat() for day in _published_plans(context, most=MOST_PLANS)}
    for balance in found.balances:
        own = [one for one in found.entries if one.quarter == balance.quarter]
        yield QuarterAccount(
            balance=balance,
            expected=found.expectation(balance),
            kept=balance.quarter in kept,
            closed=found.closed(balance.quarter),
            opened=any(one.kind is LedgerKind.OPENING for one in own),
            lines=tuple(_lines(context, own, kept)),
        )


def _published_plans(context: PlanningContext, *, most: int) -> tuple[date, ...]:
    """Return the first days of plans of which something is published, the newest first."""
    with reading(context.database) as connection:
        hotline = context.hotline_place().hotline.id
        plans = list_plans(connection, hotline, before=None, most=most, drafts=False)
    return tuple(plan.first_day for plan in plans)


def _lines(
    context: PlanningContext, entries: list[PostedEntry], kept: Mapping[date, str]
) -> Iterator[LedgerLine]:
    running = Fraction(0)
    for entry in entries:
        if entry.seats is not None and entry.kind.counts:
            running += entry.seats
        yield LedgerLine(
            entry=entry,
            running=running if entry.seats is not None and entry.kind.counts else None,
            why=KINDS[entry.kind](),
            address=_address(context, entry, kept),
        )


def _address(context: PlanningContext, entry: PostedEntry, kept: Mapping[date, str]) -> str:
    """Return where the source of an entry is seen; nothing where its plan is kept no longer."""
    link, day = context.page.link, kept.get(entry.about or entry.quarter)
    if day is None:
        return ""
    if entry.kind is LedgerKind.CORRECTION and entry.shift:
        return link("plans", day, "worked", entry.shift)
    if entry.kind in (LedgerKind.PLANNED, LedgerKind.SWAP, LedgerKind.OPENING):
        drafts = context.viewer.may(Permission.READ_DRAFTS)
        return link("plans", day, "versions") if drafts else link(plan=day)
    return link("plans", day, "close")
