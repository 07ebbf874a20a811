"""Addresses of calendars as programs read and send them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.calendars.choices import (
    CalendarChoice,
    Kind,
)
from api.calendars.records.addresses import CalendarAddress
from api.calendars.service import LONGEST_NAME
from api.texts.one_line import one_line
from api.texts.translator import DEFAULT, LANGUAGES
from api.web.json.operations import sends


def _named(text: str) -> str:
    name = one_line(text)
    if not name:
        raise ValueError("a name that can be seen")
    return name


def _spoken(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return code


KIND = "Whose calendar: an agent's own, a municipality's, or the whole hotline's."
OF = "Id of the agent or code of the municipality; empty for the whole hotline."


class CalendarAsked(BaseModel):
    """An address to be made."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = Field(description=KIND, examples=["agent"])
    of: str = Field(default="", description=OF, max_length=200, examples=["730-02"])
    name: Annotated[str, AfterValidator(_named)] = Field(
        description="What the address is called, to know it again.",
        min_length=1,
        max_length=LONGEST_NAME,
        examples=["telefon"],
    )
    language: Annotated[str, AfterValidator(_spoken)] = Field(
        default=DEFAULT, description="In which language the calendar speaks: da or en.", examples=["da"]
    )


sends(CalendarAsked)


class CalendarView(BaseModel):
    """A living address, without its secret."""

    id: str = Field(description="Id, to revoke it by.", examples=["3f1c0c7e9a5d4b6f8e2d1a0b9c8d7e6f"])
    kind: Kind = Field(description=KIND, examples=["agent"])
    of: str = Field(description=OF, examples=["730-02"])
    name: str = Field(description="What it was called.", examples=["telefon"])
    language: str = Field(description="In which language the calendar speaks.", examples=["da"])
    made_at: datetime = Field(description="When it was made, in UTC.", examples=["2027-01-04T07:00:00Z"])


class CalendarsAnswer(BaseModel):
    """The living addresses of the calendars that the caller may subscribe to, the oldest first."""

    calendars: list[CalendarView] = Field(
        description="The addresses.",
        examples=[[{"id": "3f1c0c7e9a5d4b6f8e2d1a0b9c8d7e6f", "name": "telefon"}]],
    )


class CalendarMade(BaseModel):
    """An address that was just made, with its secret, which is told this once."""

    id: str = Field(description="Id, to revoke it by.", examples=["3f1c0c7e9a5d4b6f8e2d1a0b9c8d7e6f"])
    address: str | None = Field(
        description="The whole address, for a calendar program. Whoever has it reads the calendar; it is "
        "told only now and can't be looked up again. Null where the request came a second time.",
        examples=["https://vagt.example.dk/calendars/Zq3…43 characters….ics"],
    )


def calendar_view(choice: CalendarChoice, address: CalendarAddress) -> CalendarView:
    """Return an address as it is told."""
    return CalendarView(
        id=address.id,
        kind=choice.kind,
        of=choice.of,
        name=address.name,
        language=address.language,
        made_at=address.at,
    )
