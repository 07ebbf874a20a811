from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.access.ids import PersonId
from api.rosters.editing.difference import difference
from api.rosters.editing.renaming import ids_beside, rename_agents
from tests import builders
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.roster import Roster

PLAN = replace(
    builders.plan({"1": 100}, ("1-1", "1-2", "1-3")),
    availability=(builders.entry("1-1", "unavailable"),),
    locks=(
        builders.lock("2027-01-05T08:00", agent="1-2"),
        builders.lock("2027-01-06T08:00", municipality="1"),
    ),
)
SITS = builders.roster({"2027-01-04T08:00": ("1-1",), "2027-01-05T08:00": ("1-2", "1-3")})


@dataclass(frozen=True)
class Side:
    plan: Plan
    roster: Roster


def people(**ids: str) -> Mapping[AgentId, PersonId]:
    """Return who has which id: ``ann="1-1"``."""
    return {AgentId(agent): PersonId(person) for person, agent in ids.items()}


def test_people_are_compared_whatever_their_ids() -> None:
    before = people(ann="1-1", bo="1-2", eva="1-3")
    after = people(bo="1-1", ann="1-2", eva="1-3")
    swapped = ids_beside(before, after)
    assert swapped == {"1-1": "1-2", "1-2": "1-1", "1-3": "1-3"}
    plan, sits = rename_agents(PLAN, SITS, swapped)
    assert [(agent.id, agent.name) for agent in plan.agents] == [
        ("1-1", "Agent 1-2"),
        ("1-2", "Agent 1-1"),
        ("1-3", "Agent 1-3"),
    ]
    assert plan.availability[0].agent == "1-2"
    assert [lock.agent for lock in plan.locks] == ["1-1", None]
    # The same people on the same shifts are no difference; the same ids would be one.
    assert difference(Side(plan, sits), Side(plan, sits)).empty
    changed = difference(Side(plan, sits), Side(plan, SITS))
    assert {one.person.agent for one in changed.agents} == {"1-1", "1-2"}


def test_whoever_left_is_not_taken_for_the_successor() -> None:
    new = ids_beside(people(ann="1-1", bo="1-2"), people(eva="1-1", bo="1-2"))
    assert new == {"1-1": "1-1*", "1-2": "1-2"}
    assert ids_beside(people(ann="1-1"), people(eva="1-1", bo="1-1*")) == {"1-1": "1-1**"}


def test_where_nobody_has_another_id_nothing_is_made_anew() -> None:
    plan, sits = rename_agents(PLAN, SITS, {agent.id: agent.id for agent in PLAN.agents})
    assert plan is PLAN
    assert sits is SITS
