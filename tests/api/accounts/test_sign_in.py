"""Signing in: where it leads, what it tells nobody, and how often it may be tried."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import update

from api.access.roles import Role
from api.accounts.credentials.passwords import Match, Passwords, TooBusyError
from api.accounts.records import attempts
from api.accounts.sign_in import pages as sign_in_pages
from api.accounts.sign_in import service as signing_in
from api.accounts.urls import local_address
from api.configuration.kinds import networks
from api.serving.server import service
from api.store import outbox
from api.store.engine import reading, writing
from api.store.tables import ACCOUNT, ATTEMPT, LINK
from tests.api.accounts.offices import PASSWORD, Browser, Office
from tests.api.one_thread import TestClient
from wfm.message import Text

EMAIL = "koordinator@example.dk"
TRIES = 1_000


class Counting:
    """Passwords that are all wrong but one, and are looked at at once; it counts how many were."""

    def __init__(self, right: str = PASSWORD) -> None:
        self.looked_at, self.right = 0, right

    async def check(self, password: str, kept: str | None) -> Match:
        self.looked_at += 1
        await asyncio.sleep(0.01)
        return Match(password == self.right and kept is not None)


@pytest.fixture
def counting(office: Office) -> Iterator[Counting]:
    kept, office.app.state.passwords = office.app.state.passwords, Counting()
    yield office.app.state.passwords
    office.app.state.passwords = kept


def at_once(
    office: Office, tries: int, email: str = EMAIL, password: str = "wrong", **headers: str
) -> list[int]:
    """Try to sign in as often, all at the same time; return the statuses of the answers."""

    async def run() -> list[int]:
        async with AsyncClient(
            transport=ASGITransport(office.app), base_url=office.host, headers=headers
        ) as client:

            async def once() -> int:
                while True:
                    sent = {"email": email, "password": "wrong"}
                    answer = await client.post("/sign-in", data=sent, timeout=None)
                    if answer.status_code != 503:  # a crowded SQLite asks to come again; nothing was counted
                        return answer.status_code

            return await asyncio.gather(*(once() for _ in range(tries)))

    return asyncio.run(run())


def test_of_a_thousand_at_once_exactly_as_many_passwords_are_looked_at_as_the_limit_says(
    office: Office, counting: Counting
) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    statuses = at_once(office, TRIES)
    assert counting.looked_at == office.settings.sign_in_tries == 10
    assert (statuses.count(422), statuses.count(429)) == (10, TRIES - 10)


def test_counted_only_when_they_fail_all_of_them_would_be_looked_at(
    office: Office, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usual way: read how many failed, look, and count the failure afterwards."""

    def later(context: Any, email: str) -> tuple[attempts.Try, ...]:
        with reading(context.database) as connection:
            refused = attempts.peek(connection, signing_in.TO, email, context.per_account, context.now)
        return (refused or attempts.Try("", True, context.now),)

    monkeypatch.setattr(signing_in, "take", later)
    at_once(office, 100)
    assert counting.looked_at == 100


def test_an_account_that_does_not_exist_is_answered_just_like_one_that_does(
    office: Office, counting: Counting
) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    told: dict[str, list[tuple[int, str]]] = {}
    for email in (EMAIL, "nobody@example.dk"):
        office.at = office.at.replace(day=office.at.day + 1)
        browser = office.browser()
        answers = [browser.sign_in(email, "wrong") for _ in range(12)]
        told[email] = [(answer.status_code, answer.text.replace(email, "?")) for answer in answers]
    assert told[EMAIL] == told["nobody@example.dk"]
    assert [status for status, _ in told[EMAIL]] == [422] * 10 + [429] * 2
    assert counting.looked_at == 20


@pytest.mark.parametrize("kind", ["none", "no password", "deactivated"])
def test_who_cannot_sign_in_costs_a_hash_as_well(office: Office, counting: Counting, kind: str) -> None:
    if kind != "none":
        account = office.account(EMAIL)
        gone = {"password_hash": None} if kind == "no password" else {"deactivated_at": office.at}
        with writing(office.database) as connection:
            connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(**gone))
    assert office.browser().sign_in(EMAIL).status_code == 422
    assert counting.looked_at == 1


