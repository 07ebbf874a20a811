"""Documents of statements of a year: exact figures as decimal text."""

from __future__ import annotations

from fractions import Fraction

from pydantic import BaseModel, Field

from api.ledger.schemas import DECIMAL, write_kroner, write_seats
from api.statements.annual import AnnualRun, AnnualStatement
from api.statements.annual_sentences import annual_headline, annual_sentences
from api.statements.schemas import CorrectionView, StatementView, correction_view, statement_view
from api.statements.sentences import reference
from api.statements.statement import Correction, Statement, StatementKind
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode

NUMBERS = ["ddh-412", "ddh-588"]


class AnnualStatementView(BaseModel):
    """What a municipality has to pay or receive for a year; a quarter counts in that in which it begins."""

    year: int = Field(description="In which its quarters begin.", examples=[2027])
    preliminary: bool = Field(
        description="Whether any quarter of the year is not closed, or not published, so that figures may "
        "still change.",
        examples=[False],
    )
    kind: StatementKind = Field(description="Who has to pay whom.", examples=["invoice"])
    municipality: MunicipalityCode = Field(description="Official code.", examples=["730"])
    name: str = Field(description="What it is called.", examples=["Randers"])
    adds_up: list[str] = Field(
        description="Numbers of the statements and corrections that it adds up; preliminary ones have none.",
        examples=[NUMBERS],
    )
    currency: str = Field(description="ISO 4217 code.", examples=["DKK"])
    planned: int = Field(description="Seats that were published last.", examples=[144], ge=0)
    worked: int = Field(description="Seats in which it sat.", examples=[143], ge=0)
    opening: str = Field(
        description="Seats brought forward to the first quarter.", examples=["0.2500"], pattern=DECIMAL
    )
    entitlement: str = Field(
        description="Its share of all seats worked.", examples=["143.9902"], pattern=DECIMAL
    )
    carried: str = Field(
        description="Seats carried forward from the last quarter.", examples=["1.2402"], pattern=DECIMAL
    )
    price: str = Field(description="Yearly price.", examples=["45774.60"], pattern=DECIMAL)
    start_up: str = Field(
        description="Price of months of the start-up, before the rebate.", examples=["0.00"], pattern=DECIMAL
    )
    rebate: str = Field(description="What is taken off it.", examples=["0.00"], pattern=DECIMAL)
    credit: str = Field(description="For hours worked.", examples=["116688.00"], pattern=DECIMAL)
    corrected: str = Field(
        description="What corrections in the accounts of its quarters put on top.",
        examples=["-816.00"],
        pattern=DECIMAL,
    )
    net: str = Field(
        description="Price and start-up less rebate and credit, corrections on top: the kroner of the "
        "year's accounts in the ledger. Below 0 it is to be received.",
        examples=["-71729.40"],
        pattern=DECIMAL,
    )
    sentences: list[str] = Field(
        description="Who has to pay whom, and what is to be known besides, in the caller's language.",
        examples=[["Randers has DKK71,729.40 to receive for the year."]],
    )


class AnnualStatementAnswer(AnnualStatementView):
    """A municipality's statement of a year, with what it adds up."""

    statements: list[StatementView] = Field(
        description="Of its quarters, in order of time.",
        examples=[[{"statement": "ddh-412", "net": "-17116.35"}]],
    )
    corrections: list[CorrectionView] = Field(
        description="That stand in the accounts of its quarters, in order of number.",
        examples=[[{"statement": "ddh-588", "net": "-816.00"}]],
    )
    later: list[CorrectionView] = Field(
        description="Of its quarters, that stand in the accounts of another year and are counted there.",
        examples=[[]],
    )


class AnnualRunAnswer(BaseModel):
    """All statements of a year that the caller sees."""

    year: int = Field(description="In which its quarters begin.", examples=[2027])
    closed: bool = Field(
        description="Whether every quarter of the year is published and closed; before that all of it is "
        "preliminary.",
        examples=[True],
    )
    statements: list[AnnualStatementView] = Field(
        description="In order of name.", examples=[[{"year": 2027, "net": "-71729.40"}]]
    )
    currency: str = Field(description="ISO 4217 code.", examples=["DKK"])
    net: str = Field(
        description="What all of them come to: the kroner of the year's accounts in the ledger.",
        examples=["1816.35"],
        pattern=DECIMAL,
    )


def annual_answer(one: AnnualStatement, speak: Translator) -> AnnualStatementAnswer:
    """Return a municipality's statement of a year with what it adds up."""
    return AnnualStatementAnswer(
        **dict(annual_view(one, speak)),
        statements=[statement_view(each, speak) for each in one.statements],
        corrections=[correction_view(each) for each in one.corrections],
        later=[correction_view(each) for each in one.later],
    )


def annual_run_answer(run: AnnualRun, speak: Translator) -> AnnualRunAnswer:
    """Return all statements of a year."""
    return AnnualRunAnswer(
        year=run.year,
        closed=run.closed,
        statements=[annual_view(one, speak) for one in run.statements],
        currency=run.currency,
        net=write_kroner(run.net),
    )


def annual_view(one: AnnualStatement, speak: Translator) -> AnnualStatementView:
    """Return a year's statement as it is answered."""
    money, seats = one.money, [each.seats for each in one.statements]
    added: list[Statement | Correction] = [*one.statements, *one.corrections]
    return AnnualStatementView(
        year=one.year,
        preliminary=not one.closed,
        kind=one.kind,
        municipality=one.municipality,
        name=one.name,
        adds_up=[name for each in added if (name := reference(each))],
        currency=one.currency,
        planned=sum(each.planned for each in seats),
        worked=sum(each.worked for each in seats),
        opening=write_seats(seats[0].opening),
        entitlement=write_seats(sum((each.entitlement for each in seats), Fraction(0))),
        carried=write_seats(seats[-1].carried),
        price=write_kroner(money.price),
        start_up=write_kroner(money.start_up),
        rebate=write_kroner(money.rebate),
        credit=write_kroner(money.credit),
        corrected=write_kroner(one.corrected),
        net=write_kroner(one.net),
        sentences=[annual_headline(one, speak), *annual_sentences(one, speak)],
    )
