"""Intervals as they are stored: numbers in a fixed order, so that eighteen months stay small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from wfm.demand.history import CallInterval, MailInterval, Population, SpecialDay, SpecialKind

Numbers = Sequence[Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def pack_call(one: CallInterval) -> Numbers:
    """Return an interval without its day: its minute, the instant, its counts, its agents as text."""
    agents = None if one.agents is None else str(one.agents)
    return [one.start, (one.starts_at - _EPOCH) // _MINUTE, *one[3:-1], agents]


def unpack_call(day: date, stored: Numbers) -> CallInterval:
    """Return the interval that was stored so."""
    start, instant, *counts, agents = stored
    there = None if agents is None else Fraction(agents)
    return CallInterval._make((day, start, _EPOCH + instant * _MINUTE, *counts, there))


def pack_mail(one: MailInterval) -> Numbers:
    """Return an interval of mail without its day."""
    return [one.start, (one.starts_at - _EPOCH) // _MINUTE, *one[3:]]


def unpack_mail(day: date, stored: Numbers) -> MailInterval:
    """Return the interval that was stored so."""
    start, instant, *counts = stored
    return MailInterval._make((day, start, _EPOCH + instant * _MINUTE, *counts))


def pack_special(one: SpecialDay) -> Mapping[str, Any]:
    """Return a special day as a document."""
    factor = None if one.factor is None else str(one.factor)
    return {"date": one.day.isoformat(), "kind": one.kind.value, "name": one.name, "factor": factor}


def unpack_special(stored: Mapping[str, Any]) -> SpecialDay:
    """Return the special day that was stored so."""
    factor = None if stored["factor"] is None else Fraction(stored["factor"])
    kind = SpecialKind(stored["kind"])
    return SpecialDay(date.fromisoformat(stored["date"]), kind, stored["name"], factor)


def pack_population(one: Population) -> Mapping[str, Any]:
    """Return citizens served as a document."""
    return {"first_day": one.first_day.isoformat(), "population": one.population}


def unpack_population(stored: Mapping[str, Any]) -> Population:
    """Return the citizens served that were stored so."""
    return Population(date.fromisoformat(stored["first_day"]), stored["population"])
