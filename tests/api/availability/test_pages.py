"""The pages: one's own grid, patterns and calendars; the board of leaders and coordinators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from httpx2 import Response

from api.availability.calendar_turns import TURNS
from api.store.engine import reading
from api.store.tables import PLAN_REVISION
from api.web.json import upload_turns
from tests.api.availability.asked import AWAY, CLOSES, WISH, close, iso, open_collection, say
from tests.api.filled_service import FIRST_DAY, NOW, Served
from tests.api.publications import small_plan
from tests.api.store.filled import add_plan
from tests.builders import entry
from wfm.calendar import Period

BOARD = f"/plans/{FIRST_DAY}/availability"
OWN = f"{BOARD}/1-1"
CELL = "c:2027-01-05T08:00"


def page(served: Served, address: str, caller: str = "agent") -> Response:
    return served.client.get(
        address,
        params={"hotline": "test", "lang": "en"},
        headers={"x-caller": caller},
        follow_redirects=False,
    )


def hidden(text: str, part: str = "data-changed-only") -> dict[str, str]:
    form = text[text.index(part) :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)[:3])


def post(
    served: Served,
    address: str,
    fields: Mapping[str, str],
    caller: str = "agent",
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
) -> Response:
    return served.client.post(
        address,
        params={"hotline": "test", "lang": "en"},
        data=dict(fields),
        files=files,
        headers={"x-caller": caller},
        follow_redirects=False,
    )


def entries(served: Served) -> list[str]:
    told = served.get("availability/1-1", "agent").json()["entries"]
    return [f"{one['kind']} {one['first_day']} {one['from']}" for one in told]


def test_a_changed_cell_is_kept_and_the_others_stay(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    shown = page(served, OWN)
    assert shown.status_code == 200
    assert "shifts of this hotline only" in shown.text
    sent = {**hidden(shown.text), CELL: "p", "do": "save"}
    assert post(served, OWN, sent).status_code == 303
    assert post(served, OWN, sent).status_code == 303  # the same form again
    found = entries(served)
    assert "preferred 2027-01-05 08:00" in found
    assert "unavailable 2027-01-05 11:00" in found
    assert "unavailable 2027-01-04 None" in found


def test_two_devices_the_second_sees_what_the_first_changed_and_keeps_what_it_chose(served: Served) -> None:
    open_collection(served)
    first, second = page(served, OWN).text, page(served, OWN).text
    assert post(served, OWN, {**hidden(first), CELL: "u", "do": "done"}).status_code == 303
    late = post(served, OWN, {**hidden(second), "c:2027-01-06T08:00": "w", "do": "done"})
    assert late.status_code == 412
    assert "It was changed elsewhere meanwhile" in late.text
    assert re.search(r"08:00: can → can(&#39;|')t", late.text)
    chosen = late.text[late.text.index('name="c:2027-01-06T08:00"') :]
    assert re.match(r'.*?<option value="w" selected>', chosen.split("</select>")[0])
    again = {**hidden(late.text), "c:2027-01-06T08:00": "w", "do": "done"}
    assert post(served, OWN, again).status_code == 303
    assert entries(served) == ["unavailable 2027-01-05 08:00", "undesired 2027-01-06 08:00"]


def test_a_pattern_and_a_calendar_fill_the_grid_in(served: Served) -> None:
    open_collection(served)
    told = {"weekday": "1", "start": "11:00", "weeks": "odd", "letter": "w", "do": "pattern"}
    assert post(served, OWN, {**hidden(page(served, OWN).text), **told}).status_code == 303
    assert entries(served) == ["undesired 2027-01-05 11:00"]
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270106T080000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    content = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n".encode()
    files = {"file": ("a.ics", content, "text/calendar")}
    sent = {**hidden(page(served, OWN).text), "do": "calendar"}
    assert post(served, OWN, sent, files=files).status_code == 303
    assert entries(served)[-1] == "unavailable 2027-01-06 08:00"
    wrong = {"file": ("a.ics", b"no calendar", "text/calendar")}
    refused = post(served, OWN, {**hidden(page(served, OWN).text), "do": "calendar"}, files=wrong)
    assert refused.status_code == 422


def test_after_the_deadline_the_form_makes_a_request_and_the_board_grants_it(served: Served) -> None:
    open_collection(served)
    close(served)
    shown = page(served, OWN)
    assert "Ask for the change" in shown.text
    assert post(served, OWN, {**hidden(shown.text), CELL: "u", "do": "request"}).status_code == 303
    assert entries(served) == []
    seen = page(served, BOARD, "coordinator").text
    (address,) = re.findall(rf'action="({BOARD}/1-1/requests/[0-9a-f]{{32}})', seen)
    told = {**hidden(seen, f'action="{address}'), "do": "grant"}
    assert post(served, address, told, "coordinator").status_code == 303
    assert entries(served) == ["unavailable 2027-01-05 08:00"]


def test_the_board_asks_reminds_and_shows_each_their_own(served: Served) -> None:
    shown = page(served, BOARD, "coordinator").text
    last = CLOSES.date().isoformat()
    sent = {**hidden(shown, f'action="{BOARD}'), "closes": last, "note": "soon"}
    asked = post(served, BOARD, sent, "coordinator")
    assert asked.status_code == 303
    assert served.get("collection").json()["stage"] == "open"
    again = served.get(asked.headers["location"]).text
    assert "Whoever is asked is told by mail" in again
    assert re.search(r"have answered\.\s+The deadline is .* at 24:00", again)  # not 00:00 of the day after
    reminded = post(served, f"{BOARD}/reminders", hidden(again, f'action="{BOARD}/reminders'), "coordinator")
    assert (reminded.status_code, "mails are on their way" in reminded.text.lower()) == (200, True)
    leader = page(served, BOARD, "leader").text
    assert "Agent 1-2" in leader
    assert "Agent 2-1" not in leader
    assert page(served, BOARD, "agent").status_code == 303
    assert page(served, f"{BOARD}/2-1", "leader").status_code == 404
    assert iso(CLOSES)


@pytest.mark.parametrize("caller", ["leader", "coordinator"])
def test_pages_of_plans_lead_there(served: Served, caller: str) -> None:
    open_collection(served)
    address = f"/plans/{FIRST_DAY}/versions" if caller == "coordinator" else "/plans"
    assert ("See who has answered" in page(served, "/me", caller).text) is (caller == "leader")
    assert f'href="{BOARD}?' in page(served, address, caller).text
    close(served)
    assert (f'href="{BOARD}?' in page(served, address, caller).text) is (caller == "coordinator")


@pytest.mark.parametrize("caller", ["agent", "leader"])
def test_nobody_else_asks(served: Served, caller: str) -> None:
    for address in (BOARD, f"{BOARD}/reminders"):
        assert post(served, address, {"key": "k" * 16}, caller).status_code == 403


def test_one_press_makes_one_revision(served: Served) -> None:
    open_collection(served)
    fields = {f"c:2027-01-0{day}T08:00": "u" for day in range(4, 9)}
    post(served, OWN, {**hidden(page(served, OWN).text), **fields, "do": "done"})
    with reading(served.database) as connection:
        assert len(connection.execute(PLAN_REVISION.select()).all()) == 2
    assert entries(served) == ["unavailable 2027-01-04 08:00"]


@pytest.mark.parametrize(("day", "status"), [("9999-12-31", 422), ("3000-01-01", 422), ("2999-12-31", 303)])
def test_a_deadline_that_no_clock_shows_is_refused(served: Served, day: str, status: int) -> None:
    fields = {"expected": "0", "key": "k" * 20, "closes": day, "note": "a\0b"}
    assert post(served, BOARD, fields, "coordinator").status_code == status
    assert page(served, BOARD, "coordinator").status_code == 200


@pytest.mark.parametrize(
    "address", ["runs/%00", f"availability/1-1/requests/{'0' * 31}%00", "availability/1-1%00"]
)
def test_an_id_that_no_database_can_be_asked_for_is_not_there(served: Served, address: str) -> None:
    whole = f"/plans/{FIRST_DAY}/{address}"
    if "requests" in address:
        open_collection(served)
        sent = {"key": "k" * 20, "do": "grant"}
        assert post(served, whole, sent, "coordinator").status_code == 404
    else:
        assert page(served, whole, "coordinator").status_code == 404


def test_who_answers_waits_for_nobody_s_files_and_calendars(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_turns, "PATIENCE", 0.01)
    open_collection(served)
    taken = [*[upload_turns._TURNS] * upload_turns.AT_ONCE, TURNS]
    calendar = {"file": ("own.ics", b"BEGIN:VCALENDAR", "text/calendar")}
    for one in taken:
        assert one.acquire(blocking=False)
    try:
        sent = {**hidden(page(served, OWN).text), CELL: "u"}
        assert post(served, OWN, {**sent, "do": "save"}).status_code == 303
        assert post(served, OWN, {**sent, "do": "calendar"}, files=calendar).status_code == 503
    finally:
        for one in taken:
            one.release()
    assert post(served, OWN, {**sent, "do": "calendar"}, files=calendar).status_code == 422


def test_as_last_quarter_says_the_same_of_the_same_weekdays(served: Served) -> None:
    asked = page(served, OWN)
    assert 'value="last"' not in asked.text  # there is no quarter before
    period = Period(date(2026, 12, 7), date(2026, 12, 11))
    said = (entry("1-1", "unavailable", date(2026, 12, 8)), entry("1-2", "undesired", date(2026, 12, 9)))
    line = replace(small_plan().hotline, period=period)
    add_plan(served.database, replace(small_plan(), hotline=line, availability=said))
    open_collection(served)
    say(served, "1-1", WISH)
    shown = page(served, OWN)
    assert 'value="last"' in shown.text
    assert post(served, OWN, {**hidden(shown.text), "do": "last"}).status_code == 303
    assert entries(served) == ["unavailable 2027-01-05 None"]  # and nothing of anybody else's


def test_a_leader_confirms_by_a_button_on_the_board(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    button = f"{BOARD}/1-1/confirm"
    assert button not in page(served, BOARD, "leader").text  # the hotline asks for no confirming
    rows = [*served.get("tables/hotline").json()["rows"], {"key": "availability.approval", "value": "leader"}]
    assert served.send("PUT", "tables/hotline", {"rows": rows}, began=2).status_code == 200
    shown = page(served, BOARD, "leader").text
    assert f"{BOARD}/1-2/confirm" not in shown  # who has not answered
    sent = hidden(shown, f'action="{button}')
    assert post(served, button, sent, "agent").status_code == 403
    assert post(served, button, sent, "leader").status_code == 303
    assert post(served, button, sent, "leader").status_code == 303
    after = page(served, BOARD, "leader").text
    assert button not in after
    assert "has answered, confirmed" in " ".join(after.split())
    say(served, "1-1", WISH)
    assert button in page(served, BOARD, "leader").text


def test_what_is_thin_is_said_in_words_to_those_whom_it_is_about(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", {**AWAY, "last_day": "2027-01-08"})
    say(served, "1-2", {**AWAY, "last_day": "2027-01-04"}, caller="leader")
    for caller in ("leader", "coordinator"):
        shown = " ".join(page(served, BOARD, caller).text.split())
        assert "Week 1, M1: 1 of 1 left" in shown
    held = served.get("tables/agents").json()["rows"]
    rows = [{**row, "competences": "mitid"} if row["agent"].startswith("1-") else row for row in held]
    assert served.send("PUT", "tables/agents", {"rows": rows}, began=3).status_code == 200
    shown = " ".join(page(served, BOARD, "leader").text.split())
    assert "Week 1, M1: 1 of 1 left; nobody for Mitid on Monday" in shown


def test_one_that_opens_later_says_so_on_the_board(served: Served) -> None:
    open_collection(served, opens=iso(NOW + timedelta(days=1)))
    assert "mails are sent then" in page(served, BOARD, "coordinator").text
    assert f"{BOARD}/days" not in page(served, BOARD, "leader").text
    served.now[0] = NOW + timedelta(days=1)
    assert "mails are sent then" not in page(served, BOARD, "coordinator").text


def test_a_collection_is_opened_from_a_day_on_and_its_beginning_moved_on_the_board(served: Served) -> None:
    last, first = CLOSES.date(), (NOW + timedelta(days=2)).date()

    def asked(opens: object) -> int:
        shown = page(served, BOARD, "coordinator").text
        sent = {**hidden(shown, f'action="{BOARD}'), "closes": str(last), "opens": str(opens)}
        return post(served, BOARD, sent, "coordinator").status_code

    assert asked("soon") == asked(last + timedelta(days=1)) == 422
    assert asked(first) == 303
    told = served.get("collection").json()
    assert (told["stage"], told["opens"]) == ("planned", f"{first}T06:00:00Z")  # seven in Denmark
    assert f'name="opens" value="{first}"' in page(served, BOARD, "coordinator").text
    assert asked(first) == 303  # as it was
    assert served.get("collection").json()["opens"] == told["opens"]
    assert asked("") == 303
    assert served.get("collection").json()["stage"] == "open"
    assert 'name="opens"' not in page(served, BOARD, "coordinator").text  # who is asked has been
