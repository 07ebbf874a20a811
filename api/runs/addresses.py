"""Addresses of runs for programs."""

from __future__ import annotations

from api.access.ids import RunId
from api.plans.addresses import PLAN, plan_address

LIST = f"{PLAN}/runs"
ONE = f"{LIST}/{{run}}"


def run_address(hotline: str, first_day: str, run: RunId) -> str:
    """Return the address of a run."""
    return f"{plan_address(hotline, first_day)}/runs/{run}"
