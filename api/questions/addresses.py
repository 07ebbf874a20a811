"""Addresses of questions for programs."""

from __future__ import annotations

from api.access.ids import RunId
from api.plans.addresses import PLAN, plan_address

LIST = f"{PLAN}/questions"
ONE = f"{LIST}/{{question}}"


def question_address(hotline: str, first_day: str, question: RunId) -> str:
    """Return the address of a question."""
    return f"{plan_address(hotline, first_day)}/questions/{question}"
