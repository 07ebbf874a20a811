"""Hotlines and plans as documents: what they are, and how far they are."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.plans.records.facts import HotlineFacts, PlanFacts
from api.plans.records.plans import Revision
from api.web.json.operations import sends
from api.web.json.problem import FaultView
from wfm.plan import Plan

ACCOUNT = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
SHA256 = "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015"
AT = "2026-12-01T12:00:00Z"


class HotlineView(BaseModel):
    """A hotline of the caller's."""

    code: str = Field(description="Short code, as in addresses.", examples=["ddh"])
    name: str = Field(description="Name.", examples=["Den Digitale Hotline"])
    roles: list[str] = Field(
        description="What the caller is to it; empty for the local user, who may do everything.",
        examples=[["coordinator"]],
    )


class HotlinesAnswer(BaseModel):
    """Every hotline of the caller's, in order of code."""

    hotlines: list[HotlineView] = Field(
        description="The hotlines.", examples=[[{"code": "ddh", "name": "Den Digitale Hotline"}]]
    )


class SpanOfQuarter(BaseModel):
    """The days that are planned."""

    model_config = ConfigDict(extra="allow")

    first_day: Date = Field(description="First day.", examples=["2027-01-04"])
    last_day: Date = Field(description="Last day, planned as well.", examples=["2027-04-04"])


class UsualShifts(BaseModel):
    """What a shift is."""

    model_config = ConfigDict(extra="allow")

    hours: float = Field(description="Length of a shift.", examples=[3], gt=0)
    agents: int = Field(description="Seats on a shift.", examples=[2], ge=1)


@sends
class HotlineDocument(BaseModel):
    """The document of `hotline.toml`, with all its sections; what is left out has the usual value."""

    model_config = ConfigDict(extra="allow")

    name: str = Field(description="Name.", examples=["Den Digitale Hotline"])
    code: str = Field(
        description="Short code, part of addresses and of every calendar event's UID.", examples=["ddh"]
    )
    period: SpanOfQuarter = Field(
        description="The first quarter.", examples=[{"first_day": "2027-01-04", "last_day": "2027-04-04"}]
    )
    opening_hours: dict[str, list[str]] = Field(
        description="Spans by day of the week, mon to sun; a day left out is closed.",
        examples=[{"mon": ["08:00-20:00"], "tue": ["08:00-20:00"]}],
    )
    shifts: UsualShifts = Field(
        description="Length and seats of a shift.", examples=[{"hours": 3, "agents": 2}]
    )


class PublishedView(BaseModel):
    """Which version of a plan's roster is published."""

    number: int = Field(description="Of the roster version; 0 before the first.", examples=[3], ge=0)
    at: datetime | None = Field(description="Since when, in UTC.", examples=[AT])
    by: str | None = Field(
        description="By which account; null where that is not for the caller to know, or it was the program.",
        examples=[ACCOUNT],
    )


class RevisionView(BaseModel):
    """A state that a plan was in; it never changes."""

    number: int = Field(description="From 1.", examples=[7], ge=1)
    parent: int = Field(
        description="Number of the revision before; 0 where there is none.", examples=[6], ge=0
    )
    at: datetime = Field(description="When it was made, in UTC.", examples=[AT])
    author: str | None = Field(description="By which account; null: the program.", examples=[ACCOUNT])
    note: str = Field(description="What the author says to it.", examples=["Lemvig's absences"])
    plan_sha256: str = Field(
        description="Fingerprint of the plan as it was sent; a solve's report names it.", examples=[SHA256]
    )
    sha256: str = Field(description="Fingerprint of what is kept, with the parent's.", examples=[SHA256])


class PlanBrief(BaseModel):
    """A plan, and how far it is."""

    plan: Date = Field(description="First day of its period, as in addresses.", examples=["2027-01-04"])
    name: str = Field(description="What it is called.", examples=["2027-01-04"])
    newest_revision: int = Field(
        description="Number of the newest revision; 0 where that is not for the caller to know.",
        examples=[7],
        ge=0,
    )
    newest_version: int = Field(
        description="Number of the newest roster version; 0 where there is none, or that is not for the "
        "caller to know.",
        examples=[4],
        ge=0,
    )
    published: PublishedView = Field(
        description="What is published of it.", examples=[{"number": 3, "at": AT, "by": ACCOUNT}]
    )


