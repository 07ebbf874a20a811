"""Where a request is at home: the hotline and the plan that its address names, and who stands there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Path, Request

from api.access.ids import AccountId, HotlineCode
from api.access.permissions import Permission
from api.access.viewer import (
    Viewer,
)
from api.plans.records.facts import HotlineFacts, PlanFacts, find_hotline, find_plan
from api.store.engine import Database, reading
from api.store.errors import MissingError
from api.texts.translator import Translator
from api.web.guard import CurrentViewer
from api.web.json.requests import account_of
from api.web.languages import translator_for

HotlineInPath = Annotated[
    HotlineCode, Path(description="Code of the hotline.", examples=["ddh"], min_length=1, max_length=64)
]
FirstDay = Annotated[date, Path(description="First day of the plan's period.", examples=["2027-01-04"])]
VersionNumber = Annotated[
    int, Path(description="Number of the roster version.", examples=[3], ge=1, le=999_999_999)
]


@dataclass(frozen=True)
class HotlinePlace:
    """A hotline that a request is about.

    Parameters
    ----------
    database
        Where it lies.
    viewer
        Who asks, and how far they see.
    at
        When.
    speak
        Says sentences in the caller's language.
    hotline
        Which.
    """

    database: Database
    viewer: Viewer
    at: datetime
    speak: Translator
    hotline: HotlineFacts

    @property
    def author(self) -> AccountId | None:
        """The account to which a change is put down."""
        return account_of(self.viewer.caller)

    @property
    def plans(self) -> bool:
        """Whether the caller sees what is not published yet."""
        return self.viewer.may(Permission.READ_DRAFTS)


@dataclass(frozen=True)
class PlanPlace(HotlinePlace):
    """A plan that a request is about; the other parameters are those of its hotline."""

    plan: PlanFacts

    @property
    def first_day(self) -> str:
        """The plan's name in addresses."""
        return self.plan.first_day.isoformat()


def store_of(request: Request) -> Database:
    """Return the store.

    Raises
    ------
    Missing
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
    Missing
        Where there is none.
    """
    database = store_of(request)
    with reading(database) as connection:
        found = find_hotline(connection, hotline)
    return HotlinePlace(database, viewer, request.app.state.now(), translator_for(request), found)


def plan_place(request: Request, viewer: CurrentViewer, hotline: HotlineInPath, plan: FirstDay) -> PlanPlace:
    """Return the plan that an address names; of which nothing is published only planners know.

    Raises
    ------
    Missing
        Where there is none, or none to this caller.
    """
    database = store_of(request)
    with reading(database) as connection:
        home = find_hotline(connection, hotline)
        found = find_plan(connection, home.id, plan)
    place = PlanPlace(database, viewer, request.app.state.now(), translator_for(request), home, found)
    if not (found.published or place.plans):
        raise MissingError("plan")
    return place


InHotline = Annotated[HotlinePlace, Depends(hotline_place)]
InPlan = Annotated[PlanPlace, Depends(plan_place)]
