"""Scenarios tried, kept, changed, taken away; adopting one is an edit of the plan (`api.plans.editing`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.access.ids import ScenarioId
from api.plans.place import PlanPlace
from api.plans.scenario_edit import edit_plan
from api.plans.service import recall_answer
from api.scenarios.place import ScenarioBase, is_own, read_base, sees
from api.scenarios.records.scenarios import (
    KeptScenario,
    add_kept,
    change_kept,
    delete_kept,
    find_kept,
    list_kept,
)
from api.store import audit
from api.store.engine import Connection, reading, writing
from api.store.errors import MissingError, TooManyError
from api.store.idempotency import IdempotentRequest, once
from api.store.staleness import refuse_stale
from api.store.types import new_id
from wfm.errors import Fault, InputError, PlanError
from wfm.message import Text
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.naming import plain

MOST = 50
"""Scenarios of an account beside one plan."""
LONGEST_NAME = 100
FILE = "scenario"
"""What stands for the file in faults of a name."""
MOST_QUARTERS = 40
A_NAME = Text("scenario.a_name", "a name of at most {most:number} characters")


@dataclass(frozen=True)
class ScenarioDraft:
    """A scenario as its author wants it to be: name, edits, and whether others see it."""

    name: str
    edits: ScenarioEdits
    shared: bool = False


def list_scenarios(place: PlanPlace) -> tuple[KeptScenario, ...]:
    """Return the scenarios that the caller sees, those that were changed last first."""
    with reading(place.database) as connection:
        return tuple(one for one in list_kept(connection, place.plan.id) if sees(place, one))


def find_scenario(place: PlanPlace, scenario: ScenarioId) -> KeptScenario:
    """Return a scenario that the caller sees.

    Raises
    ------
    MissingError
        Where there is none.
    """
    with reading(place.database) as connection:
        return _find(connection, place, scenario)


def keep_scenario(place: PlanPlace, request: IdempotentRequest, draft: ScenarioDraft) -> KeptScenario:
    """Keep a scenario, once for each request however often it comes.

    Raises
    ------
    InputError
        With everything for which the plan can't be so.
    TooManyError
        Where the caller has as many as one may.
    """
    said = recall_answer(place, request)
    if said is not None:
        return find_scenario(place, ScenarioId(said["scenario"]))
    checked = _checked(read_base(place), draft)

    def effect(connection: Connection) -> Mapping[str, Any]:
        own = [one for one in list_kept(connection, place.plan.id) if one.author == place.author]
        if len(own) >= MOST:
            raise TooManyError(MOST)
        made = KeptScenario(
            id=ScenarioId(new_id()),
            plan=place.plan.id,
            number=1,
            name=checked.name,
            edits=checked.edits,
            shared=checked.shared,
            author=place.author,
            at=place.at,
        )
        add_kept(connection, made)
        _record(connection, place, "keep", made)
        return {"scenario": made.id}

    said = once(place.database, request, place.at, effect, place.hotline.id)
    return find_scenario(place, ScenarioId(said["scenario"]))


def change_scenario(
    place: PlanPlace, request: IdempotentRequest, scenario: ScenarioId, draft: ScenarioDraft, expected: int
) -> KeptScenario:
    """Change a scenario of the caller's own; what a search found of it is no longer said.

    Raises
    ------
    MissingError
        Where there is none of the caller's own.
    ConflictError
        Where it was changed since the caller saw it.
    InputError
        With everything for which the plan can't be so.
    """
    if recall_answer(place, request) is not None:
        return find_scenario(place, scenario)
    _require_own(place, find_scenario(place, scenario))
    checked = _checked(read_base(place), draft)

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = _find(connection, place, scenario)
        refuse_stale(expected, now)
        changed = replace(
            now,
            number=now.number + 1,
            name=checked.name,
            edits=checked.edits,
            shared=checked.shared,
            at=place.at,
            solved=now.solved if now.edits == checked.edits else None,
        )
        change_kept(connection, changed)
        _record(connection, place, "change", changed)
        return {"number": changed.number}

    once(place.database, request, place.at, effect, place.hotline.id)
    return find_scenario(place, scenario)


def remove_scenario(place: PlanPlace, scenario: ScenarioId) -> None:
    """Take a scenario of the caller's own away; one that is gone already stays so.

    Raises
    ------
    MissingError
        Where there is none of the caller's own.
    """
    with writing(place.database) as connection:
        found = _find(connection, place, scenario)
        _require_own(place, found)
        delete_kept(connection, scenario)
        _record(connection, place, "remove", found)


def _find(connection: Connection, place: PlanPlace, scenario: ScenarioId) -> KeptScenario:
    found = find_kept(connection, place.plan.id, scenario)
    if not sees(place, found):
        raise MissingError("scenario")
    return found


def _require_own(place: PlanPlace, kept: KeptScenario) -> None:
    if not is_own(place, kept):
        raise MissingError("scenario")


def _checked(base: ScenarioBase, draft: ScenarioDraft) -> ScenarioDraft:
    """Return a draft that is sound, its name tidied."""
    name = plain(draft.name).strip()
    faults: Sequence[Fault] = ()
    if not name or len(name) > LONGEST_NAME:
        faults = (Fault(FILE, None, "name", name[:80], A_NAME(most=LONGEST_NAME)),)
    try:
        edit_plan(base.plan, draft.edits)
    except PlanError as error:
        faults = (*faults, *error.faults)
    if faults:
        raise InputError(faults)
    return replace(draft, name=name)


def _record(connection: Connection, place: PlanPlace, what: str, kept: KeptScenario) -> None:
    told = {"scenario": kept.id, "number": kept.number, "shared": kept.shared}
    audit.record(
        connection,
        actor=place.author,
        action=f"scenario.{what}",
        about=kept.id,
        at=place.at,
        payload=told,
    )
