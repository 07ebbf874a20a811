"""Versions carried to another revision as documents: what would be done, and what was."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.rosters.carry import CarryPreview
from api.rosters.change_schemas import SeatLost, finding_document
from api.rosters.difference_schemas import STARTS, MunicipalityChange, municipality_change
from api.rosters.schemas import VersionBrief
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.web.json.problem import BreachView
from api.web.json.requests import NoteText

Reason = Literal["shift_gone", "left", "other_municipality", "staffs_no_more", "sits_beside", "unavailable"]


@sends
class SentCarry(BaseModel):
    """What the author knows and says."""

    model_config = ConfigDict(extra="forbid")

    revision: int | None = Field(
        default=None,
        description="Number of the newest revision that the author knows: where there is another, nothing "
        "is done. Left out or null, any will do.",
        examples=[8],
        ge=1,
        le=999_999_999,
    )
    note: NoteText = Field(
        default="", description="What the author says to it.", examples=["Closed on 5 June"]
    )


class SeatLoss(SeatLost):
    """A seat that somebody loses, and why."""

    municipality: str = Field(description="Code of the employer.", examples=["730"])
    reason: Literal[
        "shift_gone", "left", "other_municipality", "staffs_no_more", "sits_beside", "unavailable"
    ] = Field(
        description="The plan has no such shift any more; the agent left, works for another municipality, is "
        "away, or sits beside as a novice; or the municipality only finances now.",
        examples=["shift_gone"],
    )


class CarryAnswer(BaseModel):
    """What becomes of a version on the newest revision of its plan."""

    origin: int = Field(
        description="Number of the revision that the version was made for.", examples=[7], ge=1
    )
    revision: int = Field(description="Number of the newest revision.", examples=[8], ge=1)
    amends_plan: bool = Field(
        description="Whether one more revision is made, in which days before today are as they were.",
        examples=[False],
    )
    lost: list[SeatLoss] = Field(
        description="Who loses what, in order of time.",
        examples=[[{"shift": "2027-01-14T08:00", "agent": "730-02", "reason": "shift_gone"}]],
    )
    new_shifts: list[str] = Field(description="Shifts that are new, and empty.", examples=STARTS)
    gone_shifts: list[str] = Field(description="Shifts that are gone.", examples=STARTS)
    municipalities: list[MunicipalityChange] = Field(
        description="By municipality what differs, the target among it.", examples=[[{"municipality": "730"}]]
    )
    breaches: list[BreachView] = Field(
        description="Hard rules that are broken on the newest revision: it can't be published so.",
        examples=[[]],
    )


class CarryResultAnswer(CarryAnswer):
    """The version that came of it, and what it lost."""

    version: VersionBrief = Field(description="The new version.", examples=[{"number": 5, "parent": 4}])


def carry_answer(preview: CarryPreview, speak: Translator) -> CarryAnswer:
    """Return what carrying a version does."""
    carry = preview.carry
    return CarryAnswer.model_validate(
        {
            "origin": preview.origin.number,
            "revision": preview.target.number,
            "amends_plan": carry.amends_plan,
            "lost": [
                {
                    "shift": loss.shift.id,
                    "agent": loss.agent,
                    "municipality": carry.before.plan.agent[loss.agent].municipality,
                    "reason": loss.reason.value,
                }
                for loss in carry.losses
            ],
            "new_shifts": [shift.id for shift in carry.new_shifts],
            "gone_shifts": [shift.id for shift in carry.gone_shifts],
            "municipalities": list(map(municipality_change, carry.difference.municipalities)),
            "breaches": [finding_document(finding, speak) for finding in carry.breaches],
        }
    )


def carry_result_answer(version: VersionBrief, preview: CarryPreview, speak: Translator) -> CarryResultAnswer:
    """Return what carrying a version did."""
    return CarryResultAnswer(version=version, **dict(carry_answer(preview, speak)))