class PlansAnswer(BaseModel):
    """Some plans of a hotline, the latest first."""

    plans: list[PlanBrief] = Field(description="The plans.", examples=[[{"plan": "2027-01-04"}]])
    next: str | None = Field(
        description="Cursor of the next page; null on the last.", examples=["cGxhbjoyMDI3LTAxLTA0"]
    )


class PlanView(PlanBrief):
    """What can be said of a plan."""

    hotline: str = Field(description="Code of its hotline.", examples=["ddh"])
    last_day: Date = Field(description="Last day of its period.", examples=["2027-04-04"])
    timezone: str = Field(description="Zone of all local times.", examples=["Europe/Copenhagen"])
    language: str = Field(description="Of its pages and calendars.", examples=["da"])
    shifts: int = Field(description="Shifts of the period.", examples=[244], ge=1)
    seats: int = Field(description="Seats on them.", examples=[488], ge=1)
    municipalities: int = Field(description="Partners, those that only finance among them.", examples=[21])
    agents: int = Field(description="Agents of all of them.", examples=[80])
    revision: RevisionView | None = Field(
        description="The newest revision; null where that is not for the caller to know.",
        examples=[{"number": 7, "parent": 6, "at": AT}],
    )


class TakenIn(BaseModel):
    """A plan's new revision."""

    plan: Date = Field(description="First day of the plan, as in addresses.", examples=["2027-01-04"])
    revision: RevisionView = Field(description="The revision.", examples=[{"number": 8, "parent": 7}])
    notices: list[FaultView] = Field(
        description="What was ignored or mended while reading; no fault.",
        examples=[[{"file": "agents.csv", "row": 1, "column": "shoe size"}]],
    )


class MadeHotline(HotlineView):
    """A hotline that was made, and the plan of its first quarter."""

    plan: Date = Field(description="First day of the plan, as in addresses.", examples=["2027-01-04"])
    revision: RevisionView = Field(
        description="The plan's first revision; it has no municipalities and no agents yet.",
        examples=[{"number": 1, "parent": 0}],
    )
    notices: list[FaultView] = Field(
        description="What was ignored or mended while reading; no fault.",
        examples=[[{"file": "hotline", "column": "shifts.lenght"}]],
    )


def hotline_view(hotline: HotlineFacts, roles: tuple[str, ...]) -> HotlineView:
    """Return a hotline."""
    return HotlineView(code=hotline.code, name=hotline.name, roles=sorted(roles))


def published_view(plan: PlanFacts, *, planner: bool) -> PublishedView:
    """Return what is published of a plan; by whom only to planners."""
    by = plan.published_by if planner else None
    return PublishedView(number=plan.published, at=plan.published_at, by=by)


def plan_brief(plan: PlanFacts, *, planner: bool) -> PlanBrief:
    """Return a plan in short; how far its drafts are only to planners."""
    return PlanBrief(
        plan=plan.first_day,
        name=plan.name,
        newest_revision=plan.revision if planner else 0,
        newest_version=plan.version if planner else 0,
        published=published_view(plan, planner=planner),
    )


def plan_view(facts: PlanFacts, plan: Plan, revision: RevisionView | None) -> PlanView:
    """Return what can be said of a plan as it was read; the revision only to planners."""
    return PlanView(
        **plan_brief(facts, planner=revision is not None).model_dump(),
        hotline=plan.hotline.code,
        last_day=plan.hotline.period.last_day,
        timezone=plan.hotline.timezone,
        language=plan.hotline.language,
        shifts=len(plan.shifts),
        seats=sum(shift.seats for shift in plan.shifts),
        municipalities=len(plan.municipalities),
        agents=len(plan.agents),
        revision=revision,
    )


def revision_view(revision: Revision, note: str) -> RevisionView:
    """Return a revision."""
    return RevisionView(
        number=revision.number,
        parent=revision.parent,
        at=revision.at,
        author=revision.author,
        note=note,
        plan_sha256=revision.plan_sha256,
        sha256=revision.sha256,
    )
