"""Documents of statements: exact figures as decimal text."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from pydantic import BaseModel, Field

from api.ledger.schemas import DECIMAL, EXACT, write_kroner, write_seats
from api.statements.sentences import (
    StatementLine,
    headline,
    money_lines,
    old_reference,
    reference,
    seat_lines,
)
from api.statements.statement import Correction, Statement, StatementKind, StatementRun
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode

STATEMENT = "ddh-412"


class StatementLineView(BaseModel):
    """A line of a statement."""

    label: str = Field(description="What it is, in the caller's language.", examples=["Price"])
    calculation: str = Field(
        description="What it comes from, in the caller's language.",
        examples=["18,931 citizens × 2.4246 DKK a citizen and year × 91 ÷ 365 of the year"],
    )
    amount: str = Field(
        description="Kroner with 2 decimals, or seats with 4, with the sign with which it counts.",
        examples=["11443.65"],
        pattern=DECIMAL,
    )
    total: bool = Field(description="Whether it is what the others add up to.", examples=[False])


class StatementView(BaseModel):
    """What a municipality has to pay or receive for a quarter."""

    statement: str | None = Field(
        description="Its number; null while it is preliminary.",
        examples=[STATEMENT],
    )
    preliminary: bool = Field(
        description="Whether the quarter is open, so that figures may still change.", examples=[False]
    )
    kind: StatementKind = Field(description="Who has to pay whom.", examples=["invoice"])
    municipality: MunicipalityCode = Field(description="Official code.", examples=["730"])
    name: str = Field(description="What it is called.", examples=["Randers"])
    first_day: Date = Field(description="First day of the quarter.", examples=["2027-01-04"])
    last_day: Date = Field(description="Its last day.", examples=["2027-04-04"])
    at: datetime | None = Field(
        description="When it was settled; null while it is preliminary.", examples=["2027-04-05T08:00:00Z"]
    )
    version: int = Field(description="Of the roster that was published.", examples=[3], ge=1)
    currency: str = Field(description="ISO 4217 code.", examples=["DKK"])
    planned: int = Field(description="Seats that were published last.", examples=[36], ge=0)
    worked: int = Field(description="Seats in which it sat.", examples=[35], ge=0)
    opening: str = Field(description="Seats brought forward.", examples=["0.2500"], pattern=DECIMAL)
    entitlement: str = Field(
        description="Its share of all seats worked.", examples=["35.9902"], pattern=DECIMAL
    )
    entitlement_exact: str = Field(
        description="The same as a whole number or a fraction.", examples=["35"], pattern=EXACT
    )
    carried: str = Field(description="Seats carried forward.", examples=["1.2402"], pattern=DECIMAL)
    hours: str | None = Field(
        description="In which its people sat, as a whole number or a fraction; null where no credit is "
        "agreed and they are not known any more.",
        examples=["105"],
        pattern=EXACT,
    )
    price: str = Field(description="Yearly price.", examples=["11443.65"], pattern=DECIMAL)
    start_up: str = Field(
        description="Price of months of the start-up, before the rebate.", examples=["0.00"], pattern=DECIMAL
    )
    rebate: str = Field(description="What is taken off it.", examples=["0.00"], pattern=DECIMAL)
    credit: str = Field(description="For hours worked.", examples=["28560.00"], pattern=DECIMAL)
    net: str = Field(
        description="Price and start-up less rebate and credit; below 0 it is to be received.",
        examples=["-17116.35"],
        pattern=DECIMAL,
    )
    sentence: str = Field(
        description="Who has to pay whom, in the caller's language.", examples=["Randers has 17 kr. to pay."]
    )
    money: list[StatementLineView] = Field(
        description="Lines that add up to the net.", examples=[[{"label": "Price", "amount": "11443.65"}]]
    )
    seats: list[StatementLineView] = Field(
        description="Lines that add up to the seats carried forward.",
        examples=[[{"label": "Brought forward", "amount": "0.2500"}]],
    )


class CorrectionView(BaseModel):
    """A statement that corrects an earlier one; amounts come on top of what was owed."""

    statement: str = Field(description="Its own number.", examples=["ddh-588"])
    corrects: str | None = Field(
        description="Number of the statement that it corrects; null where there was none.",
        examples=[STATEMENT],
    )
    kind: StatementKind = Field(description="Who has to pay whom.", examples=["credit_note"])
    municipality: MunicipalityCode = Field(description="Official code.", examples=["730"])
    name: str = Field(description="What it is called.", examples=["Randers"])
    quarter: Date = Field(
        description="First day of the quarter in whose account it stands.", examples=["2027-04-05"]
    )
    about: Date = Field(description="First day of the quarter that was corrected.", examples=["2027-01-04"])
    shift: str = Field(
        description="Local start of the shift that was corrected.", examples=["2027-01-04T08:00"]
    )
    at: datetime = Field(description="When it was made.", examples=["2027-04-20T08:00:00Z"])
    currency: str = Field(description="ISO 4217 code.", examples=["DKK"])
    seats: str = Field(description="Seats, 4 decimals.", examples=["-0.9200"], pattern=DECIMAL)
    net: str = Field(description="Money, 2 decimals.", examples=["-816.00"], pattern=DECIMAL)
    before: str = Field(
        description="What that quarter came to until then.", examples=["-17116.35"], pattern=DECIMAL
    )
    after: str = Field(description="What it comes to now.", examples=["-17932.35"], pattern=DECIMAL)


class StatementAnswer(StatementView):
    """A municipality's statement, and what corrects it."""

    corrected_by: list[CorrectionView] = Field(
        description="Statements that correct this one, in order of number.",
        examples=[[{"statement": "ddh-588", "net": "-816.00"}]],
    )


