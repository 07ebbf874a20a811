"""Addresses of scenarios."""

from __future__ import annotations

from api.access.ids import ScenarioId
from api.plans.addresses import PLAN, plan_address
from api.plans.place import PlanPlace

LIST = f"{PLAN}/scenarios"
TRY = f"{LIST}/try"
ONE = f"{LIST}/{{scenario}}"
ADOPT = f"{ONE}/adopt"


def scenario_address(place: PlanPlace, scenario: ScenarioId) -> str:
    """Return the address of a scenario."""
    return f"{plan_address(place.hotline.code, place.first_day)}/scenarios/{scenario}"
