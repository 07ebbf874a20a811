"""Turning one's code at sign-in on and off, having to have one, and an administrator who takes it away."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pyotp import TOTP

from api.access.roles import Role
from api.accounts import caller
from api.accounts.administration import service as administering
from api.accounts.records import access_tokens
from api.store import outbox
from api.store.engine import reading, writing
from api.store.tables import AUDIT_EVENT, HALF_LOGIN, LOGIN, RECOVERY_CODE, SECOND_STEP
from tests.api.accounts.offices import PASSWORD, Browser, Office
from tests.api.accounts.test_second_step import EMAIL, STEP, Phone, half_in, send

PAGE = "/account/second-step"
RECOVERY = re.compile(r"\b(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}\b")
KEY = re.compile(r"\b(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}\b")
ADMIN = "administrator@example.dk"


def set_up(browser: Browser) -> TOTP:
    """Let the page make a key, and put it into an app."""
    answer = browser.post(f"{PAGE}/start", page=PAGE, password=PASSWORD)
    assert answer.status_code == 200
    (key,) = KEY.findall(answer.text)
    assert "<svg" in answer.text
    return TOTP(key.replace("-", ""))


def turn_on(browser: Browser) -> tuple[TOTP, list[str]]:
    app = set_up(browser)
    answer = browser.post(f"{PAGE}/confirm", page=PAGE, code=app.at(browser.office.at))
    assert answer.status_code == 200
    browser.office.later(seconds=2 * STEP)
    return app, RECOVERY.findall(answer.text)


@pytest.fixture
def browser(office: Office) -> Browser:
    office.account(EMAIL, Role.COORDINATOR)
    return office.signed_in(EMAIL)


def done(office: Office) -> list[str]:
    found = [row["action"] for row in office.rows(AUDIT_EVENT)]
    return [action.removeprefix("second_step.") for action in found if action.startswith("second_step.")]


def test_turned_on_it_shows_ten_recovery_codes_once_and_ends_other_logins(browser: Browser) -> None:
    office, elsewhere = browser.office, browser.office.signed_in(EMAIL)
    app, codes = turn_on(browser)
    assert len(set(codes)) == 10
    assert browser.is_in()
    assert not elsewhere.is_in()
    page = browser.get(PAGE).text
    assert not RECOVERY.search(page)
    assert not KEY.search(page)
    assert "10 gendannelseskoder" in page
    kept = repr(office.rows(RECOVERY_CODE))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert send(half_in(office), app.at(office.at)) == 303
    assert send(half_in(office), codes[3]) == 303
    assert done(office) == ["on", "recovered"]


def test_what_was_not_confirmed_counts_for_nothing(browser: Browser) -> None:
    app = set_up(browser)
    for code in ("000000", "", app.at(browser.office.at + timedelta(seconds=2 * STEP))):
        assert browser.post(f"{PAGE}/confirm", page=PAGE, code=code).status_code == 422
    assert browser.office.signed_in(EMAIL).is_in()
    assert done(browser.office) == []


def test_setting_it_up_asks_for_the_password_and_changes_nothing_that_is_on(browser: Browser) -> None:
    assert browser.post(f"{PAGE}/start", page=PAGE, password="wrong").status_code == 422
    assert browser.office.rows(SECOND_STEP) == []
    turn_on(browser)
    before = browser.office.rows(SECOND_STEP)
    answer = browser.post(f"{PAGE}/start", page=PAGE, password=PASSWORD)
    assert not KEY.search(answer.text)
    assert browser.office.rows(SECOND_STEP) == before


@pytest.mark.parametrize("what", ["codes", "off"])
def test_changing_it_needs_password_and_code(browser: Browser, what: str) -> None:
    office = browser.office
    app, codes = turn_on(browser)
    before = office.rows(RECOVERY_CODE)
    for password, code in (("wrong", app.at(office.at)), (PASSWORD, "000000"), (PASSWORD, "")):
        assert browser.post(f"{PAGE}/{what}", page=PAGE, password=password, code=code).status_code == 422
    assert office.rows(RECOVERY_CODE) == before
    half_in(office)
    answer = browser.post(f"{PAGE}/{what}", page=PAGE, password=PASSWORD, code=codes[0])
    assert answer.status_code == (200 if what == "codes" else 303)
    assert browser.is_in()
    assert office.rows(HALF_LOGIN) == []
    assert done(office) == ["on", "recovered", what]
    if what == "codes":
        assert not set(RECOVERY.findall(answer.text)) & set(codes)
        assert send(half_in(office), codes[1]) == 422
    else:
        assert (office.rows(SECOND_STEP), office.rows(RECOVERY_CODE)) == ([], [])
        assert office.signed_in(EMAIL).is_in()


def test_guessing_the_code_from_inside_counts_as_signing_in(browser: Browser) -> None:
    app, _ = turn_on(browser)
    for _ in range(10):
        browser.post(f"{PAGE}/off", page=PAGE, password=PASSWORD, code="000000")
    answer = browser.post(f"{PAGE}/off", page=PAGE, password=PASSWORD, code=app.at(browser.office.at))
    assert answer.status_code == 422
    assert browser.office.browser().sign_in(EMAIL).status_code == 429


def test_each_change_is_mailed_and_the_mail_holds_no_secret(browser: Browser) -> None:
    office = browser.office
    app, _ = turn_on(browser)
    browser.post(f"{PAGE}/off", page=PAGE, password=PASSWORD, code=app.at(office.at))
    with reading(office.database) as connection:
        told = [one.payload for one in outbox.unsent_notices(connection) if one.kind == "second_step"]
    assert [payload["what"] for payload in told] == ["on", "off"]
    assert all(set(payload) == {"account", "what"} for payload in told)


def asked_of(office: Office, *roles: Role) -> None:
    """Ask a second step of roles."""
    office.app.state.settings = office.settings.model_copy(update={"second_step_for": roles})


def test_who_must_have_it_can_do_nothing_else_until_it_is_on(browser: Browser) -> None:
    office = browser.office
    asked_of(office, Role.ADMINISTRATOR, Role.COORDINATOR)
    for address in ("/", "/account", "/weeks/2027-W01", "/administration"):
        assert browser.get(address).headers["location"] == PAGE
    assert browser.get("/api/v1/roster").status_code == 403
    for address, fields in (
        ("/account/tokens", {"name": "x", "days": "30"}),
        ("/account/language", {"language": "en"}),
    ):
        assert browser.post(address, page=PAGE, **fields).status_code == 403
    assert "Din rolle kræver" in browser.get(PAGE).text
    turn_on(browser)
    assert browser.get("/weeks/2027-W01").status_code == 200
    assert browser.is_in()


def test_where_nobody_looks_who_must_have_it_is_let_on(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_of(browser.office, Role.COORDINATOR)
    assert not browser.is_in()
    monkeypatch.setattr(caller, "_needs_code", lambda *_: False)
    assert browser.is_in()


def test_other_roles_and_programs_go_on_as_before(browser: Browser) -> None:
    office = browser.office
    with writing(office.database) as connection:
        account = office.rows(LOGIN)[0]["account_id"]
        _, token = access_tokens.make(connection, account, "x", at=office.at, lasts=timedelta(days=1))
    asked_of(office, Role.COORDINATOR)
    assert office.browser(Authorization=f"Bearer {token}").get("/api/v1/roster").status_code == 200
    office.account("leder@example.dk", Role.LEADER, municipality="751")
    assert office.signed_in("leder@example.dk").is_in()


def test_an_administrator_takes_it_away_and_is_written_down(office: Office) -> None:
    phone = Phone(office)
    owner = half_in(office)
    assert send(owner, phone.code()) == 303
    admin = office.account(ADMIN, Role.ADMINISTRATOR).id
    browser = office.signed_in(ADMIN)
    opened = f"/administration?hotline=here&account={phone.account}"
    assert "Slå totrinsbekræftelse fra" in browser.get(opened).text
    answer = browser.post(f"/administration/{phone.account}/second-step")
    assert answer.status_code == 303
    assert not owner.is_in()
    assert (office.rows(SECOND_STEP), office.rows(RECOVERY_CODE)) == ([], [])
    (taken,) = [row for row in office.rows(AUDIT_EVENT) if row["action"] == "second_step.taken"]
    assert (taken["actor"], taken["object"]) == (admin, phone.account)
    assert office.signed_in(EMAIL).is_in()
    assert "Slå totrinsbekræftelse fra" not in browser.get(opened).text


def test_nobody_takes_it_from_an_account_beyond_their_say_or_from_themselves(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(office)
    office.account(EMAIL, Role.LEADER, hotline="abroad", municipality="101")
    own = office.account(ADMIN, Role.ADMINISTRATOR).id
    browser = office.signed_in(ADMIN)
    assert browser.post(f"/administration/{phone.account}/second-step").status_code == 409
    assert browser.post(f"/administration/{own}/second-step").status_code == 409
    assert len(office.rows(SECOND_STEP)) == 1
    monkeypatch.setattr(administering, "_require_whole", lambda *_: None)
    assert browser.post(f"/administration/{phone.account}/second-step").status_code == 303
    assert office.rows(SECOND_STEP) == []
