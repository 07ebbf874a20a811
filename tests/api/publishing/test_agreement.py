"""Days of notice of single municipalities: every door counts them for their people, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response

from tests.api.published.test_pages import words
from tests.api.publishing.planned import PLACE, Planned, two_versions
from tests.api.publishing.test_pages import form
from wfm.ids import MunicipalityCode


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with two_versions(tmp_path) as found:
        yield found


@pytest.mark.parametrize(("days", "whom"), [(26, []), (27, ["Agent 2-2"]), (0, [])])
def test_days_of_a_municipality_count_for_its_people(world: Planned, days: int, whom: list[str]) -> None:
    """In 26 days 2-2 of municipality 2 is out; in 27 days 1-2 of municipality 1 is in."""
    world.notice_days, world.notice_days_of = 26, ((MunicipalityCode("2"), days),)
    answer = world.client().get(f"{PLACE}/2/publish?lang=en")
    assert ("noticed" in form(answer)) is bool(whom)
    assert [name for name in ("Agent 2-2", "Agent 1-2") if name in _near(answer)] == whom
    if whom:
        assert f"Agreed notice: 26 days, but {days} days for M2" in words(answer.text)


def _near(answer: Response) -> str:
    return words(answer.text).partition("At short notice")[2].partition("Who is told")[0]


def test_every_door_counts_each_municipality_s_days(world: Planned) -> None:
    """The page and JSON refuse alike, and say alike for whom it is too near."""
    world.notice_days, world.notice_days_of = 0, ((MunicipalityCode("1"), 28),)
    client = world.client()
    told = form(client.get(f"{PLACE}/2/publish"))
    told.pop("noticed")
    assert client.post(f"{PLACE}/2/publish", data=told).status_code == 422
    headers = {"Idempotency-Key": "k", "If-Match": '"1"', "Accept-Language": "en"}
    address = "/api/v1/hotlines/test/plans/2027-01-04/published"
    refused = client.put(address, json={"number": 2}, headers=headers)
    assert refused.status_code == 409, refused.text
    assert [one["short_for"] for one in refused.json()["short_notice"]] == [["1-2"]]
    assert "notice: 0 days, but 28 days for 1" in refused.json()["detail"]
