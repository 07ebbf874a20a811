"""The settings of statements: where a municipality takes invoices, and how they are treated for VAT."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from api.configuration.by_municipality import split_by_municipality
from api.configuration.kinds import About
from wfm.ids import MunicipalityCode
from wfm.message import Text

GLN_DIGITS = 13
GLN_BY_MUNICIPALITY = Text(
    "setting.expected.gln_by_municipality",
    "codes of municipalities, each once, with a GLN of 13 digits whose last one is right, such as "
    "730:5790000000005",
)
REFERENCE_BY_MUNICIPALITY = Text(
    "setting.expected.reference_by_municipality",
    "codes of municipalities, each once, with at most 60 characters but commas, such as 730:Borgerservice",
)
VAT_WORDS = Text("setting.expected.vat_words", "at most 200 characters")
_ONE = re.compile(r"([^\s,:]+):([^,\n\r\t]{1,60})")


def texts_by_municipality(value: Any) -> Any:
    """Read ``CODE:TEXT`` separated by commas, in the order in which they stand.

    Raises
    ------
    ValueError
        Where a part is something else, or a municipality stands there twice.
    """
    if not isinstance(value, str):
        return value
    pairs = split_by_municipality(value, _ONE)
    if not all(text for _, text in pairs):
        raise ValueError("not texts by municipality")
    return pairs


def glns_by_municipality(value: Any) -> Any:
    """Read ``CODE:GLN`` separated by commas.

    Raises
    ------
    ValueError
        Where a part is something else, a municipality stands there twice, or a GLN can't be one.
    """
    pairs = texts_by_municipality(value)
    if not all(is_gln(number) for _, number in pairs):
        raise ValueError("not a GLN")
    return pairs


def is_gln(number: str) -> bool:
    """Tell whether a text is a GLN: 13 digits, the last of which makes the weighted sum end in 0."""
    if len(number) != GLN_DIGITS or not (number.isascii() and number.isdecimal()):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number)) % 10 == 0


class BillingSettings(BaseSettings):
    """A part of the settings of the service."""

    gln_of: Annotated[
        tuple[tuple[MunicipalityCode, str], ...],
        NoDecode,
        BeforeValidator(glns_by_municipality),
        About(
            Text("setting.gln_of", "GLN at which a municipality takes invoices: 730:5790000000005."),
            GLN_BY_MUNICIPALITY,
        ),
    ] = ()
    reference_of: Annotated[
        tuple[tuple[MunicipalityCode, str], ...],
        NoDecode,
        BeforeValidator(texts_by_municipality),
        About(
            Text(
                "setting.reference_of",
                "Reference that a municipality wants on statements: 730:Borgerservice.",
            ),
            REFERENCE_BY_MUNICIPALITY,
        ),
    ] = ()
    vat_treatment: Annotated[
        Annotated[str, Field(max_length=200)] | None,
        About(
            Text(
                "setting.vat_treatment",
                "How statements are treated for VAT, in the words that stand on them.",
            ),
            VAT_WORDS,
        ),
    ] = None
