"""A page from elsewhere talks nobody's browser into anything: no operation, by no trick."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from itertools import product
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from httpx2 import Response

from api.access.ids import AccountId
from api.accounts import caller
from api.accounts.records import access_tokens
from api.store.engine import reading, writing
from api.store.tables import METADATA
from api.web import csrf as forgery
from api.web.csrf import FIELD, HEADER, form_token
from tests.api.access.asking import TABLE, Cell, Service, cells
from tests.api.access.prepared import NOW
from tests.api.access.world import CALLERS
from tests.api.one_thread import TestClient
from tests.by_turns import by_turns

UNSAFE = [name for name in TABLE if not name.startswith("GET ")]
ELSEWHERE = "https://ond.example.org"
FORM = "application/x-www-form-urlencoded"
TRICKS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "no token": {},
        "a wrong token": {"token": form_token("x" * 43)},
        "an empty token": {"token": ""},
        "another site, with the right token": {"token": None, "headers": {"Sec-Fetch-Site": "cross-site"}},
        "a neighbour's site, with the right token": {
            "token": None,
            "headers": {"Sec-Fetch-Site": "same-site"},
        },
        "another origin, with the right token": {"token": None, "headers": {"Origin": ELSEWHERE}},
        "no origin that is told, with the right token": {"token": None, "headers": {"Origin": "null"}},
        "plain text": {"headers": {"Content-Type": "text/plain"}, "content": b"form_token=x"},
        "no type": {"content": b"form_token=x"},
        "an override of the method": {"headers": {"X-HTTP-Method-Override": "GET"}},
        "an override in a field": {"data": {"_method": "GET"}},
    }
)
ALONE = {name for name, how in TRICKS.items() if how.get("token", "") is not None}
"""Tricks of which the origin says nothing, so that the token alone holds them off."""


@pytest.fixture(scope="module")
def service() -> Any:
    with Service() as found:
        yield found


_DIGESTS: WeakKeyDictionary[Service, tuple[int, str]] = WeakKeyDictionary()


def state_of(service: Service) -> str:
    """Return a digest of all that stands in the database; it is read again when anything was written."""
    known, digest = _DIGESTS.get(service, (None, ""))
    if known != service.state():
        digest = _digest(service)
        _DIGESTS[service] = service.state(), digest
    return digest


def _digest(service: Service) -> str:
    with reading(service.database) as connection:
        rows = [
            repr(sorted(map(repr, connection.execute(table.select())))) for table in METADATA.sorted_tables
        ]
    return hashlib.sha256("".join(rows).encode()).hexdigest()


def by_trick(service: Service, cell: Cell, how: Mapping[str, Any]) -> Response:
    """Send what a cell asks as another site would have the caller's browser send it."""
    who = CALLERS[cell.caller]
    secret = service.secrets[who.id]  # type: ignore[union-attr]
    own_headers = dict(cell.sent.get("headers", {}))
    headers = {**own_headers, "Cookie": f"login={secret}", **how.get("headers", {})}
    token = how.get("token", "")
    usual = {key: value for key, value in cell.sent.items() if key != "headers"}
    sent: dict[str, Any] = {key: how[key] for key in ("content", "data") if key in how} or usual
    if token is None or token:
        headers[HEADER] = form_token(secret) if token is None else token
    client: TestClient = service.client
    client.cookies.clear()
    service.assumed = None
    return client.request(cell.method, cell.address, headers=headers, **sent)


def own(operation: str) -> Cell:
    """Return what an administrator asks of an operation about an object of their own."""
    return next(cell for cell in cells(operation) if cell.caller == "administrator")


def takes_authority(operation: str) -> bool:
    """Tell whether an operation asks who asks; signing in does not."""
    return TABLE[operation]["policy"] != "public" or operation == "POST /sign-out"


@pytest.mark.parametrize(("operation", "trick"), by_turns(product(UNSAFE, TRICKS), 5))
def test_no_trick_changes_anything(operation: str, trick: str, service: Service) -> None:
    if trick in ALONE and not takes_authority(operation):
        return
    before = state_of(service)
    answer = by_trick(service, own(operation), TRICKS[trick])
    assert answer.status_code in (403, 415, 422), answer.text
    if answer.status_code == 422:  # what is sent is no document, which is seen before who sends it
        assert operation.split(" ")[1].startswith("/api/")
    assert state_of(service) == before


