"""The pages: a shift put right in two steps, a quarter closed, an account with the source of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from httpx2 import Response

from api.ledger.kinds import LedgerKind
from api.ledger.records import LedgerEntry, add_entries
from api.plans.records.facts import find_hotline
from api.store.engine import writing
from api.web.pages.sent_form import new_key
from tests.api.publishing.planned import COORDINATOR, LEADER, Planned
from tests.api.worked.quarter import AGENT, FIRST, LEADER_OF_2, TEST, ask, worked_week
from wfm.ids import MunicipalityCode

PAGE = "/plans/2027-01-04/worked"
QUERY = "?hotline=test&lang=en"


@pytest.fixture
def week(tmp_path: Path) -> Iterator[Planned]:
    with worked_week(tmp_path) as found:
        yield found


def shown(week: Planned, path: str, more: str = "") -> str:
    answer = week.client().get(f"{path}{QUERY}{more}")
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


def fill(week: Planned, path: str, **fields: str) -> Response:
    told = {name.replace("_", "-"): value for name, value in fields.items()}
    return week.client().post(f"{path}{QUERY}", data={"key": new_key(), **told})


def test_a_leader_says_that_somebody_did_not_sit_there(week: Planned) -> None:
    week.caller = LEADER
    page = shown(week, PAGE)
    assert f"{PAGE}/{FIRST.replace(':', '%3A')}" in page
    assert "2027-01-04T11" not in page  # of the other municipality
    told = fill(week, f"{PAGE}/{FIRST}", expected="1", minutes_0="180", minutes_1="180", gone="0")
    assert told.status_code == 303
    again = shown(week, PAGE, "&done=1")
    assert "did not sit there" in again
    assert ask(week, "GET", f"/worked/{FIRST}").json()["state"] == "confirmed"


def test_an_agent_reports_and_a_coordinator_confirms_with_a_stand_in(week: Planned) -> None:
    week.caller = AGENT
    assert "Jeg" not in shown(week, f"{PAGE}/{FIRST}")
    assert fill(week, f"{PAGE}/{FIRST}", expected="1", minutes_0="90").status_code == 303
    for caller in (LEADER, COORDINATOR):
        week.caller = caller
        assert "1 report of who sat on a shift waits to be confirmed." in shown(week, "/now")
        assert "Waits to be confirmed" in shown(week, PAGE)
    week.caller = LEADER_OF_2
    assert "to be confirmed" not in shown(week, "/now")
    week.caller = COORDINATOR
    sent = {"expected": "2", "minutes_0": "90", "minutes_1": "180", "new_town": "2", "new_town_minutes": "45"}
    assert fill(week, f"{PAGE}/{FIRST}", **sent).status_code == 303
    assert "stand-in from M2" in shown(week, PAGE)


def test_what_was_typed_stays_where_it_is_odd_and_who_is_overtaken_sees_what_is_there(week: Planned) -> None:
    odd = fill(week, f"{PAGE}/{FIRST}", expected="1", minutes_0="long", minutes_1="77")
    assert (odd.status_code, 'value="77"' in odd.text) == (422, True)
    fill(week, f"{PAGE}/{FIRST}", expected="1", minutes_0="60", minutes_1="60")
    late = fill(week, f"{PAGE}/{FIRST}", expected="1", minutes_0="1", minutes_1="1")
    assert (late.status_code, 'value="60"' in late.text) == (412, True)


def test_a_coordinator_closes_the_quarter_and_corrects_it(week: Planned) -> None:
    page = "/plans/2027-01-04/close"
    assert "Close the quarter" in shown(week, page)
    assert fill(week, page).status_code == 303
    assert "The quarter was closed on" in shown(week, page)
    assert fill(week, page).status_code == 409
    corrected = fill(week, f"{PAGE}/{FIRST}", expected="1", minutes_0="180", minutes_1="0")
    assert corrected.status_code == 303
    account = shown(week, "/ledger", "&municipality=1")
    for words in ("Seats first published", "Share of all seats worked", "Correction of a closed quarter"):
        assert words in account
    assert f"{PAGE}/{FIRST.replace(':', '%3A')}" in account
    week.caller = LEADER
    assert "Close the quarter" not in shown(week, page)
    assert "Accounts of M1" in shown(week, "/ledger")
    assert fill(week, f"{PAGE}/{FIRST}", expected="2", minutes_0="180", minutes_1="180").status_code == 409


def test_that_a_quarter_can_be_closed_waits_for_coordinators_once_it_can(week: Planned) -> None:
    def waits() -> bool:
        return "The quarter can be closed" in shown(week, "/now")

    over = week.now.replace(day=8, hour=13)  # its last shift ends at 14 o'clock of Denmark
    week.now = over - timedelta(minutes=1)
    assert not waits()
    week.now = over
    assert waits()
    assert "/plans/2027-01-04/close" in shown(week, "/now")
    week.caller = AGENT
    fill(week, f"{PAGE}/{FIRST}", expected="1", minutes_0="90")
    assert not waits()
    for caller in (LEADER, COORDINATOR):
        week.caller = caller
        assert not waits()
    fill(week, f"{PAGE}/{FIRST}", expected="2", minutes_0="90", minutes_1="180")
    assert waits()
    fill(week, "/plans/2027-01-04/close")
    assert not waits()


def test_pages_lead_there_and_the_file_of_minutes_is_handed_out(week: Planned) -> None:
    assert PAGE in shown(week, "/plans/2027-01-04/versions")
    assert "/ledger?" in shown(week, "/municipalities/1")
    week.caller = LEADER
    assert "/plans/2027-01-04/minutes" in shown(week, PAGE)
    told = week.client().get(f"/plans/2027-01-04/minutes{QUERY}&municipality=1")
    assert told.headers["content-disposition"].startswith("attachment")
    assert told.text.startswith("\ufeffdate,")
    week.caller = AGENT
    assert PAGE in shown(week, "/me")


def test_an_account_outlives_its_plans_and_leads_to_none_that_went(week: Planned) -> None:
    gone = LedgerEntry(date(2026, 10, 5), MunicipalityCode("1"), LedgerKind.PLANNED, Fraction(-3))
    with writing(week.database) as connection:
        hotline = find_hotline(connection, TEST).id
        add_entries(connection, hotline, [gone], author=None, at=week.now)
    account = shown(week, "/ledger", "&municipality=1")
    assert "Quarter from 5 October 2026" in account
    assert "/plans/2026-10-05" not in account
    assert "/plans/2027-01-04/worked" in account
