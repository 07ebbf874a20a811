"""Addresses of e-mail, read strictly: one mailbox, which can begin no header and name nobody else."""

from __future__ import annotations

import re
from email.headerregistry import Address

from api.texts.one_line import one_line

LONGEST = 254  # characters of an address (RFC 5321, section 4.5.3.1.3, less its brackets)
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*", re.ASCII | re.IGNORECASE)
_NAMED = re.compile(r'(?P<quote>"?)(?P<name>[^"<>]*)(?P=quote) *<(?P<address>[^<>]*)>')


def mailbox(text: str) -> Address:
    """Return the one mailbox that a text names, such as ``vagt@example.dk`` or ``Vagt <vagt@example.dk>``.

    Letters beyond ASCII in the domain are written as the domain name system knows them, so that no server
    on the way need know more than ASCII.

    Raises
    ------
    ValueError
        Where it names none, several, or one with anything in it that could be taken for something else.
    """
    if one_line(text) != text or "=?" in text:  # mail programs would read that as letters in disguise
        raise ValueError("not one plain line")
    named = _NAMED.fullmatch(text)
    name, address = (named["name"].strip(), named["address"]) if named else ("", text)
    local, _, domain = address.rpartition("@")
    plain = f"{local}@{domain.encode('idna').decode('ascii')}"  # UnicodeError is a ValueError
    if len(plain) > LONGEST or not _ADDRESS.fullmatch(plain):
        raise ValueError("not a mailbox")
    return Address(name, addr_spec=plain)
