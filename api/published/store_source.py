"""Served: the published rosters of every hotline, each kept as long as nothing of it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import assert_never

from api.access.callers import AccountHolder, Bearer, Caller, LocalUser, Nobody
from api.access.ids import NO_HOTLINE, HotlineCode, HotlineId, PlanId, VersionNumber
from api.plans.records.proposed import list_open_proposals
from api.published.records import (
    PublishedPlan,
    find_state,
    list_hotline_codes,
    list_hotline_names,
    list_published_plans,
    read_draft,
    read_published,
)
from api.store.engine import Database, reading
from api.store.errors import MissingError
from api.texts.alphabet import danish_order
from api.web.cache import PublicationSource
from api.web.sources import HotlineChoice, NothingPublishedError

_SEVERAL = 2
_KEPT = 8
"""Rosters of a hotline that are kept ready at most: two years of quarters."""


@dataclass
class _HotlineCache:
    """What is kept of one hotline, for one state of it."""

    state: int
    id: HotlineId
    plans: tuple[PublishedPlan, ...]
    sources: dict[PlanId, PublicationSource] = field(default_factory=dict)
    drafts: dict[tuple[PlanId, VersionNumber], PublicationSource] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class StoredHotlines:
    """The hotlines of a store; each request asks for the hotline's state and, while it stays, no more."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self._kept: dict[HotlineCode, _HotlineCache] = {}

    def usual(self, caller: Caller) -> HotlineCode:
        """Return the first of the caller's hotlines, by code."""
        match caller:
            case AccountHolder():
                return min((grant.hotline for grant in caller.grants), default=NO_HOTLINE)
            case Bearer():
                return caller.hotline
            case LocalUser():
                with reading(self._database) as connection:
                    return next(iter(list_hotline_codes(connection)), NO_HOTLINE)
            case Nobody():
                return NO_HOTLINE
            case _:
                assert_never(caller)

    def choices(self, caller: Caller) -> tuple[HotlineChoice, ...]:
        """Return the caller's hotlines where there are several; who has but one is asked no question."""
        if isinstance(caller, AccountHolder):
            own = {grant.hotline for grant in caller.grants}
            if len(own) < _SEVERAL:
                return ()
        elif not isinstance(caller, LocalUser):
            return ()
        with reading(self._database) as connection:
            found = list_hotline_names(connection)
        if isinstance(caller, AccountHolder):
            found = {code: name for code, name in found.items() if code in own}
        several = (HotlineChoice(code, name) for code, name in found.items())
        ordered = tuple(sorted(several, key=lambda one: (danish_order(one.name), one.code)))
        return ordered if len(ordered) >= _SEVERAL else ()

    def first_days(self, hotline: HotlineCode) -> tuple[date, ...]:
        """Return the first days of the plans of which something is published, in order."""
        try:
            return tuple(plan.first_day for plan in self._current(hotline).plans)
        except NothingPublishedError:
            return ()

    def source(self, hotline: HotlineCode, plan: str = "") -> PublicationSource:
        """Return a published roster; it is read once for each state of its hotline."""
        kept = self._current(hotline)
        # In UTC: for an hour or two after midnight on the first day of a quarter it is still the old one.
        wanted = _find_plan(kept.plans, plan) if plan else _of_today(kept.plans, self._now().date())
        if wanted is None:
            raise NothingPublishedError(hotline, plan)
        with kept.lock:  # whoever else asks for it meanwhile waits instead of reading it again
            found = kept.sources.get(wanted.id)
            if found is None:
                with reading(self._database) as connection:
                    found = PublicationSource(*read_published(connection, kept.id, wanted))
                if len(kept.sources) >= _KEPT:
                    kept.sources.clear()
                kept.sources[wanted.id] = found
        return found

    def draft_source(self, hotline: HotlineCode, plan: str, number: str) -> PublicationSource:
        """Return a draft that is shown to people now; it is read once for each state of its hotline."""
        kept = self._current(hotline)
        with reading(self._database) as connection:
            drafts = list_open_proposals(connection, kept.id, self._now())
        wanted = next((one for one in drafts if one.names(plan, number)), None)
        if wanted is None:
            raise NothingPublishedError(hotline, plan)
        with kept.lock:
            found = kept.drafts.get((wanted.plan, wanted.number))
            if found is None:
                with reading(self._database) as connection:
                    found = PublicationSource(*read_draft(connection, kept.id, wanted))
                if len(kept.drafts) >= _KEPT:
                    kept.drafts.clear()
                kept.drafts[wanted.plan, wanted.number] = found
        return found

    def _current(self, hotline: HotlineCode) -> _HotlineCache:
        with reading(self._database) as connection:
            try:
                state = find_state(connection, hotline)
            except MissingError:
                raise NothingPublishedError(hotline) from None
            kept = self._kept.get(hotline)
            if kept is None or kept.state != state.number:
                plans = list_published_plans(connection, state.id)
                self._kept[hotline] = kept = _HotlineCache(state.number, state.id, plans)
        return kept


def _find_plan(plans: tuple[PublishedPlan, ...], first_day: str) -> PublishedPlan | None:
    return next((plan for plan in plans if plan.first_day.isoformat() == first_day), None)


def _of_today(plans: tuple[PublishedPlan, ...], today: date) -> PublishedPlan | None:
    begun = [plan for plan in plans if plan.first_day <= today]
    return begun[-1] if begun else next(iter(plans), None)
