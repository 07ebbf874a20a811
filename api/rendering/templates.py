"""Jinja for pages: everything escaped, texts from the language's catalogue, values as it writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.rendering.assets import asset_folder
from api.texts.column_names import column_name
from api.texts.glossary import level_explained, method_explained, method_name, rule_explained
from api.texts.names import level_name, rule_name
from api.texts.translator import LANGUAGES, Translator, translator
from wfm.calendar import WEEKDAYS, Shift, Span, clock
from wfm.message import Message
from wfm.rounding import half_up

STATIC = "static"
MONDAY = date(2027, 1, 4)
HOME = ZoneInfo("Europe/Copenhagen")
"""Where moments are told that belong to no hotline, such as when somebody signed in."""


def render(name: str, language: str, **values: Any) -> str:
    """Render a template in a language."""
    return environment(language).get_template(name).render(values)


@cache
def environment(language: str) -> Environment:
    """Return the environment of a language."""
    speak = translator(language)
    found = Environment(
        loader=FileSystemLoader(asset_folder("templates")),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.policies["ext.i18n.trimmed"] = True
    install = found.install_gettext_translations  # type: ignore[attr-defined]  # given by the extension
    install(speak.catalogue, newstyle=True)
    found.globals.update(language=speak.language, languages=LANGUAGES, asset=static_address)
    found.filters.update(_filters(speak))
    return found


def _filters(speak: Translator) -> dict[str, Any]:
    return {
        "say": speak.say,
        "sentence": speak.sentence,
        "number": speak.number,
        "signed": speak.with_sign,
        "rounded_sign": lambda exact: speak.with_sign(half_up(exact, 2), 2),
        "percent": speak.percent,
        "money": speak.money,
        "date": speak.date,
        "day": speak.day,
        "weekday": speak.weekday,
        "day_word": lambda word: speak.weekday(MONDAY + timedelta(days=WEEKDAYS.index(word))),
        "short_date": speak.short_date,
        "month_name": speak.month,
        "hours": speak.hours,
        "moment": lambda at: moment(speak, at),
        "week_name": lambda week: speak.short_week(str(week)),
        "week_dates": lambda week: speak.dates(week.first_day, week.last_day),
        "tenths": lambda seconds: speak.number(half_up(Fraction(seconds), 1), 1),
        "shift_named": speak.shift,
        "span": lambda span: times(speak, span),
        "clock": speak.time,
        "start": lambda span: speak.time(clock(span.start)),
        "listed": speak.list,
        "capital": lambda text: text[:1].upper() + text[1:],
        "column_name": lambda name: column_name(name, speak.language),
        "rule_name": lambda rule: rule_name(rule, speak),
        "level_name": lambda level: level_name(level, speak),
        "rule_explained": lambda rule: _said(rule_explained(rule), speak),
        "level_explained": lambda level: speak.say(level_explained(level)),
        "method_name": lambda method: speak.say(method_name(method)),
        "method_explained": lambda method: speak.say(method_explained(method)),
    }


def times(speak: Translator, span: Span | Shift) -> str:
    """Write from when to when, as the language writes times."""
    return speak.times(clock(span.start), clock(span.end))


def moment(speak: Translator, at: datetime) -> str:
    """Write a moment as date and time of the clock in Denmark."""
    there = at.astimezone(HOME)
    return f"{speak.date(there.date())} {speak.time(there.strftime('%H:%M'))}"


def _said(message: Message | None, speak: Translator) -> str:
    return "" if message is None else speak.say(message)


def static_folder() -> Path:
    """Return the folder of style sheets and scripts."""
    return asset_folder("templates") / STATIC


@cache
def static_address(name: str) -> str:
    """Return the address of a static file; it changes with the file, so copies may be kept for ever."""
    return f"/{STATIC}/{name}?v={sha256(static_text(name).encode()).hexdigest()[:12]}"


@cache
def static_text(name: str) -> str:
    """Return a static file's text."""
    return (static_folder() / name).read_text(encoding="utf-8")
