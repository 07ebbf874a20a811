"""Absences and offers as pages: reported, asked with one tap, answered, told; phone or not."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from httpx2 import Response

from api.web.pages.sent_form import new_key
from tests.api.filled_service import CODE, Served
from tests.api.replacements.test_absences import WED11, sitting
from tests.api.replacements.test_offers import THU11, free, made_offer

QUERY = f"?hotline={CODE}&lang=en"


def page(served: Served, where: str, caller: str) -> str:
    answer = served.get(f"{where}{QUERY}", caller)
    assert answer.status_code == 200, answer.text
    return answer.text


def fill(served: Served, where: str, caller: str, **fields: Any) -> Response:
    return served.client.post(
        f"{where}{QUERY}",
        data={"key": new_key(), **fields},
        headers={"x-caller": caller},
        follow_redirects=False,
    )


def away(served: Served, agent: str, caller: str = "coordinator", day: str = "2027-01-06") -> str:
    """Report somebody away and return the address of the page of the seat."""
    done = fill(served, "/absences", caller, agent=agent, first_day=day, last_day=day)
    assert done.status_code == 303, done.text
    return unquote(str(done.headers["location"]).partition("?")[0])


def test_an_agent_reports_oneself_and_is_asked_for_no_reason(served: Served) -> None:
    shown = page(served, "/absences", "agent")
    assert "Nobody asks why" in shown
    assert "1-2" not in shown
    assert "<textarea" not in shown
    wrong = fill(served, "/absences", "agent", agent="1-1", first_day="2026-01-01", last_day="2026-01-01")
    assert wrong.status_code == 422
    where = away(served, "1-1", "agent")
    assert where.endswith(f"/seats/{WED11}")
    assert sitting(served, WED11) == ["1-2"]
    seen = page(served, where, "agent")
    assert "Nobody whom you see by name" in seen  # only another municipality could take the whole shift
    assert "M2 (1)" in seen
    assert "2-1" not in seen
    assert served.get(f"{where}{QUERY}", "administrator").status_code == 404


def test_a_coordinator_puts_a_team_on_and_says_who_loses_the_shift(served: Served) -> None:
    where = away(served, "1-2")
    shown = page(served, where, "coordinator")
    assert "takes the whole shift" in shown
    assert "1-1 loses it" in shown
    assert fill(served, f"{where}/place", "coordinator").status_code == 422
    assert fill(served, f"{where}/place", "leader", one="2-1|2-2").status_code == 403
    assert fill(served, f"{where}/place", "coordinator", one="2-1|2-2").status_code == 303
    assert sitting(served, WED11) == ["2-1", "2-2"]
    assert "taken" in page(served, "/absences", "coordinator")


def test_whoever_is_asked_answers_on_the_own_pages(served: Served) -> None:
    free(served)
    made = made_offer(served, THU11, "1-1")
    assert f"/offers/{made}/accept" in page(served, "/offers", "agent")
    assert fill(served, f"/offers/{made}/accept", "agent").status_code == 303
    assert sitting(served, THU11) == ["1-1"]
    again = fill(served, f"/offers/{made}/accept", "agent")
    assert (again.status_code, "not open any more" in again.text) == (409, True)


def test_a_leader_asks_own_people_and_says_how_they_accept(served: Served) -> None:
    free(served)
    assert 'name="rule"' not in page(served, "/offers", "agent")
    shown = page(served, "/offers", "leader")
    assert "When agents of M1 are asked" in shown
    assert fill(served, "/offers/rules/1", "leader", rule="leader", expected=0).status_code == 303
    assert fill(served, "/offers/rules/1", "leader", rule="never", expected=0).status_code == 412
    made = made_offer(served, THU11, "1-1")
    assert fill(served, f"/offers/{made}/accept", "agent").headers["location"].count("willing") == 1
    assert "1 of your people would take a shift" in page(served, "/now", "leader")
    assert fill(served, f"/offers/{made}/accept", "leader", agent="1-1").status_code == 303
    assert sitting(served, THU11) == ["1-1"]


def test_one_or_several_are_asked_with_a_tap_and_an_offer_is_taken_back(served: Served) -> None:
    away(served, "1-1", "agent", "2027-01-06")
    where = away(served, "1-2", day="2027-01-06")
    assert fill(served, f"{where}/ask", "coordinator").status_code == 422
    done = fill(served, f"{where}/ask", "coordinator", agent=["2-1", "2-2"], hours="3")
    assert done.status_code == 303
    shown = page(served, where, "coordinator")
    assert shown.count(": asked") == 2
    listed = page(served, "/offers", "coordinator")
    made = listed.partition("/offers/")[2].partition("/")[0]
    assert fill(served, f"/offers/{made}/withdraw", "coordinator").status_code == 303
    assert fill(served, f"/offers/{made}/decline", "coordinator", agent="2-1").status_code == 409


def test_what_the_draft_could_not_follow_is_listed_for_coordinators(served: Served) -> None:
    where = away(served, "1-1", day="2027-01-05")
    assert fill(served, f"{where}/place", "coordinator", one="2-1").status_code == 303
    shown = page(served, "/absences", "coordinator")  # in the draft 1-2 of another municipality sits there
    assert "could not follow" in shown
    assert "2027-01-05 08:00" in shown
    assert "could not follow" not in page(served, "/absences", "leader")


def test_a_mistake_is_taken_back(served: Served) -> None:
    where = away(served, "1-2", "leader")
    absence = where.split("/")[2]
    assert fill(served, f"/absences/{absence}/withdraw", "leader").status_code == 303
    assert sorted(sitting(served, WED11)) == ["1-1", "1-2"]
    assert "Nobody is reported away" in page(served, "/absences", "leader")


def test_whoever_is_away_and_sits_in_the_draft_alone_is_listed_for_coordinators(served: Served) -> None:
    told = "has somebody on these shifts who is reported away"
    assert told not in page(served, "/absences", "coordinator")
    done = fill(
        served, "/absences", "coordinator", agent="1-2", first_day="2027-01-07", last_day="2027-01-07"
    )
    assert done.status_code == 303, done.text
    shown = page(served, "/absences", "coordinator")
    assert told in shown
    assert "/versions/2/desk?" in shown
    assert THU11.replace("T", " ") in shown
    assert told not in page(served, "/absences", "leader")
    fill(served, f"/absences/{_newest(served)}/withdraw", "coordinator")
    assert told not in page(served, "/absences", "coordinator")


def _newest(served: Served) -> str:
    found: str = served.get("/api/v1/hotlines/test/absences").json()["absences"][0]["id"]
    return found
