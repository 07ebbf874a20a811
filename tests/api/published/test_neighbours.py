"""Every page of a roster leads to the quarter before and the one after, where those are published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import LEADER, STRANGER, Planned, two_versions
from wfm.next_plan import next_plan
from wfm.roster import Roster

FIRST, SECOND, THIRD = "2027-01-04", "2027-01-09", "2027-01-14"
PAGES = ("/", "/municipalities", "/municipalities/1", "/agents", "/about", "/weeks/2027-W01")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with two_versions(tmp_path) as found:
        second = next_plan(small_plan(), SMALL_ROSTER).plan
        found.plan(second)
        found.publish(found.version(Roster(), expected=0), expected=0)
        found.plan(next_plan(second, Roster()).plan)  # of the third nothing is published
        yield found


def led_to(text: str) -> dict[str, str]:
    return {rel: day for rel, day in re.findall(r'rel="(prev|next)" href="/\?[^"]*plan=([0-9-]+)', text)}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_the_published_neighbours_and_to_no_draft(world: Planned, page: str) -> None:
    world.caller = LEADER
    client = world.client()
    assert led_to(client.get(f"{page}?plan={FIRST}").text) == {"next": SECOND}
    if not page.startswith("/weeks"):
        assert led_to(client.get(f"{page}?plan={SECOND}").text) == {"prev": FIRST}


def test_where_it_leads_is_the_other_roster_in_the_same_language(world: Planned) -> None:
    client = world.client()
    page = client.get(f"/?plan={FIRST}&lang=da").text
    (address,) = re.findall(r'rel="next" href="([^"]+)"', page)
    there = client.get(address.replace("&amp;", "&"))
    assert there.status_code == 200
    assert "9.–13. januar 2027" in there.text or "9. januar" in there.text
    assert led_to(there.text) == {"prev": FIRST}


def test_what_is_published_later_is_led_to_at_once(world: Planned) -> None:
    client = world.client()
    assert "next" not in led_to(client.get(f"/?plan={SECOND}").text)
    world.publish(world.version(Roster(), expected=0), expected=0)
    assert led_to(client.get(f"/?plan={SECOND}").text) == {"prev": FIRST, "next": THIRD}


def test_a_stranger_is_led_nowhere(world: Planned) -> None:
    world.caller = STRANGER
    assert "rel=" + '"next"' not in world.client().get("/").text
