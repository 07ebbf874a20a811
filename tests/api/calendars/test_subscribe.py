from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.calendars.subscribe import subscription_links

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(NAMES)
def test_the_address_leads_to_the_feed_of_that_name(name: str) -> None:
    found = subscription_links("http://127.0.0.1:8000/", name, "Hotline")
    path = urlsplit(found.address).path
    assert unquote(path) == f"/feeds/{name}.ics"
    assert "/" not in path.removeprefix("/feeds/")


@given(NAMES)
def test_what_calendar_programs_are_told_is_the_same_address(name: str) -> None:
    found = subscription_links("https://vagter.example/", name, "Hotline & co")
    assert found.webcal == "webcal://" + found.address.removeprefix("https://")
    assert parse_qs(urlsplit(found.google).query)["cid"] == [found.webcal]
    asked = parse_qs(urlsplit(found.outlook).query)
    assert (asked["url"], asked["name"]) == ([found.address], ["Hotline & co"])


@pytest.mark.parametrize(
    ("base", "only_here"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://localhost/", True),
        ("http://[::1]:1/", True),
        ("https://vagter.example/", False),
    ],
)
def test_an_address_that_only_this_computer_reaches_is_known_as_such(base: str, only_here: bool) -> None:
    assert subscription_links(base, "1-1", "Hotline").loopback is only_here


def test_the_qr_code_is_a_drawing_and_nothing_else() -> None:
    drawn = str(subscription_links("http://127.0.0.1/", "<script>", "x").qr)
    assert drawn.startswith("<svg")
    assert "script" not in drawn
    assert "style=" not in drawn
