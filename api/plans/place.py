"""The hotline or the plan that a use case is about, who asks for it, and when."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from api.access.ids import AccountId
from api.access.permissions import Permission
from api.access.viewer import Viewer
from api.plans.records.facts import HotlineFacts, PlanFacts
from api.store.engine import Database
from api.texts.translator import Translator


@dataclass(frozen=True)
class HotlinePlace:
    """A hotline that a request is about.

    Parameters
    ----------
    database
        Where it lies.
    viewer
        Who asks, and how far they see.
    at
        When.
    speak
        Says sentences in the caller's language.
    hotline
        Which.
    """

    database: Database
    viewer: Viewer
    at: datetime
    speak: Translator
    hotline: HotlineFacts

    @property
    def author(self) -> AccountId | None:
        """The account to which a change is put down."""
        return self.viewer.account

    @property
    def sees_drafts(self) -> bool:
        """Whether the caller sees what is not published yet."""
        return self.viewer.may(Permission.READ_DRAFTS)

    def of_plan(self, plan: PlanFacts) -> PlanPlace:
        """Return the place of one of the hotline's plans."""
        return PlanPlace(
            **{field.name: getattr(self, field.name) for field in fields(HotlinePlace)}, plan=plan
        )


@dataclass(frozen=True)
class PlanPlace(HotlinePlace):
    """A plan that a request is about; the other parameters are those of its hotline."""

    plan: PlanFacts

    @property
    def first_day(self) -> str:
        """The plan's name in addresses."""
        return self.plan.first_day.isoformat()
