from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from api.access.roles import Role
from api.availability.records.collections import Collection, keep_collection
from api.calendars.records.addresses import MOST
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import import_plan
from api.publishing.service import store_publication
from api.store.engine import writing
from api.store.tables import CALENDAR_ADDRESS
from tests import builders
from tests.api.access.world import HERE, NEIGHBOUR, OWN, canary, here, leaks
from tests.api.accounts.offices import Browser, Office
from tests.api.calendars.following import agent, coordinator, key_of, leader, made, make, poll
from tests.api.publications import publication_of, small_plan
from wfm.calendar import Period

AGAIN = "Linket er allerede oprettet"
DAY = re.compile(r'role="rowheader">([^<]*)<')


def days(page: str) -> list[str]:
    """Return the days of the shifts that a page lists, in its order."""
    return [unescape(day) for day in DAY.findall(page)]


def test_an_agent_s_own_shifts_are_shown_what_is_ahead_first_with_who_shares_them(office: Office) -> None:
    browser = agent(office)
    page = browser.get("/me").text
    assert days(page) == ["Mandag 4. jan.", "Mandag 4. jan."]
    assert "<details>" not in page
    for number, code in ((2, OWN), (1, NEIGHBOUR)):
        assert canary("name", code, number) in page
    assert leaks("agent", page, never=("email", "phone", "person", "note")) == []


def test_a_week_of_one_s_own_says_that_the_others_are_staffed_as_well(office: Office) -> None:
    page = agent(office).get("/weeks/2027-W01").text
    assert "Her vises kun dine egne vagter" in page
    assert '<select id="municipality"' not in page


def test_what_is_over_comes_after_what_is_ahead(office: Office) -> None:
    office.at = datetime(2027, 1, 12, 10, 30, tzinfo=UTC)
    browser = agent(office, 3)
    ahead, past = browser.get("/me").text.split("<details>")
    assert (days(ahead), days(past)) == (["Onsdag 13. jan."], ["Tirsdag 12. jan.", "Torsdag 7. jan."])
    assert "2 tidligere vagter" in past


def test_a_shift_is_ahead_until_it_ends(office: Office) -> None:
    ends = datetime(2027, 1, 12, 10, tzinfo=UTC)  # 11 o'clock in Denmark
    office.at = ends - timedelta(seconds=1)
    browser = agent(office, 3)
    assert days(browser.get("/me").text.split("<details>")[0]) == ["Tirsdag 12. jan.", "Onsdag 13. jan."]
    office.at = ends
    assert days(browser.get("/me").text.split("<details>")[0]) == ["Onsdag 13. jan."]


def test_the_shifts_of_the_next_roster_are_shown_as_well(office: Office) -> None:
    browser = agent(office)
    plan = here().plan
    first = date(2027, 4, 5)
    line = replace(plan.hotline, period=Period(first, first + timedelta(days=4)))
    later = replace(plan, hotline=line, availability=(), locks=(), previous=())
    roster = builders.roster({"2027-04-06T08:00": (canary("id", OWN, 1),)})
    with writing(office.database) as connection:
        store_publication(connection, publication_of(later, roster), office.at)
    page = browser.get("/me").text
    assert days(page) == ["Mandag 4. jan.", "Mandag 4. jan.", "Tirsdag 6. apr."]
    assert "/weeks/2027-W14?plan=2027-04-05" in page
    assert browser.get("/weeks/2027-W14?plan=2027-04-05").status_code == 200
    kept = browser.get("/me?plan=2027-04-05").text
    assert "/weeks/2027-W01?plan=2027-04-05" not in kept, "the next roster has no such week"
    assert 'href="/weeks/2027-W01' in kept


def test_while_availability_is_asked_for_the_page_leads_to_one_s_answer(office: Office) -> None:
    browser = agent(office)
    day = here().plan.hotline.period.first_day
    address = f"/plans/{day}/availability"

    def links() -> list[str]:
        return [unescape(href) for href in re.findall(rf'href="({address}[^"]*)"', browser.get("/me").text)]

    assert links() == []
    opens, closes = office.at + timedelta(minutes=5), office.at + timedelta(minutes=9)
    with writing(office.database) as connection:
        plan = find_plan(connection, find_hotline(connection, HERE).id, day)
        told = {"opens": opens, "closes": closes, "author": None, "at": office.at}
        keep_collection(connection, Collection(plan.id, 1, note="", **told))  # type: ignore[arg-type]
    office.at = opens - timedelta(seconds=1)
    assert links() == []
    office.at = opens
    (link,) = links()
    own = f"{address}/{canary('id', OWN, 1)}"
    led = browser.get(link)
    assert (led.status_code, led.headers["location"].partition("?")[0]) == (303, own)
    assert browser.get(led.headers["location"]).status_code == 200
    office.at = closes
    assert links() == []


