from __future__ import annotations

from secrets import token_hex
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request
from httpx2 import Response

from api.calendars.context import secret_address
from api.calendars.ics.reading import parse_events
from api.store.tables import CALENDAR_ADDRESS, IDEMPOTENCY_KEY
from tests.api.access.world import NEIGHBOUR, OWN, canary
from tests.api.accounts.offices import Browser, Office
from tests.api.calendars.following import SECRET, agent, coordinator, leader, poll

PLACE = "/api/v1/hotlines/here/calendars"
OWN_ID = canary("id", OWN, 1)


def send(browser: Browser, method: str, address: str = PLACE, **asked: Any) -> Response:
    """Send a request with the token of the login's forms."""
    headers = {"X-Form-Token": browser.token(), "Idempotency-Key": asked.pop("key", token_hex(8))}
    return browser.client.request(method, address, headers=headers, json=asked or None)


def test_an_address_is_made_listed_used_and_revoked(office: Office) -> None:
    browser = agent(office)
    made = send(browser, "POST", kind="agent", of=OWN_ID, name=" my\tphone ", language="da")
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    (secret,) = SECRET.findall(made.json()["address"])
    assert made.json()["address"] == f"http://127.0.0.1/calendars/{secret}.ics"
    assert {event.summary.split(":")[0] for event in parse_events(poll(office, secret).content)} >= {"Vagt"}
    listed = send(browser, "GET")
    assert secret not in listed.text
    assert listed.json()["calendars"] == [
        {
            "id": made.json()["id"],
            "kind": "agent",
            "of": OWN_ID,
            "name": "my phone",
            "language": "da",
            "made_at": "2027-01-04T07:00:00Z",
        }
    ]
    gone = send(browser, "DELETE", f"{PLACE}/{made.json()['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert poll(office, secret).status_code == 404
    assert send(browser, "GET").json() == {"calendars": []}
    assert send(browser, "DELETE", f"{PLACE}/{made.json()['id']}").status_code == 404


@pytest.mark.parametrize("public", [None, "https://vagt.example.dk:8443"])
def test_where_a_public_address_is_set_calendars_are_subscribed_to_there(
    office: Office, public: str | None
) -> None:
    """Whatever the proxy says of port and scheme, or forgets to say."""
    settings = office.settings.model_copy(update={"public_url": public})
    app = SimpleNamespace(state=SimpleNamespace(settings=settings))
    scope = {"type": "http", "app": app, "scheme": "http", "server": ("vagt.example.dk", 80), "path": "/"}
    request = Request({**scope, "headers": [], "query_string": b""})
    assert secret_address(request, "x") == f"{public or 'http://vagt.example.dk'}/calendars/x.ics"


def test_the_same_request_again_makes_no_further_address_and_tells_no_secret(office: Office) -> None:
    browser = agent(office)
    asked = {"kind": "agent", "of": OWN_ID, "name": "phone", "key": "once"}
    first, again = send(browser, "POST", **asked), send(browser, "POST", **asked)
    assert again.status_code == 201
    assert again.json() == {"id": first.json()["id"], "address": None}
    assert len(office.rows(CALENDAR_ADDRESS)) == 1
    (secret,) = SECRET.findall(first.json()["address"])
    assert secret not in repr(office.rows(IDEMPOTENCY_KEY))
    other = send(browser, "POST", **asked | {"name": "work"})
    assert (other.status_code, other.json()["type"]) == (422, "/api/v1/docs#problem-key-taken")
    assert send(browser, "POST", **asked | {"key": ""}).status_code == 400


def test_the_whole_hotline_s_and_a_municipality_s(office: Office) -> None:
    browser = coordinator(office)
    for asked in ({"kind": "hotline"}, {"kind": "municipality", "of": NEIGHBOUR}):
        assert send(browser, "POST", **asked, name="wall").status_code == 201
    listed = send(browser, "GET").json()["calendars"]
    assert {(one["kind"], one["of"]) for one in listed} == {("hotline", ""), ("municipality", NEIGHBOUR)}


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "hotline"},
        {"kind": "municipality", "of": NEIGHBOUR},
        {"kind": "agent", "of": OWN_ID},
        {"kind": "municipality", "of": "nowhere"},
    ],
)
def test_what_is_not_one_s_own_is_not_there(office: Office, asked: dict[str, str]) -> None:
    answer = send(leader(office), "POST", **asked, name="x")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert office.rows(CALENDAR_ADDRESS) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "agent", "of": OWN_ID, "name": ""},
        {"kind": "agent", "of": OWN_ID, "name": "\x00 "},
        {"kind": "agent", "of": OWN_ID, "name": "x" * 61},
        {"kind": "agent", "of": OWN_ID, "name": "x", "language": "de"},
        {"kind": "agent", "of": OWN_ID, "name": "x", "further": 1},
        {"kind": "person", "of": OWN_ID, "name": "x"},
        {"name": "x"},
    ],
)
def test_what_is_not_of_the_form_is_told(office: Office, asked: dict[str, Any]) -> None:
    assert send(agent(office), "POST", **asked).status_code == 422
    assert office.rows(CALENDAR_ADDRESS) == []


def test_in_another_hotline_there_is_nothing(office: Office) -> None:
    browser = agent(office)
    for hotline in ("abroad", "nowhere"):
        place = f"/api/v1/hotlines/{hotline}/calendars"
        assert send(browser, "GET", place).status_code == 404
        assert send(browser, "POST", place, kind="hotline", name="x").status_code == 404
        assert send(browser, "DELETE", f"{place}/{'0' * 32}").status_code == 404


def test_nobody_unknown_is_told_anything(office: Office) -> None:
    browser = office.browser()
    assert browser.get(PLACE).status_code == 401
    assert browser.client.post(PLACE, json={"kind": "hotline", "name": "x"}).status_code == 401
