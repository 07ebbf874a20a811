"""A clock that jumps ahead or is set back: what was over stays so, and nobody waits for weeks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.accounts.administration.member_list import list_accounts
from api.accounts.records import access_tokens, links, offers
from api.accounts.records.links import LinkKind
from api.accounts.records.members import members_of
from api.store.engine import writing
from api.store.tables import LINK, OFFER
from tests.api.accounts.offices import LINK as LINK_SHOWN
from tests.api.accounts.offices import PASSWORD, Office

EMAIL, NEW = "leder@example.dk", "ny@example.dk"
ADMIN = "admin@example.dk"


def reset_link(office: Office) -> str:
    account = office.account(EMAIL).id
    with writing(office.database) as connection:
        made = links.make(
            connection, LinkKind.RESET, account, by=None, at=office.at, lasts=timedelta(hours=1)
        )
        return f"/links/{links.renew(connection, made, office.at)}"


def offer_link(office: Office) -> str:
    office.account(ADMIN, Role.ADMINISTRATOR)
    shown = office.signed_in(ADMIN).post("/administration/invite", email=NEW, role="coordinator")
    (token,) = set(LINK_SHOWN.findall(shown.text))
    return f"/links/{token}"


def first_link(office: Office) -> str:
    return f"/links/{office.first()}"


LINKS = {"reset": reset_link, "offer": offer_link, "first": first_link}


def opens(office: Office, link: str) -> bool:
    return office.browser().get(link).status_code == 200


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_was_met_when_it_was_over_opens_nothing_any_more(office: Office, kind: str) -> None:
    link, began = LINKS[kind](office), office.at
    assert opens(office, link)
    office.later(days=8)
    assert not opens(office, link)
    office.at = began
    assert not opens(office, link)
    assert [row for row in (*office.rows(LINK), *office.rows(OFFER)) if row["token_sha256"]] == []


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_was_over_before_something_was_written_down_opens_nothing_any_more(
    office: Office, kind: str
) -> None:
    link, began = LINKS[kind](office), office.at
    office.later(days=8)
    office.account("anden@example.dk")
    office.at = began + timedelta(minutes=1)
    assert not opens(office, link)
    assert office.browser().client.post(link, data=typed(kind)).status_code == 404


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_is_made_after_a_jump_ahead_holds_its_time(office: Office, kind: str) -> None:
    began = office.at
    office.later(days=4000)
    office.account("anden@example.dk")
    office.at = began
    link = LINKS[kind](office)
    assert opens(office, link)
    office.later(minutes=59)
    assert opens(office, link)


def token_opens(office: Office, secret: str) -> bool:
    answer = office.browser().get("/api/v1/hotlines", headers={"authorization": f"Bearer {secret}"})
    return answer.status_code == 200


def test_a_token_that_was_over_before_something_was_written_down_opens_nothing_any_more(
    office: Office,
) -> None:
    account, began = office.account(EMAIL, Role.COORDINATOR).id, office.at
    with writing(office.database) as connection:
        told = {"at": began, "lasts": timedelta(days=30)}
        secret = access_tokens.make(connection, account, "wages", **told)[1]  # type: ignore[arg-type]
    assert token_opens(office, secret)
    office.later(days=30)
    office.account("anden@example.dk")
    office.at = began + timedelta(days=1)
    assert not token_opens(office, secret)
    with writing(office.database) as connection:
        fresh = access_tokens.make(connection, account, "wages", at=office.at, lasts=timedelta(days=90))[1]
    assert token_opens(office, fresh)


@pytest.mark.parametrize("away", [timedelta(hours=1), timedelta(hours=12)])
def test_a_login_that_was_over_before_something_was_written_down_opens_nothing_any_more(
    office: Office, away: timedelta
) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    browser, began = office.signed_in(EMAIL), office.at
    idle = timedelta(minutes=office.settings.login_idle_minutes)
    assert away >= idle
    office.at = began + away
    office.account("anden@example.dk")
    office.at = began + timedelta(minutes=1)
    assert not browser.is_in()
    assert office.signed_in(EMAIL).is_in()


def test_offers_are_found_by_as_many_questions_however_many_there_are(office: Office) -> None:
    administrator = office.account(ADMIN, Role.ADMINISTRATOR)
    asked: list[int] = []
    with writing(office.database) as connection:
        hotline = members_of(connection, HotlineCode("here")).id
        for many in (1, 9):
            for n in range(many):
                told = {"by": administrator.id, "at": office.at, "lasts": timedelta(days=7)}
                offer = offers.make(connection, hotline, f"{many}-{n}@example.dk", "da", **told)  # type: ignore[arg-type]
                whose = {"municipality": None, "person": None, "by": administrator.id, "at": office.at}
                offers.add_role(connection, offer, Role.COORDINATOR, **whose)  # type: ignore[arg-type]
            statements: list[str] = []

            def note(_c: object, _d: object, told: str, *_more: object, seen: list[str] = statements) -> None:
                seen.append(told)

            event.listen(office.database, "before_cursor_execute", note)
            rows = list_accounts(connection, hotline, office.at)
            event.remove(office.database, "before_cursor_execute", note)
            asked.append(len(statements))
            assert sum(row.offer is not None for row in rows) == (1 if many == 1 else 10)
    assert asked[0] == asked[1] <= 6


def typed(kind: str) -> dict[str, str]:
    return {"email": "et@example.dk", "password": PASSWORD, "again": PASSWORD}


@pytest.mark.parametrize("ahead", [timedelta(days=40), timedelta(hours=2)])
def test_failed_tries_in_a_jump_ahead_lock_no_longer_than_others(office: Office, ahead: timedelta) -> None:
    office.account(EMAIL)
    began = office.at
    office.at = began + ahead
    for _ in range(office.settings.sign_in_tries + 1):
        refused = office.browser().sign_in(EMAIL, "forkert")
    assert refused.status_code == 429
    office.at = began
    assert office.browser().sign_in(EMAIL).status_code == 303


def test_a_clock_that_is_slow_by_a_minute_gives_nobody_more_tries(office: Office) -> None:
    office.account(EMAIL)
    for n in range(office.settings.sign_in_tries + 1):
        office.later(minutes=-1 if n % 2 else 1)
        refused = office.browser().sign_in(EMAIL, "forkert")
    assert refused.status_code == 429
