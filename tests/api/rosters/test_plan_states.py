"""The state of each plan, and what comes next, as its facts and the calendar have it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.access.ids import HotlineId, PlanId, RevisionNumber, VersionNumber
from api.plans.records.facts import PlanFacts
from api.plans.records.outlines import PlanOutline
from api.rosters.plan_states import list_states

FIRST, LAST = date(2027, 1, 4), date(2027, 4, 4)


def facts(version: int, published: int) -> PlanFacts:
    return PlanFacts(
        id=PlanId("p"),
        hotline=HotlineId("h"),
        name="",
        first_day=FIRST,
        created_at=datetime(2026, 12, 1, tzinfo=UTC),
        revision=RevisionNumber(1),
        version=VersionNumber(version),
        published=VersionNumber(published),
        published_at=None,
        published_by=None,
    )


@pytest.mark.parametrize(
    ("version", "published", "agents", "today", "state", "step"),
    [
        (0, 0, 0, FIRST, "draft", "fill_in"),
        (0, 0, 9, FIRST, "draft", "make_roster"),
        (2, 0, 9, FIRST, "draft", "publish"),
        (2, 2, 9, date(2027, 1, 3), "coming", "follow"),
        (2, 2, 9, FIRST, "running", "follow"),
        (2, 2, 9, LAST, "running", "follow"),
        (3, 2, 9, LAST, "running", "publish"),
        (3, 2, 9, date(2027, 4, 5), "past", "follow"),
    ],
)
def test_each_state_has_its_next_step(
    version: int, published: int, agents: int, today: date, state: str, step: str
) -> None:
    plan, outline = facts(version, published), PlanOutline(FIRST, LAST, 2, agents)
    (listed,) = list_states([plan], {plan.id: outline}, today)
    assert (listed.state.value, listed.step.value) == (state, step)


def test_only_the_latest_plan_is_followed_by_another() -> None:
    plan, outline = facts(2, 2), PlanOutline(FIRST, LAST, 2, 9)
    latest, earlier = list_states([plan, plan], {plan.id: outline}, date(2028, 1, 1))
    assert (latest.step.value, earlier.step.value) == ("follow", "nothing")
