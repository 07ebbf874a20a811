"""A check list as JSON."""

from __future__ import annotations

from datetime import date as Date

from pydantic import BaseModel, Field

from api.joining.service import CheckList, StepKind


class StepView(BaseModel):
    """One line of a check list."""

    step: StepKind = Field(description="What it is about.", examples=["accounts"])
    done: int = Field(description="How many there are.", examples=[3], ge=0)
    wanted: int = Field(description="How many are wanted; 0 where it is only told.", examples=[4], ge=0)
    complete: bool = Field(description="Whether nothing is left to do.", examples=[False])
    agents: list[str] = Field(
        description="Ids of whom it still lacks; of `novices`, who they are.", examples=[["730-04"]]
    )
    competences: list[str] = Field(
        description="Codes of which too few of the municipality's agents know.", examples=[["mitid"]]
    )
    invited: int = Field(description="How many were invited and have not accepted.", examples=[1], ge=0)


class CheckListAnswer(BaseModel):
    """How far a municipality that joins is, by the hotline's newest plan."""

    municipality: str = Field(description="Code of the municipality.", examples=["730"])
    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    revision: int = Field(description="Number of its newest revision.", examples=[7], ge=1)
    steps: list[StepView] = Field(
        description="The lines, in the order in which they are done; of a municipality that only finances, "
        "the leader's alone.",
        examples=[[{"step": "accounts", "done": 3, "wanted": 4, "complete": False}]],
    )


def check_list_answer(found: CheckList) -> CheckListAnswer:
    """Return a check list as a document."""
    return CheckListAnswer(
        municipality=found.municipality.code,
        plan=found.first_day,
        revision=found.revision,
        steps=[
            StepView(
                step=step.kind,
                done=step.done,
                wanted=step.wanted,
                complete=step.is_done,
                agents=list(step.agents),
                competences=list(step.lacking),
                invited=step.invited,
            )
            for step in found.steps
        ],
    )
