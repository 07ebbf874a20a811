"""Where a plan is edited: the plan that an address names, and a state of it as its planner sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends

from api.access.ids import RevisionNumber
from api.access.permissions import Permission
from api.plans.difference import TableDifference
from api.plans.editing import PlanState, read_state
from api.plans.place import PlanPlace
from api.plans.records.plans import find_revision
from api.revisions.setting_words import say_settings
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading


@dataclass(frozen=True)
class EditContext:
    """Where a plan is edited in pages.

    Parameters
    ----------
    planning
        The page that is asked for, and who asks.
    place
        The plan.
    states
        Revisions that were read for this request; they never change.
    """

    planning: PlanningContext
    place: PlanPlace
    states: dict[RevisionNumber, PlanState] = field(default_factory=dict, compare=False)

    @property
    def may_edit(self) -> bool:
        """Whether whoever looks may change anything."""
        return self.place.viewer.may(Permission.EDIT_PLAN)

    @property
    def language(self) -> str:
        """Of the page."""
        return self.planning.page.language

    def state(self, number: RevisionNumber | None = None) -> PlanState:
        """Return a revision of the plan; the newest where no number is given.

        Raises
        ------
        MissingError
            Where there is none.
        """
        with reading(self.place.database) as connection:
            found = find_revision(connection, self.place.plan.id, number).number
            if found not in self.states:
                self.states[found] = read_state(connection, self.place, found)
        return self.states[found]

    def in_words(self, tables: Iterable[TableDifference]) -> tuple[TableDifference, ...]:
        """Return what differs between two states, settings by their names."""
        return say_settings(tables, self.place.speak)

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page about the plan."""
        return self.planning.page.link("plans", self.place.first_day, *parts, **query)


def read_edit_context(context: InPlanning, plan: str) -> EditContext:
    """Return where a plan is edited.

    Raises
    ------
    MissingError
        Where there is no such plan.
    """
    return EditContext(context, context.plan_place(plan))


InEditing = Annotated[EditContext, Depends(read_edit_context)]
