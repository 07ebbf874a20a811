"""A plan that changed under a roster, in pages: seen, carried over by one button, published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.api.publications import small_plan
from tests.api.published.test_pages import words
from tests.api.publishing.planned import ADMINISTRATOR, LEADER, PLACE, Planned, two_versions
from tests.api.showcase import showcase_plan
from wfm.calendar import Closing
from wfm.plan import Plan
from wfm.roster import Roster

CARRY = f"{PLACE}/1/carry"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with two_versions(tmp_path) as found:
        yield found


def closed(plan: Plan, *days: date) -> Plan:
    return replace(plan, hotline=replace(plan.hotline, closing=Closing(closed=frozenset(days))))


def fields(text: str) -> dict[str, str]:
    form = text[text.index('<form class="card"') :]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_nothing_is_said_while_the_plan_is_as_it_was(world: Planned) -> None:
    client = world.client()
    assert "The plan has changed" not in client.get(f"{PLACE}?lang=en").text
    assert "The plan has changed" not in client.get("/plans?lang=en").text
    assert "The plan has changed" not in client.get(f"{PLACE}/2/publish?lang=en").text
    refused = client.get(f"{CARRY}?lang=en")
    assert refused.status_code == 409
    assert "version 1 is of the newest revision" in words(refused.text).replace("Version", "version")


def test_a_closed_day_is_told_carried_and_led_to_what_publishing_changes(world: Planned) -> None:
    world.plan(closed(small_plan(), date(2027, 1, 4)), expected=1)
    client = world.client()
    listed = client.get(f"{PLACE}?lang=en")
    assert "Version 1, which is published" in words(listed.text)
    assert "Version 2, the newest" in words(listed.text)
    assert f'href="{CARRY}' in listed.text
    plans = client.get("/plans?lang=en")
    assert f'href="{CARRY}' in plans.text
    assert "The plan has changed: carry version 2, the newest" in words(plans.text)
    page = client.get(f"{CARRY}?lang=en")
    said = words(page.text)
    assert "4 agents lose shifts" in said
    assert "Agent 1-1 loses Monday 4 January 2027 at 08:00: it is no longer a shift" in said
    assert "Shifts that are gone 2" in said
    made = client.post(CARRY, data=fields(page.text))
    assert (made.status_code, made.headers["location"]) == (303, f"{PLACE}/3/publish")
    again = client.post(CARRY, data=fields(page.text))
    assert again.headers["location"] == made.headers["location"]
    before = words(client.get(f"{PLACE}/3/publish?lang=en").text)
    assert "is no longer a shift" in before
    assert "The plan has changed since" not in before
    assert "Version 2, the newest" not in words(client.get(f"{PLACE}?lang=en").text)


def test_what_changed_meanwhile_is_shown_and_nothing_is_carried(world: Planned) -> None:
    world.plan(closed(small_plan(), date(2027, 1, 4)), expected=1)
    client = world.client()
    sent = fields(client.get(f"{CARRY}?lang=en").text)
    world.plan(closed(small_plan(), date(2027, 1, 4), date(2027, 1, 5)), expected=2)
    answer = client.post(f"{CARRY}?lang=en", data=sent)
    assert answer.status_code == 412
    assert "Something changed meanwhile" in answer.text
    assert "5 January 2027 at 08:00: it is no longer a shift" in words(answer.text)
    assert client.get(f"{PLACE}/3/publish").status_code == 404


def test_who_only_looks_has_no_button_and_who_is_not_asked_sees_nothing(world: Planned) -> None:
    world.plan(closed(small_plan(), date(2027, 1, 4)), expected=1)
    world.caller = ADMINISTRATOR
    page = world.client().get(CARRY)
    assert (page.status_code, '<form class="card"' in page.text) == (200, False)
    world.caller = LEADER
    assert world.client().get(CARRY).status_code == 403


def test_a_plan_of_which_all_is_gone_is_a_bounded_page(world: Planned) -> None:
    line = replace(showcase_plan().hotline, code="test")
    plan = replace(showcase_plan(), hotline=line, locks=())
    crowd = Roster.of((one.id, shift.id) for one in plan.agents for shift in plan.shifts[:40])
    world.now -= timedelta(days=30)
    world.plan(plan, expected=1)
    world.version(crowd, expected=2)
    world.plan(closed(plan, *(shift.day for shift in plan.shifts[:-1])), expected=2)
    page = world.client().get(f"{PLACE}/3/carry?lang=en")
    assert page.status_code == 200
    assert "Page 1 of" in words(page.text)
    assert len(page.content) < 150_000
