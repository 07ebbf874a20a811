"""What is posted is signed as Standard Webhooks has it, and holds codes, days, numbers and ids only."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.ids import WebhookId
from api.store.webhooks import WebhookEvent
from api.webhooks.records.deliveries import WebhookDelivery
from api.webhooks.signing import BYTES, body_of, headers_of, make_secret, signature_of
from tests.api.notices.receiver import Posted
from tests.api.webhooks.hooks import is_signed

AT = datetime(2027, 1, 4, 7, 30, tzinfo=UTC)


def test_the_signature_is_that_of_the_reference_implementations() -> None:
    secret, message = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signed = signature_of(secret, message, 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.binary(max_size=200), st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1)))
def test_whoever_has_the_secret_can_check_it_and_nobody_can_change_anything(
    body: bytes, at: datetime
) -> None:
    secret = make_secret()
    headers = headers_of(secret, "message", at, body)
    assert is_signed(Posted("/", headers, body), secret)
    changed = ({**headers, "webhook-id": "other"}, {**headers, "webhook-timestamp": "0"})
    assert not any(is_signed(Posted("/", other, body), secret) for other in changed)
    assert not is_signed(Posted("/", headers, body + b"x"), secret)
    assert not is_signed(Posted("/", headers, body), make_secret())


def test_a_secret_is_random_and_as_long_as_the_standard_has_it() -> None:
    secrets = {make_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(b64decode(one.removeprefix("whsec_"))) for one in secrets} == {BYTES}
    assert 24 <= BYTES <= 64


@pytest.mark.parametrize(
    ("event", "about", "path"),
    [
        (WebhookEvent.PUBLISHED, {"version": 3}, "plans/2027-01-04/versions/3"),
        (WebhookEvent.SWAPPED, {"swap": "5" * 32, "version": 3}, f"swaps/{'5' * 32}"),
        (WebhookEvent.RUN_FINISHED, {"run": "6" * 32, "state": "done"}, f"plans/2027-01-04/runs/{'6' * 32}"),
        (WebhookEvent.QUARTER_CLOSED, {"version": 3}, "plans/2027-01-04/close"),
    ],
)
def test_the_body_says_what_happened_and_where_more_is_told(
    event: WebhookEvent, about: dict[str, Any], path: str
) -> None:
    payload = {"hotline": "ny/å", "plan": "2027-01-04", **about}
    delivery = WebhookDelivery("1", WebhookId("2"), "3", event, payload, AT, attempts=1, due_at=AT)
    assert json.loads(body_of(delivery, "https://vagt.example.dk")) == {
        "type": event.value,
        "timestamp": "2027-01-04T07:30:00Z",
        "data": {**payload, "url": f"https://vagt.example.dk/api/v1/hotlines/ny%2F%C3%A5/{path}"},
    }