def test_one_address_is_limited_over_all_accounts_and_others_are_not(
    office: Office, counting: Counting
) -> None:
    office.settings = office.app.state.settings = office.settings.model_copy(
        update={"sign_in_tries_from_address": 20}
    )
    browser = office.browser()
    statuses = [browser.sign_in(f"a{n}@example.dk", "wrong").status_code for n in range(25)]
    assert statuses == [422] * 20 + [429] * 5
    assert browser.sign_in("a24@example.dk", "wrong").status_code == 429
    other = TestClient(office.app, base_url=office.host, client=("192.0.2.9", 5000), follow_redirects=False)
    assert other.post("/sign-in", data={"email": "a24@example.dk", "password": "wrong"}).status_code == 422


def test_refused_from_an_address_a_try_uses_up_no_account(office: Office, counting: Counting) -> None:
    office.app.state.settings = office.settings.model_copy(update={"sign_in_tries_from_address": 3})
    for _ in range(30):
        office.browser().sign_in(EMAIL, "wrong")
    rows = sorted(row["count"] for row in office.rows(ATTEMPT))
    assert rows == [3, 3]


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(office: Office, counting: Counting) -> None:
    """The application is given the peer; what others say of themselves is taken away further out."""
    for trusted, allowed in (("", 10), ("127.0.0.1", 14)):
        office.at = office.at.replace(day=office.at.day + 1)
        settings = office.settings.model_copy(
            update={"sign_in_tries_from_address": 10, "trusted_proxies": networks(trusted)}
        )
        office.app.state.settings = settings
        outside = service(office.app, settings)

        async def ask() -> list[int]:
            transport = ASGITransport(outside, client=("127.0.0.1", 5000))  # noqa: B023
            async with AsyncClient(transport=transport, base_url=office.host) as client:
                return [
                    (
                        await client.post(
                            "/sign-in",
                            data={"email": f"a{n}@example.dk", "password": "wrong"},
                            headers={"X-Forwarded-For": f"192.0.2.{n}"},
                        )
                    ).status_code
                    for n in range(14)
                ]

        assert asyncio.run(ask()).count(422) == allowed


def test_a_town_hall_behind_one_address_signs_in_at_eight_oclock(office: Office) -> None:
    office.app.state.settings = office.settings.model_copy(update={"sign_in_tries_from_address": 5})
    office.account(EMAIL, Role.COORDINATOR)
    assert [office.browser().sign_in(EMAIL).status_code for _ in range(30)] == [303] * 30


