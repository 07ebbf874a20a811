"""Which new passwords are taken, and which are the first that anybody would try."""

from __future__ import annotations

import pytest

from api.accounts.credentials import password_rules as new_password
from api.accounts.credentials.password_rules import is_hard
from tests.api.accounts.offices import OTHER_PASSWORD, PASSWORD

OWNER = ("leder@borgerservice.example.dk",)
EASY = (
    "Sommer2026!!",
    "Sommerferie2026!",
    "2026Danmark2026!",
    "Aarhus2026Aarhus",
    "København12345!",
    "Velkommen123!!",
    "Kodeord_Kodeord_1",
    "leder2026leder!!",
    "123456789012!",
)
PUT_TOGETHER = ("sommervejr2026", "Sommervejr2026!", "2026vinterstorm", "efterårsblade#77", "KAFFEMASKINEN!!")
"""Words that no list has, and everybody would try with a year."""
HARD = (
    PASSWORD,
    OTHER_PASSWORD,
    "tR9#kq2Lm!vX",
    "9f3a7c21be08d4",
    "fire gule elefanter 2026!",
    "firegrønneelefanter1",
)


@pytest.mark.parametrize("password", [*EASY, *PUT_TOGETHER])
def test_a_danish_word_with_a_year_and_marks_is_refused(password: str) -> None:
    assert not is_hard(password, OWNER)


@pytest.mark.parametrize("password", HARD)
def test_words_that_do_not_belong_together_and_chance_are_taken(password: str) -> None:
    assert is_hard(password, OWNER)


def test_without_our_words_most_of_it_would_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_password, "GUESSED_FIRST", ())
    monkeypatch.setattr(new_password, "CORE_ENOUGH", 0)
    monkeypatch.setattr(new_password, "LONG_WORD", 0)
    assert sum(is_hard(password, ()) for password in EASY) > len(EASY) / 2


def test_without_a_look_at_how_many_words_there_are_what_is_put_together_would_be_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(new_password, "LONG_WORD", 0)
    assert any(is_hard(password, ()) for password in PUT_TOGETHER)
