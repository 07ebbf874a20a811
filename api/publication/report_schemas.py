"""The report of the solve as JSON: the very document of ``report.json``."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema


class LevelView(BaseModel):
    """One level of the score."""

    value: int = Field(description="What the roster reaches; less is better.", examples=[0], ge=0)
    bound: int = Field(description="Proven: no roster can go below this.", examples=[0], ge=0)
    proof: ProofView | None = Field(
        description="How the bound was proven; empty in reports of earlier versions.",
        examples=[{"method": "zero", "sentence": "No value lies below 0"}],
    )


class ProofView(BaseModel):
    """How a bound was proven."""

    method: Literal["zero", "counting", "certificate", "blocks", "cp_sat", "mip"] = Field(
        description="Way of the proof, in order of the trust that it asks for.", examples=["cp_sat"]
    )
    solver: str | None = Field(description="Solver that was at work.", examples=["CP-SAT"])
    tolerance: float | None = Field(
        description="Taken off a bound in floating point before it was rounded up.", examples=[1e-06]
    )
    workers: int | None = Field(description="Threads that were at work on it.", examples=[2])
    sentence: str = Field(description="The same in the plan's language.", examples=["No value lies below 0"])


class ScoreView(BaseModel):
    """The levels, compared in this order."""

    coverage: LevelView = Field(description="Empty seats.", examples=[{"value": 0, "bound": 0}])
    competence: LevelView = Field(description="Missing competences.", examples=[{"value": 0, "bound": 0}])
    changes: LevelView | SkipJsonSchema[None] = Field(
        default=None,
        exclude_if=lambda level: level is None,
        description="Assignments gone from the roster that was mended; only where one was.",
        examples=[{"value": 2, "bound": 2}],
    )
    quota: LevelView = Field(
        description="Squared deviations from the targets.", examples=[{"value": 0, "bound": 0}]
    )
    quality: LevelView = Field(
        description="Weighted sum of the quality rules.", examples=[{"value": 1342, "bound": 1342}]
    )


class RuleView(BaseModel):
    """What a rule adds to its level."""

    rule: str = Field(description="Key of the rule.", examples=["unsocial_share"])
    level: str = Field(description="Level where it counts.", examples=["quality"])
    weight: int = Field(description="Weight in the plan.", examples=[10], ge=0)
    amount: int = Field(description="Amount in the rule's own measure.", examples=[2], ge=0)
    cost: int = Field(description="Weight × amount.", examples=[20], ge=0)


class FindingView(BaseModel):
    """Something that is not as a rule would have it."""

    rule: str = Field(description="Key of the rule.", examples=["unsocial_share"])
    subject: str = Field(
        description="Whom or what it is about: kind:value, parts joined by a bar.",
        examples=["municipality:665|week:2027-W03"],
    )
    amount: int = Field(description="Amount in the rule's own measure.", examples=[1], ge=1)
    key: str = Field(description="Stable name of the sentence.", examples=["unsocial_share.outside"])
    params: dict[str, Any] = Field(
        description="What stands in the sentence's places; a message within is an object of its own.",
        examples=[{"municipality": "Lemvig", "n": 3}],
    )
    sentence: str = Field(
        description="The sentence in the plan's language.",
        examples=["Lemvig has 3 unsocial shifts; its share is 1 to 2"],
    )
    forced: bool = Field(
        default=False,
        exclude_if=lambda forced: not forced,
        description="Set where the frozen shifts break a hard rule by themselves, which is no fault.",
        examples=[True],
    )


class BaselineView(BaseModel):
    """The roster that was mended."""

    sha256: str = Field(description="Fingerprint of the file.", examples=["9f86d081884c7d659a2feaa0c55ad015"])
    freeze_before: date | None = Field(
        description="Shifts of earlier days stayed as they were.", examples=["2027-02-01"]
    )


class ReportAnswer(BaseModel):
    """What the solve claims of the roster that is shown."""

    status: Literal["OPTIMAL", "FEASIBLE"] = Field(
        description="OPTIMAL only where every level's value equals its bound.", examples=["FEASIBLE"]
    )
    score: ScoreView = Field(
        description="Value and bound of each level.",
        examples=[{"coverage": {"value": 0, "bound": 0}}],
    )
    rules: list[RuleView] = Field(
        description="Every rule that scores.", examples=[[{"rule": "wishes", "cost": 31}]]
    )
    findings: list[FindingView] = Field(
        description="All that is not as it should be, hard rules first.",
        examples=[[{"rule": "wishes", "amount": 1}]],
    )
    baseline: BaselineView | SkipJsonSchema[None] = Field(
        default=None,
        exclude_if=lambda baseline: baseline is None,
        description="The roster that was mended; only where one was.",
        examples=[{"sha256": "9f86d081884c7d659a2feaa0c55ad015", "freeze_before": "2027-02-01"}],
    )
    seconds: float = Field(description="Wall time of the solve.", examples=[41.7], ge=0)
    workers: int = Field(description="Workers of the search.", examples=[2])
    seed: int = Field(description="Seed of the search.", examples=[1])
    interrupted: bool = Field(description="Whether it was stopped by hand.", examples=[False])
    plan_sha256: str = Field(
        description="Fingerprint of the plan.", examples=["9f86d081884c7d659a2feaa0c55ad015"]
    )
    versions: dict[str, str] = Field(
        description="Versions of what can change a roster.", examples=[{"ortools": "9.15.6755"}]
    )
