"""One's own account: what it shows, what can be changed, and that a program's token changes none of it."""

from __future__ import annotations

import re

import pytest

from api.access.roles import Role
from api.store import audit
from api.store.engine import reading
from api.store.tables import ACCESS_TOKEN, AUDIT_EVENT, LOGIN
from tests.api.accounts.offices import ACCESS, OTHER_PASSWORD, PASSWORD, Browser, Office

EMAIL = "koordinator@example.dk"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.fixture
def browser(office: Office) -> Browser:
    office.account(EMAIL, Role.COORDINATOR)
    return office.signed_in(EMAIL)


def a_token(browser: Browser, **more: str) -> str:
    answer = browser.post("/account/tokens", **{"name": "lønsystem", "days": "90", **more})
    assert answer.status_code == 200
    (secret,) = ACCESS.findall(answer.text)
    return str(secret)


def test_the_page_names_hotlines_roles_and_municipalities(office: Office) -> None:
    office.account(EMAIL, Role.LEADER, municipality="751")
    office.account(EMAIL, Role.COORDINATOR, hotline="abroad")
    text = office.signed_in(EMAIL).get("/account").text
    for told in (EMAIL, "leder", "koordinator", "M751"):
        assert told in text
    assert "/administration" not in text


def test_an_administrator_finds_the_way_to_each_of_their_hotlines(office: Office) -> None:
    office.account(EMAIL, Role.ADMINISTRATOR, hotline=None)
    browser = office.signed_in(EMAIL)
    found = re.findall(r'href="(/administration\?hotline=\w+)"', browser.get("/account").text)
    assert found == ["/administration?hotline=abroad", "/administration?hotline=here"]
    assert [browser.get(address).status_code for address in found] == [200, 200]


def test_an_account_without_a_role_is_told_so(office: Office) -> None:
    office.account(EMAIL)
    assert "endnu ingen rolle" in office.signed_in(EMAIL).get("/account").text


