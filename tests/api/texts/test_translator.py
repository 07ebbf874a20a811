"""Dates, numbers, money and sentences as Danish and English people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from api.texts.translator import language_of_environment, translator
from wfm.message import Plural, Text

DANISH, ENGLISH = translator("da"), translator("en")
SUNDAY = date(2027, 3, 28)


def test_dates_and_times_are_written_as_the_language_does() -> None:
    assert DANISH.day(SUNDAY) == "søndag 28. marts 2027"
    assert ENGLISH.day(SUNDAY) == "Sunday 28 March 2027"
    assert DANISH.time("08:00") == "08.00"
    assert DANISH.time("24:00") == "24.00"
    assert ENGLISH.time("24:00") == "24:00"
    assert "53" in DANISH.week("2026-W53")
    assert "2026" in DANISH.week("2026-W53")


def test_numbers_and_money_are_written_as_the_language_does() -> None:
    assert DANISH.number(Fraction(24691, 2)) == "12.345,5"
    assert ENGLISH.number(12345, 2) == "12,345.00"
    assert DANISH.money(Decimal("12345.50"), "DKK").replace("\xa0", " ") == "12.345,50 kr."
    assert DANISH.hours(660) == f"{DANISH.number(11)} timer"


def test_a_list_ends_with_and() -> None:
    assert DANISH.list(("Lemvig", "Skive", "Struer")) == "Lemvig, Skive og Struer"
    assert DANISH.list(()) == ""


def test_the_plural_follows_the_number() -> None:
    text = Plural("test.seats", "{n:number} seat", "{n:number} seats")
    assert ENGLISH.say(text(n=1)) == "1 seat"
    assert ENGLISH.say(text(n=0)) == "0 seats"


def test_a_message_inside_a_message_is_said_too_also_in_a_list() -> None:
    outer, inner = Text("test.outer", "{what} and {many:list}"), Text("test.inner", "in {week:week}")
    said = ENGLISH.sentence(outer(what=inner(week="2027-W01"), many=(inner(week="2027-W02"), "x")))
    assert said == "In week 1 of 2027 and in week 2 of 2027 and x"


def test_a_value_with_braces_is_only_a_value() -> None:
    text = Text("test.name", "{name} sits")
    assert ENGLISH.sentence(text(name="{0.__class__}")) == "{0.__class__} sits"


def test_an_unknown_language_speaks_danish() -> None:
    assert translator("xx").language == "da"


@pytest.mark.parametrize(("asked", "spoken"), [("en", "en"), ("EN_GB", "en"), ("de", "da"), ("", "da")])
def test_the_environment_may_ask_for_a_language(
    asked: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WFM_LANG", asked)
    assert language_of_environment() == spoken


def test_a_sentence_begins_with_a_capital_but_leaves_a_path_or_code_as_it_is() -> None:
    text, day = Text("test.held", "{path} is full"), Text("test.day", "{day:day} is full")
    assert ENGLISH.sentence(text(path="out/q1")) == "out/q1 is full"
    assert DANISH.sentence(day(day="2027-03-28")).startswith("Søndag")
