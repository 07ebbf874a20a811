"""The books of a hotline: who really sat on shifts, the close of a quarter, and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from api.client.calls import Calls
from api.client.reading import read


@dataclass(frozen=True)
class WorkedSeat:
    """A seat of a shift as it was worked."""

    agent: str | None
    name: str | None
    stand_in_of: str | None
    municipality: str
    minutes: int


@dataclass(frozen=True)
class WorkedShift:
    """A shift with what was worked on it."""

    plan: date
    shift: str
    number: int
    minutes: int
    state: str
    seats: tuple[WorkedSeat, ...]
    empty: int


@dataclass(frozen=True)
class Worked:
    """What was worked on a plan's shifts that are over."""

    plan: date
    closed: bool
    shifts: tuple[WorkedShift, ...]


@dataclass(frozen=True)
class Close:
    """The check list of a quarter, and whether it is closed."""

    plan: date
    closed: bool
    possible: bool
    to_come: int
    earlier: date | None
    reported: tuple[str, ...]
    confirmed: int
    empty: tuple[str, ...]
    closed_at: datetime | None


@dataclass(frozen=True)
class ExpectedClose:
    """What an account is expected to come to at the close."""

    opening: str
    seats: int
    entitlement: str
    balance: str
    exact: str


@dataclass(frozen=True)
class LedgerBalance:
    """A municipality's account in a quarter."""

    quarter: date
    municipality: str
    closed: bool
    seats: str
    exact: str
    kroner: str
    expected: ExpectedClose | None


@dataclass(frozen=True)
class LedgerEntry:
    """What was posted to a municipality's account."""

    number: int
    quarter: date
    municipality: str
    kind: str
    seats: str | None
    exact: str | None
    kroner: str | None
    version: int | None
    about: date | None
    shift: str | None
    at: datetime
    by: str | None


@dataclass(frozen=True)
class Ledger:
    """The ledger, as far as the caller sees it."""

    balances: tuple[LedgerBalance, ...]
    entries: tuple[LedgerEntry, ...]


@dataclass(frozen=True)
class Statement:
    """What a municipality has to pay or receive for a quarter; money and seats as decimal text."""

    statement: str | None
    preliminary: bool
    kind: str
    municipality: str
    name: str
    first_day: date
    last_day: date
    at: datetime | None
    version: int
    currency: str
    planned: int
    worked: int
    opening: str
    entitlement: str
    entitlement_exact: str
    carried: str
    hours: str | None
    price: str
    start_up: str
    rebate: str
    credit: str
    net: str
    sentence: str


@dataclass(frozen=True)
class StatementCorrection:
    """A statement that corrects an earlier one."""

    statement: str
    corrects: str | None
    kind: str
    municipality: str
    name: str
    quarter: date
    about: date
    shift: str
    at: datetime
    currency: str
    seats: str
    net: str
    before: str
    after: str


@dataclass(frozen=True)
class Statements:
    """All statements of a quarter that the caller sees."""

    closed: bool
    statements: tuple[Statement, ...]
    corrections: tuple[StatementCorrection, ...]
    currency: str
    net: str


@dataclass(frozen=True)
class AnnualStatement:
    """What a municipality has to pay or receive for a year; money and seats as decimal text."""

    year: int
    preliminary: bool
    kind: str
    municipality: str
    name: str
    adds_up: tuple[str, ...]
    currency: str
    planned: int
    worked: int
    opening: str
    entitlement: str
    carried: str
    price: str
    start_up: str
    rebate: str
    credit: str
    corrected: str
    net: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class AnnualStatements:
    """All statements of a year that the caller sees."""

    year: int
    closed: bool
    statements: tuple[AnnualStatement, ...]
    currency: str
    net: str


@dataclass(frozen=True)
class StatementsClient:
    """What municipalities have to pay or receive, quarter by quarter."""

    calls: Calls
    path: str

    def all(self, first_day: date | str) -> Statements:
        """Return the statements of a quarter, by its first day."""
        return read(Statements, self.calls.get(f"{self.path}/statements/{first_day}").document)

    def one(self, first_day: date | str, municipality: str) -> Statement:
        """Return a municipality's statement of a quarter."""
        named = quote(municipality, safe="")
        return read(Statement, self.calls.get(f"{self.path}/statements/{first_day}/{named}").document)

    def of_year(self, year: int) -> AnnualStatements:
        """Return the statements of a year, in which their quarters begin."""
        return read(AnnualStatements, self.calls.get(f"{self.path}/statements/years/{year}").document)


@dataclass(frozen=True)
class WorkedClient:
    """Who sat on the shifts of a plan, and its close."""

    calls: Calls
    path: str

    def all(self) -> Worked:
        """Return the shifts that are over."""
        return read(Worked, self.calls.get(f"{self.path}/worked").document)

    def shift(self, shift: str) -> WorkedShift:
        """Return one of them, by its local start."""
        return read(WorkedShift, self.calls.get(self._of(shift)).document)

    def say(
        self, shift: str, seats: Iterable[Mapping[str, Any]], *, began: int | str, key: str = ""
    ) -> WorkedShift:
        """Say who sat on a shift.

        Parameters
        ----------
        shift, seats
            Which, and such as ``{"agent": "730-02", "minutes": 180}`` or ``{"stand_in_of": "730", …}``.
        began, key
            Number of the shift's state, and the key under which it is done once.
        """
        sent = {"seats": list(seats)}
        return read(
            WorkedShift, self.calls.change("PUT", self._of(shift), sent, began=began, key=key).document
        )

    def check(self) -> Close:
        """Return what is to be looked at before the quarter is closed."""
        return read(Close, self.calls.get(f"{self.path}/close").document)

    def close(self, *, key: str = "") -> Close:
        """Close the quarter; the key is the one under which it is done once."""
        return read(Close, self.calls.change("POST", f"{self.path}/close", {}, began="*", key=key).document)

    def correct(self, shift: str, seats: Iterable[Mapping[str, Any]], *, key: str = "") -> WorkedShift:
        """Say who really sat on a shift of a quarter that is closed.

        Parameters
        ----------
        shift, seats
            As where something is said before the close.
        key
            Under which it is done once.
        """
        sent = {"shift": shift, "seats": list(seats)}
        path = f"{self.path}/corrections"
        return read(WorkedShift, self.calls.change("POST", path, sent, began="*", key=key).document)

    def _of(self, shift: str) -> str:
        return f"{self.path}/worked/{quote(shift, safe='')}"
