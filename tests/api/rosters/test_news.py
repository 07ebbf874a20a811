"""A page notices that there is something newer: by a tag that each change of the plan makes another."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.api.filled_service import FIRST_DAY, Served

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

NEWEST = f"/plans/{FIRST_DAY}/newest?hotline=test"
DESK = f"/plans/{FIRST_DAY}/versions/2/desk?hotline=test&lang=en"
VERSIONS = f"/plans/{FIRST_DAY}/versions?hotline=test&lang=en"


def sign(served: Served, page: str) -> tuple[str, str]:
    """Return what a page asks by itself, and with which tag."""
    text = served.get(page).text
    found = re.search(r'data-news="([^"]*)" data-tag="([^"]*)"', text)
    assert found
    assert "Somebody changed the roster or its plan meanwhile." in text.split("<template>")[1]
    return unescape(found[1]), unescape(found[2])


@pytest.mark.parametrize("page", [DESK, VERSIONS])
def test_a_page_hears_of_each_version_and_revision_and_of_nothing_else(served: Served, page: str) -> None:
    address, tag = sign(served, page)
    assert served.get(address, if_none_match=tag).status_code == 304
    served.get(DESK)
    assert served.get(address, "other", if_none_match=tag).status_code == 304
    move = {"changes": [{"kind": "move", "shift": "2027-01-05T08:00", "joins": "1-1"}]}
    made = served.send("POST", "versions/2/changes", move, caller="other", began=2)
    assert made.status_code == 201, made.text
    news = served.get(address, if_none_match=tag)
    assert (news.status_code, news.json()["version"]) == (200, 3)
    _, fresh = sign(served, page)
    assert news.headers["etag"] == fresh != tag
    assert served.get(address, "leader").status_code == 403


def test_a_plan_that_is_not_there_has_no_news(served: Served) -> None:
    assert served.get(NEWEST).status_code == 200
    assert served.get(NEWEST.replace(FIRST_DAY, "2027-04-05")).status_code == 404
