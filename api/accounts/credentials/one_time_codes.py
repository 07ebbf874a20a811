"""Codes of an authenticator app (TOTP, RFC 6238), and the recovery codes for whoever has lost it.

An app and we share a secret, and both reckon from it and from the time a code of six digits, another one
every half minute. A code counts in its own half minute and the one before and after, since clocks differ.
A recovery code is 120 random bits: nobody can guess it, so that a plain hash of it may be kept.
"""

from __future__ import annotations

import re
from base64 import b32encode
from datetime import datetime
from secrets import token_bytes

import pyotp
from pyotp.utils import strings_equal

ISSUER = "Fællesvagt"
"""What the app calls the service."""
APART = 1
"""How many half minutes the clocks may differ."""
MANY = 10
"""Recovery codes that are made at a time."""
_RECOVERY_BYTES = 15
_IN_GROUP = 4
_CODE = re.compile(r"[0-9]{6}")
_RECOVERY = re.compile(r"[A-Z2-7]{24}")


def new_secret() -> str:
    """Return a secret that never was, as apps take it: 160 bits in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, name: str) -> str:
    """Return what a QR code tells an app: the secret, and what it is for."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the number of the half minute whose code it is; none where it is of none that counts now."""
    written = "".join(code.split())
    if not _CODE.fullmatch(written):
        return None
    totp = pyotp.TOTP(secret)
    now = totp.timecode(at)
    # All are looked at, so that the time it takes says nothing.
    fitting = [
        step
        for step in range(now - APART, now + APART + 1)
        if strings_equal(totp.generate_otp(step), written)
    ]
    return max(fitting, default=None)


def new_recovery_code() -> str:
    """Return a recovery code that never was, in groups that can be copied by hand."""
    return format_in_groups(b32encode(token_bytes(_RECOVERY_BYTES)).decode())


def normalize_recovery_code(text: str) -> str | None:
    """Return a recovery code as it is hashed, however it was typed; none where it has not the form of one."""
    written = re.sub(r"[\s-]", "", text).upper()
    return written if _RECOVERY.fullmatch(written) else None


def format_in_groups(text: str) -> str:
    """Return a secret or a code as people read it."""
    return "-".join(text[start : start + _IN_GROUP] for start in range(0, len(text), _IN_GROUP))
