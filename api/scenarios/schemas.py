"""Scenarios as JSON: what is sent, what is kept, and everybody's figures before and after."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.access.ids import ScenarioId
from api.plans.edit_schemas import JOIN, LEAVE, SET
from api.plans.place import PlanPlace
from api.plans.schemas import ACCOUNT, AT
from api.scenarios.figures_json import figures_json
from api.scenarios.outcomes import EditsOutcome
from api.scenarios.place import ScenarioBase, is_own
from api.scenarios.records.scenarios import KeptScenario
from api.scenarios.service import MOST_QUARTERS, ScenarioDraft
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.web.json.problem import FaultView
from api.web.json.requests import NoteText
from api.web.store_problems import fault_told
from wfm.quota_years import QUARTERS
from wfm.scenario.edits import ScenarioEdits
from wfm.scenario.figures import ScenarioFigures

ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
FIGURES = {"quarters": 8, "net": "-1234.56", "municipalities": [{"municipality": "825", "name": "Læsø"}]}
TypedText = Annotated[str, StringConstraints(max_length=2000)]
TypedCode = Annotated[str, StringConstraints(max_length=200)]


class SentScenarioEdits(BaseModel):
    """What is otherwise in a scenario."""

    model_config = ConfigDict(extra="forbid")

    join: list[TypedText] = JOIN
    leave: list[TypedCode] = LEAVE
    set: list[TypedText] = SET

    @property
    def edits(self) -> ScenarioEdits:
        """The same as it is reckoned with."""
        return ScenarioEdits(tuple(self.join), tuple(self.leave), tuple(self.set))


@sends
class SentTry(SentScenarioEdits):
    """Edits to be tried."""

    quarters: int = Field(
        default=QUARTERS, description="How many are reckoned.", examples=[8], ge=1, le=MOST_QUARTERS
    )


@sends
class SentScenario(SentScenarioEdits):
    """A scenario to be kept."""

    name: str = Field(description="What it is called.", examples=["With Struer"], max_length=1000)
    shared: bool = Field(
        default=False, description="Whether all who see the hotline's figures see it.", examples=[True]
    )

    @property
    def draft(self) -> ScenarioDraft:
        """The same as it is kept."""
        return ScenarioDraft(self.name, self.edits, self.shared)


@sends
class SentAdoption(BaseModel):
    """That a scenario becomes the plan."""

    model_config = ConfigDict(extra="forbid")

    preview: bool = Field(
        default=False, description="Whether only to tell what it would change.", examples=[True]
    )
    note: NoteText = Field(default="", description="What is said to the revision.", examples=["As agreed"])


class ScenarioView(BaseModel):
    """A scenario as it is kept."""

    id: ScenarioId = Field(description="Random id.", examples=[ID])
    plan: Date = Field(description="First day of the plan beside which it is kept.", examples=["2027-01-04"])
    number: int = Field(description="Rises each time that it is changed.", examples=[1], ge=1)
    name: str = Field(description="What it is called.", examples=["With Struer"])
    join: list[str] = JOIN
    leave: list[str] = LEAVE
    set: list[str] = SET
    shared: bool = Field(description="Whether others see it.", examples=[True])
    own: bool = Field(description="Whether it is the caller's to change.", examples=[True])
    by: str | None = Field(
        description="Account of its author, for those who plan and itself; null else.", examples=[ACCOUNT]
    )
    at: datetime = Field(description="When it was changed last, in UTC.", examples=[AT])
    solved: dict[str, Any] | None = Field(
        description="What a search found of it, in figures; null before one has.", examples=[None]
    )


class ScenariosAnswer(BaseModel):
    """The scenarios that the caller sees."""

    scenarios: list[ScenarioView] = Field(
        description="Those that were changed last first.", examples=[[{"id": ID, "name": "With Struer"}]]
    )


class OutcomeAnswer(BaseModel):
    """What comes of edits, beside the plan as it is."""

    revision: int = Field(
        description="Number of the plan's revision that they are held against: the newest for those who "
        "plan, for others the published roster's.",
        examples=[7],
        ge=1,
    )
    notices: list[str] = Field(
        description="What the plan no longer holds then, in sentences.", examples=[["1 lock is left out"]]
    )
    faults: list[FaultView] = Field(
        description="Why the plan can't be so; empty where it can.", examples=[[]]
    )
    before: dict[str, Any] = Field(
        description="Figures of the plan as it is: what `wfm scenario --json` prints.", examples=[FIGURES]
    )
    after: dict[str, Any] | None = Field(
        description="The same with the edits; null where the plan can't be so.", examples=[FIGURES]
    )


class ScenarioAnswer(OutcomeAnswer):
    """A scenario, and what comes of it now."""

    scenario: ScenarioView = Field(description="As it is kept.", examples=[{"id": ID, "number": 1}])


def scenario_view(place: PlanPlace, kept: KeptScenario) -> ScenarioView:
    """Return a scenario as its reader may know it."""
    own = is_own(place, kept)
    return ScenarioView(
        id=kept.id,
        plan=place.plan.first_day,
        number=kept.number,
        name=kept.name,
        join=list(kept.edits.joins),
        leave=list(kept.edits.leaves),
        set=list(kept.edits.settings),
        shared=kept.shared,
        own=own,
        by=kept.author if own or place.sees_drafts else None,
        at=kept.at,
        solved=None if kept.solved is None else dict(kept.solved),
    )


def outcome_told(
    base: ScenarioBase, before: ScenarioFigures, found: EditsOutcome, speak: Translator
) -> dict[str, Any]:
    """Return the parts of a document that say what comes of edits."""
    return {
        "revision": base.revision.number,
        "notices": [speak.sentence(notice) for notice in found.notices],
        "faults": [FaultView(**fault_told(fault, speak)) for fault in found.faults],
        "before": dict(figures_json(before)),
        "after": None if found.figures is None else dict(figures_json(found.figures)),
    }
