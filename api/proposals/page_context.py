"""Where a draft is proposed, commented on and answered, in pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Annotated, Any

from fastapi import Depends

from api.access.ids import RunId
from api.proposals.place import ProposalPlace, proposal_place
from api.proposals.records.remarks import DraftRemark
from api.proposals.sentences import A_LEADER, AGENT, COORDINATOR, GONE
from api.publication.seating import ShiftSeating
from api.publication.summary import Showing
from api.rosters.page_context import InPlanning, PlanningContext, number_of
from api.runs.kinds import RunKind, RunState
from api.runs.records.runs import RunFacts, list_runs
from api.store.engine import reading
from api.web.cache import VisiblePublication
from api.web.sources import Hotlines
from wfm.message import Message

RUNS = 100
"""How many of the newest runs are looked at for explanations to answer with."""


@dataclass(frozen=True)
class ProposalContext:
    """A page that is asked for, and the version that is proposed there."""

    planning: PlanningContext
    place: ProposalPlace

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page about the proposal."""
        place = self.place
        where = ("plans", place.first_day, "versions", place.version.number, "proposal")
        return self.planning.page.link(*where, *parts, **query)

    @cached_property
    def seen(self) -> VisiblePublication | None:
        """What the caller sees of the draft; nothing while it is not shown."""
        if not self.place.is_open:
            return None
        hotlines: Hotlines = self.planning.page.request.app.state.hotlines
        viewer, number = self.place.viewer, str(self.place.version.number)
        return hotlines.draft_source(viewer.hotline, self.place.first_day, number).view(viewer.scope)

    def own_shifts(self) -> tuple[ShiftSeating, ...]:
        """Return the shifts of the draft on which the caller or own people sit, in order of time."""
        if self.seen is None:
            return ()
        scope, showing = self.seen.scope, self.seen.derive(Showing)
        mine = {seating.shift.id for agent in scope.agents for seating in showing.seatings_of(agent)}
        return tuple(
            seating
            for seating in showing.seatings.values()
            if seating.shift.id in mine or any(map(seating.concerns, scope.municipalities))
        )

    @property
    def draft_link(self) -> Any:
        """What makes addresses of pages of a roster that show the draft."""
        place = self.place
        return partial(self.planning.page.link, plan=place.first_day, proposal=place.version.number)

    def explanations(self) -> tuple[RunFacts, ...]:
        """Return the plan's runs that explained something, the newest first."""
        with reading(self.place.database) as connection:
            found = list_runs(connection, self.place.plan.id, most=RUNS)
        return tuple(one for one in found if one.kind is RunKind.EXPLAIN and one.state is RunState.DONE)

    def writers(self, remarks: tuple[DraftRemark, ...]) -> Mapping[str, Message]:
        """Return from whom each comment comes, by its id."""
        name_of = {one.person: one.name for one in self.place.stored.people()}
        town_of = self.place.stored.municipality_names()

        def writer(one: DraftRemark) -> Message:
            if one.person is not None:
                return AGENT(name=name_of[one.person]) if one.person in name_of else GONE()
            if one.municipality is not None:
                return A_LEADER(name=town_of.get(one.municipality, one.municipality))
            return COORDINATOR()

        return {one.id: writer(one) for one in remarks}


def run_named(text: str) -> RunId | None:
    """Return the run that a form names; nothing where it names none."""
    return RunId(text) if text else None


def read_proposal_context(context: InPlanning, plan: str, number: str) -> ProposalContext:
    """Return where a draft is proposed.

    Raises
    ------
    MissingError
        Where there is no such version for the caller.
    """
    place = context.plan_place(plan)
    with reading(context.database) as connection:
        return ProposalContext(context, proposal_place(connection, place, number_of(number)))


InProposing = Annotated[ProposalContext, Depends(read_proposal_context)]
