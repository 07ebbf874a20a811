"""Kinds and states of runs, and what a run is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from api.access.ids import RevisionNumber, RunId, ScenarioId, VersionNumber
from wfm.absence import Absence
from wfm.ids import AgentId, MunicipalityCode, ShiftId


class RunKind(StrEnum):
    """What is reckoned."""

    SOLVE = "solve"
    """A roster of the plan."""
    REPAIR = "repair"
    """A roster near a version in which some can't come."""
    EXPLAIN = "explain"
    """Why a version is no better, or why an agent does not have a shift in it."""
    PRICES = "prices"
    """What locks and wishes cost."""
    SCENARIO = "scenario"
    """A roster of the plan as it would be in a scenario; its figures are kept with that, and no draft."""

    FORECAST = "forecast"
    """The calls to come, from those that were counted."""
    DEMAND = "demand"
    """The agents that each shift needs by the newest forecast."""

    @property
    def makes_roster(self) -> bool:
        """Whether a draft comes of it."""
        return self in (RunKind.SOLVE, RunKind.REPAIR)

    @property
    def is_of_version(self) -> bool:
        """Whether it is about a version of the roster."""
        return self in (RunKind.EXPLAIN, RunKind.PRICES)

    @property
    def searches(self) -> bool:
        """Whether a roster is searched for, whatever becomes of it."""
        return self.makes_roster or self is RunKind.SCENARIO


class MendOfRun(NamedTuple):
    """A mend that a run found.

    Parameters
    ----------
    run, number
        Which run, and which of its mends, counted from 1 as they are told.
    revision
        Number of the plan's revision that has it.
    """

    run: RunId
    number: int
    revision: RevisionNumber


class RunState(StrEnum):
    """Where a run is in its life."""

    QUEUED = "queued"
    """It waits for its turn."""
    RUNNING = "running"
    """It is being reckoned."""
    DONE = "done"
    """It ended by itself: with a roster, what was explained, or the proof that there is no roster."""
    CANCELLED = "cancelled"
    """Somebody ended it; the best roster until then was kept."""
    FAILED = "failed"
    """A fault of the program ended it."""
    INTERRUPTED = "interrupted"
    """It was cut off too often; the best roster until then was kept."""

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self not in (RunState.QUEUED, RunState.RUNNING)


@dataclass(frozen=True)
class RunOrder:
    """What a run is asked for.

    Parameters
    ----------
    kind
        What is reckoned.
    time_limit
        Seconds.
    workers, seed
        Threads of the search (all that may be had where left out), and its seed.
    start
        Number of the version from which as little as possible is changed.
    freeze_before
        Shifts of earlier days stay as that version has them.
    weights
        Of quality rules, for this run only.
    absences
        Of a repair: who can't come.
    prefer
        Of a repair: who is to step in where they may, the first of whom chooses first.
    version
        Number of the version that is explained or priced.
    agent, shift
        Of a why-not; an agent alone: whose findings of quality are explained.
    rule, municipality
        Of an explanation: which findings of quality it is about.
    mend
        Of a roster: the change of the plan after which it is looked for, where one was made for it.
    paths
        Of a forecast: how many equally likely courses are drawn.
    seats
        Of a demand: how many to spread over the period's shifts; what each needs where left out.
    scenario
        Which one is solved.
    note
        What the author says to it.
    """

    kind: RunKind = RunKind.SOLVE
    time_limit: float = 60
    workers: int | None = None
    seed: int = 1
    start: VersionNumber | None = None
    freeze_before: date | None = None
    weights: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    absences: tuple[Absence, ...] = ()
    prefer: tuple[AgentId, ...] = ()
    version: VersionNumber | None = None
    agent: AgentId | None = None
    shift: ShiftId | None = None
    rule: str | None = None
    municipality: MunicipalityCode | None = None
    mend: MendOfRun | None = None
    paths: int = 500
    seats: int | None = None
    scenario: ScenarioId | None = None
    note: str = ""
