"""Documents of questions and their answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.questions.place import QuestionPlace
from api.questions.service import QuestionOrder
from api.runs.kinds import RunState
from api.runs.overview import RunOverview
from api.web.json.operations import sends
from wfm.ids import AgentId, MunicipalityCode, ShiftId

ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
AT = "2026-12-10T09:00:00Z"
SHIFT = "2027-01-14T08:00"
SAID = "Agent 2 har 10 vagter; 6 til 7 er rimeligt"
Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]


@sends
class SentQuestion(BaseModel):
    """What somebody wants to know of what is published."""

    model_config = ConfigDict(extra="forbid")

    agent: Word | None = Field(
        default=None,
        description="About whom: the caller, or somebody of the caller's own people.",
        examples=["730-02"],
    )
    municipality: Word | None = Field(
        default=None, description="About which municipality, in place of an agent.", examples=[None]
    )
    rule: Word | None = Field(
        default=None,
        description="Rule of quality that is not kept to the letter there; all of them where left out.",
        examples=["agent_balance"],
    )
    shift: Word | None = Field(
        default=None, description="Why does the agent not have this shift?", examples=[None]
    )

    @property
    def order(self) -> QuestionOrder:
        """The question that it is."""
        return QuestionOrder(
            agent=None if self.agent is None else AgentId(self.agent),
            municipality=None if self.municipality is None else MunicipalityCode(self.municipality),
            rule=self.rule,
            shift=None if self.shift is None else ShiftId(self.shift),
        )


class ToldView(BaseModel):
    """What is answered about findings that have their reasons in common, or about a shift."""

    findings: list[str] = Field(description="What it explains; empty for a shift.", examples=[[SAID]])
    answer: str = Field(
        description="`forced`: it must be so; `not_forced`: it need not; `open`: not decided; empty for a "
        "shift.",
        examples=["forced"],
    )
    sentence: str = Field(description="The answer.", examples=["Det må være sådan:"])
    because: list[str] = Field(
        description="What forces it; of others only that they cannot.", examples=[["ingen andre kan"]]
    )
    mends: list[str] = Field(description="What would help.", examples=[[]])
    elsewhere: list[str] = Field(description="What another roster has instead.", examples=[[]])


class QuestionView(BaseModel):
    """A question and its answer."""

    id: str = Field(description="Random id.", examples=[ID])
    version: int = Field(description="Number of the published version that it is about.", examples=[3], ge=1)
    agent: AgentId | None = Field(description="About whom; null: about a municipality.", examples=["730-02"])
    municipality: MunicipalityCode | None = Field(
        description="About which municipality; null: about an agent.", examples=[None]
    )
    rule: str | None = Field(description="Rule of quality; null: all.", examples=["agent_balance"])
    shift: str | None = Field(description="Which shift the agent does not have.", examples=[None])
    state: RunState = Field(
        description="queued, running, done, cancelled, failed, or interrupted: cut off too often.",
        examples=["done"],
    )
    place: int | None = Field(description="In the queue, from 1; null: it does not wait.", examples=[None])
    at: datetime = Field(description="When it was asked, in UTC.", examples=[AT])
    ended_at: datetime | None = Field(description="When it was answered, in UTC.", examples=[AT])
    told: list[ToldView] | None = Field(description="The answer; null until then.", examples=[None])


class QuestionsAnswer(BaseModel):
    """What the caller asked about a plan."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    questions: list[QuestionView] = Field(
        description="The newest first, at most 50.", examples=[[{"id": ID, "version": 3, "state": "queued"}]]
    )


def question_view(place: QuestionPlace, seen: RunOverview) -> QuestionView:
    """Return a question, in the caller's language."""
    run, asked = seen.run, seen.run.asked
    document = seen.document(place.speak.language)
    return QuestionView(
        id=run.id,
        version=asked["version"],
        agent=place.agent_of(asked["person"]),
        municipality=asked["municipality"],
        rule=asked["rule"],
        shift=asked["shift"],
        state=run.state,
        place=seen.place,
        at=run.at,
        ended_at=run.ended_at,
        told=[ToldView.model_validate(one) for one in document["told"]] if document else None,
    )


def questions_answer(place: QuestionPlace, seen: Iterable[RunOverview]) -> QuestionsAnswer:
    """Return questions, in the caller's language."""
    return QuestionsAnswer(plan=place.plan.first_day, questions=[question_view(place, one) for one in seen])
