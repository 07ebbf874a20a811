"""A run made ready: its plan read, agents under the ids that they have now, and the job of its process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.access.ids import PersonId, VersionNumber
from api.demand.records.calls import read_calls
from api.demand.records.forecasts import find_forecast, read_paths
from api.plans.records.plans import Revision, persons_in, read_plan, revision_by_id
from api.plans.scenario_edit import edit_plan
from api.rosters.records.rosters import VersionContent, find_version, read_version, read_version_beside
from api.runs.job import RunJob
from api.runs.kinds import RunKind
from api.runs.records.runs import RunFacts, StoredRoster
from api.store.engine import Connection
from wfm.absence import Absence, without
from wfm.baseline import Baseline
from wfm.explanation import FindingFilter
from wfm.ids import AgentId, ShiftId
from wfm.limits import Weights
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.scenario.edits import ScenarioEdits


@dataclass(frozen=True)
class Preparation:
    """A run, made ready.

    Parameters
    ----------
    run, revision, plan
        The run, and the state of its plan that it is about.
    job
        What its process is given.
    person_of
        Random id of each agent.
    """

    run: RunFacts
    revision: Revision
    plan: Plan
    job: RunJob
    person_of: Mapping[AgentId, PersonId]

    @property
    def is_same_question(self) -> bool:
        """Whether what is solved is the plan as it stands, so that what is proven holds of it."""
        return not (self.run.asked["weights"] or self.run.asked["absences"])

    def persons_on(self, roster: Roster) -> StoredRoster:
        """Return a roster as it is kept."""
        return {
            shift: [self.person_of[agent] for agent in agents] for shift, agents in roster.agents_on.items()
        }


def prepare(connection: Connection, run: RunFacts, memory_mb: int) -> Preparation:
    """Read what a run needs."""
    revision = revision_by_id(connection, run.revision)
    plan = read_plan(connection, revision)
    person_of = persons_in(connection, revision)
    agent_of = {person: agent for agent, person in person_of.items()}
    asked = run.asked
    absences = tuple(
        Absence(agent_of[one["person"]], *map(date.fromisoformat, (one["first_day"], one["last_day"])))
        for one in asked["absences"]
    )
    job = RunJob(
        kind=run.kind,
        plan=without(_weighted(_edited(plan, asked), asked["weights"]), absences),
        time_limit=asked["time_limit"],
        workers=_threads(asked["workers"]),
        seed=asked["seed"],
        baseline=_baseline(connection, run, revision, plan),
        start=None if run.best is None else roster_of(run.best, agent_of),
        roster=_explained(connection, run),
        assignment=_assignment(run, agent_of),
        about=_about(run, agent_of),
        absences=absences,
        prefer=tuple(agent_of[person] for person in asked.get("prefer", ())),
        **_of_calls(connection, run, revision, plan),
        memory_mb=memory_mb,
    )
    return Preparation(run=run, revision=revision, plan=plan, job=job, person_of=person_of)


def _of_calls(connection: Connection, run: RunFacts, revision: Revision, plan: Plan) -> dict[str, Any]:
    """Return what a forecast or a demand is reckoned from."""
    if run.kind is RunKind.FORECAST:
        return {"history": read_calls(connection, revision.hotline), "paths": run.asked["paths"]}
    if run.kind is not RunKind.DEMAND:
        return {}
    newest = find_forecast(connection, run.plan)
    forecast = None if newest is None else read_paths(connection, newest.id, plan.hotline)
    return {"forecast": forecast, "seats": run.asked["seats"]}


def _threads(asked: int | None) -> int | None:
    """Return how many threads a search gets: no more than this machine has, which pages and feeds share."""
    had = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return None if asked is None else min(asked, had)


def _edited(plan: Plan, asked: Mapping[str, Any]) -> Plan:
    """Return the plan as it would be in the scenario that is solved."""
    scenario = asked.get("scenario")  # runs of before could not say it
    if scenario is None:
        return plan
    edits = (tuple(scenario[name]) for name in ("join", "leave", "set"))
    return edit_plan(plan, ScenarioEdits(*edits)).plan


def _weighted(plan: Plan, weights: Mapping[str, int]) -> Plan:
    if not weights:
        return plan
    now = plan.hotline.weights
    other = Weights({**now.by_rule, **weights}, now.upkeep_weeks)
    return replace(plan, hotline=replace(plan.hotline, weights=other))


def _baseline(connection: Connection, run: RunFacts, revision: Revision, plan: Plan) -> Baseline | None:
    number, before = run.asked["start"], run.asked["freeze_before"]
    if number is None:
        return None
    version = find_version(connection, run.plan, VersionNumber(number))
    read = read_version_beside(connection, version, persons_in(connection, revision))
    return Baseline(_roster_on(plan, read), None if before is None else date.fromisoformat(before))


def _roster_on(plan: Plan, read: VersionContent) -> Roster:
    """Return a version's roster as far as another state of its plan has a place for it.

    Whoever works for another municipality than before is somebody else.
    """

    def has_place(assignment: Assignment) -> bool:
        agent, shift = assignment
        now = plan.agent.get(agent)
        same = now is not None and now.municipality == read.plan.agent[agent].municipality
        return same and shift in plan.shift

    return Roster.of(filter(has_place, read.roster))


def _explained(connection: Connection, run: RunFacts) -> Roster | None:
    number = run.asked["version"]
    if number is None:
        return None
    return read_version(connection, find_version(connection, run.plan, VersionNumber(number))).roster


def _assignment(run: RunFacts, agent_of: Mapping[PersonId, AgentId]) -> Assignment | None:
    person, shift = run.asked["person"], run.asked["shift"]
    return None if person is None or shift is None else (agent_of[person], ShiftId(shift))


def _about(run: RunFacts, agent_of: Mapping[PersonId, AgentId]) -> FindingFilter:
    """Return which findings are explained; runs of before could not say it."""
    person, asked = run.asked["person"], run.asked
    return FindingFilter(
        rule=asked.get("rule") or "",
        agent="" if person is None else agent_of[person],
        municipality=asked.get("municipality") or "",
    )


def roster_of(stored: StoredRoster, agent_of: Mapping[PersonId, AgentId]) -> Roster:
    """Return a roster that is kept, under the ids that agents have now."""
    return Roster(
        {
            ShiftId(shift): tuple(agent_of[PersonId(person)] for person in persons)
            for shift, persons in stored.items()
        }
    )
