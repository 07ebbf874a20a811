"""Where somebody says when they can sit, in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from api.availability.place import CollectionPlace, collection_place
from api.plans.place import PlanPlace
from api.plans.records.facts import find_hotline
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading
from api.texts.translator import translator


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
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        hotline = find_hotline(connection, context.viewer.hotline)
        place = PlanPlace(
            database=context.database,
            viewer=context.viewer,
            at=context.now,
            speak=translator(context.page.language),
            hotline=hotline,
            plan=facts,
        )
        return CollectionContext(context, collection_place(connection, place))


InCollecting = Annotated[CollectionContext, Depends(read_collection_context)]
