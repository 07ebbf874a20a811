from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest
from fastapi import Request
from sqlalchemy import text
from starlette.exceptions import HTTPException

from api.access.tokens import new_token
from api.accounts.records import accounts
from api.calendars import secret_routes as secret_pages
from api.calendars.ics.reading import parse_events
from api.calendars.records.opening import OpenedCalendar
from api.logs import configure
from api.serving.metrics import Metrics
from api.serving.requests import RequestLogMiddleware
from api.store.engine import writing
from api.store.tables import CALENDAR_ADDRESS
from tests.api.accounts.offices import BEGAN, Office
from tests.api.calendars.following import agent, coordinator, key_of, leader, made, poll
from tests.api.calendars.records.subscribed import Said
from tests.api.one_thread import TestClient

TAKEN_IN = BEGAN - timedelta(days=30)


def test_a_calendar_program_is_answered_without_signing_in(office: Office) -> None:
    secret = made(agent(office))
    answer = poll(office, secret)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["last-modified"] == format_datetime(TAKEN_IN, usegmt=True)
    assert "content-disposition" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert {event.agent for event in parse_events(answer.content)} == {"751-1-x"}


def test_whoever_holds_it_is_told_so_and_head_tells_what_get_does(office: Office) -> None:
    secret = made(agent(office))
    whole = poll(office, secret, accept_encoding="identity")
    head = poll(office, secret, "HEAD", accept_encoding="identity")
    assert (head.status_code, head.content) == (200, b"")
    told = {name: value for name, value in whole.headers.items() if name != "date"}
    assert {name: value for name, value in head.headers.items() if name != "date"} == told
    for method in ("GET", "HEAD"):
        held = poll(office, secret, method, if_none_match=whole.headers["etag"])
        assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", whole.headers["etag"])
        since = poll(office, secret, method, if_modified_since=whole.headers["last-modified"])
        assert since.status_code == 304


def test_it_is_pressed_together_for_those_who_understand(office: Office) -> None:
    secret = made(agent(office))
    plain, pressed = poll(office, secret, accept_encoding=""), poll(office, secret, accept_encoding="gzip")
    assert pressed.headers["content-encoding"] == "gzip"
    assert pressed.content == plain.content
    assert pressed.headers["etag"] != plain.headers["etag"]
    assert int(pressed.headers["content-length"]) < int(plain.headers["content-length"])


def revoked_and_dead(office: Office) -> tuple[str, str]:
    """Return an address that was revoked, and one whose maker may no longer sign in."""
    browser = agent(office)
    revoked, dead = made(browser, name="one"), made(browser, name="two")
    (address,) = (row for row in office.rows(CALENDAR_ADDRESS) if row["name"] == "one")
    browser.post(f"/me/calendars/{address['id']}/revoke", page="/me")
    with writing(office.database) as connection:
        account = accounts.find_by_email(connection, "agent@example.dk")
        assert account is not None
        accounts.deactivate(connection, account.id, by=None, at=office.at)
    return revoked, dead


def test_a_poll_is_one_select_and_writes_nothing(office: Office) -> None:
    """Whether it opens something, was revoked, is dead or never was: else the time taken would tell."""
    secret = made(agent(office, 2, "partner@example.dk"))
    etag = poll(office, secret).headers["etag"]
    asked = (secret, *revoked_and_dead(office), new_token())
    said = Said(office.database)
    for each in asked:
        for method in ("GET", "HEAD"):
            poll(office, each, method, if_none_match=etag)
    assert said.statements == ["SELECT"] * 2 * len(asked)
    poll(office, "malformed")
    assert len(said.statements) == 2 * len(asked)


def answers_at(office: Office, method: str, *secrets: str) -> set[object]:
    """Return what is answered at addresses, in every part but the time that it took."""
    return {
        (answer.status_code, tuple(sorted(answer.headers.items())), answer.content)
        for secret in secrets
        for lang in ("", "?lang=en")
        for answer in [office.browser().client.request(method, f"/calendars/{secret}.ics{lang}")]
    }


def test_what_opens_nothing_is_answered_alike_to_the_byte(office: Office) -> None:
    (revoked, dead), missing = revoked_and_dead(office), new_token()
    malformed = (
        "x",
        "a" * 42,
        "a" * 44,
        "a/b",
        "..%2f..",
        "%00",
        "%0d%0a",
        "%f0%9f%98%80",
        dead[:-1] + "%20",
    )
    for method in ("GET", "HEAD"):
        (answer,) = answers_at(office, method, revoked, dead, missing, *malformed)
        assert isinstance(answer, tuple)
        assert answer[0] == 404


def test_an_answer_of_its_own_to_what_was_revoked_would_be_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (revoked, _), missing = revoked_and_dead(office), new_token()
    opened = secret_pages._open

    async def telling(request: Request, token: str) -> OpenedCalendar | None:
        if token == revoked:
            raise HTTPException(410)
        return await opened(request, token)

    monkeypatch.setattr(secret_pages, "_open", telling)
    assert len(answers_at(office, "GET", revoked, missing)) == 2


def test_a_calendar_s_address_opens_nothing_else(office: Office) -> None:
    secret = made(agent(office))
    client = office.browser(authorization=f"Bearer {secret}").client
    for address in (
        "/weeks",
        "/me",
        "/api/v1/roster",
        "/feeds/751-1-x.ics",
        "/api/v1/hotlines/here/calendars",
    ):
        assert client.get(address).status_code in (303, 401, 404)


def test_nothing_but_reading_is_done_there(office: Office) -> None:
    secret = made(agent(office))
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert poll(office, secret, method).status_code == 405


def test_the_calendars_of_a_municipality_and_of_all(office: Office) -> None:
    town = poll(office, made(leader(office)))
    assert {event.municipality for event in parse_events(town.content)} == {"751"}
    browser = coordinator(office)
    whole = poll(office, made(browser, key_of(browser, "Hele hotlinen")))
    assert {event.municipality for event in parse_events(whole.content)} == {""}
    assert "kanarie" not in town.text + whole.text


def test_without_a_store_there_is_no_calendar(office: Office) -> None:
    office.app.state.database = None
    assert poll(office, new_token()).status_code == 404


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return all that is logged."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure("debug", "json", stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


def test_the_secret_stands_in_no_log_and_no_figure(office: Office, log: io.StringIO) -> None:
    secret, wrong = made(agent(office)), new_token()
    metrics = Metrics()
    client = TestClient(
        RequestLogMiddleware(office.app, metrics.measure), base_url=office.host, raise_server_exceptions=False
    )
    for asked in (secret, wrong, f"{secret}%0d%0ax", secret[:20]):
        for method in ("GET", "HEAD", "POST"):
            client.request(method, f"/calendars/{asked}.ics")
    with writing(office.database) as connection:
        connection.execute(text("ALTER TABLE calendar_address RENAME TO away"))
    assert client.get(f"/calendars/{secret}.ics").status_code == 503
    office.app.state.calendar_reader = "no reader"
    assert client.get(f"/calendars/{secret}.ics").status_code == 500
    told = log.getvalue() + str(list(metrics.registry.collect()))
    assert "/calendars/{token:path}.ics" in told
    assert '"caller": "feed"' in told
    for asked in (secret, wrong):
        assert asked[:20] not in told
