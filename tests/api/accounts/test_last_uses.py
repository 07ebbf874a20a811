"""Reads write nothing: who holds the database's lock, or a disk that is full, is in no reader's way."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from api.access.roles import Role
from api.accounts.last_uses import LastUses
from api.accounts.last_uses_thread import keep
from api.store.errors import UnavailableError
from api.store.tables import ACCESS_TOKEN, AUDIT_EVENT, LOGIN
from tests.api.accounts.offices import ACCESS, Browser, Office
from tests.api.serving.serving import until
from tests.api.store.hindrances import HINDRANCES, Hindrance, held

EMAIL, OTHER = "koordinator@example.dk", "leder@example.dk"
READ = ("/weeks/2027-W01", "/account", "/api/v1/roster", "/api/v1/quotas")


@pytest.fixture
def anywhere(office_engine: Engine) -> Office:
    """Return an office on either database, in which a coordinator has an account."""
    office = Office(office_engine)
    office.account(EMAIL, Role.COORDINATOR)
    return office


def program_of(browser: Browser) -> Browser:
    answer = browser.post("/account/tokens", name="løn", days="30")
    return browser.office.browser(Authorization=f"Bearer {ACCESS.findall(answer.text)[0]}")


def save(office: Office) -> None:
    uses: LastUses = office.app.state.last_uses
    uses.save(office.database)


@pytest.mark.parametrize("hindrance", HINDRANCES)
def test_who_reads_is_answered_while_nothing_can_be_written(anywhere: Office, hindrance: Hindrance) -> None:
    browser = anywhere.signed_in(EMAIL)
    program = program_of(browser)
    anywhere.later(minutes=20)
    with hindrance(anywhere.database):
        assert [browser.get(address).status_code for address in READ] == [200] * len(READ)
        assert program.get("/api/v1/roster").status_code == 200
        with pytest.raises(UnavailableError):
            save(anywhere)
    save(anywhere)
    assert [row["seen_at"] for row in anywhere.rows(LOGIN)] == [anywhere.at]
    assert [row["used_at"] for row in anywhere.rows(ACCESS_TOKEN)] == [anywhere.at]


def test_a_reader_stays_signed_in_however_long_nothing_can_be_written(anywhere: Office) -> None:
    browser = anywhere.signed_in(EMAIL)
    with held(anywhere.database):
        for _ in range(8):
            anywhere.later(minutes=20)
            assert browser.is_in()
    anywhere.account(OTHER, Role.LEADER, municipality="751")
    anywhere.signed_in(OTHER)  # forgets logins that are idle
    assert browser.is_in()
    anywhere.later(minutes=60)
    assert not browser.is_in()


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(anywhere: Office) -> None:
    browser = anywhere.signed_in(EMAIL)
    for _ in range(5):
        anywhere.later(minutes=11)
        unattended = browser.get("/account", headers={"X-Unattended": "1"})
        assert unattended.status_code == 200
    anywhere.later(minutes=11)
    assert browser.get("/account").status_code == 303


def test_what_is_lost_with_the_process_ends_a_login_sooner_and_never_later(anywhere: Office) -> None:
    browser = anywhere.signed_in(EMAIL)
    anywhere.later(minutes=59)
    assert browser.is_in()
    anywhere.app.state.last_uses = LastUses()
    anywhere.later(minutes=1)
    assert not browser.is_in()


def test_a_login_that_is_over_stays_so_although_that_can_not_be_written(anywhere: Office) -> None:
    browser = anywhere.signed_in(EMAIL)
    anywhere.later(minutes=60)
    with held(anywhere.database):
        assert not browser.is_in()
        anywhere.later(minutes=-30)
        assert not browser.is_in()
    assert len(anywhere.rows(LOGIN)) == 1
    save(anywhere)
    assert anywhere.rows(LOGIN) == []
    assert [row["action"] for row in anywhere.rows(AUDIT_EVENT)][-1] == "login.end"


def test_a_login_that_ended_meanwhile_is_not_revived(anywhere: Office) -> None:
    browser = anywhere.signed_in(EMAIL)
    secret = browser.secret
    anywhere.later(minutes=20)
    assert browser.is_in()
    browser.post("/sign-out")
    save(anywhere)
    assert anywhere.rows(LOGIN) == []
    assert not anywhere.browser(Cookie=f"login={secret}").is_in()


def test_the_thread_writes_when_it_can_and_tells_once_that_it_could_not(anywhere: Office) -> None:
    browser = anywhere.signed_in(EMAIL)
    anywhere.later(minutes=20)
    assert browser.is_in()
    uses: LastUses = anywhere.app.state.last_uses
    with capture_logs() as logged, ExitStack() as stack:
        with held(anywhere.database):
            stack.enter_context(keep(anywhere.database, uses, every=0.05))
            until(lambda: bool(logged), "a round that failed")
        until(lambda: anywhere.rows(LOGIN)[0]["seen_at"] == anywhere.at, "a round that did not")
    assert [one["event"] for one in logged] == ["last_uses_unwritten", "last_uses_written"]


def test_the_thread_writes_once_more_when_the_service_stops(anywhere: Office) -> None:
    browser = anywhere.signed_in(EMAIL)
    anywhere.later(minutes=20)
    with keep(anywhere.database, anywhere.app.state.last_uses):
        assert browser.is_in()
    assert [row["seen_at"] for row in anywhere.rows(LOGIN)] == [anywhere.at]
