"""Nothing is ever posted to this machine or its network, however an address is written or resolved."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from api.access.ids import HotlineId, WebhookId
from api.store.webhooks import WebhookEvent
from api.webhooks.kinds import DeliveryFault, DeliveryTry
from api.webhooks.records.deliveries import WebhookDelivery
from api.webhooks.records.webhooks import Webhook
from api.webhooks.sending import WebhookSender, host_of
from tests.api.accounts.oidc.test_outside import INSIDE, OUTSIDE, resolved
from tests.api.notices.receiver import Receiver
from tests.api.store.filled import NOW
from tests.api.webhooks.hooks import SECRET, settings

HOST = "hooks.example.dk"
WRITTEN = (
    *("https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://2130706433/", "https://0x7f.1/"),
    *("https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://0/"),
    *("https://169.254.169.254/latest/", "https://100.64.0.1/", "https://[fd00::1]/", "https://[ff02::1]/"),
)
DELIVERY = WebhookDelivery(
    id="1" * 32,
    webhook=WebhookId("2" * 32),
    message="3" * 32,
    event=WebhookEvent.TEST,
    payload={"hotline": "test", "webhook": "2" * 32},
    created_at=NOW,
    attempts=1,
    due_at=NOW,
)


def post(address: str, *hosts: str) -> DeliveryTry:
    webhook = Webhook(WebhookId("2" * 32), HotlineId("4" * 32), address, SECRET, NOW)
    return WebhookSender(settings(*hosts)).post(webhook, DELIVERY, NOW)


def never(*_: Any, **__: Any) -> Any:
    pytest.fail("it was connected to")


@pytest.mark.parametrize("address", WRITTEN)
def test_no_way_of_writing_an_address_inside_is_posted_to_also_where_it_is_allowed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", never)
    assert post(address, host_of(address)).fault in (DeliveryFault.INSIDE, DeliveryFault.UNKNOWN_NAME)


def test_a_name_that_leads_inside_is_not_posted_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", never)
    for inside in INSIDE:
        for found in ((inside,), (OUTSIDE[0], inside)):
            monkeypatch.setattr(socket, "getaddrinfo", resolved(*found))
            assert post(f"https://{HOST}/", HOST) == DeliveryTry(None, DeliveryFault.INSIDE)


def test_a_name_that_changes_its_mind_is_asked_once_and_what_was_checked_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, connected = [], []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> Any:
        asked.append(host)
        return resolved(OUTSIDE[0] if len(asked) == 1 else "127.0.0.1")(host, port)

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert post(f"https://{HOST}/", HOST) == DeliveryTry(None, DeliveryFault.UNREACHED)
    assert (asked, connected) == ([HOST], [(OUTSIDE[0], 443)])


def test_a_host_that_is_not_allowed_any_more_is_not_even_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", never)
    for address in (f"https://{HOST}.evil.example/", f"https://evil.example/?{HOST}", f"https://x{HOST}/"):
        assert post(address, HOST) == DeliveryTry(None, DeliveryFault.NOT_ALLOWED)


def test_no_redirect_is_followed(receiver: Receiver) -> None:
    receiver.answer = lambda _: 307
    assert post(receiver.address, "localhost") == DeliveryTry(307)
    assert [posted.path for posted in receiver.posted] == ["/texts"]
