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
class MadeMend:
    """The plan's revision that a mend made, and the run that looks for a roster of it."""

    revision: int
    run: str


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

    def mend(self, run: str, number: int, *, began: int | str, key: str = "") -> MadeMend:
        """Make what an explanation says would help, and have a roster of the changed plan made.

        Parameters
        ----------
        run, number
            The explanation, and which of its mends, counted from 1.
        began, key
            Number of the plan's newest revision, and the key under which it is done once.
        """
        path = f"{self._of(run)}/mends"
        return read(
            MadeMend, self.calls.change("POST", path, {"mend": number}, began=began, key=key).document
        )

    def cancel(self, run: str) -> RunBrief:
        """Let a run end with the best roster that it has."""
        return read(RunBrief, self.calls.change("POST", f"{self._of(run)}/cancel", {}, began="*").document)

    def _of(self, run: str) -> str:
        return f"{self.path}/{quote(run, safe='')}"


@dataclass(frozen=True)
class Told:
    """What was answered about findings that have their reasons in common, or about a shift."""

    findings: tuple[str, ...]
    answer: str
    sentence: str
    because: tuple[str, ...]
    mends: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question about a published roster, and its answer."""

    id: str
    version: int
    agent: str | None
    municipality: str | None
    rule: str | None
    shift: str | None
    state: str
    place: int | None
    at: datetime
    ended_at: datetime | None
    told: tuple[Told, ...] | None


@dataclass(frozen=True)
class QuestionsClient:
    """What the caller asks about what is published of a plan."""

    calls: Calls
    path: str

    def all(self) -> tuple[Question, ...]:
        """Return own questions, the newest first."""
        found = self.calls.get(self.path).document["questions"]
        return tuple(read(Question, one) for one in found)

    def ask(self, question: Mapping[str, Any], *, key: str = "") -> Question:
        """Ask, such as ``{"agent": "730-02", "rule": "agent_balance"}``."""
        return read(Question, self.calls.change("POST", self.path, question, began="*", key=key).document)

    def one(self, question: str) -> Question:
        """Return a question with its answer."""
        return read(Question, self.calls.get(f"{self.path}/{quote(question, safe='')}").document)
