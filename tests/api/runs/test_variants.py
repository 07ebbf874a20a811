"""Versions side by side, and one of them chosen as the draft."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from api.access.ids import VersionNumber
from api.rosters.records.rosters import find_version, read_version
from api.runs.kinds import RunOrder
from api.runs.variants import compare_variants
from api.store.engine import reading
from tests.api.filled_service import Served
from tests.api.publications import small_plan
from tests.api.runs.reckoning import place_in, reckon
from tests.api.store.filled import add_plan

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

PAGE = "/plans/2027-01-04/variants"
SOLVE = RunOrder(time_limit=10, workers=1, weights={"wishes": 50})
FORM = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def read(served: Served, number: int) -> Any:
    with reading(served.database) as connection:
        return read_version(
            connection, find_version(connection, place_in(served.database).plan.id, VersionNumber(number))
        )


def page(served: Served, *numbers: int) -> str:
    answer = served.get(PAGE + "?lang=en" + "".join(f"&version={n}" for n in numbers), "coordinator")
    assert answer.status_code == 200, answer.text
    return answer.text


def choose(served: Served, number: int, expected: int, key: str = "") -> Any:
    text = page(served, 1, 2)
    hidden = dict(FORM.findall(text)) | {"expected": str(expected), "key": key or uuid4().hex}
    return served.client.post(
        f"/plans/2027-01-04/versions/{number}/choose?lang=en",
        data=hidden,
        headers={"x-caller": "coordinator", "accept-language": "en"},
        follow_redirects=False,
    )


def test_each_is_told_with_its_settings_its_score_and_what_is_proven(served: Served) -> None:
    reckon(served.database, SOLVE)
    text = page(served, 1, 2, 3)
    for words in (
        "Version 1",
        "Version 3",
        "by hand or sent",
        "search",
        "wishes 50",
        "cannot be lower (proven)",
    ):
        assert words in text
    assert "Make version 1 the draft" in text
    assert "Version 3 is the draft." in text


def test_who_differs_is_told_and_nobody_else(served: Served) -> None:
    with reading(served.database) as connection:
        found = compare_variants(
            connection, place_in(served.database).plan.id, (VersionNumber(1), VersionNumber(2))
        )
    first, second = read(served, 1), read(served, 2)
    by_hand = {
        first.plan.labels[agent.id]: (
            len(first.roster.of_agent(agent.id)),
            len(second.roster.of_agent(agent.id)),
        )
        for agent in first.plan.agents
    }
    assert {row.name: row.values for row in found.agents} == {
        name: seats for name, seats in by_hand.items() if seats[0] != seats[1]
    }
    assert [row.spread for row in found.agents] == sorted((row.spread for row in found.agents), reverse=True)
    assert found.agents


def test_the_chosen_one_is_the_next_version_with_all_that_is_proven(served: Served) -> None:
    key = uuid4().hex
    answers = [choose(served, 1, 2, key) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert "/versions/3/publish" in answers[0].headers["location"]
    chosen, draft = read(served, 1), read(served, 3)
    assert draft.roster == chosen.roster
    assert draft.report.bounds == chosen.report.bounds
    assert draft.report.status == chosen.report.status
    with reading(served.database) as connection:
        assert find_version(connection, place_in(served.database).plan.id).number == 3


def test_who_does_not_know_the_newest_chooses_nothing(served: Served) -> None:
    assert choose(served, 1, 9).status_code == 412
    refused = choose(served, 2, 2)
    assert refused.status_code == 409
    assert "is the draft already" in refused.text


def test_one_of_an_earlier_state_of_the_plan_is_carried_instead(served: Served) -> None:
    add_plan(served.database, small_plan(name="Another"), expected=place_in(served.database).plan.revision)
    refused = choose(served, 1, 2)
    assert refused.status_code == 409
    assert "carry it over instead" in refused.text


def test_more_than_four_are_not_compared(served: Served) -> None:
    assert "at most 4 versions" not in page(served, 1, 2)
    assert served.get(f"{PAGE}?version=9", "coordinator").status_code == 404
    assert served.get(f"{PAGE}?version=x", "coordinator").status_code == 404
