"""Publication: plan, roster, report and events of one published roster, frozen.

Pages, JSON and feeds are pure functions of it: files feed it now, a database later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.proof import Proof
from wfm.quota_table import QuotaRow, quota_table
from wfm.result import Conflict, Status
from wfm.roster import Roster
from wfm.score import Score


@dataclass(frozen=True)
class Report:
    """What a solve claims, as ``report.json`` tells it.

    ``score`` is the measured one; ``bounds`` are proven, ``proofs`` say how; all empty where INFEASIBLE.
    """

    status: Status
    score: Score | None
    bounds: Mapping[Level, int]
    conflict: Conflict | None
    seconds: float
    workers: int
    seed: int
    plan_sha256: str
    versions: Mapping[str, str]
    proofs: Mapping[Level, Proof] = field(default_factory=lambda: MappingProxyType({}))
    interrupted: bool = False


@dataclass(frozen=True)
class Event:
    """One entry of a calendar, also after it was taken away: an agent's shift, or a municipality's.

    Parameters
    ----------
    uid
        From hotline code, agent (or municipality) and the shift's start.
    agent
        Whose shift it is; empty in a municipality's calendar, which has one entry for each shift.
    municipality, shift
        Where and when; none of the three need be of the plan any more.
    starts_at, ends_at
        In UTC.
    summary, location, description
        As shown, in the hotline's language.
    sequence
        Rises by one with each change of this event.
    changed_at
        When it last changed, in UTC, whole seconds.
    cancelled
        Whether the assignment was taken away.
    """

    uid: str
    agent: AgentId
    municipality: MunicipalityCode
    shift: ShiftId
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    sequence: int
    changed_at: datetime
    cancelled: bool = False


@dataclass(frozen=True)
class Publication:
    """All that pages, JSON and feeds are made of."""

    plan: Plan
    roster: Roster
    report: Report
    events: tuple[Event, ...]

    @property
    def score(self) -> Score:
        """The measured score of the roster."""
        if self.report.score is None:
            raise ValueError("an infeasible plan has no publication")
        return self.report.score

    @property
    def language(self) -> str:
        """The plan's language."""
        return self.plan.hotline.language

    @cached_property
    def events_of_agent(self) -> Mapping[AgentId, tuple[Event, ...]]:
        """The entries of each agent's calendar, in order of start; also of agents who left the plan."""
        return _grouped(self.events, lambda event: event.agent)

    @cached_property
    def events_of_municipality(self) -> Mapping[MunicipalityCode, tuple[Event, ...]]:
        """The entries of each municipality's calendar, in order of start."""
        own = (event for event in self.events if not event.agent)
        return _grouped(own, lambda event: event.municipality)

    @cached_property
    def quota_table(self) -> tuple[QuotaRow, ...]:
        """The quota table by assignment."""
        return quota_table(self.plan, self.roster)


Key = TypeVar("Key", bound=str)


def _grouped(events: Iterable[Event], key: Callable[[Event], Key]) -> Mapping[Key, tuple[Event, ...]]:
    found: dict[Key, list[Event]] = {}
    for event in events:
        if key(event):
            found.setdefault(key(event), []).append(event)
    return {owner: tuple(own) for owner, own in found.items()}
