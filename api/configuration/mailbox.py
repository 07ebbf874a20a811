"""Addresses of e-mail, read strictly: one mailbox, which can begin no header and name nobody else."""

from __future__ import annotations

import re
from email.headerregistry import Address

from api.texts.one_line import one_line
from wfm.mail_address import plain_address

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
    return Address(name, addr_spec=plain_address(address))
