"""Errors as programs read them: RFC 9457 problem details, the same for every operation."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from api.web.problems import KINDS, PLACE

MEDIA_TYPE = "application/problem+json"
REFERENCE = "#/components/schemas/{model}"


class ProblemPart(BaseModel):
    """One part of a request that is not of the form it should be."""

    where: str = Field(description="Which part, such as a query parameter.", examples=["query.week"])
    what: str = Field(
        description="What was expected instead, in English.", examples=["String should match pattern"]
    )


class FaultView(BaseModel):
    """A fault of what was sent, or something to know of it that is no fault."""

    file: str = Field(
        description="File, sheet or table; a workbook's name stands before its sheet's.",
        examples=["agents.csv"],
    )
    row: int | None = Field(
        description="Row as a spreadsheet numbers it (the header is row 1); of JSON the first row is 1; of "
        "changes the first change. Null where no row is meant.",
        examples=[7],
    )
    column: str = Field(
        description="Column, or key of the hotline; empty where none is meant.", examples=["fte"]
    )
    value: str = Field(description="What was found there; empty where it is missing.", examples=["lots"])
    expected: str = Field(
        description="What was expected instead, in the caller's language.", examples=["a number above 0"]
    )
    key: str = Field(description="Stable name of that text.", examples=["fault.above_zero"])


class BreachView(BaseModel):
    """A hard rule that a roster would break."""

    rule: str = Field(description="Key of the rule.", examples=["rest"])
    subject: str = Field(
        description="Whom or what it is about: kind:value, parts joined by a bar.",
        examples=["agent:730-02|day:2027-01-05"],
    )
    sentence: str = Field(
        description="The same in the caller's language.",
        examples=["730-02 has 8 hours between two shifts; 11 are needed"],
    )


class ShortNoticeView(BaseModel):
    """A shift that changes for somebody sooner than the agreed days of notice."""

    shift: str = Field(description="Its local start.", examples=["2027-01-14T08:00"])
    date: Date = Field(description="Its local date.", examples=["2027-01-14"])
    days: int = Field(description="Days until it; below 0 where it has been.", examples=[3])
    left: list[str] = Field(description="Agents who no longer sit on it.", examples=[["730-02"]])
    joined: list[str] = Field(description="Agents who now do.", examples=[["751-01"]])
    retimed: list[str] = Field(description="Agents who keep it at other times.", examples=[[]])
    short_for: list[str] = Field(
        description="Those of them for whom that is sooner than agreed with their municipality.",
        examples=[["730-02"]],
    )


class CurrentView(BaseModel):
    """What holds instead of what was expected."""

    number: int = Field(description="Of the version or revision; 0 where there is none.", examples=[4])
    at: datetime | None = Field(description="Since when, in UTC.", examples=["2026-12-01T12:00:00Z"])
    by: str | None = Field(
        description="Account of whoever made it so; null where that was the program.",
        examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"],
    )


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(description=f"Kind of problem: {PLACE} and its name.", examples=[f"{PLACE}missing"])
    title: str = Field(
        description="The kind in a few words, in the language of detail.", examples=["Not Found"]
    )
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(
        description="A sentence for people, in the first language of Accept-Language that is da or en.",
        examples=["The roster knows no agent 730-99"],
    )
    instance: str = Field(description="The path that was asked for.", examples=["/api/v1/agents/730-99"])
    errors: list[ProblemPart] = Field(
        default=[],
        description="The parts that were not understood; only of kind not-understood.",
        examples=[[{"where": "query.week", "what": "String should match pattern"}]],
    )
    faults: list[FaultView] = Field(
        default=[],
        description="Every fault of what was sent, 1,000 at most; only of kind faulty.",
        examples=[[{"file": "agents.csv", "row": 7, "column": "fte", "value": "lots"}]],
    )
    breaches: list[BreachView] = Field(
        default=[],
        description="What would be broken by changes by hand; only of kind broken-rules.",
        examples=[[{"rule": "rest", "subject": "agent:730-02|day:2027-01-05"}]],
    )
    short_notice: list[ShortNoticeView] = Field(
        default=[],
        description="Shifts that change too near; only of kind short-notice.",
        examples=[[{"shift": "2027-01-14T08:00", "days": 3, "left": ["730-02"]}]],
    )
    current: CurrentView | None = Field(
        default=None,
        description="What holds now; only of kind stale.",
        examples=[{"number": 4, "at": "2026-12-01T12:00:00Z", "by": "3f0c7f5f1f0e4c0b9a1d2e3f40516273"}],
    )


def problem_schemas() -> dict[str, Any]:
    """Return the schemas of problems, for the description of the service."""
    _, definitions = models_json_schema([(Problem, "serialization")], ref_template=REFERENCE)
    found: dict[str, Any] = definitions["$defs"]
    return found


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how an operation that reads documents its errors; 304, 400, 500 and 503 may always come."""
    return {304: NOT_MODIFIED, 400: WRONG_HOST} | refusals(*statuses, 500, 503)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how an operation documents some of its errors."""
    return {status: _described(_why(status)) for status in statuses}


NOT_MODIFIED: dict[str, Any] = {
    "description": "The caller's copy is current (`If-None-Match`, or `If-Modified-Since` for calendars).",
    "headers": {"ETag": {"description": "Of the current answer.", "schema": {"type": "string"}}},
}
WRONG_HOST: dict[str, Any] = {
    "description": "The request names another host than the service's.",
    "content": {"text/plain": {"schema": {"type": "string"}, "example": "Invalid host header"}},
}


def _why(status: int) -> str:
    """Return what a status may mean: of each kind of problem with that status, its name and meaning."""
    return " ".join(f"`{kind.slug}`: {kind.meaning}" for kind in KINDS if kind.status == status)


def _described(why: str) -> dict[str, Any]:
    return {
        "description": why,
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
    }
