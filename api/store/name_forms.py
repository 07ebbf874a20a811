"""The forms in which a text may speak of somebody: names bent and joined, numbers however spaced.

Of each form it is known whether it means them for sure, or perhaps somebody or something else. Texts and
names are folded to the same letters before they are compared: in lower case, without accents, å as aa.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import accumulate

CAPITAL_FOLLOWS = "\x1f"
"""What a hyphen before a capital or a digit is folded to: such a part is a name, another is a compound."""

DUTY = "(?:vagt|uge|telefon|mobil|kalender|plads|skift|hold|team|ferie|fri|shift|phone|calendar)"
"""With what the names of colleagues are joined into one word."""

SHORTEST = 3
"""Letters of a part of a name that may stand for somebody by itself; a shorter one is doubtful at best."""

JOINED = 4
"""Letters of a name from which on a longer word that begins so is doubtful."""

NATIONAL, LOCAL = 8, 4
"""Digits of a Danish number, and of the shortest that is looked for."""

COUNTRY = ("", "45", "0045")
PARTICLES = frozenset(
    (
        "af",
        "al",
        "bin",
        "da",
        "de",
        "del",
        "den",
        "der",
        "di",
        "du",
        "el",
        "fra",
        "la",
        "le",
        "og",
        "van",
        "von",
    )
)
_LETTERS = str.maketrans(
    {"æ": "ae", "ä": "ae", "Æ": "Ae", "Ä": "Ae", "ø": "oe", "ö": "oe", "Ø": "Oe", "Ö": "Oe"}
)
_MARKS = str.maketrans(
    dict.fromkeys("’‘´`ʼ", "'") | dict.fromkeys("‐‑‒–—", "-") | {"å": "aa", "Å": "Aa", "ß": "ss"}
)
_SPELT = {"æ": "ae?", "ä": "ae?", "ø": "oe?", "ö": "oe?", "å": "aa?", "-": rf"[-{CAPITAL_FOLLOWS}]"}
_LETTER = "[a-z0-9]"
_JOINT = rf"[a-z0-9{CAPITAL_FOLLOWS}-]"
_AFTER = rf"(?![a-z0-9{CAPITAL_FOLLOWS}])"
_BETWEEN = rf"[\s.,_+/{CAPITAL_FOLLOWS}-]{{1,3}}"
_NUMBER = re.compile(rf"\d(?:[\s.()/{CAPITAL_FOLLOWS}-]{{0,2}}\d){{3,}}")
_CAPITAL = re.compile(r"-(?=[A-Z0-9])")
_AROUND = 30


class Certainty(IntEnum):
    """Whether a text speaks of somebody."""

    NONE = 0
    DOUBTFUL = 1
    SURE = 2


@dataclass(frozen=True)
class NameForms:
    """By what texts may speak of some people.

    Parameters
    ----------
    names
        Whole names.
    parts, ids, emails, phones
        Parts of names, ids and labels, e-mail addresses, telephone numbers.
    ordinary
        Words among them that others bear too, or that mean something else, each as its `word_key`.
    """

    names: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    ordinary: frozenset[str] = field(default=frozenset())

    def certainty(self, text: str) -> Certainty:
        """Tell whether a text speaks of them."""
        return self.find(text)[0]

    def find(self, text: str) -> tuple[Certainty, str]:
        """Return whether a text speaks of them, and the words around the place."""
        said = fold(text)
        for certainty in (Certainty.SURE, Certainty.DOUBTFUL):
            place = self._place(said, certainty)
            if place:
                return certainty, _around(text, *place)
        return Certainty.NONE, ""

    def is_sure(self, text: str) -> bool:
        """Tell whether a text speaks of them for sure."""
        return self._place(fold(text), Certainty.SURE) is not None

    def _place(self, said: str, certainty: Certainty) -> tuple[int, int] | None:
        sure = certainty is Certainty.SURE
        pattern, numbers = (
            (self._sure, self._sure_numbers) if sure else (self._doubtful, self._doubtful_numbers)
        )
        found = pattern.search(said) if pattern else None
        return found.span() if found else _number_in(said, numbers)

    @cached_property
    def _sure(self) -> re.Pattern[str] | None:
        return _pattern(self._sure_forms())

    @cached_property
    def _doubtful(self) -> re.Pattern[str] | None:
        return _pattern(self._doubtful_forms())

    @cached_property
    def _sure_numbers(self) -> frozenset[str]:
        return frozenset(
            number for number in self._numbers if len(number) >= NATIONAL and number not in self.ordinary
        )

    @cached_property
    def _doubtful_numbers(self) -> frozenset[str]:
        return self._numbers

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(number for phone in self.phones for number in numbers_in(phone))

    def _sure_forms(self) -> Iterator[tuple[str, str]]:
        for email in sorted(self.emails):
            if word_key(email) not in self.ordinary:
                yield "[a-z0-9.+_-]", rf"{_spell(email)}(?!(?:[.{CAPITAL_FOLLOWS}-]?[a-z0-9]))"
        for name in sorted(self.names):
            if not self._is_ordinary(name):
                yield from ((_JOINT, form + _ending(form)) for form in _orders(name))
        own = (one for one in self.ids if not (one.isdigit() or self._is_ordinary(one)))
        yield from ((_JOINT, rf"{_spell(one)}(?:'?s)?{_AFTER}") for one in sorted(own))
        long = (part for part in self.parts if len(part) >= SHORTEST and word_key(part) not in self.ordinary)
        yield from ((_JOINT, _spell(part) + _ending(part)) for part in sorted(long))

    def _doubtful_forms(self) -> Iterator[tuple[str, str]]:
        for word in sorted({*self.names, *self.ids, *self.emails}):
            yield _LETTER, rf"{_spell(word)}(?:'?s)?{_AFTER}"
        for name in sorted(self.names):
            yield from ((_LETTER, form) for form in _orders(name, between=""))
        for local in sorted({email.partition("@")[0] for email in self.emails}):
            if len(local) >= SHORTEST:
                yield _LETTER, rf"{_spell(local)}(?![a-z0-9])"
        for part in sorted({piece for each in self.parts for piece in (each, *each.split("-"))}):
            if len(part) > 1 and word_key(part) not in PARTICLES:
                longer = "[a-z]*" if len(part) >= JOINED else rf"(?:'?s|'|s?{DUTY}[a-z]*)?"
                yield _LETTER, rf"{_spell(part)}{longer}(?![a-z0-9])"

    def _is_ordinary(self, name: str) -> bool:
        """Tell whether a name as a whole is somebody else's too, or made of ordinary words alone."""
        words = [word_key(word) for word in name.split()]
        lettered = all(map(str.isalpha, words))
        weak = all(word in self.ordinary or len(word) < SHORTEST for word in words)
        return word_key(name) in self.ordinary or (lettered and weak)


