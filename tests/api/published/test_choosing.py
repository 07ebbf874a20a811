"""One lands in this week of this quarter, and finds other hotlines and quarters from every page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.store.engine import writing
from api.store.hotlines import make_hotline
from tests.api.accounts.offices import BEGAN, Browser, Office

PAGES = ("/", "/municipalities", "/agents", "/findings", "/plans", "/me", "/account", "/about", "/hotlines")
CHOICES = re.compile(r'<details class="hotlines">.*?</details>', re.DOTALL)
MAIL = "two@example.org"


@pytest.fixture
def two(office: Office) -> Browser:
    """Return the browser of a coordinator of both hotlines."""
    office.account(MAIL, Role.COORDINATOR, "here")
    office.account(MAIL, Role.COORDINATOR, "abroad")
    return office.signed_in(MAIL)


def test_every_page_leads_to_the_other_hotline_and_to_all_plans(two: Browser) -> None:
    for page in PAGES:
        text = two.get(f"{page}?hotline=here&lang=en", follow_redirects=True).text
        (choices,) = CHOICES.findall(text)
        assert re.findall(r"hotline=(\w+)", choices) == ["abroad", "here"], page
        assert 'href="/plans' in text, page


def test_who_has_one_hotline_is_asked_nothing_and_sees_no_other(office: Office) -> None:
    office.account("one@example.org", Role.LEADER, "here", municipality="751")
    browser = office.signed_in("one@example.org")
    for page in PAGES:
        text = browser.get(page, follow_redirects=True).text
        assert CHOICES.findall(text) == []
        assert "abroad" not in text


def test_a_page_that_is_kept_is_kept_for_those_who_may_choose_the_same(office: Office, two: Browser) -> None:
    office.account("one@example.org", Role.COORDINATOR, "here")
    one = office.signed_in("one@example.org")
    with writing(office.database) as connection:
        assert make_hotline(connection, HotlineCode("third"), "Third", BEGAN)
    for browser, many in ((two, 1), (one, 0), (two, 1)):
        text = browser.get("/municipalities?hotline=here").text
        assert len(CHOICES.findall(text)) == many
        assert "third" not in text.casefold()


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2027, 1, 3, 22, 30, tzinfo=UTC), None),
        (datetime(2027, 1, 3, 23, 30, tzinfo=UTC), "2027-W01"),  # in Denmark it is Monday
        (datetime(2027, 1, 12, 9, tzinfo=UTC), "2027-W02"),
        (datetime(2027, 2, 12, 9, tzinfo=UTC), None),
    ],
)
def test_this_week_is_marked_and_where_one_lands(office: Office, at: datetime, week: str | None) -> None:
    office.account("one@example.org", Role.COORDINATOR, "here")
    office.at = at
    browser = office.signed_in("one@example.org")
    led = browser.get("/weeks").headers["location"]
    assert led.startswith(f"/weeks/{week or '2027-W01'}")
    text = browser.get("/?lang=en").text
    assert len(re.findall(r'aria-current="date"', text)) == (1 if week else 0)
    assert (f'href="/weeks/{week}?lang=en"' in text) or not week
    assert ("This week: " in text) == bool(week)