def test_a_novice_finds_the_shifts_beside_colleagues_and_so_do_they(office: Office) -> None:
    browser = agent(office, 3)
    plan = here().plan
    first = date(2027, 4, 5)
    line = replace(plan.hotline, period=Period(first, first + timedelta(days=4)))
    me, colleague = canary("id", OWN, 3), canary("id", OWN, 1)
    people = tuple(
        replace(a, beside_until=date(2027, 4, 9), person="") if a.id == me else a for a in plan.agents
    )
    later = replace(plan, hotline=line, agents=people, availability=(), locks=(), previous=())
    roster = builders.roster({"2027-04-06T08:00": (colleague,)})
    with writing(office.database) as connection:
        store_publication(connection, publication_of(later, roster), office.at)
    page = browser.get("/me").text
    assert days(page)[-1] == "Tirsdag 6. apr."
    assert page.count('<span class="mark">ved siden af</span>') == 1
    assert canary("name", OWN, 1) in page
    week = browser.get("/weeks/2027-W14?plan=2027-04-05").text
    assert f'Ved siden af: <a href="/agents/{me}?plan=2027-04-05">{canary("name", OWN, 3)}</a>' in week
    calendar = poll(office, made(browser, language="da")).text
    assert "SUMMARY:Ved siden af en kollega på hotlinen" in calendar
    assert canary("name", OWN, 1) not in calendar
    other = agent(office, 1, "kollega@example.dk").get("/me").text
    assert f"Ved siden af: {canary('name', OWN, 3)}" in " ".join(other.split())


def test_a_new_address_is_shown_once_with_every_way_to_use_it(office: Office) -> None:
    browser = agent(office)
    answer = make(browser)
    page = answer.text
    (secret,) = set(re.findall(r"http://127\.0\.0\.1/calendars/([\w-]{43})\.ics", page))
    assert f"webcal://127.0.0.1/calendars/{secret}.ics" in page
    assert "https://calendar.google.com/calendar/r?cid=webcal" in page
    assert "https://outlook.office.com/calendar/0/addfromweb?url=http" in page
    assert "<svg" in page
    assert answer.headers["cache-control"] == "no-store"
    assert 'href="/me?lang=en"' in page  # where the same page in English is, though without the address
    assert poll(office, secret).status_code == 200
    again = browser.get("/me").text
    assert secret not in again
    assert "<strong>phone</strong>" in again


def test_a_revoked_address_is_dead_and_off_the_list(office: Office) -> None:
    browser = agent(office)
    secret = made(browser)
    (row,) = office.rows(CALENDAR_ADDRESS)
    answer = browser.post(f"/me/calendars/{row['id']}/revoke", page="/me")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me?done=revoked")
    assert poll(office, secret).status_code == 404
    page = browser.get("/me?done=revoked").text
    assert "<strong>phone</strong>" not in page
    assert "Linket er trukket tilbage" in page


def test_without_the_form_s_token_nothing_is_made_or_revoked(office: Office) -> None:
    browser = agent(office)
    secret = made(browser)
    (row,) = office.rows(CALENDAR_ADDRESS)
    told = {"calendar": key_of(browser), "name": "phone"}
    for address in ("/me", f"/me/calendars/{row['id']}/revoke"):
        assert browser.client.post(address, data=told).status_code == 403
    assert len(office.rows(CALENDAR_ADDRESS)) == 1
    assert poll(office, secret).status_code == 200


@pytest.mark.parametrize("name", ["", " ", "\x00\x1b"])
def test_an_address_needs_a_name_that_can_be_seen(office: Office, name: str) -> None:
    answer = make(agent(office), name=name)
    assert answer.status_code == 422
    assert "Ikke oprettet" in answer.text
    assert office.rows(CALENDAR_ADDRESS) == []


