"""What belongs to an account, or is still being planned, is kept by no browser and nothing on the way."""

from __future__ import annotations

import pytest

from api.access.roles import Role
from tests.api.accounts.offices import Office

EMAIL = "koordinator@example.dk"
FOR_EVERYBODY = ("/sign-in", "/healthz", "/readyz")
OWN = ("/account", "/account/second-step", "/me", "/plans", "/administration")


@pytest.mark.parametrize("address", [*FOR_EVERYBODY, *OWN])
def test_it_is_to_be_kept_nowhere(office: Office, address: str) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    office.account(EMAIL, Role.ADMINISTRATOR)
    browser = office.browser() if address in FOR_EVERYBODY else office.signed_in(EMAIL)
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
