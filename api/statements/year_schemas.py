"""Documents of a municipality's year."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from pydantic import BaseModel, Field

from api.ledger.schemas import DECIMAL, write_kroner, write_seats
from api.statements.schemas import StatementView, statement_view
from api.statements.terms import terms_of_year
from api.statements.year import YearBooks
from api.statements.year_sentences import opening_sentences
from api.texts.translator import Translator


class PastQuarterView(BaseModel):
    """What a quarter came to for a municipality, or will come to if it is closed now."""

    first_day: Date = Field(description="First day of the quarter.", examples=["2027-01-04"])
    closed: bool = Field(description="Whether it is closed.", examples=[True])
    planned: int = Field(description="Seats that were published last.", examples=[36])
    worked: int = Field(description="Seats in which it sat.", examples=[35])
    carried: str = Field(
        description="Seats owed at its end; 4 decimals.", examples=["1.2402"], pattern=DECIMAL
    )
    net: str = Field(
        description="To be paid, with corrections of it; 2 decimals.", examples=["-17116.35"], pattern=DECIMAL
    )


class ExpectedQuarterView(BaseModel):
    """What a quarter to come will probably come to."""

    first_day: Date = Field(description="First day of the quarter.", examples=["2027-04-05"])
    last_day: Date = Field(description="Its last day.", examples=["2027-07-04"])
    target: int = Field(description="In units of the plan: shifts, or seats.", examples=[18])
    seats: str = Field(
        description="In which it then sits; 4 decimals.", examples=["36.0000"], pattern=DECIMAL
    )
    balance: str = Field(
        description="Seats owed at its end; 4 decimals.", examples=["0.2402"], pattern=DECIMAL
    )
    net: str = Field(description="To be paid; 2 decimals.", examples=["-17116.35"], pattern=DECIMAL)


class YearBudgetView(BaseModel):
    """What a municipality has to pay in a year; amounts below 0 it receives."""

    year: int = Field(description="In which the quarters begin.", examples=[2027])
    settled: str = Field(
        description="Closed quarters, with corrections.", examples=["-17116.35"], pattern=DECIMAL
    )
    preliminary: str = Field(
        description="Published quarters that are open.", examples=["0.00"], pattern=DECIMAL
    )
    expected: str = Field(
        description="Quarters that are not published.", examples=["-51349.05"], pattern=DECIMAL
    )
    net: str = Field(description="All of them.", examples=["-68465.40"], pattern=DECIMAL)


class AgreedTermsView(BaseModel):
    """Prices and citizens with which quarters of a year are reckoned, and where they stand."""

    year: int = Field(description="Whose quarters.", examples=[2027])
    first_day: Date = Field(
        description="Of the plan in which they stand. Of another year where the year's own plans are not "
        "published yet.",
        examples=["2027-01-04"],
    )
    revision: int = Field(description="State of that plan.", examples=[3], ge=1)
    at: datetime = Field(description="When that state was kept.", examples=["2026-12-01T08:00:00Z"])
    citizens: int = Field(description="Of the municipality.", examples=[18931], ge=0)
    price_per_citizen_year: str = Field(
        description="Price of a citizen and year.", examples=["2.4246"], pattern=DECIMAL
    )
    credit_per_agent_hour: str = Field(
        description="Credit for an hour worked.", examples=["272"], pattern=DECIMAL
    )
    currency: str = Field(description="ISO 4217 code.", examples=["DKK"])


class StandingView(BaseModel):
    """How a municipality that staffs stands in the newest quarter."""

    name: str = Field(description="What it is called.", examples=["Randers"])
    entitlement: str = Field(
        description="Its share of all seats; 4 decimals.", examples=["35.9902"], pattern=DECIMAL
    )
    worked: int = Field(description="Seats in which it sat.", examples=[36])
    carried: str = Field(
        description="Seats owed at the end; 4 decimals.", examples=["0.2402"], pattern=DECIMAL
    )


class YearAnswer(BaseModel):
    """A municipality's year, by the newest quarter of which something is published."""

    sentences: list[str] = Field(
        description="What is owed, and who has to pay whom, in the caller's language.",
        examples=[["Randers owes 0.24 seats.", "Randers has nothing to pay."]],
    )
    statement: StatementView = Field(
        description="Of the newest quarter.", examples=[{"statement": "ddh-412", "net": "-17116.35"}]
    )
    quarters: list[PastQuarterView] = Field(
        description="Until now, in order of time.", examples=[[{"first_day": "2027-01-04", "net": "1.66"}]]
    )
    expected: list[ExpectedQuarterView] = Field(
        description="Until the end of the next year.", examples=[[{"first_day": "2027-04-05", "target": 18}]]
    )
    budgets: list[YearBudgetView] = Field(
        description="Of the year of the newest quarter, and of the next.",
        examples=[[{"year": 2027, "net": "-68465.40"}]],
    )
    terms: list[AgreedTermsView] = Field(
        description="With which both years are reckoned, each time that they change.",
        examples=[[{"year": 2027, "citizens": 18931, "price_per_citizen_year": "2.4246"}]],
    )
    others: list[StandingView] = Field(
        description="Everybody who staffs, in order of name.",
        examples=[[{"name": "Randers", "carried": "0.2402"}]],
    )


def year_answer(books: YearBooks, speak: Translator) -> YearAnswer:
    """Return a municipality's year as it is answered."""
    return YearAnswer(
        sentences=list(opening_sentences(books, speak)),
        statement=statement_view(books.statement, speak),
        quarters=[
            PastQuarterView(
                first_day=one.first_day,
                closed=one.closed,
                planned=one.planned,
                worked=one.worked,
                carried=write_seats(one.carried),
                net=write_kroner(one.net),
            )
            for one in books.quarters
        ],
        expected=[
            ExpectedQuarterView(
                first_day=coming.period.first_day,
                last_day=coming.period.last_day,
                target=coming.target,
                seats=write_seats(coming.seats),
                balance=write_seats(coming.balance),
                net=write_kroner(coming.money.net),
            )
            for coming in books.expected
        ],
        budgets=[
            YearBudgetView(
                year=budget.year,
                settled=write_kroner(budget.settled),
                preliminary=write_kroner(budget.preliminary),
                expected=write_kroner(budget.expected),
                net=write_kroner(budget.net),
            )
            for budget in books.budgets
        ],
        terms=[
            AgreedTermsView(
                year=budget.year,
                first_day=one.first_day,
                revision=one.revision,
                at=one.at,
                citizens=one.population,
                price_per_citizen_year=f"{one.tariff.price_per_citizen_year:f}",
                credit_per_agent_hour=f"{one.tariff.credit_per_agent_hour:f}",
                currency=one.tariff.currency,
            )
            for budget in books.budgets
            for one in terms_of_year(books.terms, budget.year)
        ],
        others=[
            StandingView(
                name=other.name,
                entitlement=write_seats(other.entitlement),
                worked=other.worked,
                carried=write_seats(other.carried),
            )
            for other in books.others
        ],
    )
