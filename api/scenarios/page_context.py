"""Where scenarios are shown in pages: the plan that an address names, as far as the caller may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from fastapi import Depends

from api.access.permissions import Permission
from api.plans.place import PlanPlace
from api.rosters.page_context import InPlanning, PlanningContext, when
from api.scenarios.place import ScenarioBase, read_base
from api.scenarios.records.scenarios import KeptScenario
from api.store.engine import reading
from api.store.errors import ClashError
from wfm.message import Message


class KeptRow(NamedTuple):
    """A scenario as the list shows it; ``by`` is nobody where the reader does not plan."""

    kept: KeptScenario
    by: Message | None
    at: Message


@dataclass(frozen=True)
class ScenarioContext:
    """A page that is asked for, and the plan that scenarios are held against.

    Parameters
    ----------
    planning, place
        The page, and the plan.
    base
        The state of it that the caller may know; ``None`` where it has no municipalities yet.
    reason
        Why there is none.
    """

    planning: PlanningContext
    place: PlanPlace
    base: ScenarioBase | None
    reason: Message | None = None

    @property
    def known(self) -> ScenarioBase:
        """The state that scenarios are held against.

        Raises
        ------
        ClashError
            Where the plan has no municipalities yet.
        """
        return read_base(self.place) if self.base is None else self.base

    @property
    def may_try(self) -> bool:
        """Whether the caller tries and keeps scenarios."""
        return self.place.viewer.may(Permission.KEEP_SCENARIOS)

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page about the plan."""
        return self.planning.page.link("plans", self.place.first_day, *parts, **query)

    def rows(self, found: Sequence[KeptScenario]) -> tuple[KeptRow, ...]:
        """Return scenarios as lists show them."""
        zone = self.known.plan.hotline.zone
        with reading(self.place.database) as connection:
            return tuple(
                KeptRow(
                    one,
                    self.planning.by(connection, one.author) if self._knows_author(one) else None,
                    when(one.at, zone),
                )
                for one in found
            )

    def _knows_author(self, kept: KeptScenario) -> bool:
        return self.place.sees_drafts or kept.author == self.place.author


def read_scenario_context(context: InPlanning, plan: str) -> ScenarioContext:
    """Return where scenarios are shown.

    Raises
    ------
    MissingError
        Where there is no such plan, or none that the caller may know of.
    """
    place = context.plan_place(plan)
    try:
        return ScenarioContext(context, place, read_base(place))
    except ClashError as error:
        return ScenarioContext(context, place, None, error.message)


InScenarios = Annotated[ScenarioContext, Depends(read_scenario_context)]