def fold(text: str) -> str:
    """Return a text in the letters by which it is compared."""
    marked = unicodedata.normalize("NFKC", text).translate(_MARKS).translate(_LETTERS)
    bare = marked
    if not marked.isascii():
        split = unicodedata.normalize("NFKD", marked)
        bare = "".join(c for c in split if unicodedata.category(c) not in ("Mn", "Cf"))
    return _CAPITAL.sub(CAPITAL_FOLLOWS, bare).lower()


def word_key(word: str) -> str:
    """Return a word or name as it is compared with others, whoever wrote its capitals."""
    return fold(word.lower())


def parts_of(name: str) -> Iterator[str]:
    """Yield the parts of a name that may stand for somebody; not an initial, nor a number."""
    for part in name.replace(",", " ").split():
        bare = part.strip(".")
        if sum(map(str.isalpha, bare)) > 1:
            yield bare.casefold()


def numbers_in(phone: str) -> frozenset[str]:
    """Return the telephone numbers that a cell holds, each as digits without the country's."""
    found = set()
    for each in re.split(r"[/,;]|\bog\b", phone):
        digits = re.sub(r"\D", "", each)
        bare = digits.removeprefix("00")
        if len(bare) == NATIONAL + 2 and bare.startswith("45"):
            bare = bare.removeprefix("45")
        if len(bare) >= LOCAL:
            found.add(bare)
    return frozenset(found)


def _number_in(said: str, numbers: frozenset[str]) -> tuple[int, int] | None:
    """Return where one of some numbers stands in a text, however it is spaced, with or without +45."""
    if not numbers:
        return None
    lengths = {len(number) for number in numbers}
    for run in _NUMBER.finditer(said):
        places = [place for place in range(*run.span()) if said[place].isdigit()]
        digits = "".join(said[place] for place in places)
        for first in range(len(digits)):
            for end in (first + length for length in lengths if first + length <= len(digits)):
                if digits[first:end] in numbers and _stands_alone(said, places[first], places[end - 1]):
                    return places[first], places[end - 1] + 1
    return None


def _stands_alone(said: str, first: int, last: int) -> bool:
    before = re.search(r"\d*$", said[max(0, first - 12) : first])
    return (before[0] if before else "") in COUNTRY and not said[last + 1 : last + 2].isdigit()


def _orders(name: str, between: str = _BETWEEN) -> Iterator[str]:
    """Yield a whole name as it may be written: in full, without the middle, the last name first."""
    words = [_spell(part) for part in name.replace(",", " ").split()]
    if len(words) == 1:
        return
    yield between.join(words)
    yield between.join((words[-1], *words[:-1]))
    if len(words) > 2:
        yield between.join((words[0], words[-1]))
        yield between.join((words[-1], words[0]))


def _ending(form: str) -> str:
    """Return what may follow a name so that it still is that name: a genitive, or a duty in a compound."""
    genitive = "(?:'?s|'|es)?" if form.endswith(("s", "x", "z")) else "(?:'?s|')?"
    return rf"(?:{genitive}{_AFTER}|s?-?{DUTY}[a-z]*{_AFTER})"


def _spell(word: str) -> str:
    """Return the pattern of a word; æ, ø and å are also found without their second letter."""
    composed = unicodedata.normalize("NFKC", word).lower()
    return "".join(_SPELT.get(letter) or re.escape(fold(letter)) for letter in composed)


def _pattern(forms: Iterable[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return one pattern for forms, each with what may not stand before it.

    What many begin with is asked once, and each begins with a letter: a long list is gone through fast.
    """
    sorts: dict[str, set[str]] = {}
    for before, form in forms:
        sorts.setdefault(before, set()).add(form)
    groups = (
        rf"(?<!{before})(?:{'|'.join(sorted(each, key=lambda form: (-len(form), form)))})"
        for before, each in sorts.items()
    )
    return re.compile("|".join(groups)) if sorts else None


def _around(text: str, first: int, end: int) -> str:
    """Return the words of a text around a place of what it is folded to."""
    composed = unicodedata.normalize("NFKC", text)
    ends = list(accumulate(len(fold(letter)) for letter in composed))
    start, last = bisect_right(ends, first), bisect_right(ends, end - 1) + 1
    return " ".join(composed[max(0, start - _AROUND) : last + _AROUND].split())
