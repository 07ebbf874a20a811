"""Texts for phones: one message of 160 characters of the alphabet that every phone has (GSM 03.38).

A character that is not in it would make the whole message one of 70 characters. A link would have the
message filtered on its way, so nothing that others wrote may look like one.
"""

from __future__ import annotations

import re
import unicodedata

from api.texts.one_line import one_line

LONGEST = 160
LONGEST_NAME = 30
ALPHABET = frozenset(
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Those that count once; what lies beyond the escape character counts twice and is not used."""
_LIKE = str.maketrans({"–": "-", "—": "-", "‑": "-", "“": '"', "”": '"', "’": "'", "…": "...", "€": "EUR"})
_LINKING = re.compile(r"[./:@\\]+")


def as_text_message(said: str) -> str:
    """Return a text as a phone gets it: one line, in the phones' alphabet, not too long."""
    found = "".join(map(_in_alphabet, one_line(said).translate(_LIKE)))
    return found if len(found) <= LONGEST else found[: LONGEST - 3].rstrip() + "..."


def harmless_name(name: str) -> str:
    """Return what others called something, short, and with nothing that makes a link."""
    found = " ".join(_LINKING.sub(" ", as_text_message(name)).split())
    return found[:LONGEST_NAME].rstrip()


def _in_alphabet(sign: str) -> str:
    if sign in ALPHABET:
        return sign
    plain = "".join(one for one in unicodedata.normalize("NFKD", sign) if one in ALPHABET)
    return plain or ("?" if sign.isprintable() and not unicodedata.combining(sign) else " ")
