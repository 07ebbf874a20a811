"""The check of a plan tells what every door tells of its rows, and where it is thin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest

from tests.api.filled_service import FIRST_DAY, ROOT
from tests.api.publications import small_plan
from tests.api.published.test_pages import words
from tests.api.publishing.planned import NOW, Planned, planned
from tests.builders import entry
from wfm.calendar import Period
from wfm.plan import Plan

CHECK = f"{ROOT}/test/plans/{FIRST_DAY}/check"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with planned(tmp_path, NOW) as found:
        yield found


def test_what_counts_for_nothing_and_thin_weeks_are_told(world: Planned) -> None:
    plan = small_plan()
    outside = entry("1-1", "unavailable", date(2026, 1, 5), date(2026, 1, 6))
    away = entry("2-1", "unavailable", date(2027, 1, 4), date(2027, 1, 8), note="KANARIE")
    world.plan(replace(plan, availability=(outside, away)))
    answer = world.client().get(CHECK, headers={"accept-language": "en"})
    told = answer.json()
    assert answer.headers["etag"].startswith('"1-')
    about = [(one["table"], one["about"]) for one in told["remarks"]]
    assert ("availability", "Agent 1-1 (1-1), 5 January 2026 to 6 January 2026") in about
    (thin,) = told["thin_weeks"]
    assert thin == {"municipality": "2", "week": "2027-W01", "able": 1, "people": 1, "needed": 2}
    page = world.client().get(f"/plans/{FIRST_DAY}/check?lang=en")
    said = words(page.text)
    assert "Agent 1-1 (1-1), 5 January 2026 to 6 January 2026" in said
    assert "week 1: 1 of 1" in said.lower()
    assert "KANARIE" not in page.text + answer.text


def test_a_plan_of_which_there_is_nothing_to_say_says_so(world: Planned) -> None:
    plan = small_plan()
    agents = tuple(
        replace(agent, competences=frozenset(c.code for c in plan.hotline.competences))
        for agent in plan.agents
    )
    world.plan(replace(plan, agents=agents))
    told = world.client().get(CHECK).json()
    assert told["thin_weeks"] == []
    said = words(world.client().get(f"/plans/{FIRST_DAY}/check?lang=en").text)
    assert "each municipality has somebody to spare" in said
    assert ("Every row counts" in said) is (told["remarks"] == [])


def test_a_value_that_is_hardly_meant_is_told_at_its_row(world: Planned) -> None:
    plan = small_plan()
    agents = (replace(plan.agents[0], fte=Fraction(37)), *plan.agents[1:])
    world.plan(replace(plan, agents=agents))
    told = world.client().get(CHECK, headers={"accept-language": "en"}).json()
    assert ("agents", "Agent 1-1 (1-1)", "fte", "37") in {
        (one["table"], one["about"], one["column"], one["value"]) for one in told["remarks"]
    }
    page = world.client().get(f"/plans/{FIRST_DAY}/check?lang=da").text
    assert "<strong>Agent 1-1 (1-1)</strong>, beskæftigelsesgrad “37”: " in page
    assert "<strong>competences.code</strong> “mitid”: " in page  # a key is its row, and told once


def test_the_page_is_led_to_from_the_plan(world: Planned) -> None:
    world.plan(small_plan())
    assert f"/plans/{FIRST_DAY}/check" in world.client().get(f"/plans/{FIRST_DAY}/versions").text


@pytest.mark.parametrize(
    ("times", "told"), [(10, True), (Fraction(1, 10), True), (2, False), (Fraction(1, 2), False)]
)
def test_citizens_many_times_those_of_the_quarter_before_are_told(
    world: Planned, times: Fraction, told: bool
) -> None:
    plan = small_plan()
    first, *others = plan.municipalities
    other = replace(first, population=int(first.population * times))
    period = plan.hotline.period
    back = timedelta(days=91)
    earlier = Period(period.first_day - back, period.last_day - back)
    before = replace(plan.hotline, period=earlier)
    world.plan(Plan(before, plan.municipalities, plan.agents))
    world.plan(replace(plan, municipalities=(other, *others)))
    found = world.client().get(CHECK, headers={"accept-language": "en"}).json()["remarks"]
    keys = [one["about"] for one in found if one["key"] == "check.other_citizens"]
    assert len(keys) == told
    said = words(world.client().get(f"/plans/{FIRST_DAY}/check?lang=en").text)
    assert ("citizens as in the plan before" in said) is told


def test_every_remark_stands_on_the_page_with_the_others_of_its_table(world: Planned) -> None:
    plan = small_plan()
    last, *_ = reversed(plan.agents)
    agents = tuple(
        replace(agent, fte=Fraction(37), email="åse@example.dk") if agent is last else agent
        for agent in plan.agents
    )
    first, *others = plan.municipalities
    world.plan(
        replace(
            plan,
            agents=agents,
            municipalities=(
                replace(first, carry_over=Fraction(99)),
                replace(others[0], carry_over=Fraction(-99)),
                *others[1:],
            ),
        )
    )
    found = world.client().get(CHECK, headers={"accept-language": "en"}).json()["remarks"]
    assert {"fte", "email"} <= {one["column"] for one in found if one["table"] == "agents"}
    said = unescape(words(world.client().get(f"/plans/{FIRST_DAY}/check?lang=en").text))
    assert [one["expected"] for one in found if one["expected"] not in said] == []
