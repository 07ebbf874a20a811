"""Accounts that a provider vouches for, as their owners and a hotline's administrators see them."""

from __future__ import annotations

import pytest

from api.access.roles import Role
from api.store.tables import ACCOUNT, GRANT, LINK, OUTBOX
from tests.api.accounts.offices import LINK as LINK_SHOWN
from tests.api.accounts.offices import PASSWORD, Browser, Office
from tests.api.accounts.oidc.bent import Bent
from tests.api.accounts.oidc.visits import LEADER, visit


@pytest.fixture
def member(office: Office, provider: Bent) -> str:
    """Return the id of an account that came by the provider."""
    provider.claims = dict(LEADER)
    visit(office.browser())
    (account,) = (row for row in office.rows(ACCOUNT) if row["email"] is None)
    return str(account["id"])


@pytest.fixture
def administrator(office: Office) -> Browser:
    """Return the browser of an administrator."""
    office.account("admin@example.dk", Role.ADMINISTRATOR)
    return office.signed_in("admin@example.dk")


def test_its_owner_is_shown_what_the_provider_tells_and_no_password(office: Office, provider: Bent) -> None:
    provider.claims = dict(LEADER)
    browser = office.browser()
    visit(browser)
    page = browser.get("/account").text
    assert "<h2>1@example.org</h2>" in page
    assert 'id="old"' not in page
    provider.claims["email"] = None
    visit(browser)
    (account,) = office.rows(ACCOUNT)
    assert f"<h2>{account['id'][:8]}</h2>" in browser.get("/account").text


def test_an_administrator_sees_where_it_comes_from(administrator: Browser, member: str) -> None:
    page = administrator.get("/administration").text
    assert "1@example.org" in page
    assert "logger ind gennem arbejdsgiveren" in page
    assert f"/administration/{member}/link" not in page
    (told,) = [
        one
        for one in administrator.get("/api/v1/hotlines/here/accounts").json()["accounts"]
        if one["id"] == member
    ]
    assert (told["email"], told["state"]) == ("", "active")


def test_nobody_makes_a_password_for_it(office: Office, administrator: Browser, member: str) -> None:
    """Also not by closing and opening it, which invites others anew."""
    assert administrator.post(f"/administration/{member}/link").status_code == 409
    assert administrator.post(f"/administration/{member}/deactivate").status_code == 303
    assert administrator.post(f"/administration/{member}/reactivate").status_code == 303
    assert office.rows(LINK) == []
    assert office.rows(OUTBOX) == []


def test_an_invitation_to_its_address_makes_another_account(
    office: Office, administrator: Browser, member: str
) -> None:
    """Else whoever claims to have a leader's address would get what the leader is given."""
    fields = {"email": "1@example.org", "role": "coordinator"}
    shown = administrator.post("/administration/invite", **fields)
    (token,) = set(LINK_SHOWN.findall(shown.text))
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert office.browser().client.post(f"/links/{token}", data=typed).status_code == 303
    coordinators = [row["account_id"] for row in office.rows(GRANT) if row["role"] == "coordinator"]
    assert len(coordinators) == 1
    assert member not in coordinators


def test_a_new_password_is_not_asked_for_by_its_address(office: Office, member: str) -> None:
    assert office.browser().post("/reset", email="1@example.org").status_code == 200
    assert office.rows(LINK) == []
