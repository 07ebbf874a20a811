"""A provider that is away, that changes its keys, or that is not who it should be."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from api.accounts.oidc.discovery import KEYS_PAUSE, Directory
from tests.api.accounts.offices import Browser, Office
from tests.api.accounts.oidc.bent import KEY, OTHER_KEY, SECRET, Bent
from tests.api.accounts.oidc.visits import LEADER, WAY, visit


@pytest.fixture(autouse=True)
def _leader(provider: Bent) -> None:
    provider.claims = dict(LEADER)


def test_a_key_that_was_taken_into_use_meanwhile_is_asked_for_and_not_too_often(
    office: Office, provider: Bent, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visit(office.browser()).status_code == 303
    provider.keys.append(type(KEY).generate_key(2048, {"kid": "two", "use": "sig"}))
    provider.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "two"}, claims, provider.keys[1])
    assert visit(office.browser()).status_code == 400
    directory: Directory = office.app.state.directory
    entry = directory._entries["bent", provider.issuer]
    entry.keys_at -= KEYS_PAUSE + 1
    assert visit(office.browser()).status_code == 303
    for _ in range(3):
        provider.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "three"}, claims, OTHER_KEY)
        assert visit(office.browser()).status_code == 400
    assert provider.asked.count("/jwks") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://id.example.org"},
        {"token_endpoint": "http://id.example.org/token"},
        {"token_endpoint": None},
        {"jwks_uri": "ftp://127.0.0.1/jwks"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"userinfo_endpoint": "http://id.example.org/userinfo"},
    ],
)
def test_a_provider_that_is_not_who_it_should_be_is_not_used(
    office: Office, provider: Bent, metadata: dict[str, Any]
) -> None:
    provider.metadata = lambda told: told.update(metadata)
    answer = office.browser().get(WAY)
    assert answer.status_code == 503
    assert "svarer ikke" in answer.text
    assert answer.headers["retry-after"]


def test_a_provider_that_is_down_is_not_asked_by_everybody(office: Office, provider: Bent) -> None:
    provider.metadata = lambda told: told.clear()
    for _ in range(5):
        assert office.browser().get(WAY).status_code == 503
    assert len(provider.asked) == 1


def test_a_shared_secret_among_the_keys_counts_for_nothing(office: Office, provider: Bent) -> None:
    secret = OctKey.import_key(SECRET.encode(), {"kid": "oct", "use": "sig"})
    provider.keys.append(secret)  # type: ignore[arg-type]
    provider.sign = lambda claims: jwt.encode({"alg": "HS256", "kid": "oct"}, claims, secret)
    assert visit(office.browser()).status_code == 400


def test_a_provider_that_is_not_there_is_not_found(office: Office) -> None:
    browser: Browser = office.browser()
    assert browser.get("/sign-in/other").status_code == 404
    assert browser.get("/sign-in/other/back").status_code == 404


@pytest.mark.parametrize(
    ("where", "status"), [("/.well-known/openid-configuration", 503), ("/jwks", 503), ("/token", 503)]
)
def test_brackets_in_brackets_without_end_are_no_answer(
    office: Office, provider: Bent, where: str, status: int
) -> None:
    provider.raw[where] = b"[" * 100_000
    browser = office.browser()
    answer = browser.get(WAY) if where.startswith("/.well") else visit(browser)
    assert answer.status_code == status


def test_a_token_of_brackets_in_brackets_is_refused(office: Office, provider: Bent) -> None:
    deep = urlsafe_b64encode(b"[" * 50_000).decode().rstrip("=")
    provider.sign = lambda claims: f"{deep}.{deep}.x"
    assert visit(office.browser()).status_code == 400
