"""An edit as one field of a form, so that what was typed goes from page to page until it is kept."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.plans.edit_schemas import EDITS, SentEdit

MOST_BYTES = 8_000_000
"""Of an edit that is unfolded: more than any table that is read."""


def pack(edit: SentEdit) -> str:
    """Return an edit as the value of a field."""
    return urlsafe_b64encode(zlib.compress(EDITS.dump_json(edit), 6)).decode()


def unpack(text: str) -> SentEdit:
    """Return the edit that a field holds.

    Raises
    ------
    RequestValidationError
        Where it holds none that we packed.
    """
    try:
        unfolding = zlib.decompressobj()
        whole = unfolding.decompress(urlsafe_b64decode(text.encode()), MOST_BYTES)
        if unfolding.unconsumed_tail or not unfolding.eof:
            raise ValueError("too large")
        return EDITS.validate_json(whole)
    except (Error, ValueError, zlib.error, ValidationError) as error:
        told = {"loc": ("body", "edit"), "msg": "an edit of a page of ours", "type": "value_error"}
        raise RequestValidationError([told]) from error
