"""A clock that jumps ahead or is set back: what was over stays so, and nobody waits for weeks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.access.roles import Role
from api.accounts.records import links
from api.accounts.records.links import LinkKind
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
