"""Documents of the ledger: exact figures as decimal text."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from fractions import Fraction

from pydantic import BaseModel, Field

from api.ledger.expected import Expectation
from api.ledger.kinds import LedgerKind
from api.ledger.records import PostedEntry
from api.ledger.service import Ledger
from wfm.ids import MunicipalityCode
from wfm.quota_table import SEAT_DECIMALS
from wfm.rounding import half_up

DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
EXACT = r"^-?[0-9]+(/[0-9]+)?$"
ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"


class LedgerEntryView(BaseModel):
    """What was posted to a municipality's account; amounts above 0 are owed."""

    number: int = Field(description="Its place in the hotline's ledger, from 1.", examples=[12], ge=1)
    quarter: Date = Field(
        description="First day of the plan in whose account it stands.", examples=["2027-01-04"]
    )
    municipality: MunicipalityCode = Field(description="Official code.", examples=["730"])
    kind: LedgerKind = Field(
        description="`carry_over` states what the others add up to and is not added to them.",
        examples=["planned"],
    )
    seats: str | None = Field(
        description="Seats, 4 decimals; null where it is about money alone.",
        examples=["-36.0000"],
        pattern=DECIMAL,
    )
    exact: str | None = Field(
        description="The same as a whole number or a fraction.", examples=["-36"], pattern=EXACT
    )
    kroner: str | None = Field(
        description="Money, 2 decimals; null where it is about seats alone.", examples=[None], pattern=DECIMAL
    )
    version: int | None = Field(
        description="Version of the roster from which it came; null where none is meant.", examples=[3]
    )
    about: Date | None = Field(
        description="First day of the quarter that a correction corrects; null for others.", examples=[None]
    )
    shift: str | None = Field(
        description="Local start of the shift that a correction corrects; null for others.", examples=[None]
    )
    at: datetime = Field(description="When it was posted.", examples=["2026-12-09T12:00:00Z"])
    by: str | None = Field(description="Account that posted it; told to planners alone.", examples=[ID])


class ExpectedCloseView(BaseModel):
    """What an account is expected to come to at the close of a quarter that is open; no entry says so yet."""

    opening: str = Field(
        description="Owed when the quarter began; while the one before is open, what is expected of that.",
        examples=["0.2500"],
        pattern=DECIMAL,
    )
    seats: int = Field(
        description="In which it sits: as published, and as worked where that is confirmed to differ.",
        examples=[36],
        ge=0,
    )
    entitlement: str = Field(
        description="Its share of all seats; 4 decimals.", examples=["35.9902"], pattern=DECIMAL
    )
    balance: str = Field(
        description="Owed at the close, if all sit as planned; 4 decimals.",
        examples=["0.2402"],
        pattern=DECIMAL,
    )
    exact: str = Field(
        description="The same as a whole number or a fraction.", examples=["1201/5000"], pattern=EXACT
    )


class LedgerBalanceView(BaseModel):
    """A municipality's account in a quarter: what its entries add up to."""

    quarter: Date = Field(description="First day of the quarter's plan.", examples=["2027-01-04"])
    municipality: MunicipalityCode = Field(description="Official code.", examples=["730"])
    closed: bool = Field(
        description="Whether the quarter is closed; before that the entitlement is not in the balance yet.",
        examples=[False],
    )
    seats: str = Field(description="Owed; 4 decimals.", examples=["-35.1848"], pattern=DECIMAL)
    exact: str = Field(
        description="The same as a whole number or a fraction.", examples=["-43981/1250"], pattern=EXACT
    )
    kroner: str = Field(description="To be paid; 2 decimals.", examples=["0.00"], pattern=DECIMAL)
    expected: ExpectedCloseView | None = Field(
        description="What the close is expected to come to; null once the quarter is closed.",
        examples=[{"opening": "0.2500", "seats": 36, "entitlement": "35.9902", "balance": "0.2402"}],
    )


class LedgerAnswer(BaseModel):
    """The ledger, as far as the caller sees it."""

    balances: list[LedgerBalanceView] = Field(
        description="Of every account, in order of quarter.",
        examples=[[{"quarter": "2027-01-04", "municipality": "730", "seats": "-36.0000"}]],
    )
    entries: list[LedgerEntryView] = Field(
        description="In the order in which they were posted.",
        examples=[[{"number": 12, "quarter": "2027-01-04", "municipality": "730", "kind": "planned"}]],
    )


def ledger_answer(ledger: Ledger, *, planner: bool) -> LedgerAnswer:
    """Return the ledger as the caller reads it; who posted an entry only planners are told."""
    closed = {quarter.first_day: quarter.closed for quarter in ledger.quarters}
    return LedgerAnswer(
        balances=[
            LedgerBalanceView(
                quarter=one.quarter,
                municipality=one.municipality,
                closed=closed[one.quarter],
                seats=write_seats(one.seats),
                exact=str(one.seats),
                kroner=write_kroner(one.ore),
                expected=_expected_view(ledger.expectation(one)),
            )
            for one in ledger.balances
        ],
        entries=[_entry_view(one, planner=planner) for one in ledger.entries],
    )


def write_seats(seats: Fraction) -> str:
    """Return seats with four decimals."""
    return f"{half_up(seats, SEAT_DECIMALS):.4f}"


def write_kroner(ore: int) -> str:
    """Return an amount of money with two decimals."""
    return f"{half_up(Fraction(ore, 100), 2):.2f}"


def _expected_view(one: Expectation | None) -> ExpectedCloseView | None:
    if one is None:
        return None
    return ExpectedCloseView(
        opening=write_seats(one.opening),
        seats=one.seats,
        entitlement=write_seats(one.entitlement),
        balance=write_seats(one.balance),
        exact=str(one.balance),
    )


def _entry_view(entry: PostedEntry, *, planner: bool) -> LedgerEntryView:
    assert entry.at is not None  # it was posted at some moment
    return LedgerEntryView(
        number=entry.number,
        quarter=entry.quarter,
        municipality=entry.municipality,
        kind=entry.kind,
        seats=None if entry.seats is None else write_seats(entry.seats),
        exact=None if entry.seats is None else str(entry.seats),
        kroner=None if entry.ore is None else write_kroner(entry.ore),
        version=entry.version or None,
        about=entry.about,
        shift=entry.shift,
        at=entry.at,
        by=entry.author if planner else None,
    )
