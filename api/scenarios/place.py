"""The plan that a scenario is tried on, and what of the scenarios kept beside it the caller sees."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.permissions import Permission
from api.plans.completeness import require_complete
from api.plans.place import PlanPlace
from api.plans.records.plans import Revision, find_revision, read_plan, revision_by_id
from api.rosters.records.rosters import find_version
from api.scenarios.records.scenarios import KeptScenario
from api.store.engine import reading
from api.store.errors import MissingError
from wfm.plan import Plan


@dataclass(frozen=True)
class ScenarioBase:
    """What scenarios are held against.

    Parameters
    ----------
    revision, plan
        The newest one for those who plan; for others the one of which the published roster is.
    """

    revision: Revision
    plan: Plan


def read_base(place: PlanPlace) -> ScenarioBase:
    """Return the plan as far as the caller may know it.

    Raises
    ------
    MissingError
        Where nothing of it is published, for those who do not plan.
    ClashError
        Where it has no municipalities yet.
    """
    with reading(place.database) as connection:
        if place.sees_drafts:
            revision = find_revision(connection, place.plan.id)
        elif place.plan.published:
            version = find_version(connection, place.plan.id, place.plan.published)
            revision = revision_by_id(connection, version.revision)
        else:
            raise MissingError("plan")
        plan = read_plan(connection, revision)
    require_complete(plan)
    return ScenarioBase(revision, plan)


def is_own(place: PlanPlace, kept: KeptScenario) -> bool:
    """Tell whether the caller made a scenario, so that it is theirs to change."""
    return kept.author == place.author and place.viewer.may(Permission.KEEP_SCENARIOS)


def sees(place: PlanPlace, kept: KeptScenario) -> bool:
    """Tell whether the caller sees a scenario: the own ones, and what others share."""
    return kept.shared or is_own(place, kept)