@pytest.mark.parametrize("operation", UNSAFE)
def test_the_same_by_our_own_page_is_done(operation: str, service: Service) -> None:
    cell = own(operation)
    told = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"}
    answer = by_trick(service, cell, {"token": None, "headers": told})
    service.put_back()
    assert answer.status_code == cell.status


@pytest.mark.parametrize("operation", [name for name in UNSAFE if takes_authority(name)])
def test_without_the_token_looked_at_a_request_with_no_origin_would_do_it(
    operation: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller, "require_form_token", lambda *_: None)
    monkeypatch.setattr("api.accounts.sign_in.pages.require_form_token", lambda *_: None)
    cell = own(operation)
    answer = by_trick(service, cell, TRICKS["no token"])
    service.put_back()
    assert answer.status_code == cell.status


@pytest.mark.parametrize("operation", [name for name in UNSAFE if not takes_authority(name)])
def test_without_the_origin_looked_at_somebody_could_be_signed_in_as_another(
    operation: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgery, "_from_elsewhere", lambda _: False)
    cell = own(operation)
    answer = by_trick(service, cell, TRICKS["another origin, with the right token"])
    service.put_back()
    assert answer.status_code == cell.status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://127.0.0.1"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": ELSEWHERE}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "made up"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Origin": "http://127.0.0.1:8080"}, 403),
        ({"Origin": "http://127.0.0.1.example.org"}, 403),
    ],
)
def test_what_a_browser_says_of_where_a_request_comes_from(
    headers: Mapping[str, str], status: int, service: Service
) -> None:
    cell = own("POST /account/language")
    answer = by_trick(service, cell, {"token": None, "headers": headers})
    service.put_back()
    assert answer.status_code == status


def test_who_is_refused_is_told_why_in_their_language(service: Service) -> None:
    answer = by_trick(service, own("POST /account/language"), TRICKS["no token"])
    assert "Open it again" in answer.text
    asked = own("POST /api/v1/hotlines/{hotline}/accounts")
    told = by_trick(service, asked, TRICKS["another origin, with the right token"]).json()
    assert told["status"] == 403
    assert "andet websted" in told["detail"], "who asks is not known yet, so in the service's language"


def test_a_token_in_the_form_counts_as_one_in_the_header(service: Service) -> None:
    secret = service.secrets[AccountId("leader-751")]
    cookie = {"Cookie": f"login={secret}"}
    service.assumed = None
    service.client.cookies.clear()
    for kind in (
        {"data": {FIELD: form_token(secret), "language": "da"}},
        {"files": {FIELD: (None, form_token(secret))}},
    ):
        answer = service.client.post("/account/language", headers=cookie, **kind)
        assert answer.status_code == 303
    service.put_back()


def test_the_token_tells_nothing_of_the_secret_and_is_each_logins_own(service: Service) -> None:
    secrets = list(service.secrets.values())
    tokens = [form_token(secret) for secret in secrets]
    assert len(set(tokens)) == len(secrets) > 3
    with reading(service.database) as connection:
        dump = "".join(repr(connection.execute(table.select()).all()) for table in METADATA.sorted_tables)
    assert not any(token in dump for token in tokens)


def test_a_personal_access_token_needs_no_form_token_and_no_origin(service: Service) -> None:
    with writing(service.database) as connection:
        _, secret = access_tokens.make(
            connection, AccountId("administrator"), "wages", at=NOW, lasts=timedelta(days=1)
        )
    cell = own("POST /api/v1/hotlines/{hotline}/accounts")
    service.client.cookies.clear()
    told = {"Authorization": f"Bearer {secret}", "Origin": ELSEWHERE}
    answer = service.client.post(cell.address, json=cell.sent["json"], headers=told)
    service.put_back()
    assert answer.status_code == 201


def test_a_wrong_personal_access_token_is_not_saved_by_a_cookie(service: Service) -> None:
    cell = own("POST /api/v1/hotlines/{hotline}/accounts")
    secret = service.secrets[AccountId("administrator")]
    told = {"Authorization": "Bearer wfm_" + "x" * 43, "Cookie": f"login={secret}"}
    answer = service.client.post(cell.address, json=cell.sent["json"], headers=told)
    assert answer.status_code == 401
