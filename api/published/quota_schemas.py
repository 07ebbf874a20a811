"""The quota table as JSON: exact figures as decimal text, whole ones as numbers."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.publication.publication import Publication
from wfm.quota_table import SEAT_DECIMALS, carry_over_columns
from wfm.rounding import half_up

DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"


class QuotaView(BaseModel):
    """What one municipality owes, staffs, carries over and pays: a row of ``quota.csv``."""

    municipality: str = Field(description="Official code.", examples=["730"])
    name: str = Field(description="Its name.", examples=["Randers"])
    population: int = Field(description="Its citizens.", examples=[96007], ge=0)
    participation: Literal["staffing", "financing"] = Field(
        description="Whether it staffs shifts or only finances.", examples=["staffing"]
    )
    share: str = Field(
        description="Population ÷ population of those that staff; 6 decimals.",
        examples=["0.075441"],
        pattern=DECIMAL,
    )
    entitlement: str = Field(
        description="Seats: share × all seats + carry-over in; 4 decimals.",
        examples=["36.8152"],
        pattern=DECIMAL,
    )
    target: int = Field(
        description="Whole units to staff; a unit is a shift, or a seat where pairing is mixed.",
        examples=[18],
        ge=0,
    )
    assigned: int = Field(description="Units in which it sits.", examples=[18], ge=0)
    deviation: int = Field(description="Assigned − target.", examples=[0])
    unsocial: int = Field(description="Unsocial units in which it sits.", examples=[5], ge=0)
    seats: int = Field(description="Seats in which its agents sit.", examples=[36], ge=0)
    carry_over_in: str = Field(
        description="Seats owed from earlier periods; negative where in credit; 4 decimals.",
        examples=["0.4821"],
        pattern=DECIMAL,
    )
    carry_over_out: str = Field(
        description="Seats owed to the next period; 4 decimals, rounded so that the column's sum stays.",
        examples=["0.8152"],
        pattern=DECIMAL,
    )
    hours: str = Field(description="Hours of its seats; 2 decimals.", examples=["108.00"], pattern=DECIMAL)
    credit: str = Field(description="Hours × rate; 2 decimals.", examples=["29376.00"], pattern=DECIMAL)
    price: str = Field(
        description="Citizens × price per citizen for the period; 2 decimals.",
        examples=["58034.57"],
        pattern=DECIMAL,
    )
    net: str = Field(description="Price − credit; 2 decimals.", examples=["28658.57"], pattern=DECIMAL)


class QuotasAnswer(BaseModel):
    """The quota table by assignment."""

    unit: Literal["shift", "seat"] = Field(
        description="What targets and assigned units count.", examples=["shift"]
    )
    method: str = Field(description="How entitlements became whole targets.", examples=["largest_remainder"])
    currency: str | None = Field(
        description="Of credit, price and net (ISO 4217); null where no settlement is agreed.",
        examples=["DKK"],
    )
    quotas: list[QuotaView] = Field(
        description="A row for every municipality, in order of code.",
        examples=[[{"municipality": "730", "name": "Randers", "target": 18, "assigned": 18}]],
    )


def quotas_answer(publication: Publication) -> QuotasAnswer:
    """Return the quota table."""
    hotline, rows = publication.plan.hotline, publication.quota_table
    carried_in, carried_out = carry_over_columns(rows)
    return QuotasAnswer(
        unit="seat" if hotline.pairing == "mixed" else "shift",
        method=hotline.method,
        currency=hotline.tariff.currency if hotline.tariff else None,
        quotas=[
            QuotaView(
                municipality=row.municipality.code,
                name=row.municipality.name,
                population=row.municipality.population,
                participation="staffing" if row.municipality.staffing else "financing",
                share=str(half_up(row.quota.share, 6)),
                entitlement=str(half_up(row.quota.entitlement, SEAT_DECIMALS)),
                target=row.quota.target,
                assigned=row.assigned or 0,
                deviation=row.deviation or 0,
                unsocial=int(row.unsocial),
                seats=int(row.seats),
                carry_over_in=str(carried_in[row.municipality.code]),
                carry_over_out=str(carried_out[row.municipality.code]),
                hours=f"{row.settlement.hours:.2f}",
                credit=f"{row.settlement.credit:.2f}",
                price=f"{row.settlement.price:.2f}",
                net=f"{row.settlement.net:.2f}",
            )
            for row in rows
        ],
    )