class StatementRunAnswer(BaseModel):
    """All statements of a quarter that the caller sees."""

    closed: bool = Field(
        description="Whether the quarter is closed; before that all of it is preliminary.", examples=[True]
    )
    statements: list[StatementView] = Field(
        description="In order of name.", examples=[[{"statement": STATEMENT, "net": "-17116.35"}]]
    )
    corrections: list[CorrectionView] = Field(
        description="Of earlier quarters, or of this one, that stand in its account.",
        examples=[[{"statement": "ddh-588", "net": "-816.00"}]],
    )
    currency: str = Field(description="ISO 4217 code.", examples=["DKK"])
    net: str = Field(
        description="What all of them come to: the kroner of the quarter's accounts in the ledger.",
        examples=["1816.35"],
        pattern=DECIMAL,
    )


def statement_answer(run: StatementRun, one: Statement, speak: Translator) -> StatementAnswer:
    """Return a municipality's statement with what corrects it."""
    corrected_by = [
        correction_view(other) for other in run.corrected_by if other.municipality == one.municipality
    ]
    return StatementAnswer(**dict(statement_view(one, speak)), corrected_by=corrected_by)


def run_answer(run: StatementRun, speak: Translator) -> StatementRunAnswer:
    """Return all statements of a run."""
    return StatementRunAnswer(
        closed=run.closed,
        statements=[statement_view(one, speak) for one in run.statements],
        corrections=[correction_view(one) for one in run.corrections],
        currency=run.currency,
        net=write_kroner(run.net),
    )


def statement_view(one: Statement, speak: Translator) -> StatementView:
    """Return a statement as it is answered."""
    seats, money, basis = one.seats, one.money, one.basis
    return StatementView(
        statement=reference(one) or None,
        preliminary=one.preliminary,
        kind=one.kind,
        municipality=one.municipality,
        name=one.name,
        first_day=one.period.first_day,
        last_day=one.period.last_day,
        at=one.at,
        version=one.version,
        currency=basis.tariff.currency,
        planned=seats.planned,
        worked=seats.worked,
        opening=write_seats(seats.opening),
        entitlement=write_seats(seats.entitlement),
        entitlement_exact=str(seats.entitlement),
        carried=write_seats(seats.carried),
        hours=None if basis.hours is None else str(basis.hours),
        price=write_kroner(money.price),
        start_up=write_kroner(money.start_up),
        rebate=write_kroner(money.rebate),
        credit=write_kroner(money.credit),
        net=write_kroner(one.net),
        sentence=headline(one, speak),
        money=[_line_view(line, speak) for line in money_lines(one, speak)],
        seats=[_line_view(line, speak) for line in seat_lines(one)],
    )


def correction_view(one: Correction) -> CorrectionView:
    """Return a correction as it is answered."""
    return CorrectionView(
        statement=reference(one),
        corrects=old_reference(one) if one.corrects else None,
        kind=one.kind,
        municipality=one.municipality,
        name=one.name,
        quarter=one.quarter,
        about=one.about,
        shift=one.shift,
        at=one.at,
        currency=one.currency,
        seats=write_seats(one.seats),
        net=write_kroner(one.net),
        before=write_kroner(one.before),
        after=write_kroner(one.after),
    )


def _line_view(line: StatementLine, speak: Translator) -> StatementLineView:
    return StatementLineView(
        label=speak.sentence(line.label),
        calculation=speak.sentence(line.calculation),
        amount=f"{line.amount:.{line.decimals}f}",
        total=line.total,
    )
