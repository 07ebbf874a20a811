"""What København's contact centre is made to have counted: calls and e-mails of four months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from making.calls import draw_poisson
from making.chance import Chance
from making.folder import Folder, table
from making.koebenhavn import usual_calls, usual_mail

_FIRST, _LAST = date(2026, 8, 31), date(2027, 1, 8)
_CLOSED = {date(2026, 12, day) for day in (24, 25, 31)} | {date(2027, 1, 1)}
_LEVEL = 30
"""A day is busier or quieter than its weekday by at most a thirtieth."""
_HANGS_UP, _IN_TIME, _MAIL_IN_TIME = 0.03, 0.83, 0.9
_TALK, _WRAP, _A_MAIL = 195, 45, 300
"""Seconds of a call, of what is written down after it, and of an e-mail."""

_CALLS = (
    *("date", "start", "offered", "answered", "abandoned", "answered_within"),
    *("talk_seconds", "wrap_seconds"),
)
_MAIL = ("date", "start", "received", "answered", "within", "handling_seconds")
Row = tuple[object, ...]


def folder() -> Folder:
    """Return the folder of the history."""
    texts = {"calls.csv": table(_CALLS, _calls()), "mail.csv": table(_MAIL, _mail())}
    return Folder("koebenhavn_history", texts)


def _days() -> Iterator[date]:
    for number in range((_LAST - _FIRST).days + 1):
        day = _FIRST + timedelta(days=number)
        if day.weekday() < 5 and day not in _CLOSED:
            yield day


def _calls() -> Iterator[Row]:
    chance = Chance("koebenhavn", "counted calls")
    for day in _days():
        level = 1 + (2 * chance.part() - 1) / _LEVEL
        for start, mean in usual_calls(day.weekday()):
            offered = draw_poisson(mean * level, chance)
            lost = _part(offered, _HANGS_UP, chance)
            answered = offered - lost
            within = _part(answered, _IN_TIME, chance)
            seconds = (answered * _about(_TALK, chance), answered * _about(_WRAP, chance))
            yield (day.isoformat(), start, offered, answered, lost, within, *seconds)


def _mail() -> Iterator[Row]:
    chance = Chance("koebenhavn", "counted mail")
    for day in _days():
        for start, mean in usual_mail(day.weekday()):
            received = draw_poisson(mean, chance)
            within = _part(received, _MAIL_IN_TIME, chance)
            yield (day.isoformat(), start, received, received, within, received * _about(_A_MAIL, chance))


def _part(number: int, probability: float, chance: Chance) -> int:
    return sum(chance.happens(probability) for _ in range(number))


def _about(seconds: int, chance: Chance) -> int:
    """Return the mean of some handling times: a tenth more or less at most."""
    return round(seconds * (0.9 + 0.2 * chance.part()))
