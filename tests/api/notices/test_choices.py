"""What somebody switches off does not reach them, by whichever door; what they may not, still does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.ids import AccountId
from api.access.roles import Role
from api.accounts.records.preferences import NoticePreference, find_preference, keep_preference
from api.notices.relay import Round
from api.plans.records.facts import find_hotline
from api.store.engine import Database, reading, writing
from api.store.errors import ConflictError
from api.store.mail_kinds import Outcome
from api.store.notice_table import Channel, NoticeEvent
from tests.api.accounts.offices import Browser, Office, publish_both
from tests.api.filled_service import CODE, Served
from tests.api.notices.post import add_agents, address, outcomes, publish_twice, relay
from tests.api.notices.server import MailServer
from tests.api.notices.test_relay import LATER, texts
from tests.api.store.filled import NOW

PAGE = "/account/notices"
API = "/api/v1/notices"
NO_SHIFTS = {(NoticeEvent.SHIFTS, Channel.MAIL): False, (NoticeEvent.SHIFTS_SOON, Channel.MAIL): False}


def switch_off(engine: Engine, account: AccountId) -> None:
    with writing(engine) as connection:
        now = find_preference(connection, account)
        keep_preference(connection, account, NoticePreference(now.number, NO_SHIFTS), NOW)


def test_who_wants_no_mail_of_later_shifts_gets_none_and_nobody_is_to_tell_them(
    engine: Engine, office: MailServer
) -> None:
    _, people = publish_twice(engine)
    switch_off(engine, people["1-1"].id)
    done = relay(engine, office, LATER).round()
    assert (done.failed, done.reached) == (0, True)
    assert address("1-1") not in texts(office)
    assert len(texts(office)) == 3
    assert list(outcomes(engine).values()).count(Outcome.SWITCHED_OFF.value) == 2


def test_a_mail_that_waits_is_not_sent_to_who_switches_it_off_meanwhile(
    engine: Engine, office: MailServer
) -> None:
    _, people = publish_twice(engine)
    waits = relay(engine, office, LATER)
    waits._sort()
    switch_off(engine, people["1-1"].id)
    waits.round()
    assert address("1-1") not in texts(office)
    assert list(outcomes(engine).values()).count(Outcome.SWITCHED_OFF.value) == 2
    assert relay(engine, office, LATER).round() == Round()


def test_shifts_of_the_next_fortnight_are_told_whatever_was_chosen(
    engine: Engine, office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.publishing.mails.SOON", timedelta(days=60))
    _, people = publish_twice(engine)
    switch_off(engine, people["1-1"].id)
    relay(engine, office, LATER).round()
    assert len(texts(office)[address("1-1")]) == 2


def test_two_windows_do_not_overwrite_each_other(engine: Engine) -> None:
    _, people = publish_twice(engine)
    switch_off(engine, people["1-1"].id)
    with writing(engine) as connection, pytest.raises(ConflictError):
        keep_preference(connection, people["1-1"].id, NoticePreference(0, {}), NOW)


@pytest.fixture
def here(engine: Engine) -> Office:
    publish_both(engine)
    return Office(engine)


@contextmanager
def unchanged(engine: Database, account: AccountId) -> Iterator[None]:
    with reading(engine) as connection:
        before = find_preference(connection, account)
    yield
    with reading(engine) as connection:
        assert find_preference(connection, account) == before


def boxes(text: str) -> dict[str, bool]:
    """Return every box of the page, and whether it is ticked."""
    found = re.findall(r'name="told" value="([\w.]+)"( checked)?', text)
    return {name: bool(ticked) for name, ticked in found}


def save(browser: Browser, ticked: list[str], expected: str) -> Any:
    fields = {"form_token": browser.token(), "key": "k" * 20 + expected, "expected": expected}
    return browser.client.post(PAGE, data={**fields, "told": ticked, "channel": ["mail"]})


def test_the_page_shows_what_comes_to_one_s_roles_and_keeps_what_is_chosen(here: Office) -> None:
    me = here.account("leder@example.dk", Role.LEADER, municipality="751")
    browser = here.signed_in("leder@example.dk")
    text = browser.get(PAGE).text
    offered = boxes(text)
    assert "offer_willing.mail" in offered
    assert "shifts.mail" not in offered, "nobody's who has no shifts"
    assert "account.mail" not in offered, "always"
    unchosen = {one for one, on in offered.items() if not on}
    assert unchosen == {"fortnight.mail", "fortnight_changed.mail"}, "off until they are chosen"
    done = save(browser, [one for one in offered if one != "seats_empty.mail"], "0")
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?done=saved")
    assert [one for one, on in boxes(browser.get(PAGE).text).items() if not on] == ["seats_empty.mail"]
    with unchanged(here.database, me.id):
        other = browser.client.post(
            PAGE, data={"form_token": browser.token(), "key": "z" * 20, "expected": "0", "told": []}
        )
        assert other.status_code == 412
        assert 'role="alert"' in other.text


def api(browser: Browser, notices: list[dict[str, Any]], began: str, key: str = "one") -> Any:
    headers = {"If-Match": began, "Idempotency-Key": key, "X-Form-Token": browser.token()}
    return browser.client.put(API, json={"notices": notices}, headers=headers)


def test_programs_read_and_choose_the_same(here: Office) -> None:
    me = here.account("agent@example.dk", Role.AGENT, agent="751-1-x")
    browser = here.signed_in("agent@example.dk")
    found = browser.get(API)
    lines = {(one["event"], one["channel"]): one for one in found.json()["notices"]}
    assert lines["shifts_soon", "mail"] == {
        "event": "shifts_soon",
        "channel": "mail",
        "on": True,
        "default": "always",
    }
    assert found.headers["etag"].startswith('"0-')
    off = [{"event": "shifts", "channel": "mail", "on": False}]
    done = api(browser, off, found.headers["etag"])
    assert done.status_code == 200, done.text
    assert api(browser, off, found.headers["etag"]).json() == done.json(), "the same request again"
    assert api(browser, [], '"0"', "two").status_code == 412
    with unchanged(here.database, me.id):
        for event in ("shifts_soon", "account", "seats_empty"):  # fixed, fixed, not theirs
            wrong = api(browser, [{"event": event, "channel": "mail", "on": False}], '"1"', event)
            assert wrong.status_code == 422, event
        for odd in ({"event": "nothing", "channel": "mail", "on": True}, {"event": "shifts", "to": "x"}):
            assert api(browser, [odd], '"1"', str(odd.get("to"))).status_code == 422
        assert api(browser, off * 101, '"1"', "many").status_code == 422


def test_a_number_is_given_on_the_page_or_refused_with_what_was_typed(here: Office) -> None:
    me = here.account("agent@example.dk", Role.AGENT, agent="751-1-x")
    browser = here.signed_in("agent@example.dk")
    assert 'name="mobile"' not in browser.get(PAGE).text, "no text message can be sent"
    here.settings = here.app.state.settings = here.settings.model_copy(update={"text_url": "https://x.dk/"})
    assert 'name="mobile"' in browser.get(PAGE).text
    odd = browser.post(PAGE, key="a" * 20, expected="0", mobile='"><b>12', mobile_shown="yes")
    assert odd.status_code == 422
    assert "&#34;&gt;&lt;b&gt;12" in odd.text
    done = browser.post(PAGE, key="b" * 20, expected="0", mobile="20 20 20 20")
    assert done.status_code == 303
    with reading(here.database) as connection:
        kept = find_preference(connection, me.id)
    assert (kept.mobile, kept.mobile_shown) == ("+4520202020", False)
    assert "offer.text" in boxes(browser.get(PAGE).text)
    assert api(browser, [], '"1"', "keep").json()["mobile"] == "+4520202020", "left out, it stays"


def test_nobody_sees_a_number_but_own_leader_and_coordinator_where_it_is_allowed(served: Served) -> None:
    away = {"agent": "1-1", "first_day": "2027-01-04", "last_day": "2027-01-08"}
    with writing(served.database) as connection:
        hotline = find_hotline(connection, CODE).id
    people = add_agents(served.database, hotline)

    made = served.send("POST", f"/api/v1/hotlines/{CODE}/absences", away, caller="coordinator")
    assert made.status_code == 201, made.text

    def numbers(caller: str) -> set[str]:
        seen = served.get(f"/api/v1/hotlines/{CODE}/absences/{made.json()['id']}", caller)
        if seen.status_code != 200:
            return set()
        found = {one["mobile"] for seat in seen.json()["vacated"] for one in seat["candidates"]}
        return found - {None}

    for shown, expected in ((False, set()), (True, {"+4520202020"})):
        with writing(served.database) as connection:
            for account in people.values():
                now = find_preference(connection, account.id)
                kept = NoticePreference(now.number, mobile="+4520202020", mobile_shown=shown)
                keep_preference(connection, account.id, kept, NOW)
        assert numbers("coordinator") == expected
        assert numbers("leader") == expected
        assert not numbers("agent")
        assert not numbers("agent 1-2")
