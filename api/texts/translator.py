"""Render messages and values in one language; the only place that knows Babel and the catalogues."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date as Date
from datetime import time as Time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

from wfm.message import Message, Plural, Text
from wfm.rounding import half_up

LANGUAGES = ("da", "en")
DEFAULT = "da"
_LOCALES = {"da": "da_DK", "en": "en_GB"}
_WEEK = Text("format.week", "week {week} of {year}")
_SHORT_WEEK = Text("format.short_week", "week {week}")
_SHIFT = Text("format.shift", "{day:day} at {start:time}")
_HOURS = Plural("format.hours", "{hours} hour", "{hours} hours")


class Translator:
    """Sentences in one language.

    ``say`` renders a :class:`Message`; the other methods write single values as the language does.
    """

    def __init__(self, language: str = DEFAULT) -> None:
        self.language = language if language in LANGUAGES else DEFAULT
        self.locale = _LOCALES[self.language]
        self.catalogue = _catalogue(self.language)

    def say(self, message: Message) -> str:
        """Return the sentence of a message, its places filled."""
        return _Sentence(self).vformat(self._template(message), (), message.params)

    def _template(self, message: Message) -> str:
        text, n = message.text, message.params.get("n")
        if text.many is None:
            return self.catalogue.pgettext(text.key, text.one)
        number = n if isinstance(n, int) else 2
        return self.catalogue.npgettext(text.key, text.one, text.many, number)

    def sentence(self, message: Message) -> str:
        """Return a message as it stands alone: beginning with a capital.

        A path, a code or a name that it begins with stays as it is.
        """
        said = self.say(message)
        literal, name, kind, _ = next(iter(_Sentence(self).parse(self._template(message))), ("", "", "", ""))
        verbatim = not literal and not kind and isinstance(message.params.get(name or ""), str)
        return said if verbatim else said[:1].upper() + said[1:]

    def date(self, day: Date) -> str:
        """4. januar 2027."""
        return str(format_date(day, "d. MMMM y" if self.language == "da" else "d MMMM y", locale=self.locale))

    def day(self, day: Date) -> str:
        """Mandag 4. januar 2027, without the capital."""
        return str(
            format_date(
                day, "EEEE d. MMMM y" if self.language == "da" else "EEEE d MMMM y", locale=self.locale
            )
        )

    def weekday(self, day: Date, width: str = "EEEE") -> str:
        """Mandag, without the capital; ``EEE`` for the short form."""
        return str(format_date(day, width, locale=self.locale))

    def time(self, clock: str) -> str:
        """Write ``08:00`` as the language does; ``24:00`` stays."""
        if clock == "24:00":
            return "24.00" if self.language == "da" else clock
        moment = Time.fromisoformat(clock)
        return str(format_time(moment, "HH.mm" if self.language == "da" else "HH:mm", locale=self.locale))

    def week(self, week: str) -> str:
        """Write ``2027-W03`` as a week of a year."""
        year, number = week.split("-W")
        return self.say(_WEEK(year=year, week=str(int(number))))

    def short_week(self, week: str) -> str:
        """Write ``2027-W03`` as a week, where the year stands beside it."""
        return self.say(_SHORT_WEEK(week=str(int(week.split("-W")[1]))))

    def shift(self, shift: str) -> str:
        """Write ``2027-01-04T08:00`` as a day and a time."""
        day, start = shift.split("T")
        return self.say(_SHIFT(day=day, start=start))

    def number(self, value: int | Decimal | Fraction, decimals: int | None = None) -> str:
        """1.234,5; with a fixed number of decimals where one is given."""
        exact = (
            Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
        )
        pattern = "#,##0.####" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(exact, pattern, locale=self.locale))

    def percent(self, part: Fraction, decimals: int = 2) -> str:
        """12,35 %."""
        exact = half_up(part * 100, decimals)
        return self.number(exact, decimals) + ("\N{NO-BREAK SPACE}%" if self.language == "da" else "%")

    def with_sign(self, value: int | Decimal | Fraction, decimals: int | None = None) -> str:
        """+1, 0 or −1, with a true minus sign."""
        sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
        return sign + self.number(-value if value < 0 else value, decimals)

    def short_date(self, day: Date) -> str:
        """4. jan.; in English 4 Jan."""
        return str(format_date(day, "d. MMM" if self.language == "da" else "d MMM", locale=self.locale))

    def month(self, day: Date) -> str:
        """Write the month of a day and its year: januar 2027."""
        return str(format_date(day, "LLLL y", locale=self.locale))

    def dates(self, first: Date, last: Date) -> str:
        """Write 4.–8. januar 2027; month and year of the first only where they differ."""
        dot = "." if self.language == "da" else ""
        same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
        pattern = f"d{dot}" + ("" if same_month else " MMMM") + ("" if same_year else " y")
        dash = "\N{EN DASH}" if same_month else " \N{EN DASH} "
        return format_date(first, pattern, locale=self.locale) + dash + self.date(last)

    def times(self, start: str, end: str) -> str:
        """08.00-11.00 with an en dash."""
        return f"{self.time(start)}\N{EN DASH}{self.time(end)}"

    def hours(self, minutes: int) -> str:
        """Write minutes as hours: 11 timer; 8,5 timer."""
        return self.say(_HOURS(hours=self.number(Fraction(minutes, 60)), n=1 if minutes == 60 else 2))

    def money(self, amount: Decimal, currency: str) -> str:
        """12.345,50 kr.; below 0 with a true minus sign."""
        sign = "\N{MINUS SIGN}" if amount < 0 else ""
        return sign + str(format_currency(abs(amount), currency, locale=self.locale))

    def list(self, items: tuple[str, ...]) -> str:
        """Join with commas and a last "and"."""
        return str(format_list(list(items), locale=self.locale)) if items else ""


class _Sentence(Formatter):
    """str.format with kinds of places that a language writes in its own way."""

    def __init__(self, translator: Translator) -> None:
        self.kinds: Mapping[str, Any] = {
            "date": lambda v: translator.date(Date.fromisoformat(v)),
            "short_date": lambda v: translator.short_date(Date.fromisoformat(v)),
            "day": lambda v: translator.day(Date.fromisoformat(v)),
            "time": translator.time,
            "week": translator.week,
            "short_week": translator.short_week,
            "shift": translator.shift,
            "hours": translator.hours,
            "number": translator.number,
            "decimal": lambda v: translator.number(Decimal(v)),
            "list": lambda v: translator.list(tuple(self.plain(item) for item in v)),
        }
        self.translator = translator

    def plain(self, value: Any) -> str:
        if isinstance(value, Message):
            return self.translator.say(value)
        if isinstance(value, tuple):
            return ", ".join(map(self.plain, value))
        return str(value)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message) or not format_spec:
            return self.plain(value)
        return str(self.kinds[format_spec](value))


@cache
def translator(language: str) -> Translator:
    """Return the translator of a language; an unknown one speaks the default."""
    return Translator(language)


def language_of_environment() -> str:
    """Return the language that ``WFM_LANG`` asks for, else the default."""
    asked = os.environ.get("WFM_LANG", "")[:2].lower()
    return asked if asked in LANGUAGES else DEFAULT


@cache
def _catalogue(language: str) -> NullTranslations:
    """Compile the language's catalogue in memory, so that none can be out of step with its source."""
    source = Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():  # English is the source language
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
