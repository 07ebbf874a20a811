"""Where somebody says when they can sit, in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from api.availability.place import CollectionPlace, collection_place
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading


@dataclass(frozen=True)
class CollectionContext:
    """A page that is asked for, and the plan with its collection."""

    planning: PlanningContext
    place: CollectionPlace

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page about the plan's availability."""
        return self.planning.page.link("plans", self.place.first_day, "availability", *parts, **query)


def read_collection_context(context: InPlanning, plan: str) -> CollectionContext:
    """Return where somebody answers.

    Raises
    ------
    MissingError
        Where there is no such plan for the caller.
    """
    place = context.plan_place(plan)
    with reading(context.database) as connection:
        return CollectionContext(context, collection_place(connection, place))


InCollecting = Annotated[CollectionContext, Depends(read_collection_context)]