def test_the_right_password_after_too_many_wrong_ones_has_to_wait(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    browser = office.browser()
    for _ in range(10):
        browser.sign_in(EMAIL, "wrong")
    answer = browser.sign_in(EMAIL)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "900"
    assert "15 minutter" in answer.text
    office.later(minutes=14, seconds=59)
    assert browser.sign_in(EMAIL).status_code == 429
    office.later(seconds=1)
    assert browser.sign_in(EMAIL).status_code == 303


def test_where_too_many_hash_at_once_a_try_is_not_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> Match:
        raise TooBusyError

    office.account(EMAIL, Role.COORDINATOR)
    monkeypatch.setattr(Passwords, "check", busy)
    for _ in range(12):
        answer = office.browser().sign_in(EMAIL)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    monkeypatch.undo()
    assert office.browser().sign_in(EMAIL).status_code == 303


LOCAL = ("/", "/weeks/2027-W01", "/weeks?lang=en&plan=2027-01-04", "/agents/751-02", "/me", "/a%20b")
FOREIGN = (
    "",
    "https://ond.example.org",
    "//ond.example.org",
    "///ond.example.org",
    "/\\ond.example.org",
    "\\\\ond.example.org",
    "/\t/ond.example.org",
    "/weeks\r\nSet-Cookie: login=x",
    "\t//ond.example.org",
    " /weeks",
    "javascript:alert(1)",
    "http:/weeks",
    "weeks",
    "/weeks\\..\\x",
    "/weeks?x=\N{RIGHT-TO-LEFT OVERRIDE}",
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/sign-out",
    "/links/abc",
)


@pytest.mark.parametrize("address", LOCAL)
def test_whoever_signs_in_is_led_to_where_they_wanted(office: Office, address: str) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    assert local_address(address) == address
    assert office.browser().sign_in(EMAIL, next=address).headers["location"] == address


@pytest.mark.parametrize("address", FOREIGN)
def test_nobody_is_led_elsewhere(office: Office, address: str) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    assert local_address(address) is None
    assert (
        office.browser().sign_in(EMAIL, next=address).headers["location"] == "/now"
    )  # a plan to follow waits


def test_from_a_page_to_signing_in_and_back(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    browser = office.browser()
    refused = browser.get("/weeks/2027-W01?lang=en")
    assert (refused.status_code, refused.headers["location"]) == (
        303,
        "/sign-in?next=%2Fweeks%2F2027-W01%3Flang%3Den&lang=en",
    )
    page = browser.get(refused.headers["location"])
    (wanted,) = re.findall(r'name="next" value="([^"]*)"', page.text)
    entered = browser.sign_in(EMAIL, next=wanted)
    assert browser.get(entered.headers["location"]).status_code == 200


def test_programs_are_told_401_and_led_nowhere(office: Office) -> None:
    answer = office.browser().get("/api/v1/roster")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("role", "more", "where"),
    [
        (None, {}, "/account"),
        (Role.AGENT, {"agent": "751-1-x"}, "/me"),
        (Role.LEADER, {"municipality": "751"}, "/"),
        (Role.ADMINISTRATOR, {"hotline": None}, "/"),
    ],
)
def test_who_wanted_nothing_in_particular_begins_where_there_is_something(
    office: Office, role: Role | None, more: dict[str, Any], where: str
) -> None:
    office.account(EMAIL, role, **more)
    browser = office.browser()
    assert browser.sign_in(EMAIL).headers["location"] == where
    assert browser.get(where).status_code in (200, 307)


def test_an_email_is_read_however_it_was_typed(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    assert office.browser().sign_in("  Koordinator@EXAMPLE.dk ").status_code == 303


@pytest.fixture(autouse=True)
def _mails(office: Office) -> None:
    """Let mails be sent, where a test does not say otherwise."""
    mails_go_by(office, "mail.example.org")


def mails_go_by(office: Office, host: str | None) -> None:
    office.app.state.settings = office.settings.model_copy(update={"smtp_host": host})


def test_where_no_mail_is_sent_nobody_is_told_to_wait_for_one(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    mails_go_by(office, None)
    asked, answered = office.browser().get("/reset"), reset(office.browser(), EMAIL)
    assert (asked.status_code, answered.status_code) == (200, 200)
    for page in (asked.text, answered.text):
        assert "Der sendes ingen mails herfra" in page
        assert 'id="email"' not in page
    assert office.rows(LINK) == []


def reset(browser: Browser, email: str) -> Response:
    return browser.client.post("/reset", data={"email": email})


def test_asking_for_a_new_password_tells_nobody_whether_there_is_an_account(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    browser = office.browser()
    answers = [reset(browser, email) for email in (EMAIL, "nobody@example.dk", "no address", "")]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert len(office.rows(LINK)) == 1
    with reading(office.database) as connection:
        (notice,) = [found for found in outbox.unsent_notices(connection) if found.kind == "reset"]
    assert set(notice.payload) == {"link", "account"}
    assert office.rows(LINK)[0]["token_sha256"] is None, "its secret comes to be when it is sent"


def test_an_account_gets_three_mails_an_hour_and_the_answer_stays_the_same(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    answers = [reset(office.browser(), EMAIL) for _ in range(8)]
    assert {answer.status_code for answer in answers} == {200}
    with reading(office.database) as connection:
        assert len([found for found in outbox.unsent_notices(connection) if found.kind == "reset"]) == 3


def test_asking_too_often_from_one_address_is_refused(office: Office) -> None:
    office.app.state.settings = office.settings.model_copy(update={"sign_in_tries_from_address": 4})
    statuses = [reset(office.browser(), f"a{n}@example.dk").status_code for n in range(6)]
    assert statuses == [200] * 4 + [429] * 2


def test_no_text_of_these_pages_names_whether_an_account_exists() -> None:
    assert isinstance(sign_in_pages.WRONG, Text)
    assert "account" not in sign_in_pages.WRONG.one


def test_another_language_leads_to_the_same_place(office: Office) -> None:
    page = office.browser().get("/sign-in?next=/municipalities").text
    assert 'href="/sign-in?lang=en&amp;next=%2Fmunicipalities"' in page
