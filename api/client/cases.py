"""Business cases of a hotline: kept, changed, shared by keys, taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from api.client.calls import Calls
from api.client.reading import read
from api.client.results import Fault


@dataclass(frozen=True)
class BriefCase:
    """A business case as it is kept."""

    id: str
    number: int
    name: str
    shared: bool
    own: bool
    by: str | None
    at: datetime


@dataclass(frozen=True)
class CaseDetails:
    """A business case, its tables as texts, and what comes of it; parts by each key that was asked for."""

    case: BriefCase
    tables: Mapping[str, Any]
    figures: Mapping[str, Any]
    splits: tuple[Mapping[str, Any], ...]
    notices: tuple[Fault, ...]


@dataclass(frozen=True)
class CasesClient:
    """The business cases of a hotline.

    A case that is sent is a document with ``settings`` (by dotted key) and the tables ``items``, ``keys``
    and ``printed`` (rows of texts, headers first), and ``shared`` where others are to see it.
    """

    calls: Calls
    path: str

    def all(self) -> tuple[BriefCase, ...]:
        """Return the caller's own, and those that others share."""
        return tuple(read(BriefCase, one) for one in self.calls.get(self.path).document["cases"])

    def keep(self, case: Mapping[str, Any], *, key: str = "") -> BriefCase:
        """Keep a business case."""
        return read(BriefCase, self.calls.change("POST", self.path, case, began="*", key=key).document)

    def one(self, case: str, by: Sequence[str] = ()) -> CaseDetails:
        """Return a business case, shared by one or two keys such as ``population:60, calls:40``."""
        asked = urlencode([("by", one) for one in by])
        path = self._of(case) + (f"?{asked}" if asked else "")
        return read(CaseDetails, self.calls.get(path).document)

    def change(self, case: str, document: Mapping[str, Any], *, began: int | str, key: str = "") -> BriefCase:
        """Change a business case of one's own."""
        return read(
            BriefCase, self.calls.change("PUT", self._of(case), document, began=began, key=key).document
        )

    def remove(self, case: str) -> None:
        """Take a business case of one's own away."""
        self.calls.change("DELETE", self._of(case), {}, began="*")

    def _of(self, case: str) -> str:
        return f"{self.path}/{quote(case, safe='')}"