def test_a_new_password_keeps_this_browser_and_nobody_else_in(browser: Browser) -> None:
    office = browser.office
    elsewhere, secret = office.signed_in(EMAIL), a_token(browser)
    before = browser.secret
    answer = browser.post("/account/password", old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=password")
    assert browser.is_in()
    assert browser.secret != before
    assert not elsewhere.is_in()
    assert office.browser(Authorization=f"Bearer {secret}").get("/api/v1/agents").status_code == 401
    assert office.browser().sign_in(EMAIL, PASSWORD).status_code == 422


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        (OTHER_PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD),
        (PASSWORD, "kort", "kort"),
        (PASSWORD, OTHER_PASSWORD, "x"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_to_one_that_will_not_do(
    browser: Browser, old: str, new: str, again: str
) -> None:
    answer = browser.post("/account/password", old=old, password=new, again=again)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert browser.is_in()
    assert browser.office.browser().sign_in(EMAIL, PASSWORD).status_code == 303


def test_guessing_the_old_password_from_inside_counts_as_signing_in(browser: Browser) -> None:
    for _ in range(10):
        browser.post("/account/password", old="wrong", password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    answer = browser.post("/account/password", old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert answer.status_code == 422
    assert browser.office.browser().sign_in(EMAIL).status_code == 429


def test_the_language_is_kept_for_every_page_from_now_on(browser: Browser) -> None:
    assert '<html lang="da">' in browser.get("/account").text
    browser.post("/account/language", language="en")
    assert '<html lang="en">' in browser.get("/account").text
    assert '<html lang="en">' in browser.get("/weeks/2027-W01").text
    browser.post("/account/language", language="tlh")
    assert '<html lang="en">' in browser.get("/account").text


def test_logins_are_listed_by_what_the_browsers_are_and_ended_one_by_one(browser: Browser) -> None:
    office = browser.office
    firefox = office.browser(**{"User-Agent": FIREFOX})
    firefox.sign_in(EMAIL)
    page = browser.get("/account").text
    assert "Firefox, Windows" in page
    assert "4. januar 2027 08.00" in page, "as clocks in Denmark show it"
    (login,) = re.findall(r"/account/logins/(\w+)/end", page)
    assert browser.post(f"/account/logins/{login}/end").status_code == 303
    assert (firefox.is_in(), browser.is_in()) == (False, True)
    assert browser.post(f"/account/logins/{login}/end").status_code == 404


def test_nobody_ends_somebody_elses_login_or_token(browser: Browser) -> None:
    office = browser.office
    office.account("anden@example.dk", Role.COORDINATOR)
    other = office.signed_in("anden@example.dk")
    a_token(other)
    account = office.account("anden@example.dk").id
    for table, address in ((LOGIN, "/account/logins/{}/end"), (ACCESS_TOKEN, "/account/tokens/{}/revoke")):
        (theirs,) = [row["id"] for row in office.rows(table) if row["account_id"] == account]
        assert browser.post(address.format(theirs)).status_code == 404
    assert other.is_in()
    assert len(office.rows(ACCESS_TOKEN)) == 1


def test_a_token_is_shown_once_and_opens_what_its_owner_may(browser: Browser) -> None:
    office, secret = browser.office, a_token(browser)
    page = browser.get("/account").text
    assert "lønsystem" in page
    assert secret not in page
    program = office.browser(Authorization=f"Bearer {secret}")
    assert program.get("/api/v1/roster").status_code == 200
    assert program.get("/api/v1/hotlines/here/accounts").status_code == 403
    assert secret not in repr(office.rows(ACCESS_TOKEN))


def test_a_token_holds_to_its_last_moment_and_no_longer(browser: Browser) -> None:
    program = browser.office.browser(Authorization=f"Bearer {a_token(browser, days='30')}")
    browser.office.later(days=30, seconds=-1)
    assert program.get("/api/v1/roster").status_code == 200
    browser.office.later(seconds=1)
    assert program.get("/api/v1/roster").status_code == 401


def test_a_token_that_is_revoked_opens_nothing_from_the_next_request_on(browser: Browser) -> None:
    program = browser.office.browser(Authorization=f"bearer {a_token(browser)}")
    assert program.get("/api/v1/roster").status_code == 200
    (token,) = re.findall(r"/account/tokens/(\w+)/revoke", browser.get("/account").text)
    assert browser.post(f"/account/tokens/{token}/revoke").status_code == 303
    assert program.get("/api/v1/roster").status_code == 401


def test_when_a_token_was_used_is_noted_hourly_at_most(browser: Browser) -> None:
    office = browser.office
    program = office.browser(Authorization=f"Bearer {a_token(browser)}")
    began = office.at
    for minutes, noted in ((0, began), (59, began), (1, office.at.replace(hour=began.hour + 1))):
        office.later(minutes=minutes)
        program.get("/api/v1/roster")
        office.app.state.last_uses.save(office.database)
        (row,) = office.rows(ACCESS_TOKEN)
        assert row["used_at"] == noted


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": " \n "}, {"days": "3650"}])
def test_a_token_needs_a_name_and_an_end(browser: Browser, fields: dict[str, str]) -> None:
    answer = browser.post("/account/tokens", **{"name": "x", "days": "30", **fields})
    assert answer.status_code == 422
    assert browser.office.rows(ACCESS_TOKEN) == []


def test_a_programs_token_changes_nothing_of_the_account(browser: Browser) -> None:
    program = browser.office.browser(Authorization=f"Bearer {a_token(browser)}")
    before = len(browser.office.rows(AUDIT_EVENT))
    assert program.get("/account").status_code == 403
    for address, fields in (
        ("/account/tokens", {"name": "more", "days": "365"}),
        ("/account/password", {"old": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}),
        ("/account/language", {"language": "en"}),
    ):
        assert program.client.post(address, data=fields).status_code == 403
    assert len(browser.office.rows(AUDIT_EVENT)) == before


def test_signing_out_ends_the_login_and_takes_the_cookie(browser: Browser) -> None:
    answer = browser.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert 'login=""' in answer.headers["set-cookie"]
    assert browser.office.rows(LOGIN) == []
    assert browser.client.post("/sign-out").status_code == 303, "also of whoever is out already"


def test_whatever_is_done_is_written_down_and_names_nobody(browser: Browser) -> None:
    office = browser.office
    a_token(browser)
    browser.post("/account/language", language="en")
    browser.post("/account/password", old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    browser.post("/sign-out")
    events = office.rows(AUDIT_EVENT)
    done = [row["action"] for row in events]
    for action in ("login.begin", "access_token.make", "account.language", "account.password", "login.end"):
        assert action in done
    account = office.account(EMAIL).id
    assert {row["actor"] for row in events if row["action"] == "account.password"} >= {account}
    assert EMAIL not in repr(events)
    with reading(office.database) as connection:
        assert audit.check_chain(connection).broken == ()
