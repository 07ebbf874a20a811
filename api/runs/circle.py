"""Whom the answer to a question may tell of, and the answer as it is kept: nothing else of it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.access.views.explanation import Circle, VisibleExplanation
from api.runs.preparation import Preparation
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode


def circle_of(prepared: Preparation) -> Circle | None:
    """Return of whom an answer may tell; nothing where a planner asks, who may know of everybody."""
    asked = prepared.run.asked
    audience = asked.get("audience")
    if audience is None:
        return None
    plan, town = prepared.plan, audience["municipality"]
    if town:
        people = frozenset(one.id for one in plan.agents if one.municipality == town)
        return Circle(plan, people, MunicipalityCode(town))
    return Circle(plan, frozenset(one for one, who in prepared.person_of.items() if who == asked["person"]))


def visible_json(told: Iterable[VisibleExplanation], speak: Translator) -> dict[str, Any]:
    """Return an answer as it is kept, in one language."""
    return {
        "told": [
            {
                "findings": [speak.sentence(message) for message in one.findings],
                "answer": one.answer,
                "sentence": speak.sentence(one.message),
                "because": [speak.sentence(message) for message in one.because],
                "mends": [speak.sentence(message) for message in one.mends],
                "elsewhere": [speak.sentence(message) for message in one.elsewhere],
            }
            for one in told
        ]
    }
