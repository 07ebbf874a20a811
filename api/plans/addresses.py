"""Addresses of plans for programs, and what lies beneath them."""

from __future__ import annotations

PREFIX = "/api/v1/hotlines"
PLAN = "/{hotline}/plans/{plan}"


def plan_address(hotline: str, first_day: str) -> str:
    """Return the address of a plan: of its hotline's code, and the first day of its period."""
    return f"{PREFIX}/{hotline}/plans/{first_day}"
