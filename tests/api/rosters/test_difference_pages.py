"""Two versions side by side, as a page."""

from __future__ import annotations

import pytest

from tests.api.filled_service import Served

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PLACE = "/plans/2027-01-04/versions"


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Versions 1 and 2 compared"), ("da", "Version 1 og 2")]
)
def test_two_versions_stand_side_by_side(served: Served, language: str, heading: str) -> None:
    answer = served.get(f"{PLACE}/1/differences/2?lang={language}")
    assert answer.status_code == 200
    assert heading in answer.text
    assert answer.text.count('<th scope="row"') >= 4
    assert "Agent 1-1" in answer.text


def test_a_version_beside_itself_differs_in_nothing(served: Served) -> None:
    assert "Nobody's shifts differ." in served.get(f"{PLACE}/2/differences/2?lang=en").text


def test_versions_that_are_not_there_are_missing(served: Served) -> None:
    for address in (f"{PLACE}/1/differences/9", f"{PLACE}/9/differences/1", f"{PLACE}/0/differences/1"):
        assert served.get(address).status_code == 404
