"""A chosen seat as a document: who may sit there and what each would do, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import BaseModel, Field

from api.desk.choice import Consequence, SeatChoice, SeatTaker
from api.rosters.change_schemas import SentMove, finding_document
from api.rosters.editing.moves import Move
from api.texts.translator import Translator
from api.web.json.problem import BreachView
from wfm.finding import Finding
from wfm.plan import Plan

MOVE = {"kind": "move", "shift": "2027-01-14T08:00", "leaves": "730-02", "joins": "730-04"}


class LevelRise(BaseModel):
    """How much the value of a level would rise."""

    level: str = Field(description="Which, the first counts most.", examples=["quota"])
    rise: int = Field(description="By how much; below 0 is better.", examples=[-2])


class RuleRise(BaseModel):
    """How much the cost of a scoring rule would rise."""

    rule: str = Field(description="Key of the rule.", examples=["agent_balance"])
    rise: int = Field(description="By how much; below 0 is better.", examples=[8])


class ConsequenceView(BaseModel):
    """What some changes would do."""

    changes: list[SentMove] = Field(
        description="What to send to have it done: made together.", examples=[[MOVE]]
    )
    levels: list[LevelRise] = Field(
        description="Every level of the score, best first.", examples=[[{"level": "quota", "rise": -2}]]
    )
    rules: list[RuleRise] = Field(
        description="Scoring rules whose cost would differ.",
        examples=[[{"rule": "agent_balance", "rise": 8}]],
    )
    come: list[BreachView] = Field(
        description="Findings that would be new.", examples=[[{"rule": "wishes", "subject": "agent:730-04"}]]
    )
    gone: list[BreachView] = Field(description="Findings that would be no more.", examples=[[]])


class SeatCandidate(ConsequenceView):
    """Somebody who may sit there, and what it would do."""

    agent: str = Field(description="Id of the agent.", examples=["730-04"])
    municipality: str = Field(description="Code of the employer.", examples=["730"])
    seats: int = Field(description="Seats that they have in the period now.", examples=[7], ge=0)


class SeatRefusal(BaseModel):
    """Somebody who may not sit there."""

    agent: str = Field(description="Id of the agent.", examples=["751-01"])
    municipality: str = Field(description="Code of the employer.", examples=["751"])
    breaches: list[BreachView] = Field(
        description="Hard rules that would be broken and are kept now.",
        examples=[[{"rule": "pairing", "subject": "shift:2027-01-14T08:00"}]],
    )


class SeatAnswer(BaseModel):
    """A seat of a version, on the newest state of its plan."""

    shift: str = Field(description="Local start of the shift.", examples=["2027-01-14T08:00"])
    seat: int = Field(description="Number of the seat, from 1.", examples=[1], ge=1)
    agent: str | None = Field(description="Who sits there; null: nobody.", examples=["730-02"])
    candidates: list[SeatCandidate] = Field(
        description="Everybody who may sit there, best first.", examples=[[{"agent": "730-04"}]]
    )
    refused: list[SeatRefusal] = Field(
        description="Everybody who may not, in order of id.", examples=[[{"agent": "751-01"}]]
    )
    emptied: ConsequenceView | None = Field(
        description="What it would do to leave the seat empty; null where it is, or a hard rule stands "
        "against it.",
        examples=[None],
    )
    exchanges: list[ConsequenceView] = Field(
        description="How the agent who is asked for could come there from a shift of their own, moved or "
        "swapped; best first.",
        examples=[[]],
    )


def seat_answer(
    plan: Plan, choice: SeatChoice, exchanges: tuple[Consequence, ...], speak: Translator
) -> SeatAnswer:
    """Return a seat as a document."""

    @cache
    def tell(finding: Finding) -> dict[str, Any]:
        # Many candidates have the same findings: each is put into words once.
        return finding_document(finding, speak)

    emptied = choice.emptied
    told = {
        "shift": choice.seat.shift.id,
        "seat": choice.seat.number,
        "agent": choice.seat.occupant,
        "candidates": [_of(one) | {"seats": one.seats} | _consequence(one.does, tell) for one in choice.able],
        "refused": [_of(one) | {"breaches": [*map(tell, one.does.breaches)]} for one in choice.unable],
        "emptied": None if emptied is None or emptied.breaches else _consequence(emptied, tell),
        "exchanges": [_consequence(one, tell) for one in exchanges],
    }
    return SeatAnswer.model_validate(told)


def _of(one: SeatTaker) -> dict[str, Any]:
    return {"agent": one.agent.id, "municipality": one.agent.municipality}


def _consequence(does: Consequence, tell: Callable[[Finding], dict[str, Any]]) -> dict[str, Any]:
    return {
        "changes": [_move(move) for move in does.changes if isinstance(move, Move)],
        "levels": [{"level": level.value, "rise": rise} for level, rise in does.levels.items()],
        "rules": [{"rule": rule, "rise": rise} for rule, rise in does.rules.items()],
        "come": [*map(tell, does.come)],
        "gone": [*map(tell, does.gone)],
    }


def _move(move: Move) -> dict[str, Any]:
    return {"kind": "move", "shift": move.shift, "leaves": move.leaves, "joins": move.joins}
