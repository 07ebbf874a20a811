"""An empty service with its first administrator, and forms filled in as they stand on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from types import MappingProxyType
from typing import Any

from httpx2 import Response

from api.access.roles import Role
from api.store.engine import Database
from tests.api.accounts.offices import Browser, Office

FIRST = "first@example.org"
_FORM = re.compile(r'<form[^>]*action="([^"?]*)[^>]*>(.*?)</form>', re.DOTALL)
_INPUT = re.compile(r"<input\b([^>]*)>")
_SELECT = re.compile(r'<select\b[^>]*name="([^"]+)".*?</select>', re.DOTALL)
_CHOSEN = re.compile(r'<option value="([^"]*)" selected')


@contextmanager
def first_administrator(database: Database) -> Iterator[tuple[Office, Browser]]:
    """Yield an office in which one account administers the whole service, and its browser."""
    office = Office(database)
    office.account(FIRST, Role.ADMINISTRATOR, None)
    yield office, office.signed_in(FIRST)


def fields_of(page: str, action: str) -> dict[str, str]:
    """Return what a form of a page would send as it stands."""
    form = next(inner for where, inner in _FORM.findall(page) if where == action)
    found: dict[str, str] = {}
    for told in _INPUT.findall(form):
        part = dict(re.findall(r'([a-z-]+)="([^"]*)"', told))
        ticked = part.get("type") not in ("checkbox", "radio") or " checked" in told
        if "name" in part and part.get("type") != "file" and ticked:
            found[part["name"]] = unescape(part.get("value", ""))
    for match in _SELECT.finditer(form):
        chosen = _CHOSEN.search(match[0])
        found[match[1]] = chosen[1] if chosen else ""
    return found


def send(
    browser: Browser,
    page: str,
    action: str,
    file: tuple[str, bytes] | None = None,
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Fill a form of a page in and send it."""
    sent: dict[str, Any] = {**fields_of(browser.get(page).text, action), **typed}
    files = None if file is None else {"file": file}
    _, mark, query = page.partition("?")
    return browser.client.post(action + mark + query, data=sent, files=files)
