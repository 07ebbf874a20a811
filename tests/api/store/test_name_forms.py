"""By which forms a text speaks of somebody: names bent and joined, numbers however they are spaced."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from api.store.name_forms import Certainty, NameForms, numbers_in, parts_of, word_key
from api.store.personal_data import DataSubject

FORMS = NameForms(
    names=frozenset({"Kanarie Gul-Spurv Åkær"}),
    parts=frozenset(parts_of("Kanarie Gul-Spurv Åkær")),
    ids=frozenset({"751-01"}),
    emails=frozenset({"kana@example.org"}),
    phones=frozenset({"+45 70 12 34 56 / 8844"}),
    ordinary=frozenset(map(word_key, ("gul-spurv", "gul"))),
)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "Kanarie er syg",
            "KANARIES vagt",
            "Kanarie's uge",
            "kanarie’s",
            "Kanarie-vagten",
            "kanarievagterne",
        ),
        *("Kanaries-vagt", "Åkærs", "Aakærs", "Akaers fri", "Åkær, Kanarie", "kanarie.åkær@andet.example"),
        *("kanarie_åkær", "Kanarie  Gul-Spurv Åkærs", "(Kanarie)", "vagt:Kanarie/Åkær", "Åkærugen"),
        *(
            "751-01",
            "751-01s",
            "751-01-vagten",
            "#751-01.",
            "KANA@EXAMPLE.ORG",
            "<kana@example.org>",
            "kana@example.org.",
        ),
        *(
            "70123456",
            "tlf. 70 12 34 56",
            "+4570123456",
            "+45 7012 3456",
            "0045-70-12-34-56",
            "(+45) 70.12.34.56",
        ),
        *("1 70 12 34 56", "ring 70123456, tak", "70123456/11223344"),
        unicodedata.normalize("NFD", "Åkær"),
        "Kana\u00adrie",
        "Kan\u200barie",
    ],
)
def test_a_text_speaks_of_somebody_for_sure(said: str) -> None:
    assert FORMS.certainty(said) is Certainty.SURE


@pytest.mark.parametrize(
    "said",
    [
        *(
            "Rosen-Kanarie",
            "Kanarie-Rose",
            "KANARIE-VAGTEN",
            "kanariefugl",
            "KanarieÅkær",
            "Åkærgården",
            "Gul-Spurv",
        ),
        *("gul", "GULS", "spurve", "kana", "lokal 8844", "75101-751-01", "Xx-Åkær"),
    ],
)
def test_a_text_speaks_of_somebody_perhaps(said: str) -> None:
    assert FORMS.certainty(said) is Certainty.DOUBTFUL


@pytest.mark.parametrize(
    "said",
    [
        "",
        "fanarie",
        "1751-01",
        "751-012",
        "751-01-2027",
        "7012345",
        "1270123456",
        "701234567",
        "88441",
        "gule",
    ],
)
def test_a_text_speaks_of_nobody(said: str) -> None:
    assert FORMS.certainty(said) is Certainty.NONE


@pytest.mark.parametrize(
    ("ordinary", "said"),
    [
        ("Kanarie Gul-Spurv Åkær", "Kanarie Gul-Spurv Åkær"),
        ("kana@example.org", "kana@example.org"),
        ("70123456", "70 12 34 56"),
        ("751-01", "751-01"),
        ("kanarie", "Kanaries"),
    ],
)
def test_what_is_somebody_elses_too_is_never_sure(ordinary: str, said: str) -> None:
    words = {word_key(ordinary), *map(word_key, ordinary.split())}
    forms = replace(FORMS, ordinary=frozenset(words))
    assert forms.certainty(said) is Certainty.DOUBTFUL


def test_a_name_of_ordinary_words_alone_is_never_sure() -> None:
    ordinary = frozenset(map(word_key, ("holm", "sol")))
    forms = NameForms(names=frozenset({"Sol Holm"}), parts=frozenset({"sol", "holm"}), ordinary=ordinary)
    assert forms.certainty("sol, Holm") is Certainty.DOUBTFUL


def test_the_words_around_are_told_as_they_were_written() -> None:
    text = "Ællers " * 20 + "ring til Åkærs kollega " + "bagefter " * 20
    certainty, excerpt = FORMS.find(text)
    assert certainty is Certainty.SURE
    assert "til Åkærs kollega" in excerpt
    assert len(excerpt) < 80


@pytest.mark.parametrize(
    ("said", "sure"),
    [
        ({"note": "line\nKanaries"}, True),
        ({"Åkær": 1}, True),
        ([{"to": ["70 12 34 56"]}], True),
        ({"to": 70123456}, True),
        ({"a": None, "b": [True, "fanarie"]}, False),
    ],
)
def test_every_text_of_a_document_counts(said: Any, sure: bool) -> None:
    assert DataSubject(forms=FORMS).is_told_of(said) is sure


def test_numbers_are_compared_without_the_country() -> None:
    assert (
        numbers_in("+45 70 12 34 56")
        == numbers_in("0045 70123456")
        == numbers_in("7012 3456")
        == {"70123456"}
    )
    assert numbers_in("70123456/71123456 og 8844") == {"70123456", "71123456", "8844"}
    assert numbers_in("+46 70 123 45 67") == {"46701234567"}
