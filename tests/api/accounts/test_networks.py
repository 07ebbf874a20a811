"""From where a try comes: of IPv6 a whole network is one place, for whoever has one address has them all."""

from __future__ import annotations

import pytest

from api.accounts import request_context
from tests.api.accounts.offices import Office
from tests.api.one_thread import TestClient

ONE = [f"2001:db8:0:7:{n:x}::1" for n in range(8)]
OTHER = "2001:db8:0:8::1"


def statuses(office: Office, addresses: list[str]) -> list[int]:
    office.app.state.settings = office.settings.model_copy(update={"sign_in_tries_from_address": 5})
    answers = []
    for number, address in enumerate(addresses):
        client = TestClient(office.app, base_url=office.host, client=(address, 5000), follow_redirects=False)
        sent = {"email": f"a{number}@example.dk", "password": "wrong"}
        answers.append(client.post("/sign-in", data=sent).status_code)
    return answers


def test_addresses_of_one_ipv6_network_are_counted_together(office: Office) -> None:
    assert statuses(office, [*ONE, OTHER]) == [422] * 5 + [429] * 3 + [422]


def test_counted_each_by_itself_a_network_would_have_no_limit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_context, "_OF_NETWORK", 128)
    assert statuses(office, ONE) == [422] * 8


def test_an_ipv4_address_is_the_same_one_however_it_is_written(office: Office) -> None:
    written = ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207"] * 2
    assert statuses(office, [*written, "192.0.2.8"]) == [422] * 5 + [429] + [422]
