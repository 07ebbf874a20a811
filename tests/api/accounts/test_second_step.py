"""The code at sign-in: no login before it is right, each counts once, and nothing gets round it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlalchemy import update

from api.access.ids import LoginId
from api.access.roles import Role
from api.accounts.records import accounts, half_logins, links, second_steps
from api.accounts.records.links import LinkKind
from api.accounts.sign_in import code as code_at_sign_in
from api.accounts.urls import local_address
from api.store.engine import reading, writing
from api.store.tables import ACCOUNT, AUDIT_EVENT, HALF_LOGIN, LOGIN, RECOVERY_CODE, SECOND_STEP
from tests.api.accounts.offices import OTHER_PASSWORD, PASSWORD, Browser, Office

EMAIL = "koordinator@example.dk"
STEP = 30
"""Seconds for which an app shows a code."""


class Phone:
    """An account with a second step, and the app that shows its codes."""

    def __init__(self, office: Office, email: str = EMAIL) -> None:
        self.office, self.account = office, office.account(email, Role.COORDINATOR).id
        with writing(office.database) as connection:
            self.secret = second_steps.start(connection, self.account, office.at) or ""
            first = TOTP(self.secret).at(office.at)
            codes = second_steps.confirm(connection, self.account, first, at=office.at, this=LoginId(""))
        self.recovery = codes or ()
        office.later(seconds=2 * STEP)

    def code(self, apart: int = 0) -> str:
        """Return the code of now, or of some half minutes before or after."""
        return TOTP(self.secret).at(self.office.at + timedelta(seconds=apart * STEP))

    def other(self) -> str:
        """Return a code that is right at no time near."""
        near = {self.code(apart) for apart in range(-3, 4)}
        return next(code for code in map("{:06}".format, range(20)) if code not in near)


@pytest.fixture
def phone(office: Office) -> Phone:
    return Phone(office)


def half_in(office: Office, password: str = PASSWORD) -> Browser:
    """Return a browser in which the password was right."""
    browser = office.browser()
    answer = browser.sign_in(EMAIL, password)
    assert (answer.status_code, answer.headers["location"]) == (303, "/second-step?next=%2Fnow")
    return browser


def send(browser: Browser, code: str, **more: str) -> int:
    return browser.client.post("/second-step", data={"code": code, **more}).status_code


def test_after_the_password_there_is_no_login_yet_and_after_the_code_there_is(
    office: Office, phone: Phone
) -> None:
    browser = half_in(office)
    assert office.rows(LOGIN) == []
    assert browser.secret is None
    assert not browser.is_in()
    assert browser.get("/second-step").status_code == 200
    answer = browser.client.post("/second-step", data={"code": phone.code(), "next": "/weeks/2027-W01"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/weeks/2027-W01")
    assert browser.is_in()
    assert len(office.rows(LOGIN)) == 1
    assert office.rows(HALF_LOGIN) == []
    assert local_address("/second-step") is None


def test_where_the_second_step_is_not_looked_at_the_password_is_enough(
    office: Office, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_steps, "is_on", lambda *_: False)
    assert office.signed_in(EMAIL).is_in()


def test_a_code_counts_once(office: Office, phone: Phone) -> None:
    code = phone.code()
    assert send(half_in(office), code) == 303
    assert send(half_in(office), code) == 422
    office.later(seconds=STEP)
    assert send(half_in(office), code) == 422, "still the neighbour's, but used"
    assert send(half_in(office), phone.code()) == 303


def test_without_the_note_of_what_was_used_a_code_would_count_twice(office: Office, phone: Phone) -> None:
    code = phone.code()
    assert send(half_in(office), code) == 303
    with writing(office.database) as connection:
        connection.execute(update(SECOND_STEP).values(used_step=0))
    assert send(half_in(office), code) == 303


@pytest.mark.parametrize(("apart", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_the_neighbouring_half_minutes_count_and_no_others(
    office: Office, phone: Phone, apart: int, status: int
) -> None:
    office.later(seconds=4 * STEP)
    assert send(half_in(office), phone.code(apart)) == status


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "A" * 24, "x" * 999])
def test_what_is_no_code_is_refused(office: Office, phone: Phone, code: str) -> None:
    assert send(half_in(office), code) == 422


def test_the_eleventh_wrong_code_waits_and_so_does_the_right_one_and_the_password(
    office: Office, phone: Phone
) -> None:
    browser = half_in(office)
    assert [send(browser, phone.other()) for _ in range(11)] == [422] * 10 + [429]
    assert send(browser, phone.code()) == 429
    assert office.browser().sign_in(EMAIL).status_code == 429
    office.later(minutes=15)
    assert send(half_in(office), phone.code()) == 303


def test_a_right_password_gives_no_try_for_a_code_back(office: Office, phone: Phone) -> None:
    statuses = [send(half_in(office), phone.other()) for _ in range(9)]
    assert statuses == [422] * 9
    assert send(half_in(office), phone.code()) == 303
    assert send(half_in(office), phone.other()) == 422
    assert office.browser().sign_in(EMAIL).status_code == 429


def test_uncounted_codes_could_be_guessed(
    office: Office, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_at_sign_in, "take", lambda *_: ())
    browser = half_in(office)
    assert [send(browser, phone.other()) for _ in range(15)] == [422] * 15


def test_a_recovery_code_counts_once_however_it_is_typed(office: Office, phone: Phone) -> None:
    first, second, *_ = phone.recovery
    assert send(half_in(office), first.lower().replace("-", " ")) == 303
    assert send(half_in(office), first) == 422
    assert send(half_in(office), second) == 303
    assert len([row for row in office.rows(RECOVERY_CODE) if row["used_at"] is None]) == 8
    assert "second_step.recovered" in [row["action"] for row in office.rows(AUDIT_EVENT)]


def test_a_half_login_is_of_use_in_its_own_browser_only_and_for_nothing_else(
    office: Office, phone: Phone
) -> None:
    browser, other = half_in(office), office.browser()
    assert send(other, phone.code()) == 422
    assert not other.is_in()
    assert other.get("/second-step").headers["location"] == "/sign-in"
    kept = browser.client.cookies["second-step"]
    other.client.cookies.set("login", kept)
    assert not other.is_in()
    assert kept not in repr(office.rows(HALF_LOGIN))
    assert send(browser, phone.code()) == 303
    again = office.browser()
    again.client.cookies.set("second-step", kept)
    office.later(seconds=STEP)
    assert send(again, phone.code()) == 422, "it is used up"


def test_a_half_login_lives_for_five_minutes(office: Office, phone: Phone) -> None:
    early, late = half_in(office), half_in(office)
    office.later(minutes=5, seconds=-1)
    assert send(early, phone.code()) == 303
    office.later(seconds=1)
    answer = late.client.post("/second-step", data={"code": phone.code(1)})
    assert answer.status_code == 422
    assert "log ind igen" in answer.text


def test_a_half_login_ends_with_the_password_the_account_and_the_second_step(
    office: Office, phone: Phone
) -> None:
    def gone() -> bool:
        return send(browser, phone.code(1)) == 422 and office.rows(HALF_LOGIN) == []

    browser = half_in(office)
    with writing(office.database) as connection:
        kept = accounts.password_of(connection, phone.account) or ""
        accounts.set_password(connection, phone.account, kept, by=None, at=office.at)
    assert gone()
    browser = half_in(office)
    with writing(office.database) as connection:
        second_steps.take_away(connection, phone.account, by=phone.account, at=office.at)
    assert gone()
    phone = Phone(office)
    browser = half_in(office)
    with writing(office.database) as connection:
        accounts.deactivate(connection, phone.account, by=None, at=office.at)
    assert gone()


def test_a_link_to_a_new_password_does_not_get_round_the_code(office: Office, phone: Phone) -> None:
    with writing(office.database) as connection:
        made = links.make(
            connection, LinkKind.RESET, phone.account, by=None, at=office.at, lasts=timedelta(hours=1)
        )
        token = links.renew(connection, made, office.at)
    browser = office.browser()
    fields = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    answer = browser.client.post(f"/links/{token}", data=fields)
    assert answer.headers["location"] == "/second-step?next=%2Faccount"
    assert office.rows(LOGIN) == []
    assert not browser.is_in()
    assert send(browser, phone.code()) == 303
    assert browser.is_in()


def test_a_wrong_password_is_answered_alike_with_and_without_a_second_step(
    office: Office, phone: Phone
) -> None:
    office.account("anden@example.dk", Role.COORDINATOR)
    told = set()
    for email in (EMAIL, "anden@example.dk", "nobody@example.dk"):
        answer = office.browser().sign_in(email, "wrong")
        told.add((answer.status_code, answer.text.replace(email, "?"), str(answer.headers.get("set-cookie"))))
    assert len(told) == 1


def test_a_closed_account_has_no_half_login(office: Office, phone: Phone) -> None:
    half_in(office)
    with writing(office.database) as connection:
        connection.execute(update(ACCOUNT).values(deactivated_at=office.at))
        assert [half_logins.find(connection, "x" * 43, office.at)] == [None]
    with reading(office.database) as connection:
        assert second_steps.is_on(connection, phone.account)
    assert office.browser().sign_in(EMAIL).status_code == 422


def test_a_login_that_the_browser_had_ends_when_another_begins(office: Office, phone: Phone) -> None:
    office.account("anden@example.dk", Role.COORDINATOR)
    browser = office.signed_in("anden@example.dk")
    assert browser.sign_in(EMAIL).status_code == 303
    assert send(browser, phone.code()) == 303
    assert {row["account_id"] for row in office.rows(LOGIN)} == {phone.account}
