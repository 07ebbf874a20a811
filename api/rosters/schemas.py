"""Roster versions as documents, and what is sent to become one."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.plans.schemas import ACCOUNT, AT, SHA256
from api.publication.publication import Publication
from api.publication.report import report_json
from api.publication.report_schemas import FindingView, RuleView, ScoreView
from api.publication.roster_schemas import Filter, Seat, roster_answer
from api.rosters.records.history import AnnotatedVersion
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.web.json.problem import FaultView
from api.web.json.requests import NoteText

Whole = Annotated[int, Field(ge=0, le=10**15)]
Short = Annotated[str, Field(max_length=200)]


class VersionBrief(BaseModel):
    """A roster version; it never changes."""

    number: int = Field(description="From 1.", examples=[4], ge=1)
    parent: int = Field(description="Number of the one before; 0 where there is none.", examples=[3], ge=0)
    revision: int = Field(
        description="Number of the plan's revision that it was made for; 0 where that is not for the caller "
        "to know.",
        examples=[7],
        ge=0,
    )
    at: datetime = Field(description="When it was made, in UTC.", examples=[AT])
    author: str | None = Field(
        description="By which account; null where that is not for the caller to know, or it was the program.",
        examples=[ACCOUNT],
    )
    note: str = Field(description="What the author says to it.", examples=["Swapped two shifts"])
    sha256: str = Field(description="Fingerprint of all that is kept, with the parent's.", examples=[SHA256])
    published: bool = Field(description="Whether it is the published one.", examples=[False])


class AddedVersion(VersionBrief):
    """A roster version that was sent."""

    notices: list[FaultView] = Field(
        description="What was ignored or mended while reading; no fault.",
        examples=[[{"file": "roster.csv", "row": 1, "column": "remark"}]],
    )


class VersionsAnswer(BaseModel):
    """Some roster versions of a plan, the newest first."""

    versions: list[VersionBrief] = Field(description="The versions.", examples=[[{"number": 4, "parent": 3}]])
    next: str | None = Field(
        description="Cursor of the next page; null on the last.", examples=["dmVyc2lvbjoxMg"]
    )


class VersionView(VersionBrief):
    """A roster version with its roster, as far as the caller sees it."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    status: Literal["OPTIMAL", "FEASIBLE"] | None = Field(
        description="OPTIMAL only where every level's value equals its bound; null where the score is not "
        "for the caller to see.",
        examples=["FEASIBLE"],
    )
    score: ScoreView | None = Field(
        description="Value and bound of each level; null where it is not for the caller to see.",
        examples=[{"coverage": {"value": 0, "bound": 0}}],
    )
    rules: list[RuleView] = Field(
        description="What every rule adds; empty where it is not for the caller to see.",
        examples=[[{"rule": "wishes", "cost": 31}]],
    )
    findings: list[FindingView] = Field(
        description="What is not as it should be, hard rules first, in the caller's language.",
        examples=[[{"rule": "wishes", "amount": 1}]],
    )
    seats: list[Seat] = Field(
        description="The seats that the caller sees, empty ones included.",
        examples=[[{"date": "2027-01-04", "start": "08:00", "seat": 1, "agent": "730-02"}]],
    )


class SentProof(BaseModel):
    """How a bound was proven, as a report says it."""

    method: Literal["zero", "counting", "certificate", "blocks", "cp_sat", "mip"] = Field(
        description="Way of the proof.", examples=["cp_sat"]
    )
    solver: Short | None = Field(default=None, description="Solver at work.", examples=["CP-SAT"])
    tolerance: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        default=None, description="Taken off the bound before it was rounded up.", examples=[1e-06]
    )
    workers: Whole | None = Field(default=None, description="Threads at work on it.", examples=[2])


class SentLevel(BaseModel):
    """One level of the score, as a report says it; its value is measured anew."""

    bound: Whole = Field(description="Proven: no roster can go below this.", examples=[0])
    proof: SentProof | None = Field(
        default=None, description="How it was proven.", examples=[{"method": "zero"}]
    )


class SentBaseline(BaseModel):
    """The roster that was mended."""

    sha256: Short = Field(description="Fingerprint of its file.", examples=[SHA256])
    freeze_before: Date | None = Field(
        description="Shifts of earlier days stayed as they were.", examples=["2027-02-01"]
    )


class SentReport(BaseModel):
    """What a solve claims: the document of `report.json`. Sums and findings in it are measured anew."""

    status: Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE"] = Field(
        description="Measured anew, but where it says that there is no roster.", examples=["FEASIBLE"]
    )
    score: dict[Short, SentLevel] = Field(
        description="Each level's bound and proof.", examples=[{"coverage": {"bound": 0}}], max_length=10
    )
    seconds: float = Field(description="Wall time of the solve.", examples=[41.7], ge=0, le=10**9)
    workers: Whole = Field(description="Workers of the search.", examples=[2])
    seed: Whole = Field(description="Seed of the search.", examples=[1])
    interrupted: bool = Field(default=False, description="Whether it was stopped by hand.", examples=[False])
    plan_sha256: Short = Field(description="Fingerprint of the plan that was solved.", examples=[SHA256])
    versions: dict[Short, Short] = Field(
        description="Versions of what can change a roster.", examples=[{"ortools": "9.15"}], max_length=50
    )
    baseline: SentBaseline | None = Field(
        default=None, description="The roster that was mended, if any.", examples=[None]
    )


@sends
class SentVersion(BaseModel):
    """A roster, and what a solve claims of it if one has found it."""

    model_config = ConfigDict(extra="forbid")

    roster: str = Field(
        description="Content of `roster.csv`.",
        examples=["date,start,end,seat,municipality,agent\n2027-01-04,08:00,11:00,1,730,730-02\n"],
    )
    report: SentReport | None = Field(
        default=None,
        description="Document of `report.json`: the version is of the revision that was solved. Left out, it "
        "is of the newest one.",
        examples=[None],
    )
    baseline: str = Field(
        default="",
        description="Content of `wfm-baseline.csv` where the roster was mended from another.",
        examples=[""],
    )
    note: NoteText = Field(default="", description="What the author says to it.", examples=["Solved anew"])


def version_brief(noted: AnnotatedVersion, published: int, *, planner: bool) -> VersionBrief:
    """Return a version in short; author, note and revision only to planners."""
    version = noted.version
    return VersionBrief(
        number=version.number,
        parent=version.parent,
        revision=noted.revision if planner else 0,
        at=version.at,
        author=version.author if planner else None,
        note=noted.note if planner else "",
        sha256=version.sha256,
        published=version.number == published,
    )


def version_view(brief: VersionBrief, seen: Publication, speak: Translator, *, figures: bool) -> VersionView:
    """Return a version as its caller sees it.

    Parameters
    ----------
    brief
        The version in short.
    seen
        What of plan, roster and report the caller sees.
    speak
        Says findings.
    figures
        Whether the caller sees the score.
    """
    told = report_json(seen.report, speak)
    scored: dict[str, Any] = {"status": told["status"], "score": told["score"], "rules": told["rules"]}
    hidden: dict[str, Any] = {"status": None, "score": None, "rules": []}
    return VersionView.model_validate(
        brief.model_dump()
        | (scored if figures else hidden)
        | {
            "plan": seen.plan.hotline.period.first_day,
            "findings": told["findings"],
            "seats": [seat.model_dump() for seat in roster_answer(seen, Filter()).seats],
        }
    )
