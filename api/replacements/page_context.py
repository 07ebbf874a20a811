"""What pages of absences and offers share: who may be reported, and requests as they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Annotated

from fastapi import Depends

from api.access.ids import AbsenceId, SeatOfferId, VersionNumber
from api.amendments.records.amendments import find_draft_after, list_amendments
from api.plans.place import HotlinePlace
from api.publishing.agreement import read_agreement
from api.rendering.templates import HOME
from api.replacements.published_plan import PublishedQuarter, find_absent_in_draft, read_published_between
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading
from api.store.errors import MissingError
from api.store.idempotency import IdempotentRequest
from api.web.pages.sent_form import PageForm
from wfm.ids import AgentId, MunicipalityCode, ShiftId

AHEAD = timedelta(days=200)
ID_LENGTH = 32


@dataclass(frozen=True)
class ReplacementContext:
    """A page that is asked for, and the hotline that it is about."""

    planning: PlanningContext
    place: HotlinePlace

    @property
    def agreed(self) -> NoticeAgreement:
        """Agreed notice."""
        return read_agreement(self.planning.page.request.app.state.settings)

    @cached_property
    def plans(self) -> tuple[PublishedQuarter, ...]:
        """What is published from today on."""
        today = self.place.at.astimezone(HOME).date()
        with reading(self.place.database) as connection:
            return read_published_between(connection, self.place, today, today + AHEAD)

    @property
    def speakable(self) -> Mapping[str, Mapping[AgentId, str]]:
        """Agents for whom the caller speaks, with names, by name of their municipality."""
        found: dict[str, dict[AgentId, str]] = {}
        for of in self.plans:
            for agent in of.plan.agents:
                if of.speaks_for(agent.id):
                    town = of.plan.municipality[agent.municipality].name
                    found.setdefault(town, {})[agent.id] = of.plan.labels[agent.id]
        return found

    @property
    def led(self) -> Mapping[MunicipalityCode, str]:
        """Municipalities for whose people a leader answers, with names."""
        codes = sorted(self.place.viewer.scope.municipalities)
        names = {code: town.name for of in self.plans for code, town in of.plan.municipality.items()}
        return {code: names.get(code, code) for code in codes}

    @property
    def unfollowed(self) -> tuple[tuple[str, VersionNumber, tuple[ShiftId, ...]], ...]:
        """Shifts of drafts in the making that could not follow what was published, for coordinators.

        Each with the first day of the plan and the number of the draft.
        """
        found = []
        with reading(self.place.database) as connection:
            for of in (one for one in self.plans if one.coordinates):
                newest, plan = of.place.plan.version, of.place.plan.id
                kept = [
                    ShiftId(left["shift"])
                    for one in list_amendments(connection, plan)
                    if one.draft and find_draft_after(connection, plan, one.draft) == newest
                    for left in one.left
                ]
                if kept:
                    found.append((of.place.first_day, newest, tuple(sorted(set(kept)))))
        return tuple(found)

    @property
    def absent_in_drafts(self) -> tuple[tuple[str, VersionNumber, tuple[ShiftId, ...]], ...]:
        """Shifts to come of drafts in the making on which somebody sits who is away, for coordinators.

        Each with the first day of the plan and the number of the draft.
        """
        with reading(self.place.database) as connection:
            found = (
                (of.place.first_day, of.place.plan.version, find_absent_in_draft(connection, of))
                for of in self.plans
                if of.coordinates
            )
            return tuple(one for one in found if one[2])

    def request(self, form: PageForm, *parts: str) -> IdempotentRequest:
        """Return by what a form is known."""
        path = "/".join(("", "replacements", self.place.hotline.id, *parts))
        return form.request(self.place.author, path)


def read_replacement_context(context: InPlanning) -> ReplacementContext:
    """Return where the caller is."""
    return ReplacementContext(context, context.hotline_place())


InReplacing = Annotated[ReplacementContext, Depends(read_replacement_context)]


def absence_named(text: str) -> AbsenceId:
    """Return the absence that an address names.

    Raises
    ------
    MissingError
        Where that is no id.
    """
    return AbsenceId(_id(text))


def offer_named(text: str) -> SeatOfferId:
    """Return the offer that an address names.

    Raises
    ------
    MissingError
        Where that is no id.
    """
    return SeatOfferId(_id(text))


def _id(text: str) -> str:
    if len(text) != ID_LENGTH or not text.isalnum():
        raise MissingError("id")
    return text
