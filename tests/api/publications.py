"""Results and publications of tiny plans, as if they had been solved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from api.calendars.ics.events import events_of
from api.publication.publication import CalendarEvent, Publication
from api.publication.report import report_of
from tests import builders
from wfm.finding import SCORED
from wfm.plan import Plan
from wfm.proof import COUNTING
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.score import measure

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)


def result_of(plan: Plan, roster: Roster, **changes: Any) -> Result:
    """Return a result whose every level is proven."""
    score = measure(plan, roster)
    values: dict[str, Any] = {
        "status": Status.OPTIMAL,
        "roster": roster,
        "score": score,
        "bounds": MappingProxyType(dict(score.values)),
        "seconds": 1.25,
        "workers": 2,
        "seed": 1,
        "proofs": MappingProxyType(dict.fromkeys(SCORED, COUNTING)),
    }
    return Result(**(values | changes))


def publication_of(
    plan: Plan, roster: Roster, earlier: Iterable[CalendarEvent] = (), now: datetime = NOW
) -> Publication:
    """Return what would be published."""
    events = events_of(plan, roster, earlier, now)
    return Publication(plan, roster, report_of(plan, result_of(plan, roster)), events)


def small_plan(**changes: Any) -> Plan:
    """Return a week of two municipalities with two agents each, and one that only finances; in English."""
    values: dict[str, Any] = {
        "language": "en",
        "competences": (builders.competence("mitid"), builders.competence("moving")),
    }
    line = builders.hotline(**(values | changes))
    financing = builders.municipality("3", 50, staffing=False)
    return builders.plan(
        (builders.municipality("1", 100), builders.municipality("2", 50), financing),
        ("1-1", "1-2", "2-1", "2-2", "3-1"),
        hotline=line,
    )


SMALL_ROSTER = builders.roster(
    {
        "2027-01-04T08:00": ("1-1", "1-2"),
        "2027-01-04T11:00": ("2-1", "2-2"),
        "2027-01-05T08:00": ("1-1",),
        "2027-01-06T11:00": ("1-2", "1-1"),
    }
)
