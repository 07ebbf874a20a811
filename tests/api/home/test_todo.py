"""What waits for each role, from a plan without a collection to the last weeks of one that is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.access.callers import AccountHolder
from api.access.ids import AccountId
from api.access.roles import Grant, Role
from api.accounts.urls import start_page
from api.availability.records.answers import AnswerRecord, keep_answer
from api.availability.records.collections import Collection, keep_collection
from api.availability.records.requests import ChangeRequest, RequestState, add_request
from api.home.start import find_start_page
from api.plans.records.answers import read_content
from api.store.engine import reading, writing
from api.store.types import new_id
from tests.api.filled_service import CODE
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.published.test_pages import words
from tests.api.publishing.planned import COORDINATOR, LEADER, NOW, Planned, planned
from wfm.hotline import Approval
from wfm.ids import AgentId, MunicipalityCode

CLOSES = NOW + timedelta(days=9)
TO_CLOSE = "The quarter can be closed: every shift is over, and nothing waits to be confirmed."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with planned(tmp_path, NOW) as found:
        yield found


def waits(world: Planned, caller: AccountHolder = COORDINATOR) -> list[str]:
    """Return what a caller's page says waits, and hold that every place that it leads to is there."""
    world.caller = caller
    client = world.client()
    answer = client.get("/now?lang=en&hotline=test")
    assert answer.status_code == 200
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    for address in re.findall(r'class="button" href="([^"]+)"', main):
        assert client.get(address.replace("&amp;", "&"), follow_redirects=True).status_code == 200, address
    found = re.findall(r"<li>\s*<span>(.*?)</span>", main, re.DOTALL)
    assert bool(found) is ("Nothing waits for you now." not in main)
    return [words(one).strip() for one in found]


def ask(world: Planned) -> None:
    told = {"opens": NOW, "closes": CLOSES, "note": "", "author": None, "at": NOW}
    with writing(world.database) as connection:
        keep_collection(connection, Collection(world.revision.plan, 1, **told))  # type: ignore[arg-type]


def people(world: Planned) -> dict[str, str]:
    with reading(world.database) as connection:
        found = read_content(connection, world.revision).people()
    return {str(one.agent): one.person for one in found}


def agent(world: Planned, name: str) -> AccountHolder:
    person = people(world)[name]
    grant = Grant(Role.AGENT, CODE, MunicipalityCode(name[0]), AgentId(name), person)  # type: ignore[arg-type]
    return AccountHolder(AccountId("9" * 32), (grant,))


def answered(world: Planned, name: str) -> None:
    made = AnswerRecord(people(world)[name], NOW, None, answered_at=NOW)  # type: ignore[arg-type]
    with writing(world.database) as connection:
        keep_answer(connection, world.revision.plan, made)


def test_a_coordinator_is_led_from_asking_to_a_roster(world: Planned) -> None:
    world.plan(replace(small_plan(), municipalities=(), agents=(), availability=(), locks=(), previous=()))
    assert waits(world) == ["The plan has no municipalities or no agents yet."]
    world.plan(small_plan(), expected=1)
    assert "Nobody is asked yet when they can sit." in waits(world)
    ask(world)
    answered(world, "1-1")
    told = waits(world)
    assert told[0].startswith("3 of 4 have not said when they can sit. The deadline is")
    assert not any("no roster yet" in one for one in told)
    world.now = CLOSES
    late = ChangeRequest(new_id(), people(world)["1-2"], RequestState.OPEN, (), "0" * 64, None, NOW)  # type: ignore[arg-type]
    with writing(world.database) as connection:
        add_request(connection, world.revision.plan, late)
    told = waits(world)
    assert told[0] == "3 of 4 have not said when they can sit."
    assert "1 request after the deadline waits to be decided." in told
    assert told[-1] == "The answers are in, and there is no roster yet."


