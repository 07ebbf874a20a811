"""The check list of a municipality's first weeks, in pages and JSON, over a real store."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from api.access.roles import Role
from api.accounts.records.members import members_of
from api.availability.records.answers import AnswerRecord, keep_answer
from api.availability.records.collections import Collection, keep_collection
from api.plans.records.facts import list_plans
from api.plans.records.plans import import_plan
from api.store.engine import writing
from tests import builders
from tests.api.access.world import HERE, NEIGHBOUR, OWN, canary, here
from tests.api.accounts.offices import Browser, Office
from tests.api.calendars.following import agent, coordinator, leader, made
from wfm.calendar import Period
from wfm.ids import AgentId, CompetenceCode

PAYS = f"{OWN}9"


def steps(browser: Browser, code: str = OWN) -> dict[str, Any]:
    answer = browser.get(f"/api/v1/hotlines/here/joining/{code}")
    assert answer.status_code == 200, answer.text
    return {step["step"]: step for step in answer.json()["steps"]}


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def keep_later(office: Office, **changes: Any) -> None:
    """Keep a draft of a later quarter, which is then the newest plan."""
    plan = here().plan
    line = replace(
        plan.hotline,
        period=Period(date(2027, 4, 5), date(2027, 4, 16)),
        competences=(builders.competence("erfaren"),),
    )
    later: dict[str, Any] = {"hotline": line, "availability": (), "locks": (), "previous": ()}
    with writing(office.database) as connection:
        import_plan(connection, replace(plan, **(later | changes)), author=None, at=office.at)


def test_each_line_says_how_many_of_how_many_and_whom_it_lacks(office: Office) -> None:
    agent(office)
    found = steps(leader(office))
    assert list(found) == [
        "agents",
        "competences",
        "emails",
        "leader",
        "accounts",
        "availability",
        "novices",
        "calendars",
    ]
    assert (found["agents"]["done"], found["agents"]["complete"]) == (3, True)
    assert found["emails"]["complete"]
    assert found["leader"]["complete"]
    assert (found["accounts"]["done"], found["accounts"]["wanted"]) == (1, 3)
    assert found["accounts"]["agents"] == [canary("id", OWN, n) for n in (2, 3)]
    assert found["availability"]["complete"]
    assert (found["novices"]["done"], found["novices"]["complete"]) == (0, True)
    assert found["calendars"]["agents"] == [canary("id", OWN, n) for n in (1, 2, 3)]


def test_a_calendar_that_is_made_and_one_that_is_revoked_are_seen(office: Office) -> None:
    one = agent(office)
    browser = leader(office)
    made(one)
    assert steps(browser)["calendars"]["done"] == 1
    (address,) = re.findall(r"/me/calendars/([\w-]+)/revoke", one.get("/me").text)
    one.post(f"/me/calendars/{address}/revoke", page="/me")
    assert steps(browser)["calendars"]["done"] == 0


def test_the_newest_plan_is_told_of_although_it_is_a_draft(office: Office) -> None:
    me = canary("id", OWN, 2)
    keep_later(
        office,
        agents=tuple(
            replace(one, beside_until=date(2027, 5, 1)) if one.id == me else one for one in here().plan.agents
        ),
    )
    found = steps(leader(office))
    assert found["novices"]["agents"] == [me]
    assert found["competences"]["done"] == 0
    assert not found["availability"]["done"]


def test_who_answered_without_an_absence_has_said_when_they_can(office: Office) -> None:
    keep_later(office)
    with writing(office.database) as connection:
        members = members_of(connection, HERE)
        plan = list_plans(connection, members.id, before=None, most=1, drafts=True)[0]
        person = members.person(AgentId(canary("id", OWN, 1)))
        assert person is not None
        keep_answer(connection, plan.id, AnswerRecord(person, office.at, None, answered_at=office.at))
    found = steps(leader(office))["availability"]
    assert (found["done"], found["agents"]) == (1, [canary("id", OWN, n) for n in (2, 3)])


def test_what_a_file_said_is_an_answer_until_everybody_is_asked(office: Office) -> None:
    keep_later(office, availability=(builders.entry(canary("id", OWN, 1), "undesired", date(2027, 4, 6)),))
    before = steps(leader(office))["availability"]["done"]
    with writing(office.database) as connection:
        members = members_of(connection, HERE)
        plan = list_plans(connection, members.id, before=None, most=1, drafts=True)[0]
        days = {"opens": office.at, "closes": office.at + timedelta(days=7)}
        keep_collection(connection, Collection(plan.id, number=1, note="", author=None, at=office.at, **days))
    assert (before, steps(leader(office))["availability"]["done"]) == (1, 0)


def test_where_a_team_of_one_municipality_lacks_a_competence_it_is_named(office: Office) -> None:
    line = replace(
        here().plan.hotline,
        period=Period(date(2027, 4, 5), date(2027, 4, 16)),
        pairing=builders.hotline().pairing,
        competences=(builders.competence("erfaren"), builders.competence("mitid")),
    )
    knows = frozenset({CompetenceCode("mitid")})
    keep_later(office, hotline=line, agents=tuple(replace(a, competences=knows) for a in here().plan.agents))
    found = steps(leader(office))
    assert (found["competences"]["competences"], found["competences"]["complete"]) == (["erfaren"], False)
    assert (found["agents"]["wanted"], found["agents"]["done"]) == (2, 3)


def test_a_municipality_that_only_finances_has_its_leader_s_line_alone(office: Office) -> None:
    assert list(steps(coordinator(office), PAYS)) == ["leader"]


def test_a_leader_sees_the_own_list_alone_and_a_coordinator_all(office: Office) -> None:
    own, everybody = leader(office), coordinator(office)
    for address in (f"/api/v1/hotlines/here/joining/{NEIGHBOUR}", f"/joining/{NEIGHBOUR}"):
        assert own.get(address).status_code == 404
        assert everybody.get(address).status_code == 200
    listed = [re.findall(r'href="/joining/(\w+)"', one.get("/joining").text) for one in (own, everybody)]
    assert listed[0] == [OWN]
    assert sorted(listed[1]) == sorted([OWN, NEIGHBOUR, PAYS])


def test_the_page_names_whom_a_step_lacks_and_tells_no_address(office: Office) -> None:
    agent(office)
    page = leader(office).get(f"/joining/{OWN}").text
    assert f"Mangler: {canary('name', OWN, 2)}, {canary('name', OWN, 3)}" in words(page)
    assert "Hotlinens administrator sender invitationer." in page
    for number in (1, 2, 3):
        for kind in ("email", "phone", "note"):
            assert canary(kind, OWN, number) not in page


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.COORDINATOR, {"tables/agents", "people"}),
        (Role.ADMINISTRATOR, {"people", "people/leaders"}),
    ],
)
def test_each_step_leads_to_the_place_where_the_reader_can_do_it(
    office: Office, role: Role, places: set[str]
) -> None:
    office.account("hun@example.dk", role)
    browser = office.signed_in("hun@example.dk")
    page = browser.get(f"/joining/{OWN}").text
    links = set(re.findall(r'<p><a href="([^"?]+)', page[page.index("<h1") :]))
    assert {link.removeprefix("/plans/2027-01-04/") for link in links} >= places
    for link in links:
        assert browser.get(link).status_code == 200


def test_the_pages_of_municipalities_lead_to_it(office: Office) -> None:
    browser = leader(office)
    assert f'href="/joining/{OWN}"' in browser.get(f"/municipalities/{OWN}").text
    assert f'href="/joining/{NEIGHBOUR}"' not in browser.get(f"/municipalities/{NEIGHBOUR}").text
    assert 'href="/joining"' in browser.get("/municipalities").text
