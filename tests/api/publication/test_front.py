"""What the front page says first: what is empty from this week on, and what has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.publication.front import find_front_facts
from api.publication.summary import Showing
from tests.api.access.world import NEIGHBOUR, OWN, here
from tests.api.showcase import showcase
from wfm.calendar import Week
from wfm.ids import MunicipalityCode

MONDAY = date(2027, 1, 4)


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_empty_is_told_from_this_week_s_monday_on(number: int) -> None:
    showing = Showing(showcase())
    today = date.fromisocalendar(2027, number, 3)
    facts = find_front_facts(showing, Week(2027, number), today, None)
    since = date.fromisocalendar(2027, number, 1)
    assert facts.grid is not None
    assert facts.grid.week == Week(2027, number)
    assert facts.seats == sum(one.empty for one in showing.seatings.values() if one.shift.day >= since)
    assert {one.shift.day >= since for one in facts.empty} == {True}
    lacking = {one.subject.shift for one in facts.unskilled}
    assert lacking == {
        one.subject.shift
        for one in showing.publication.score.findings
        if one.rule == "competence" and showing.publication.plan.shift[one.subject.shift].day >= since
    }


def test_after_the_period_nothing_is_missing_and_before_it_all_that_is() -> None:
    showing = Showing(showcase())
    assert find_front_facts(showing, None, date(2027, 2, 1), None).empty == ()
    assert find_front_facts(
        showing, None, date(2026, 12, 1), None
    ).seats == showing.publication.plan.seats - (showing.filled)


@pytest.mark.parametrize(("code", "changed"), [(None, 1), (OWN, 1), (NEIGHBOUR, 1), ("none", 0)])
def test_a_shift_that_was_published_otherwise_before_has_changed(code: str | None, changed: int) -> None:
    whose = None if code is None else MunicipalityCode(code)
    facts = find_front_facts(Showing(here()), None, MONDAY, whose)
    assert facts.changed is not None
    assert [one.seating.shift.id for one in facts.changed] == ["2027-01-14T08:00"] * changed


def test_what_is_published_once_has_not_changed_and_of_what_has_no_calendars_nothing_is_known() -> None:
    once = showcase()
    assert find_front_facts(Showing(once), None, MONDAY, None).changed == ()
    assert find_front_facts(Showing(replace(once, events=())), None, MONDAY, None).changed is None
