"""The Danish catalogue holds every text of the program, and says the same as the English."""

from __future__ import annotations

from collections import Counter
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Message as Entry

from api.texts import catalogue
from api.texts.translator import LANGUAGES, translator
from wfm.message import Message, Param, Text

SAMPLES: dict[str, Param] = {
    "date": "2027-03-28",
    "short_date": "2027-03-28",
    "day": "2027-03-28",
    "time": "08:00",
    "week": "2026-W53",
    "short_week": "2026-W53",
    "shift": "2027-03-28T20:00",
    "hours": 90,
    "number": 1234,
    "decimal": "12.5",
    "list": ("a", "b", "c"),
    "": "x",
}


@cache
def gathered() -> tuple[Entry, ...]:
    return tuple(message for message in catalogue.gather_texts() if message.id)


def forms(entry: Entry) -> tuple[str, ...]:
    return (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)


def translated_forms(entry: Entry) -> tuple[str, ...]:
    string = entry.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def places(template: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name}


def test_a_text_with_and_without_a_plural_is_noticed() -> None:
    """Of both gettext finds only one, and the other stays English."""
    alone, many = ("empty seat", None, ("a.html", 1)), (("empty seat", "empty seats"), None, ("b.html", 2))
    assert catalogue.catalogue_of([alone, alone]).get("empty seat")
    with pytest.raises(ValueError, match="empty seat"):
        catalogue.catalogue_of([many, alone])


@pytest.mark.parametrize("language", catalogue.TRANSLATED)
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    written = catalogue.read_catalogue(language)
    wanted = {(message.id, message.context) for message in gathered()}
    there = {(message.id, message.context) for message in written if message.id}
    assert wanted - there == set(), "run `sh run texts` and translate"
    assert there - wanted == set(), "run `sh run texts`: these texts are gone"
    assert catalogue.find_untranslated(written) == []


@pytest.mark.parametrize("language", catalogue.TRANSLATED)
def test_a_translation_has_the_places_of_the_english(language: str) -> None:
    for entry in catalogue.read_catalogue(language):
        if entry.id and entry.context:
            wanted = set().union(*(places(form) for form in forms(entry)))
            for form in translated_forms(entry):
                assert places(form) <= wanted, form
                assert wanted - places(form) <= {("n", "number"), ("n", "")}, form


def test_a_key_means_one_text() -> None:
    keys = Counter(message.context for message in gathered() if message.context)
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    speak = translator(language)
    for entry in gathered():
        if not entry.context:
            continue
        one, *many = forms(entry)
        text = Text(entry.context, one, many[0] if many else None)
        params = {name: SAMPLES[spec] for form in forms(entry) for name, spec in places(form)}
        for number in (1, 2):
            said = speak.sentence(Message(text, params | {"n": number}))
            assert said
            assert "{" not in said
