"""Changes by hand as documents: what is sent, what comes of it, and what differs between two versions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.rosters.editing.changes import ChangeOutcome
from api.rosters.editing.moves import HandChange, Locking, Move, Unlocking
from api.rosters.schemas import VersionBrief
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.web.json.problem import BreachView
from api.web.json.requests import NoteText
from wfm.finding import Finding
from wfm.ids import AgentId, MunicipalityCode, ShiftId

SHIFT = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]$"
ShiftText = Annotated[str, Field(pattern=SHIFT)]
Named = Annotated[str, Field(min_length=1, max_length=200)]


class _Change(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shift: ShiftText = Field(description="Local start of the shift.", examples=["2027-01-14T08:00"])


class SentMove(_Change):
    """A seat of a shift changes hands."""

    kind: Literal["move"] = Field(description="Which kind of change.", examples=["move"])
    leaves: Named | None = Field(
        default=None, description="Agent who no longer sits there; null: an empty seat.", examples=["730-02"]
    )
    joins: Named | None = Field(
        default=None, description="Agent who sits there instead; null: nobody.", examples=["751-01"]
    )


class _Lock(_Change):
    municipality: Named | None = Field(
        default=None, description="No other one sits on the shift.", examples=["730"]
    )
    agent: Named | None = Field(default=None, description="Sits on the shift.", examples=["730-02"])


class SentLocking(_Lock):
    """A shift is locked to a municipality, an agent, or both."""

    kind: Literal["lock"] = Field(description="Which kind of change.", examples=["lock"])


class SentUnlocking(_Lock):
    """The lock that says just this is lifted."""

    kind: Literal["unlock"] = Field(description="Which kind of change.", examples=["unlock"])


SentChange = Annotated[SentMove | SentLocking | SentUnlocking, Field(discriminator="kind")]


@sends
class SentChanges(BaseModel):
    """Changes that are made together, in no order."""

    model_config = ConfigDict(extra="forbid")

    changes: list[SentChange] = Field(
        description="The changes.",
        examples=[[{"kind": "move", "shift": "2027-01-14T08:00", "leaves": "730-02", "joins": "730-04"}]],
        min_length=1,
        max_length=1000,
    )
    note: NoteText = Field(
        default="", description="What the author says to them.", examples=["Swapped by telephone"]
    )


class LevelChange(BaseModel):
    """What becomes of a level of the score."""

    level: Literal["coverage", "competence", "changes", "quota", "quality"] = Field(
        description="Which, the first counts most.", examples=["coverage"]
    )
    before: int | None = Field(description="Value before; null where there was none.", examples=[1], ge=0)
    after: int | None = Field(description="Value now; less is better.", examples=[0], ge=0)


class SeatLost(BaseModel):
    """A seat of the version that the newest plan has no place for."""

    shift: str = Field(description="Local start of the shift.", examples=["2027-01-14T08:00"])
    agent: str = Field(description="Who sat there.", examples=["730-02"])


class ChangedAnswer(BaseModel):
    """The version that came of changes, and what they did to the score."""

    version: VersionBrief = Field(description="The new version.", examples=[{"number": 5, "parent": 4}])
    levels: list[LevelChange] = Field(
        description="Every level before and after, best first.",
        examples=[[{"level": "coverage", "before": 1, "after": 0}]],
    )
    come: list[BreachView] = Field(
        description="Findings that were not there before, hard ones first.",
        examples=[[{"rule": "wishes", "subject": "agent:730-04"}]],
    )
    gone: list[BreachView] = Field(
        description="Findings that are no longer there.",
        examples=[[{"rule": "coverage", "subject": "shift:2027-01-14T08:00"}]],
    )
    breaches: list[BreachView] = Field(
        description="Hard rules that were broken before and still are: it can't be published so.",
        examples=[[]],
    )
    lost: list[SeatLost] = Field(
        description="Seats of the version whose shift or agent the newest plan no longer has.", examples=[[]]
    )


def hand_changes(document: SentChanges) -> tuple[HandChange, ...]:
    """Return the changes that were sent."""
    return tuple(map(_hand_change, document.changes))


def _hand_change(sent: SentMove | SentLocking | SentUnlocking) -> HandChange:
    shift = ShiftId(sent.shift)
    if isinstance(sent, SentMove):
        return Move(shift, _agent(sent.leaves), _agent(sent.joins))
    kind = Locking if isinstance(sent, SentLocking) else Unlocking
    code = None if sent.municipality is None else MunicipalityCode(sent.municipality)
    return kind(shift, code, _agent(sent.agent))


def _agent(named: str | None) -> AgentId | None:
    return None if named is None else AgentId(named)


def finding_document(finding: Finding, speak: Translator) -> dict[str, Any]:
    """Return a finding in short, its sentence in one language."""
    return {
        "rule": finding.rule,
        "subject": str(finding.subject),
        "sentence": speak.sentence(finding.message),
    }


def changed_answer(
    version: VersionBrief, found: ChangeOutcome, lost: list[dict[str, str]], speak: Translator
) -> ChangedAnswer:
    """Return what came of changes."""

    def told(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
        return [finding_document(finding, speak) for finding in findings]

    levels = [
        {"level": level.value, "before": found.score_before[level], "after": found.score[level]}
        for level in found.score.levels
    ]
    return ChangedAnswer.model_validate(
        {
            "version": version.model_dump(),
            "levels": levels,
            "come": told(found.come),
            "gone": told(found.gone),
            "breaches": told(found.breaches),
            "lost": lost,
        }
    )
