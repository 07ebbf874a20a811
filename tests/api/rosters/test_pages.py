"""Lists of plans and versions: what each changed, which is published, and where to go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.published.test_pages import words
from tests.api.publishing.planned import PLACE, SECOND, Planned, two_versions


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with two_versions(tmp_path) as found:
        yield found


def test_versions_are_listed_with_what_each_changed(world: Planned) -> None:
    plan = small_plan()
    world.plan(replace(plan, agents=plan.agents[:-1]), expected=1)
    world.version(SECOND, expected=2, author=None)
    said = words(world.client().get(f"{PLACE}?lang=en").text)
    assert re.search(r"3 .*the system \(import\) .*nobody's shifts, and the plan", said.replace("&#39;", "'"))
    assert re.search(r"2 .* you .* shifts of 2 agents .*one", said)
    assert re.search(r"1 .* you .* the first one .* published", said)
    assert "Look at version 3 and publish it" in said
    assert "Look at version 1" not in said


def test_long_lists_come_in_parts(world: Planned) -> None:
    for made in range(2, 23):
        world.version(SECOND if made % 2 else SMALL_ROSTER, expected=made)
    client = world.client()
    first = client.get(f"{PLACE}?lang=en")
    assert len(re.findall(r"<tr\b", first.text)) == 1 + 20
    (further,) = re.findall(r'href="([^"]*below=[^"]*)"', first.text)
    rest = client.get(further.replace("&amp;", "&"))
    assert len(re.findall(r"<tr\b", rest.text)) == 1 + 3
    assert "Earlier versions" not in rest.text
    assert client.get(f"{PLACE}?below=x").status_code == 404


def test_plans_are_listed_and_led_to(world: Planned) -> None:
    client = world.client()
    answer = client.get("/plans?lang=en&hotline=test")
    led = re.findall(r'href="(/plans/[^"]+)"', answer.text)
    assert any("/versions" in one for one in led)
    assert {client.get(one.replace("&amp;", "&")).status_code for one in led} == {200}
    assert 'href="/plans' in client.get("/?lang=en").text


def test_links_keep_language_and_hotline(world: Planned) -> None:
    answer = world.client().get(f"{PLACE}?lang=da&hotline=test")
    found = re.findall(r'<a href="(/plans[^"]*)"(?! lang)', answer.text)
    assert len(found) == 16
    for address in found:
        assert "lang=da" in address
        assert "hotline=test" in address
