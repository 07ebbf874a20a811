"""Addresses of what was worked."""

from __future__ import annotations

from api.plans.addresses import PLAN

WORKED = f"{PLAN}/worked"
ONE = f"{WORKED}/{{shift}}"
MINUTES = f"{PLAN}/minutes"
CLOSE = f"{PLAN}/close"
CORRECTIONS = f"{PLAN}/corrections"
