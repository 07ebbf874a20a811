"""Kinds of availability as people write them: the word for why somebody is away means that they are.

Such a word is told to nobody, not even as a notice: why somebody is away is theirs and their employer's.
"""

from __future__ import annotations

from wfm.tables.cells import Cell, UnreadableCellError, as_text
from wfm.tables.naming import ONE_OF
from wfm.tables.words import KINDS, both_languages, fold, word_labels

_MEANT = {
    "unavailable": (
        *("kan ikke", "ikke", "optaget", "fravær", "fraværende", "fri", "fridag", "ferie", "feriefri"),
        *("afspadsering", "omsorgsdag", "barsel", "orlov", "kursus", "møde", "syg", "sygdom", "sygemeldt"),
        *("cannot", "busy", "absent", "off", "vacation", "holiday", "leave", "course", "sick"),
    ),
    "undesired": ("helst ikke", "nødigt", "rather not"),
    "preferred": ("gerne", "vil gerne", "would like", "wish"),
}
_KNOWN = both_languages(KINDS)
_KIND_OF = {fold(word): kind for kind, words in _MEANT.items() for word in words}


def kind_meant(text: str) -> str | None:
    """Return the kind that a word of everyday language means, if it is one of those that are understood."""
    return _KIND_OF.get(fold(text))


def read_kind(cell: Cell) -> str:
    """Read one of the three kinds, or a word that means one; why somebody is away is kept nowhere."""
    text = as_text(cell)
    found = _KNOWN.get(fold(text)) or kind_meant(text)
    if found is None:
        raise UnreadableCellError(ONE_OF(words=word_labels(KINDS)))
    return found
