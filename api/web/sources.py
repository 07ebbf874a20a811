"""Hotlines: where the service finds what is published of each; the store, or whatever a test puts there."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from api.access.callers import Caller
from api.access.ids import HotlineCode
from api.web.cache import PublicationSource


class NothingPublishedError(LookupError):
    """There is no such hotline, or nothing is published of what was asked for."""


class HotlineChoice(NamedTuple):
    """A hotline that may be chosen: its code and name."""

    code: HotlineCode
    name: str


class Hotlines(Protocol):
    """Where rosters come from."""

    def choices(self, caller: Caller) -> tuple[HotlineChoice, ...]:
        """Return the caller's hotlines where there are several to choose from, by name; else none."""

    def usual(self, caller: Caller) -> HotlineCode:
        """Return the code of the hotline that a caller means who names none; empty where there is none."""

    def first_days(self, hotline: HotlineCode) -> tuple[date, ...]:
        """Return the first days of a hotline's published plans, in order; none where there is no hotline."""

    def source(self, hotline: HotlineCode, plan: str = "") -> PublicationSource:
        """Return a published roster.

        Parameters
        ----------
        hotline
            Of which.
        plan
            First day of the plan; of all that are published, the one that holds today where it is left
            out, else the next, else the last.

        Raises
        ------
        NothingPublishedError
            Where there is none.
        """

    def draft_source(self, hotline: HotlineCode, plan: str, number: str) -> PublicationSource:
        """Return a draft that is shown to people now, as if it were published.

        Parameters
        ----------
        hotline, plan, number
            Of which hotline, the plan's first day, and the number of the version, as addresses name them.

        Raises
        ------
        NothingPublishedError
            Where no such draft is shown now.
        """
