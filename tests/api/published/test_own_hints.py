"""Whoever has no shifts is told why, and what would give them some."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.access.roles import Role
from api.published.own_hints import explain_no_shifts
from tests import builders
from tests.api.accounts.offices import Office
from tests.api.people.staffed import agents_of, staff
from tests.api.publications import small_plan
from tests.api.published.test_pages import words
from wfm.ids import AgentId, CompetenceCode
from wfm.plan import Plan

ME = AgentId("1-1")


def changed(**changes: object) -> Plan:
    """Return a plan in which an agent who knows something is otherwise."""
    plan = small_plan()
    known = {"competences": frozenset([CompetenceCode("mitid")]), **changes}
    agents = tuple(replace(one, **known) if one.id == ME else one for one in plan.agents)  # type: ignore[arg-type]
    return replace(plan, agents=agents)


def keys(plan: Plan, *agents: str) -> list[str]:
    return [message.key for message in explain_no_shifts(plan, tuple(map(AgentId, agents or (ME,))))]


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (changed(), ["own.open"]),
        (small_plan(), ["own.no_competences"]),
        (changed(shifts_per_week=0), ["own.no_weeks"]),
        (changed(first_day=date(2028, 1, 1)), ["own.not_employed"]),
        (changed(beside_until=date(2027, 2, 1)), ["own.novice"]),
        (
            replace(changed(), availability=(builders.entry(ME, "unavailable", last=date(2027, 1, 8)),)),
            ["own.always_away"],
        ),
        (
            replace(changed(), availability=(builders.entry(ME, "unavailable", last=date(2027, 1, 7)),)),
            ["own.partly"],
        ),
    ],
)
def test_what_stands_in_the_way_is_told(plan: Plan, told: list[str]) -> None:
    assert keys(plan) == told


def test_whoever_came_later_or_is_only_paid_for_is_told_so() -> None:
    assert keys(small_plan(), "9-9") == ["own.later"]
    assert keys(small_plan(), "3-1") == ["own.finances"]


def test_a_new_agent_reads_it_on_their_own_page(office: Office) -> None:
    new = replace(agents_of(office)[0], id=AgentId("751-9-x"), name="Ny 9", email="", person="")
    staff(office, (*agents_of(office), new))
    office.account("ny@example.dk", Role.AGENT, agent="751-9-x")
    page = words(office.signed_in("ny@example.dk").get("/me?lang=en").text)
    assert "You have no shifts in this period" in page
    assert "The roster was made before you were in the plan" in page
