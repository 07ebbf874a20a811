"""Publication: plan, roster, report and events of one published roster, frozen.

Pages, JSON and feeds are pure functions of it: files feed it now, a database later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.quota_table import QuotaRow, quota_table
from wfm.result import Conflict, Status
from wfm.roster import Roster
from wfm.score import Score


@dataclass(frozen=True)
class Report:
    """What a solve claims, as ``report.json`` tells it.

    ``score`` is the measured one; ``bounds`` are proven; both empty where INFEASIBLE.
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


@dataclass(frozen=True)
class Event:
    """One assignment in the calendars, also after it was taken away.

    Parameters
    ----------
    uid
        From hotline code, agent and the shift's start.
    agent, municipality, shift
        Whose shift it is; the shift may no longer be one of the plan's.
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
    def quota_table(self) -> tuple[QuotaRow, ...]:
        """The quota table by assignment."""
        return quota_table(self.plan, self.roster)
