"""People who subscribe: what they see, and the addresses that they make."""

from __future__ import annotations

import re
from html import unescape

from httpx2 import Response

from api.access.roles import Role
from tests.api.access.world import OWN, canary
from tests.api.accounts.offices import Browser, Office

AGENT, PARTNER = canary("id", OWN, 1), canary("id", OWN, 2)
SECRET = re.compile(r"/calendars/([\w-]{43})\.ics")
FORM = re.compile(r'name="form_token" value="([^"]*)"')


def agent(office: Office, number: int = 1, email: str = "agent@example.dk") -> Browser:
    """Sign an agent in."""
    who = canary("id", OWN, number)
    office.account(email, Role.AGENT, municipality=OWN, agent=who)
    return office.signed_in(email)


def leader(office: Office, code: str = OWN, email: str = "leder@example.dk") -> Browser:
    """Sign a municipality's leader in."""
    office.account(email, Role.LEADER, municipality=code)
    return office.signed_in(email)


def coordinator(office: Office) -> Browser:
    """Sign a coordinator in."""
    office.account("koordinator@example.dk", Role.COORDINATOR)
    return office.signed_in("koordinator@example.dk")


def key_of(browser: Browser, name: str = "") -> str:
    """Return the key of a calendar as the form has it; the first, or the one that is called so."""
    page = browser.get("/me").text
    options = dict(re.findall(r'<option value="(\w+:[^"]*)">([^<]*)</option>', page))
    if not name:
        found = re.search(r'name="calendar" value="([^"]*)"', page)
        return unescape(str(found[1])) if found else str(next(iter(options)))
    return next(unescape(str(key)) for key, called in options.items() if unescape(called) == name)


def make(browser: Browser, key: str | None = None, name: str = "phone", language: str = "en") -> Response:
    """Make an address by the form."""
    told = {"calendar": key_of(browser) if key is None else key, "name": name, "language": language}
    return browser.post("/me", page="/me", **told)


def made(browser: Browser, key: str | None = None, **told: str) -> str:
    """Make an address by the form; return its secret."""
    answer = make(browser, key, **told)
    assert answer.status_code == 200, answer.text
    (secret,) = set(SECRET.findall(answer.text))
    return str(secret)


def poll(office: Office, secret: str, method: str = "GET", **headers: str) -> Response:
    """Ask for a calendar as a calendar program does, without any cookie."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return office.browser().client.request(method, f"/calendars/{secret}.ics", headers=sent)
