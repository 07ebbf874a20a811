"""The hotline and the plan that a request's address names, for routes to depend on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.access.ids import HotlineCode, VersionNumber
from api.plans.person_answers import PersonAnswers, read_answers
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import Database, reading
from api.store.errors import MissingError
from api.web.guard import CurrentViewer
from api.web.languages import translator_for

HotlineInPath = Annotated[
    HotlineCode, Path(description="Code of the hotline.", examples=["ddh"], min_length=1, max_length=64)
]
FirstDayInPath = Annotated[date, Path(description="First day of the plan's period.", examples=["2027-01-04"])]
VersionInPath = Annotated[
    VersionNumber, Path(description="Number of the roster version.", examples=[3], ge=1, le=999_999_999)
]

ID = "751-01"
SamePersons = Annotated[
    Sequence[str],
    Query(
        description="Agents who are the person of that id in spite of another name, e-mail or municipality; "
        "`all` for everybody of whom there is that doubt.",
        examples=[[ID]],
        max_length=10_000,
    ),
]
NewPersons = Annotated[
    Sequence[str],
    Query(
        description="Agents who are somebody new: role, account and calendars stay with whoever had the id.",
        examples=[[ID]],
        max_length=10_000,
    ),
]
Renumbered = Annotated[
    Sequence[str],
    Query(
        description="Pairs of ids, until now and from now on: role, account and calendars go along; `all` "
        "for everybody of whom there is that doubt and only one whom they can be.",
        examples=[["751-01=751-09"]],
        max_length=10_000,
    ),
]


def store_of(request: Request) -> Database:
    """Return the store.

    Raises
    ------
    MissingError
        Where the service shows something that lies in none.
    """
    found: Database | None = request.app.state.database
    if found is None:
        raise MissingError("store")
    return found


def hotline_place(request: Request, viewer: CurrentViewer, hotline: HotlineInPath) -> HotlinePlace:
    """Return the hotline that an address names.

    Raises
    ------
    MissingError
        Where there is none.
    """
    database = store_of(request)
    with reading(database) as connection:
        found = find_hotline(connection, hotline)
    return HotlinePlace(
        database=database,
        viewer=viewer,
        at=request.app.state.now(),
        speak=translator_for(request),
        hotline=found,
    )


def find_plan_place(
    request: Request, viewer: CurrentViewer, hotline: HotlineInPath, plan: FirstDayInPath
) -> PlanPlace:
    """Return the plan that an address names, whether or not the caller may know of it: ask that next.

    Raises
    ------
    MissingError
        Where there is none.
    """
    database = store_of(request)
    with reading(database) as connection:
        home = find_hotline(connection, hotline)
        found = find_plan(connection, home.id, plan)
    return PlanPlace(
        database=database,
        viewer=viewer,
        at=request.app.state.now(),
        speak=translator_for(request),
        hotline=home,
        plan=found,
    )


NamedPlan = Annotated[PlanPlace, Depends(find_plan_place)]


def plan_place(place: NamedPlan) -> PlanPlace:
    """Return the plan that an address names; of which nothing is published only planners know.

    Raises
    ------
    MissingError
        Where there is none, or none to this caller.
    """
    if not (place.plan.published or place.sees_drafts):
        raise MissingError("plan")
    return place


def read_person_answers(
    same_person: SamePersons = (), new_person: NewPersons = (), renumbered: Renumbered = ()
) -> PersonAnswers:
    """Return what a request answers where it is not clear who an agent of its plan is."""
    return read_answers(same_person, new_person, renumbered)


InHotline = Annotated[HotlinePlace, Depends(hotline_place)]
InPlan = Annotated[PlanPlace, Depends(plan_place)]
Answers = Annotated[PersonAnswers, Depends(read_person_answers)]
