"""Addresses of collections for programs."""

from __future__ import annotations

from api.plans.addresses import PLAN

COLLECTION = f"{PLAN}/collection"
ANSWER = f"{PLAN}/availability/{{agent}}"
REQUEST = f"{ANSWER}/requests/{{request}}"
