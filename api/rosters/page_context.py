"""What pages about plans in the making share: the store, the plan that is named, who did what when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from api.access.ids import AccountId, VersionNumber
from api.access.viewer import Viewer
from api.accounts.records import accounts
from api.plans.context import store_of
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.records.facts import PlanFacts, find_hotline, find_plan
from api.store.engine import Connection, Database, reading
from api.store.errors import MissingError
from api.texts.moments import WHEN
from api.texts.translator import translator
from api.web.guard import current_viewer
from api.web.pages.frame import PageFrame, read_frame
from wfm.message import Message, Text

YOU = Text("planning.you", "you")
PROGRAM = Text("planning.program", "the system (import)")
NAMED = Text("planning.named", "{email}")
UNKNOWN = Text("planning.unknown", "a deleted account")
MOST_DIGITS = 9
"""Of a version's number: what is longer names none."""


@dataclass(frozen=True)
class PlanningContext:
    """Where a coordinator works on the plans of one hotline.

    Parameters
    ----------
    page
        The page that is asked for.
    viewer
        Who asks, and in which hotline.
    database, now
        The store, and the moment.
    """

    page: PageFrame
    viewer: Viewer
    database: Database
    now: datetime

    @property
    def account(self) -> AccountId | None:
        """The account that acts; none where it is the local user."""
        return self.viewer.account

    def hotline_place(self) -> HotlinePlace:
        """Return the hotline, as use cases want it."""
        with reading(self.database) as connection:
            hotline = find_hotline(connection, self.viewer.hotline)
        return HotlinePlace(
            database=self.database,
            viewer=self.viewer,
            at=self.now,
            speak=translator(self.page.language),
            hotline=hotline,
        )

    def plan_place(self, first_day: str) -> PlanPlace:
        """Return the plan that begins on a day, as use cases want it.

        Raises
        ------
        MissingError
            Where there is none, or that is no day.
        """
        home = self.hotline_place()
        with reading(self.database) as connection:
            facts = find_plan(connection, home.hotline.id, _day_of(first_day))
        return home.of_plan(facts)

    def plan(self, connection: Connection, first_day: str) -> PlanFacts:
        """Return the plan that begins on a day, as an address writes it.

        Raises
        ------
        MissingError
            Where there is none, or that is no day.
        """
        hotline = find_hotline(connection, self.viewer.hotline)
        return find_plan(connection, hotline.id, _day_of(first_day))

    def by(self, connection: Connection, account: AccountId | None) -> Message:
        """Return who did something, as others who plan the hotline know them."""
        if account is None:
            return PROGRAM()
        if account == self.account:
            return YOU()
        try:
            return NAMED(email=accounts.find(connection, account).email)
        except MissingError:
            return UNKNOWN()


def _day_of(text: str) -> date:
    """Return a day; of the ways to write one an address has but one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise MissingError("plan") from None
    if day.isoformat() != text:
        raise MissingError("plan")
    return day


def number_of(text: str) -> VersionNumber:
    """Return the number of a version, as an address writes it.

    Raises
    ------
    MissingError
        Where it is no number from 1.
    """
    plain = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    number = int(text) if plain else 0
    if not number or str(number) != text:
        raise MissingError("version")
    return VersionNumber(number)


def when(moment: datetime, zone: ZoneInfo) -> Message:
    """Return a moment as it is written where the hotline is."""
    there = moment.astimezone(zone)
    return WHEN(day=there.date().isoformat(), time=f"{there:%H:%M}")


def read_planning_context(
    request: Request, viewer: Annotated[Viewer, Depends(current_viewer)]
) -> PlanningContext:
    """Return where the caller works.

    Raises
    ------
    MissingError
        Where there is no store.
    """
    return PlanningContext(
        page=read_frame(request), viewer=viewer, database=store_of(request), now=request.app.state.now()
    )


InPlanning = Annotated[PlanningContext, Depends(read_planning_context)]
