"""Scenarios in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.access.ids import AccountId, PlanId, ScenarioId
from api.store.errors import MissingError
from api.store.tables import SCENARIO
from wfm.scenario.edits import ScenarioEdits


@dataclass(frozen=True)
class KeptScenario:
    """A scenario as it is kept.

    Parameters
    ----------
    id, plan
        Random ids.
    number
        Rises each time that it is changed.
    name, edits
        What it is called, and what is otherwise in it.
    shared
        Whether others who see the hotline's figures see it.
    author, at
        Who made it, if an account did, and when it was changed last.
    solved
        What a search found of it, in figures; ``None`` before one has, and once it was changed.
    """

    id: ScenarioId
    plan: PlanId
    number: int
    name: str
    edits: ScenarioEdits
    shared: bool
    author: AccountId | None
    at: datetime
    solved: Mapping[str, Any] | None = None


def list_kept(connection: Connection, plan: PlanId) -> tuple[KeptScenario, ...]:
    """Return the scenarios of a plan, those that were changed last first."""
    s = SCENARIO.c
    asked = select(SCENARIO).where(s.plan_id == plan).order_by(s.at.desc(), s.id)
    return tuple(map(_kept, connection.execute(asked)))


def find_kept(connection: Connection, plan: PlanId, scenario: ScenarioId) -> KeptScenario:
    """Return a scenario of a plan.

    Raises
    ------
    MissingError
        Where there is none.
    """
    s = SCENARIO.c
    row = connection.execute(select(SCENARIO).where(s.plan_id == plan, s.id == scenario)).first()
    if row is None:
        raise MissingError("scenario")
    return _kept(row)


def add_kept(connection: Connection, made: KeptScenario) -> None:
    """Write a scenario down."""
    connection.execute(insert(SCENARIO).values(id=made.id, plan_id=made.plan, **_values(made)))


def change_kept(connection: Connection, changed: KeptScenario) -> None:
    """Write it down as it is now."""
    connection.execute(update(SCENARIO).where(SCENARIO.c.id == changed.id).values(**_values(changed)))


def keep_solution(
    connection: Connection, scenario: ScenarioId, number: int, solved: Mapping[str, Any]
) -> None:
    """Keep what a search found of a scenario, as long as it is as it was when the search began."""
    here = (SCENARIO.c.id == scenario) & (SCENARIO.c.number == number)
    connection.execute(update(SCENARIO).where(here).values(solved=solved))


def delete_kept(connection: Connection, scenario: ScenarioId) -> None:
    """Let it be gone."""
    connection.execute(delete(SCENARIO).where(SCENARIO.c.id == scenario))


def _values(one: KeptScenario) -> Mapping[str, Any]:
    edits = {"join": list(one.edits.joins), "leave": list(one.edits.leaves), "set": list(one.edits.settings)}
    return {
        "number": one.number,
        "name": one.name,
        "edits": edits,
        "shared": one.shared,
        "author": one.author,
        "at": one.at,
        "solved": one.solved,
    }


def _kept(row: Any) -> KeptScenario:
    edits = (tuple(row.edits[name]) for name in ("join", "leave", "set"))
    return KeptScenario(
        id=ScenarioId(row.id),
        plan=row.plan_id,
        number=row.number,
        name=row.name,
        edits=ScenarioEdits(*edits),
        shared=row.shared,
        author=row.author,
        at=row.at,
        solved=row.solved,
    )
