"""Whoever no mail reaches: a link is handed on, and nobody is told that a mail comes."""

from __future__ import annotations

import re

import pytest
from httpx2 import Response

from api.access.roles import Role
from api.store import outbox
from api.store.engine import reading
from tests.api.accounts.offices import LINK as LINK_SHOWN
from tests.api.accounts.offices import PASSWORD, Browser, Office

ADMIN, NEW = "admin@example.dk", "ny@example.dk"
API = "/api/v1/hotlines/here/accounts"


@pytest.fixture
def admin(office: Office) -> Browser:
    """Return the browser of an administrator of one hotline, where mails are sent."""
    office.account(ADMIN, Role.ADMINISTRATOR)
    office.app.state.settings = office.settings.model_copy(update={"smtp_host": "mail.example.org"})
    return office.signed_in(ADMIN)


def invite(admin: Browser, email: str) -> Response:
    return admin.post("/administration/invite", email=email, role="coordinator")


@pytest.mark.parametrize("address", ["åse.lær@example.dk", "a..b@example.dk", "ase@ex_ample.dk"])
def test_whoever_no_mail_reaches_gets_a_link_that_is_shown_at_once(admin: Browser, address: str) -> None:
    answer = invite(admin, address)
    assert answer.status_code == 200, answer.headers
    (token,) = LINK_SHOWN.findall(answer.text)
    assert "Ingen mail når frem til adressen" in answer.text
    with reading(admin.office.database) as connection:
        assert [one for one in outbox.unsent_notices(connection) if one.kind == "invitation"] == []
    assert "ingen mail når frem til adressen" in admin.get("/administration").text
    guest = admin.office.browser().client
    taken = guest.post(f"/links/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert taken.status_code == 303
    assert invite(admin, address).headers["location"].endswith("done=invited_without_mail")


def test_a_program_is_told_that_no_mail_reaches_an_address(admin: Browser) -> None:
    answer = admin.post("/account/tokens", name="x", days="30")
    (secret,) = re.findall(r"wfm_[\w-]{43}", answer.text)
    client = admin.office.browser(Authorization=f"Bearer {secret}").client
    made = client.post(API, json={"email": "åse.lær@example.dk", "role": "coordinator"}).json()
    assert (made["state"], made["reachable"]) == ("invited", False)
    assert client.post(f"{API}/{made['id']}/link").json()["kind"] == "invitation"
    assert client.post(API, json={"email": NEW, "role": "coordinator"}).json()["reachable"] is True
