"""Runs of a plan: what the service reckons, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from api.client.calls import Calls
from api.client.reading import pages, read
from api.client.rosters import LevelScore


@dataclass(frozen=True)
class RunSettings:
    """How long and how it is searched."""

    time_limit: float
    workers: int | None
    seed: int
    from_: int | None
    freeze_before: date | None
    weights: Mapping[str, int]
    version: int | None
    scenario: str | None = None


@dataclass(frozen=True)
class RunBrief:
    """A run."""

    id: str
    kind: str
    state: str
    status: str | None
    score: Mapping[str, LevelScore]
    seconds: float | None
    version: int | None
    revision: int
    by: str | None
    at: datetime
    place: int | None
    started_at: datetime | None
    ended_at: datetime | None
    note: str
    settings: RunSettings


@dataclass(frozen=True)
class Run(RunBrief):
    """A run, with what was explained, priced or proposed."""

    result: Mapping[str, Any] | None


@dataclass(frozen=True)
class RunsClient:
    """The runs of a plan."""

    calls: Calls
    path: str

    def all(self) -> Iterator[RunBrief]:
        """Yield the runs, the newest first."""
        yield from pages(self.calls.get, self.path, "runs", RunBrief)

    def start(self, order: Mapping[str, Any], *, began: int | str, key: str = "") -> RunBrief:
        """Have something reckoned.

        Parameters
        ----------
        order
            Such as ``{"kind": "solve", "time_limit": 60}``; the description tells all kinds.
        began, key
            Number of the plan's newest revision, and the key under which it is done once.
        """
        return read(RunBrief, self.calls.change("POST", self.path, order, began=began, key=key).document)

    def one(self, run: str) -> Run:
        """Return a run with what came of it."""
        return read(Run, self.calls.get(self._of(run)).document)

    def cancel(self, run: str) -> RunBrief:
        """Let a run end with the best roster that it has."""
        return read(RunBrief, self.calls.change("POST", f"{self._of(run)}/cancel", {}, began="*").document)

    def _of(self, run: str) -> str:
        return f"{self.path}/{quote(run, safe='')}"
