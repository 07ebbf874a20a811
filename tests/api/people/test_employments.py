"""Somebody moves to another municipality in the middle of a quarter, or works for two: both rows at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from api.access.roles import Role
from api.people.employments import Employment, EmploymentError, add_employment
from tests.api.accounts.offices import Browser, Office
from tests.api.people.staffed import agents_of
from tests.api.publications import small_plan
from tests.api.published.test_pages import words
from tests.builders import entry, lock
from wfm.ids import AgentId, MunicipalityCode

BOARD = "/plans/2027-01-04/people"
FORM = f"{BOARD}/employment"
WEDNESDAY = date(2027, 1, 6)
ASKED = Employment(AgentId("1-1"), MunicipalityCode("2"), WEDNESDAY, instead=True)


def test_whoever_moves_has_two_rows_that_meet_and_are_one_person() -> None:
    plan = replace(
        small_plan(),
        availability=(entry("1-1", "undesired", note="KANARIE"),),
        locks=(lock("2027-01-05T08:00", agent="1-1"), lock("2027-01-07T08:00", agent="1-1")),
    )
    made, second = add_employment(plan, ASKED)
    first, new = made.agent[AgentId("1-1")], made.agent[second]
    assert (first.municipality, first.last_day) == ("1", date(2027, 1, 5))
    assert (new.municipality, new.first_day, new.name) == ("2", WEDNESDAY, first.name)
    assert made.selves[second] == ("1-1", "1-1-2")
    assert [(one.agent, one.note) for one in made.availability] == [("1-1", "KANARIE"), ("1-1-2", "")]
    assert [one.shift for one in made.locks] == ["2027-01-05T08:00"]


def test_whoever_works_for_both_keeps_the_first_row_as_it_is() -> None:
    asked = replace(ASKED, instead=False, id="2-9", email="Ny@Example.dk")
    made, second = add_employment(small_plan(), asked)
    assert second == "2-9"
    assert made.agent[second].email == "ny@example.dk"
    assert made.agent[AgentId("1-1")] == replace(small_plan().agent[AgentId("1-1")], person="1-1")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"municipality": MunicipalityCode("1")}, "municipality"),
        ({"municipality": MunicipalityCode("9")}, "municipality"),
        ({"first_day": date(2027, 2, 1)}, "first_day"),
        ({"id": "1-2"}, "id"),
        ({"email": "ingen"}, "email"),
    ],
)
def test_what_can_t_be_is_told_at_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(EmploymentError) as refused:
        add_employment(small_plan(), replace(ASKED, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.fixture
def coordinator(office: Office) -> Browser:
    office.account("k@example.dk", Role.COORDINATOR)
    return office.signed_in("k@example.dk")


def sent(coordinator: Browser, **changes: str) -> dict[str, str]:
    page = coordinator.get(f"{FORM}?agent=751-1-x").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("form_token")
    return {**hidden, "municipality": "730", "first_day": "2027-01-06", "how": "instead", **changes}


def test_one_form_makes_both_rows_and_the_board_shows_them(coordinator: Browser) -> None:
    assert f"{FORM}?agent=751-1-x" in coordinator.get(BOARD).text
    fields = sent(coordinator)
    made = coordinator.post(FORM, **fields)
    assert made.status_code == 303, made.text
    assert coordinator.post(FORM, **fields).headers["location"] == made.headers["location"]
    page = words(coordinator.get(made.headers["location"] + "&lang=en").text)
    assert "The plan has a new row, 751-1-x-730" in page
    assert "same person as 751-1-x, M751" in page
    assert "same person as 751-1-x-730, M730" in page
    rows = {one.id: one for one in agents_of(coordinator.office)}
    assert rows[AgentId("751-1-x")].last_day == date(2027, 1, 5)
    assert rows[AgentId("751-1-x-730")].first_day == WEDNESDAY
    assert len(rows) == 7


def test_what_is_wrong_or_overtaken_keeps_what_was_typed(coordinator: Browser) -> None:
    wrong = coordinator.post(FORM, **sent(coordinator, first_day="2028-01-01", email="ny@example.dk"))
    assert wrong.status_code == 422
    assert 'value="ny@example.dk"' in wrong.text
    assert 'aria-invalid="true"' in wrong.text
    stale = sent(coordinator)
    coordinator.post(FORM, **sent(coordinator, id="730-9"))
    overtaken = coordinator.post(FORM, **stale)
    assert (overtaken.status_code, 'value="2027-01-06"' in overtaken.text) == (412, True)
    assert len(agents_of(coordinator.office)) == 7
    assert coordinator.get(f"{FORM}?agent=nobody").status_code == 404