def test_a_coordinator_is_told_of_what_the_check_remarks(world: Planned) -> None:
    plan = small_plan()
    world.plan(replace(plan, agents=(replace(plan.agents[0], fte=plan.agents[0].fte * 37), *plan.agents[1:])))
    assert any("in the plan should be looked at" in one for one in waits(world))


def test_a_draft_is_to_be_published_and_what_is_published_carried_and_followed(world: Planned) -> None:
    world.plan(small_plan())
    version = world.version(SMALL_ROSTER, expected=0)
    assert "Version 1 of the roster is not published." in waits(world)
    world.publish(version, expected=0)
    assert waits(world) == ["It ends in 4 weeks, and there is no plan for what follows."]
    world.now = NOW - timedelta(weeks=4)
    assert waits(world) == []
    world.now = NOW + timedelta(weeks=9)
    assert waits(world) == [
        "It ends in less than a week or is over, and there is no plan for what follows.",
        TO_CLOSE,
    ]
    world.now = NOW
    changed = replace(small_plan().hotline.closing, closed=frozenset({date(2027, 1, 5)}))
    world.plan(replace(small_plan(), hotline=replace(small_plan().hotline, closing=changed)), expected=1)
    assert "The plan has changed since version 1 of the roster was made." in waits(world)


def test_a_leader_is_told_of_their_own_people_and_an_agent_of_themselves(world: Planned) -> None:
    line = replace(small_plan().hotline, approval=Approval.LEADER)
    world.plan(replace(small_plan(), hotline=line))
    assert waits(world, LEADER) == waits(world, agent(world, "1-1")) == []
    ask(world)
    answered(world, "1-1")
    answered(world, "2-1")
    missing, confirming = waits(world, LEADER)
    assert missing.startswith("1 of 2 has not said when they can sit. The deadline is")
    assert confirming == "1 answer waits for you to confirm it."
    assert waits(world, agent(world, "1-1")) == []
    (own,) = waits(world, agent(world, "1-2"))
    assert own.startswith("You are asked when you can sit. The deadline is")
    world.now = CLOSES
    assert waits(world, LEADER) == waits(world, agent(world, "1-2")) == []


def test_whoever_signs_in_begins_where_something_waits_and_else_where_the_role_does(world: Planned) -> None:
    def landings() -> list[bool]:
        found = []
        for caller in (COORDINATOR, LEADER, agent(world, "1-1")):
            waiting = bool(waits(world, caller))
            begins = find_start_page(world.database, caller, CODE, NOW)
            assert begins == ("/now" if waiting else start_page(caller))
            found.append(waiting)
        return found

    world.plan(small_plan())
    assert landings() == [True, False, False]
    ask(world)
    assert landings() == [True, True, True]


def test_a_seat_of_somebody_away_waits_until_somebody_is_asked_and_again_once_that_is_over(
    world: Planned,
) -> None:
    lacks = "1 shift lacks somebody who is away, and nobody is asked."
    world.plan(small_plan())
    world.publish(world.version(SMALL_ROSTER, expected=0), expected=0)
    assert lacks not in waits(world)
    client, api = world.client(), "/api/v1/hotlines/test"
    away = {"agent": "1-2", "first_day": "2027-01-06", "last_day": "2027-01-06"}
    made = client.post(f"{api}/absences", json=away, headers={"idempotency-key": "away"})
    assert made.status_code == 201, made.text
    assert lacks in waits(world)
    assert lacks in waits(world, LEADER)
    world.caller = COORDINATOR
    until = (NOW + timedelta(hours=3)).isoformat()
    offer = {"shift": "2027-01-06T11:00", "leaves": "1-2", "agents": ["2-1", "2-2"], "expires_at": until}
    asked = client.post(f"{api}/offers", json=offer, headers={"idempotency-key": "offer"})
    assert asked.status_code == 201, asked.text
    assert lacks not in waits(world)
    world.now = NOW + timedelta(hours=4)
    assert lacks in waits(world)