def test_a_hostile_name_stays_a_name(office: Office) -> None:
    browser = agent(office)
    made(browser, name='<script>"&\r\n' + "x" * 99)
    page = browser.get("/me").text
    assert '<script>"' not in page
    assert "&lt;script&gt;&#34;&amp;" in page
    assert "x" * 60 not in page


def test_nobody_makes_an_address_of_what_is_not_theirs(office: Office) -> None:
    keys = {
        f"agent:{canary('id', OWN, 2)}",
        f"agent:{canary('id', NEIGHBOUR, 1)}",
        f"municipality:{OWN}",
        f"municipality:{NEIGHBOUR}",
        "hotline:",
        "agent:nobody",
        "",
    }
    town, other = f"municipality:{OWN}", f"municipality:{NEIGHBOUR}"
    allowed: list[tuple[Browser, set[str]]] = [
        (agent(office), set()),
        (leader(office), {town}),
        (coordinator(office), {town, other, "hotline:"}),
    ]
    for browser, may in allowed:
        answers = {key: make(browser, key) for key in keys}
        assert {key for key, answer in answers.items() if answer.status_code == 200} == may
        refused = {answer.text for key, answer in answers.items() if key not in may}
        assert len(refused) == 1
        assert {answer.status_code for key, answer in answers.items() if key not in may} == {404}


def test_nobody_revokes_what_is_another_s_and_is_told_as_if_it_were_not_there(office: Office) -> None:
    secret = made(agent(office))
    (row,) = office.rows(CALENDAR_ADDRESS)
    for browser in (agent(office, 2, "two@example.dk"), leader(office), coordinator(office)):
        assert row["id"] not in browser.get("/me").text
        answers = [
            browser.post(f"/me/calendars/{address}/revoke", page="/me") for address in (row["id"], "0" * 32)
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].text.replace(row["id"], "?") == answers[1].text.replace("0" * 32, "?")
    assert poll(office, secret).status_code == 200


def test_leaders_of_one_municipality_share_its_addresses(office: Office) -> None:
    secret = made(leader(office), name="office wall")
    colleague = leader(office, email="anden@example.dk")
    assert "office wall" in colleague.get("/me").text
    (row,) = office.rows(CALENDAR_ADDRESS)
    assert colleague.post(f"/me/calendars/{row['id']}/revoke", page="/me").status_code == 303
    assert poll(office, secret).status_code == 404


def test_a_calendar_with_too_many_addresses_gets_no_more(office: Office) -> None:
    browser = agent(office)
    for _ in range(MOST):
        made(browser)
    answer = make(browser)
    assert answer.status_code == 409
    assert str(MOST) in answer.text


def test_before_the_first_publication_one_can_subscribe_all_the_same(office: Office) -> None:
    plan = replace(small_plan(code="new"))
    with writing(office.database) as connection:
        import_plan(connection, plan, author=None, at=office.at)
    office.account("new@example.dk", Role.AGENT, hotline="new", municipality="1", agent="1-1")
    browser = office.signed_in("new@example.dk")
    page = browser.get("/me")
    assert page.status_code == 200
    assert "Der er ikke offentliggjort nogen vagtplan endnu." in page.text
    assert b"BEGIN:VEVENT" not in poll(office, made(browser)).content


def test_the_pages_of_those_who_are_signed_in_lead_to_addresses_that_programs_can_use(office: Office) -> None:
    browser = agent(office)
    page = browser.get(f"/agents/{canary('id', OWN, 1)}").text
    assert 'href="/me"' in page
    assert "webcal://" not in page
    assert here().plan.hotline.code == HERE


def test_the_form_sent_twice_makes_one_address(office: Office) -> None:
    browser = agent(office)
    (key,) = re.findall(r'name="key" value="(\w+)"', browser.get("/me").text)
    (calendar,) = re.findall(r'name="calendar" value="([^"]+)"', browser.get("/me").text)

    def send(**fields: str) -> str:
        return browser.post(
            "/me", page="/me", **{"calendar": calendar, "name": "telefon", "key": key, **fields}
        ).text

    first, second = send(), send()
    assert ("webcal://" in first, AGAIN in first) == (True, False)
    assert ("webcal://" in second, AGAIN in second) == (False, True)
    assert len(office.rows(CALENDAR_ADDRESS)) == 1
    assert all("webcal://" in send(**otherwise) for otherwise in ({"name": "arbejde"}, {"key": "0" * 32}))
    assert len(office.rows(CALENDAR_ADDRESS)) == 3
