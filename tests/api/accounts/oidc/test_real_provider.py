"""A real provider, written apart from us: with httpx2, and once with a real Chromium."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from api.configuration.settings import DATABASE_FILE
from api.store.engine import open_engine
from api.store.tables import ACCOUNT, LOGIN, OIDC_IDENTITY
from tests.api.accounts.offices import Office
from tests.api.accounts.oidc.visits import LEADER, here, settings_with
from tests.api.browser.conftest import browser as browser
from tests.api.browser.conftest import running
from tests.api.browser.looking import looking, violations
from tests.api.serving.serving import free_port, until

HOSTILE = "'\"><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Run the provider as a process of its own; return its address."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}"
        try:
            until(lambda: answers(address) or process.poll() is not None, "the provider to start")
            assert process.poll() is None
            yield address
        finally:
            process.kill()


def answers(address: str) -> bool:
    try:
        return httpx2.get(address, trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


def know(issuer: str, **claims: Any) -> None:
    """Let the provider know somebody, and what it claims of them."""
    address = f"{issuer}/users/{quote(claims['sub'])}"
    assert httpx2.put(address, json=claims, trust_env=False).status_code == 204


@pytest.fixture
def office(office_file: Path, tmp_path: Path, issuer: str) -> Iterator[Office]:
    """Return an office that knows the provider, and the time that it is."""
    copy(office_file, tmp_path / DATABASE_FILE)
    database = open_engine(tmp_path)
    made = Office(database, settings_with(issuer))
    made.app.state.now = lambda: datetime.now(UTC)
    yield made
    database.dispose()


def test_somebody_signs_in_by_a_real_provider(office: Office, issuer: str) -> None:
    know(issuer, **LEADER)
    visitor = office.browser()
    asked = visitor.get("/sign-in/bent").headers["location"]
    assert asked.startswith(f"{issuer}/oauth2/authorize?")
    approved = httpx2.post(asked, data={"sub": "1"}, trust_env=False)
    back = here(approved.headers["location"])
    answer = visitor.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert visitor.get("/municipalities").status_code == 200
    (identity,) = office.rows(OIDC_IDENTITY)
    assert (identity["issuer"], identity["subject"], identity["email"]) == (issuer, "1", "1@example.org")
    assert visitor.get(back).status_code == 400, "each way back is gone once"


def test_whoever_says_no_at_the_provider_is_not_signed_in(office: Office) -> None:
    visitor = office.browser()
    asked = visitor.get("/sign-in/bent").headers["location"]
    denied = httpx2.post(asked, data={"action": "deny"}, trust_env=False)
    assert visitor.get(here(denied.headers["location"])).status_code == 400
    assert office.rows(ACCOUNT) == []


@pytest.mark.browser
def test_the_whole_way_in_a_real_browser(office: Office, issuer: str, browser: Chromium) -> None:
    know(issuer, **LEADER)
    know(issuer, sub="guest", roles=["leader"], municipality=["888", HOSTILE])
    with running(office.app) as address, looking(browser, locale="da-DK") as (page, noted):
        page.goto(f"{address}/sign-in?next=/municipalities")
        assert violations(page) == []
        page.get_by_role("link", name="Log ind med Test Kommune").click()
        page.get_by_placeholder("sub").fill("guest")
        page.get_by_role("button", name="Authorize").click()
        expect(page.get_by_role("heading", name="Ikke logget ind")).to_be_visible()
        expect(page.get_by_text("ngen af dine hotlines kender en kommune 888.")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("link", name="Log ind med Test Kommune").click()
        page.get_by_placeholder("sub").fill("1")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(re.compile(r"/$"))
        page.goto(f"{address}/account")
        page.get_by_role("button", name="Log ud").click()
        expect(page.get_by_label("Adgangskode")).to_be_visible()
        loading = "error: Failed to load resource"  # answers of ours that are no 200, and things of theirs
        assert [said for said in noted.complaints if not said.startswith(loading)] == []
    assert office.rows(LOGIN) == []
