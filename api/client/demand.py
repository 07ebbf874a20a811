"""Calls of a hotline: what is stored of them, sent, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from api.client.calls import Calls
from api.client.reading import read

CSV = "text/csv"


@dataclass(frozen=True)
class CallDay:
    """A day of which calls are stored, or should be."""

    date: date
    calls: int
    intervals: int
    missing: int


@dataclass(frozen=True)
class EnteredFigure:
    """A figure of a week or a quarter that was entered."""

    figure: str
    period: str
    count: int
    whole: int
    at: datetime


@dataclass(frozen=True)
class CountedCalls:
    """What is stored of a hotline's calls."""

    interval_minutes: int | None
    first_day: date | None
    last_day: date | None
    calls: int
    days: tuple[CallDay, ...]
    special_days: tuple[Mapping[str, Any], ...]
    served: tuple[Mapping[str, Any], ...]
    entered: tuple[EnteredFigure, ...] = ()


@dataclass(frozen=True)
class SentDays:
    """What was taken in."""

    days: int
    replaced: int
    calls: int
    entered: int
    notices: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class CallsClient:
    """The calls of a hotline."""

    calls: Calls
    path: str

    def stored(self) -> CountedCalls:
        """Return what is stored."""
        return read(CountedCalls, self.calls.get(self.path).document)

    def send(self, content: bytes | Mapping[str, Any], *, media_type: str = CSV, key: str = "") -> SentDays:
        """Send what a telephone system counted; a day that is stored is replaced as a whole.

        Parameters
        ----------
        content, media_type
            A file and its type, or a document of tables.
        key
            Under which it is done once.
        """
        media = media_type if isinstance(content, bytes) else "application/json"
        answer = self.calls.change("POST", self.path, content, began=0, media_type=media, key=key)
        return read(SentDays, answer.document)

    def remove(self, first_day: date, last_day: date, *, key: str = "") -> int:
        """Take away what is stored from one day to another; return how many days that were."""
        days = urlencode({"first_day": first_day, "last_day": last_day})
        answer = self.calls.change("DELETE", f"{self.path}?{days}", b"", began=0, key=key)
        return int(answer.document["days"])
