"""Changes by hand as programs ask for them, and what comes of them as programs read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.editing.changes import Changed
from api.editing.difference import LevelDifference
from api.editing.hand import HandChange, Locking, Move, Unlocking
from api.editing.json_difference import LevelChangeView, level_views
from api.texts.translator import Translator
from wfm.finding import Finding
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.message import Message, Param

SHIFT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$"
MOST_CHANGES = 500
"""As many seats as a coordinator moves by hand at once, and more."""

ShiftIn = Annotated[
    str, Field(description="Which shift: its local start.", examples=["2027-01-04T08:00"], pattern=SHIFT)
]
CodeIn = Annotated[str, Field(min_length=1, max_length=100)]


class MoveIn(BaseModel):
    """A seat changes hands: who leaves it, who joins, or both."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["move"] = Field(description="What is changed.", examples=["move"])
    shift: ShiftIn
    leaves: CodeIn | None = Field(
        default=None,
        description="Agent who no longer sits there; null takes an empty seat.",
        examples=["730-02"],
    )
    joins: CodeIn | None = Field(
        default=None,
        description="Agent who sits there instead; null leaves the seat empty.",
        examples=["730-04"],
    )

    def change(self) -> HandChange:
        """Return the change that is asked for."""
        leaves, joins = (None if one is None else AgentId(one) for one in (self.leaves, self.joins))
        return Move(ShiftId(self.shift), leaves, joins)


class LockIn(BaseModel):
    """A shift is locked to a municipality, an agent or both; or that lock is lifted."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["lock", "unlock"] = Field(description="What is changed.", examples=["lock"])
    shift: ShiftIn
    municipality: CodeIn | None = Field(
        default=None, description="Code of the only municipality that may sit there.", examples=["730"]
    )
    agent: CodeIn | None = Field(default=None, description="Agent who has to sit there.", examples=["730-02"])

    def change(self) -> HandChange:
        """Return the change that is asked for."""
        code = None if self.municipality is None else MunicipalityCode(self.municipality)
        agent = None if self.agent is None else AgentId(self.agent)
        return (Locking if self.kind == "lock" else Unlocking)(ShiftId(self.shift), code, agent)


class ChangesIn(BaseModel):
    """Changes that are made together or not at all; their order means nothing."""

    model_config = ConfigDict(extra="forbid")

    changes: list[Annotated[MoveIn | LockIn, Field(discriminator="kind")]] = Field(
        description="All that leave a seat do so before anybody joins one.",
        examples=[
            [{"kind": "move", "shift": "2027-01-04T08:00", "leaves": "730-02", "joins": "730-04"}],
        ],
        min_length=1,
        max_length=MOST_CHANGES,
    )

    def hand_changes(self) -> tuple[HandChange, ...]:
        """Return the changes that are asked for."""
        return tuple(one.change() for one in self.changes)


class FoundView(BaseModel):
    """Something that is not as a rule would have it."""

    rule: str = Field(description="Key of the rule.", examples=["rest"])
    level: str = Field(description="Level where it counts; hard is never broken anew.", examples=["hard"])
    subject: str = Field(
        description="Whom or what it is about: kind:value, parts joined by a bar.",
        examples=["agent:730-02|shift:2027-01-04T08:00"],
    )
    amount: int = Field(description="Amount in the rule's own measure.", examples=[1], ge=1)
    key: str = Field(description="Stable name of the sentence.", examples=["locks.absent"])
    params: dict[str, Any] = Field(
        description="What stands in the sentence's places; a message within is its sentence.",
        examples=[{"shift": "2027-01-04T08:00"}],
    )
    sentence: str = Field(description="The same for people.", examples=["Agent 12 no longer sits there"])


class ChangedAnswer(BaseModel):
    """What changes by hand make of a roster."""

    allowed: bool = Field(description="Whether no hard rule is broken anew.", examples=[True])
    score: list[LevelChangeView] = Field(
        description="Every level, best first.",
        examples=[[{"level": "quota", "before": 4, "after": 6, "sentence": "Quota: 6, worse than 4"}]],
    )
    new_breaches: list[FoundView] = Field(
        description="Breaches of hard rules that there were not before: why changes are refused.",
        examples=[[{"rule": "rest", "level": "hard"}]],
    )
    earlier_breaches: list[FoundView] = Field(
        description="Breaches that there were before: told, but no reason to refuse.",
        examples=[[{"rule": "pairing", "level": "hard"}]],
    )
    come: list[FoundView] = Field(
        description="Findings that there were not before, or not in this amount.",
        examples=[[{"rule": "coverage", "level": "coverage"}]],
    )
    gone: list[FoundView] = Field(
        description="Findings that there are no longer, or not in this amount.",
        examples=[[{"rule": "wishes", "level": "quality"}]],
    )


def changed_answer(changed: Changed, speak: Translator) -> ChangedAnswer:
    """Return what programs read of changes by hand; sentences in one language."""
    before, after = changed.score_before, changed.score
    levels = (LevelDifference(level, before[level], after[level]) for level in after.levels)
    return ChangedAnswer(
        allowed=not changed.new_breaches,
        score=level_views(levels, speak),
        new_breaches=found_views(changed.new_breaches, speak),
        earlier_breaches=found_views(changed.earlier_breaches, speak),
        come=found_views(changed.come, speak),
        gone=found_views(changed.gone, speak),
    )


def found_views(findings: Iterable[Finding], speak: Translator) -> list[FoundView]:
    """Return findings as programs read them."""
    return [
        FoundView(
            rule=finding.rule,
            level=finding.level.value,
            subject=str(finding.subject),
            amount=finding.amount,
            key=finding.message.key,
            params={name: _plain(value, speak) for name, value in finding.message.params.items()},
            sentence=speak.sentence(finding.message),
        )
        for finding in findings
    ]


def _plain(value: Param, speak: Translator) -> Any:
    if isinstance(value, Message):
        return speak.say(value)
    return [_plain(item, speak) for item in value] if isinstance(value, tuple) else value
