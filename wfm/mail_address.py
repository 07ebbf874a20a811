"""Addresses of e-mail that every mail server on the way understands."""

from __future__ import annotations

import re

LONGEST = 254  # characters of an address (RFC 5321, section 4.5.3.1.3, less its brackets)
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*", re.ASCII | re.IGNORECASE)
_LONGEST_LOCAL = 64


def plain_address(text: str) -> str:
    """Return an address in ASCII; letters beyond it in the domain as the domain name system knows them.

    Before the @ there is no such way: few servers take a letter like ``å`` there.

    Raises
    ------
    ValueError
        Where it is no single address that can be written so.
    """
    local, _, domain = text.rpartition("@")
    plain = f"{local}@{domain.encode('idna').decode('ascii')}"  # UnicodeError is a ValueError
    if len(plain) > LONGEST or len(local) > _LONGEST_LOCAL or not _ADDRESS.fullmatch(plain):
        raise ValueError("not an address that mail reaches")
    return plain


def is_reachable(address: str) -> bool:
    """Tell whether mail to an address can be handed to any server."""
    try:
        plain_address(address)
    except ValueError:
        return False
    return True
