"""Webhooks are set up by an administrator of the hotline, at hosts that whoever runs the service allowed."""

from __future__ import annotations

import re
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from httpx2 import Response
from pydantic import SecretStr

from api.access.roles import Role
from api.configuration.settings import DATABASE_FILE, Settings, defaults
from api.store.engine import open_engine
from api.store.tables import AUDIT_EVENT, AUDIT_PAYLOAD, IDEMPOTENCY_KEY, WEBHOOK, WEBHOOK_DELIVERY
from api.webhooks.service import MOST, TESTS
from tests.api.accounts.offices import Browser, Office
from tests.api.notices.receiver import Receiver
from tests.api.webhooks.hooks import is_signed

PAGE, JSON = "/administration/webhooks", "/api/v1/hotlines/here/webhooks"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
KEY = SecretStr(urlsafe_b64encode(bytes(32)).decode())


@pytest.fixture
def settings() -> Settings:
    """Return settings with a host that is allowed, and a key."""
    return defaults().model_copy(update={"webhook_hosts": ("localhost",), "secret_key": KEY})


@pytest.fixture
def office(office_file: Path, tmp_path: Path, settings: Settings) -> Iterator[Office]:
    """Return an office whose administrators may add webhooks."""
    shutil.copy(office_file, tmp_path / DATABASE_FILE)
    database = open_engine(tmp_path)
    yield Office(database, settings)
    database.dispose()


@pytest.fixture
def administrator(office: Office) -> Browser:
    office.account("admin@example.dk", Role.ADMINISTRATOR)
    return office.signed_in("admin@example.dk")


def add(browser: Browser, address: str, key: str = "") -> Response:
    typed = {"address": address, "key": key or uuid4().hex, "form_token": browser.token()}
    return browser.client.post(PAGE, data=typed)


def post(browser: Browser, beneath: str = "", key: str = "", **sent: str) -> Response:
    told = {"Idempotency-Key": key or uuid4().hex, "X-Form-Token": browser.token()}
    return browser.client.post(f"{JSON}{beneath}", json=sent, headers=told)


def test_its_secret_is_shown_once_and_lies_sealed(
    office: Office, administrator: Browser, receiver: Receiver
) -> None:
    key = uuid4().hex
    (secret,) = SECRET.findall(add(administrator, receiver.address, key).text)
    again = add(administrator, receiver.address, key)
    assert (again.status_code, SECRET.findall(again.text)) == (200, [])
    (row,) = office.rows(WEBHOOK)
    assert row["secret"].startswith("sealed:")
    everywhere = [office.rows(table) for table in (WEBHOOK, AUDIT_PAYLOAD, IDEMPOTENCY_KEY)]
    seen = [administrator.get(way).text for way in (PAGE, f"{PAGE}/{row['id']}", JSON, f"{JSON}/{row['id']}")]
    assert secret not in str((everywhere, seen))


def test_a_test_comes_through_and_is_signed_with_that_secret(
    office: Office, administrator: Browser, receiver: Receiver
) -> None:
    (secret,) = SECRET.findall(add(administrator, receiver.address).text)
    (row,) = office.rows(WEBHOOK)
    followed = administrator.post(f"{PAGE}/{row['id']}/test", f"{PAGE}/{row['id']}")
    assert followed.status_code == 303
    (posted,) = receiver.posted
    assert is_signed(posted, secret)
    assert posted.document["type"] == "test"
    assert "kom igennem" in administrator.get(followed.headers["location"]).text
    receiver.answer = lambda _: 500
    assert post(administrator, f"/{row['id']}/test").json() == {
        "came_through": False,
        "status": 500,
        "fault": None,
        "sentence": "Modtageren svarede 500",
    }
    outcomes = [one["outcome"] for one in office.rows(WEBHOOK_DELIVERY)]
    assert sorted(outcomes) == ["given_up", "sent"], "a test is not tried again"


def test_tests_are_limited(office: Office, administrator: Browser, receiver: Receiver) -> None:
    made = post(administrator, address=receiver.address).json()["id"]
    statuses = [post(administrator, f"/{made}/test").status_code for _ in range(TESTS.most + 1)]
    assert statuses == [200] * TESTS.most + [409]
    assert len(receiver.posted) == TESTS.most


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/",
        "https://localhost.example.dk/",
        "https://user@localhost/",
        "https://localhost/#part",
        "https://localhost:99999/",
        "https:///x",
        "https://loc alhost/",
        "https://localhost\\@evil.example/",
        "ftp://localhost/",
        "https://løcalhost/",
        f"https://localhost/{'x' * 500}",
        "",
    ],
)
def test_what_is_no_address_at_an_allowed_host_is_refused_and_stays_typed(
    office: Office, administrator: Browser, address: str
) -> None:
    answer = add(administrator, address)
    assert answer.status_code == 422
    assert post(administrator, address=address).status_code == 422
    assert office.rows(WEBHOOK) == []


@pytest.mark.parametrize("settings", [defaults()])
def test_where_no_host_is_allowed_there_is_no_form(office: Office, administrator: Browser) -> None:
    assert 'name="address"' not in administrator.get(PAGE).text
    assert add(administrator, "https://localhost/").status_code == 422


def test_a_program_adds_looks_switches_on_and_takes_away(office: Office, administrator: Browser) -> None:
    key, address = uuid4().hex, "https://localhost/one"
    made = post(administrator, key=key, address=address)
    assert made.status_code == 201
    assert SECRET.fullmatch(made.json()["secret"])
    assert post(administrator, key=key, address=address).json() == {**made.json(), "secret": None}
    one = f"{JSON}/{made.json()['id']}"
    assert administrator.get(one).json()["deliveries"] == []
    found = administrator.get(JSON).json()
    assert (found["hosts"], [one["address"] for one in found["webhooks"]]) == (["localhost"], [address])
    assert post(administrator, f"/{made.json()['id']}/on").json()["off_at"] is None
    token = {"X-Form-Token": administrator.token()}
    assert administrator.client.delete(one, headers=token).status_code == 204
    assert administrator.client.delete(one, headers=token).status_code == 404
    actions = [row["action"] for row in office.rows(AUDIT_EVENT)]
    assert actions[-2:] == ["webhook.add", "webhook.remove"]


def test_there_are_not_more_than_there_may_be(office: Office, administrator: Browser) -> None:
    for number in range(MOST):
        assert post(administrator, address=f"https://localhost/{number}").status_code == 201
    assert post(administrator, address="https://localhost/more").status_code == 409
    assert add(administrator, "https://localhost/more").status_code == 409
    assert len(office.rows(WEBHOOK)) == MOST


def test_one_that_is_off_says_so_and_is_switched_on_by_a_button(
    office: Office, administrator: Browser
) -> None:
    made = post(administrator, address="https://localhost/one").json()["id"]
    with office.database.begin() as connection:
        connection.execute(WEBHOOK.update().values(off_at=office.at, failing_since=office.at))
    assert "slået fra" in administrator.get(PAGE).text
    page = f"{PAGE}/{made}"
    assert f"{page}/on" in administrator.get(page).text
    assert administrator.post(f"{page}/on", page).status_code == 303
    assert office.rows(WEBHOOK)[0]["off_at"] is None
    assert f"{page}/on" not in administrator.get(page).text
    assert administrator.post(f"{page}/remove", page).status_code == 303
    assert office.rows(WEBHOOK) == []
