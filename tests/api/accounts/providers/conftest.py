from __future__ import annotations

import shutil
import ssl
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr

from api.accounts.oidc import fetch, outside
from api.configuration.settings import DATABASE_FILE, Settings
from api.store.engine import open_engine
from tests.api.accounts.offices import BEGAN, Office
from tests.api.accounts.oidc.bent import Bent, bent
from tests.api.accounts.oidc.visits import settings_with

KEY = urlsafe_b64encode(bytes(32)).decode()


@pytest.fixture(scope="session")
def trust() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a provider shows, and what a client trusts."""
    authority, shown = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(shown)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    return shown, trusted


@pytest.fixture
def provider(trust: tuple[ssl.SSLContext, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> Iterator[Bent]:
    """Return a provider that is encrypted and counts as outside."""
    monkeypatch.setattr(outside, "is_outside", lambda _: True)
    monkeypatch.setattr(outside, "is_own", lambda _: False)
    for module in (outside, fetch):
        monkeypatch.setattr(module, "trust_store", lambda: trust[1])
    with bent(lambda: BEGAN, trust[0]) as found:
        yield found


@pytest.fixture
def settings() -> Settings:
    """Return settings with a provider of their own, and with a key."""
    known = settings_with("https://login.example.org", id="faelles", name="Fælles login")
    return known.model_copy(update={"secret_key": SecretStr(KEY)})


@pytest.fixture
def office(office_file: Path, tmp_path: Path, provider: Bent, settings: Settings) -> Iterator[Office]:
    """Return an office whose administrators may set the provider up."""
    shutil.copy(office_file, tmp_path / DATABASE_FILE)
    database = open_engine(tmp_path)
    found = Office(database, settings)
    provider.now = found.now
    yield found
    database.dispose()
