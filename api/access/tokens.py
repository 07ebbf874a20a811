"""Tokens: secrets that open something by themselves (feed addresses, links, logins, programs' access).

Each is 256 random bits, is shown once and is kept as its SHA-256 only: what nobody can guess needs no
slow hash, and whoever reads the database can open nothing with what stands there.
"""

from __future__ import annotations

import re
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

BYTES = 32
"""Random bytes of a token."""
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return a token that never was: 43 characters that may stand in addresses as they are."""
    return token_urlsafe(BYTES)


def is_token(text: str) -> bool:
    """Tell whether a text has the form of a token; what has not need not be looked for."""
    return _FORM.fullmatch(text) is not None


def hash_of(token: str) -> str:
    """Return what of a token may be kept: its SHA-256, in 64 hexadecimal digits."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def opens(token: str, kept: str) -> bool:
    """Tell whether a token is the one of which `kept` is the hash, in a time that says nothing of it."""
    return compare_digest(hash_of(token).encode(), kept.encode("utf-8", "surrogatepass"))
