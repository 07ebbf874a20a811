"""A statement of a quarter, and one that corrects it: figures alone, exact, with what they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from api.access.ids import VersionNumber
from api.plans.records.facts import HotlineFacts
from wfm.calendar import Period
from wfm.ids import MunicipalityCode, ShiftId
from wfm.settlement import Tariff


class StatementKind(StrEnum):
    """Whether a statement is an invoice or a credit note."""

    INVOICE = "invoice"
    """The municipality has to pay."""
    CREDIT_NOTE = "credit_note"
    """The municipality has to receive."""
    EVEN = "even"
    """Nobody has to pay anything."""


def kind_of(ore: int) -> StatementKind:
    """Return the kind of a statement by what the municipality has to pay, in hundredths of a krone."""
    if not ore:
        return StatementKind.EVEN
    return StatementKind.INVOICE if ore > 0 else StatementKind.CREDIT_NOTE


@dataclass(frozen=True)
class SeatAccount:
    """A municipality's seats in a quarter; amounts above 0 are owed.

    Parameters
    ----------
    staffs
        Whether it staffs; what one that only finances owes passes on unchanged.
    opening
        Brought forward.
    planned, worked
        Seats that were published last, and in which it sat.
    entitlement
        Its share of all seats in which somebody sat.
    corrected
        What corrections of earlier quarters put into the account.
    carried
        Carried forward, with four decimals whose sum over everybody agrees.
    everybody
        Seats in which anybody sat.
    citizens
        Of all who staff.
    """

    staffs: bool
    opening: Fraction
    planned: int
    worked: int
    entitlement: Fraction
    corrected: Fraction
    carried: Fraction
    everybody: int
    citizens: int


@dataclass(frozen=True)
class MoneyAccount:
    """A municipality's money in a quarter, in hundredths of a krone, each at least 0.

    Parameters
    ----------
    price
        Yearly price for the part of the year that is covered.
    start_up, rebate
        Price of the months of the start-up, and what is taken off it.
    credit
        For the hours in which it sat.
    """

    price: int
    start_up: int
    rebate: int
    credit: int

    @property
    def net(self) -> int:
        """What is to be paid; below 0 what is to be received."""
        return self.price + self.start_up - self.rebate - self.credit


@dataclass(frozen=True)
class PriceBasis:
    """What the money comes from.

    Parameters
    ----------
    population
        Citizens of the municipality.
    tariff
        What was agreed.
    days
        Days at the yearly price and the days of that year, year by year.
    start_up_months
        Months of the start-up that are covered.
    hours
        In which its people sat; ``None`` where no credit is agreed and they are not known any more.
    """

    population: int
    tariff: Tariff
    days: tuple[tuple[int, int], ...]
    start_up_months: Fraction
    hours: Fraction | None


@dataclass(frozen=True)
class Statement:
    """What a municipality has to pay or receive for a quarter.

    Parameters
    ----------
    number
        Its own in the hotline: that of the entry that settles the quarter. 0 while it is preliminary.
    at
        When it was settled; ``None`` while it is preliminary.
    hotline, municipality, name, period
        Whose, and of which days.
    version
        Of the roster that was published.
    seats, money, basis
        Its figures.
    """

    number: int
    at: datetime | None
    hotline: HotlineFacts
    municipality: MunicipalityCode
    name: str
    period: Period
    version: VersionNumber
    seats: SeatAccount
    money: MoneyAccount
    basis: PriceBasis

    @property
    def preliminary(self) -> bool:
        """Whether the quarter is not closed, so that figures may still change."""
        return not self.number

    @property
    def net(self) -> int:
        """What is to be paid, in hundredths of a krone; below 0 what is to be received."""
        return self.money.net

    @property
    def kind(self) -> StatementKind:
        """Who has to pay whom."""
        return kind_of(self.net)


@dataclass(frozen=True)
class Correction:
    """A statement of what a correction of a closed quarter makes of an earlier one.

    Parameters
    ----------
    number, at
        Its own, and when it was made.
    corrects
        Number of the statement that it corrects; 0 where the municipality had none.
    hotline, municipality, name
        Whose.
    quarter
        First day of the quarter in whose account it stands.
    about, shift
        First day of the quarter that was corrected, and the shift there.
    seats, net
        What comes on top of what was owed: seats, and hundredths of a krone. Below 0 it is taken off.
    before
        What that quarter came to until then, earlier corrections included.
    currency
        ISO 4217 code.
    """

    number: int
    at: datetime
    corrects: int
    hotline: HotlineFacts
    municipality: MunicipalityCode
    name: str
    quarter: date
    about: date
    shift: ShiftId
    seats: Fraction
    net: int
    before: int
    currency: str

    @property
    def after(self) -> int:
        """What the corrected quarter comes to now, in hundredths of a krone."""
        return self.before + self.net

    @property
    def kind(self) -> StatementKind:
        """Who has to pay whom."""
        return kind_of(self.net)


@dataclass(frozen=True)
class StatementRun:
    """All statements of a quarter that somebody sees.

    Parameters
    ----------
    hotline, period, closed
        Of which quarter, and whether it is closed.
    statements
        In order of name.
    corrections
        That stand in the quarter's account, in order of number.
    corrected_by
        Corrections of this quarter, wherever they stand, in order of number.
    last
        Number of the newest entry of the ledger.
    """

    hotline: HotlineFacts
    period: Period
    closed: bool
    statements: tuple[Statement, ...]
    corrections: tuple[Correction, ...]
    corrected_by: tuple[Correction, ...]
    last: int

    @property
    def net(self) -> int:
        """What all of the quarter's account comes to, corrections included, in hundredths of a krone."""
        settled = sum(one.net for one in self.statements)
        return settled + sum(one.net for one in self.corrections)

    @property
    def currency(self) -> str:
        """Of every amount."""
        return next((one.basis.tariff.currency for one in self.statements), Tariff().currency)


def kroner(ore: int) -> Decimal:
    """Return hundredths of a krone as kroner with two decimals."""
    return Decimal(ore).scaleb(-2)
