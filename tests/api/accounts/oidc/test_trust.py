"""Certificates of providers are looked at, and those that are trusted are read once."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpcore2
import pytest
import trustme

from api.accounts.oidc.trust import trust_store
from tests.api.accounts.offices import Office
from tests.api.accounts.oidc.bent import Bent
from tests.api.accounts.oidc.visits import LEADER, visit


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Return, of each time that certificates are read, whether this machine's own are trusted."""
    read, found = httpcore2.default_ssl_context, list[bool]()

    def counted(*, _trust_env: bool = True) -> ssl.SSLContext:
        found.append(_trust_env)
        return read(_trust_env=_trust_env)

    monkeypatch.setattr(httpcore2, "default_ssl_context", counted)
    trust_store.cache_clear()
    yield found
    trust_store.cache_clear()


def test_they_are_read_once_however_many_come(office: Office, provider: Bent, readings: list[bool]) -> None:
    provider.claims = dict(LEADER)
    for _ in range(2):
        assert visit(office.browser()).status_code == 303
    assert readings.count(True) == 1  # a visit's own client trusts nothing of this machine


def test_a_provider_has_to_show_one_for_its_name() -> None:
    assert trust_store().verify_mode is ssl.CERT_REQUIRED
    assert trust_store().check_hostname


@pytest.mark.usefixtures("readings")
def test_those_of_a_file_count_where_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert len(trust_store().get_ca_certs()) == 1
