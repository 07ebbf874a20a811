"""Visits: a browser goes to a provider and comes back."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import httpx2
from httpx2 import Response
from pydantic import SecretStr

from api.configuration.settings import Settings, defaults
from tests.api.accounts.offices import Browser
from tests.api.accounts.oidc.bent import CLIENT, SECRET

WAY = "/sign-in/bent"
CLAIMED = {
    "role": "leader",
    "hotline": "here",
    "municipality": {"claim": "municipality", "values": None},
    "when": {"roles": "leader"},
}
COORDINATOR = {"role": "coordinator", "hotline": "here", "when": {"realm_access.roles": "coordinator"}}
AGENT = {
    "role": "agent",
    "hotline": "here",
    "municipality": {"claim": "cvr", "values": {"29189846": "751", "11111111": "999"}},
    "agent": {"claim": "employee"},
    "when": {"roles": "agent"},
}
LEADER = {"sub": "1", "roles": ["leader"], "municipality": "0751", "email": "1@example.org"}
"""Claims of somebody who is let in."""


def provider_of(issuer: str, /, **changed: Any) -> dict[str, Any]:
    """Return a provider as an operator would write it down."""
    known = {
        "id": "bent",
        "name": "Test Kommune",
        "issuer": issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
    }
    return {**known, "grants": [CLAIMED, COORDINATOR, AGENT], **changed}


def settings_with(issuer: str, *more: dict[str, Any], **changed: Any) -> Settings:
    """Return settings with a provider, and perhaps others."""
    told = json.dumps([provider_of(issuer, **changed), *more])
    return defaults().model_copy(update={"oidc": SecretStr(told)})


def go(browser: Browser, way: str = WAY) -> str:
    """Go to the provider; return the address with which it sends the browser back."""
    answer = browser.get(way)
    assert answer.status_code == 303, answer.text
    at_provider = httpx2.get(answer.headers["location"], trust_env=False)
    assert at_provider.status_code == 303, at_provider.text
    return str(at_provider.headers["location"])


def here(address: str) -> str:
    """Return an address without its host, which has to be ours."""
    parts = urlsplit(address)
    assert parts.netloc == "127.0.0.1"
    return f"{parts.path}?{parts.query}"


def visit(browser: Browser, way: str = WAY) -> Response:
    """Go to the provider and come back."""
    return browser.get(here(go(browser, way)))
