"""Addresses of pages about accounts, and where somebody who signs in may be led."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from api.access.callers import AccountHolder
from api.access.roles import Role

SIGN_IN, SIGN_OUT, RESET, ACCOUNT, LINKS = "/sign-in", "/sign-out", "/reset", "/account", "/links"
CODE = "/second-step"
"""Where the code is asked for at sign-in."""
SECOND_STEP = f"{ACCOUNT}/second-step"
"""Where one turns it on and off."""
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""One slash and then what may stand in an address: browsers read a backslash as a slash, and skip tabs."""


def link_address(token: str, base: str = "") -> str:
    """Return the address of a link that can be used once; `base` is an origin, such as of `public_url`."""
    return f"{base.rstrip('/')}{LINKS}/{quote(token, safe='')}"


def way_back(provider: str, base: str) -> str:
    """Return the address to which a provider sends browsers back; it has to know it beforehand."""
    return f"{base.rstrip('/')}{SIGN_IN}/{provider}/back"


def local_address(address: str) -> str | None:
    """Return an address if it leads to a page of ours, and nowhere else, whoever reads it."""
    if not _LOCAL.fullmatch(address):
        return None
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    led_back = path in (SIGN_IN, SIGN_OUT, RESET, CODE) or parts.path.startswith(f"{LINKS}/")
    return None if parts.scheme or parts.netloc or led_back else address


def start_page(account: AccountHolder) -> str:
    """Return where somebody begins who did not ask for anything in particular."""
    if not account.grants:
        return "/" if account.administers_service else ACCOUNT
    return "/me" if all(grant.role is Role.AGENT for grant in account.grants) else "/"
