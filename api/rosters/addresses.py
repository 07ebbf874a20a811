"""Addresses of roster versions for programs."""

from __future__ import annotations

from api.access.ids import VersionNumber
from api.plans.addresses import PLAN, plan_address
from api.plans.place import PlanPlace

LIST = f"{PLAN}/versions"
ONE = f"{LIST}/{{number}}"


def version_address(place: PlanPlace, number: VersionNumber) -> str:
    """Return the address of a version."""
    return f"{plan_address(place.hotline.code, place.first_day)}/versions/{number}"
