"""Headers, names and fixed words in English or Danish, however they are spaced and cased."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from wfm.calendar import WEEKDAYS
from wfm.tables.invisible import without_invisible

_DROPPED = str.maketrans(dict.fromkeys(" \t\n\r\u00a0\ufeff_-.*", ""))
_SPELT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})

KINDS = {"unavailable": "utilgængelig", "undesired": "uønsket", "preferred": "ønsket"}
PAIRINGS = {"mixed": "blandet"}
PARTICIPATIONS = {"staffing": "bemander", "financing": "betaler"}
DANISH_WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
_LONG_WEEKDAYS = (
    ("monday", "mandag"),
    ("tuesday", "tirsdag"),
    ("wednesday", "onsdag"),
    ("thursday", "torsdag"),
    ("friday", "fredag"),
    ("saturday", "lørdag"),
    ("sunday", "søndag"),
)
TRUE_WORDS = frozenset({"true", "sand", "yes", "ja"})
FALSE_WORDS = frozenset({"false", "falsk", "no", "nej"})


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return what two spellings of a word have in common: no case, space, underscore, hyphen or æøå."""
    seen = without_invisible(unicodedata.normalize("NFC", word))
    return seen.casefold().translate(_DROPPED).translate(_SPELT)


def both_languages(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return the English word by every folded spelling, given the Danish word by the English one."""
    return MappingProxyType({fold(form): pair[0] for pair in words.items() for form in pair})


def _weekdays() -> Mapping[str, int]:
    forms = zip(WEEKDAYS, DANISH_WEEKDAYS, _LONG_WEEKDAYS, strict=True)
    return MappingProxyType(
        {fold(form): day for day, (en, da, long) in enumerate(forms) for form in (en, da, *long)}
    )


WEEKDAY_OF = _weekdays()
"""Weekday (0 = Monday) by folded word."""


def word_labels(words: Mapping[str, str]) -> tuple[str, ...]:
    """Return fixed words as a fault names them: ``staffing (bemander)``."""
    return tuple(f"{english} ({danish})" for english, danish in words.items())
