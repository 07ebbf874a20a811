"""A run as it is looked at: what was asked for, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.access.ids import VersionNumber
from api.runs.kinds import RunState
from api.runs.records.runs import RunFacts, RunResult, find_result, last_event, place_of
from api.store.engine import Connection
from wfm.finding import Level


@dataclass(frozen=True)
class RunOverview:
    """A run, as it is looked at.

    Parameters
    ----------
    run
        As it stands.
    told
        Where it stood last; empty before it began.
    result
        What came of it, if it is over.
    place
        In the queue, from 1, while it waits.
    """

    run: RunFacts
    told: Mapping[str, Any]
    result: RunResult | None
    place: int | None

    @property
    def score(self) -> Mapping[Level, tuple[int, int]]:
        """Value and proven bound of each level, best first; empty before there is a roster."""
        found = self.result.score if self.result and self.result.score else self.told.get("score", {})
        return {level: (found[level]["value"], found[level]["bound"]) for level in Level if level in found}

    @property
    def status(self) -> str | None:
        """What was proven of the plan; nothing before the end, or where nothing was searched."""
        return None if self.result is None else self.result.status

    @property
    def seconds(self) -> float | None:
        """Seconds of search so far."""
        told: float | None = self.told.get("seconds")
        return told if self.result is None else self.result.seconds

    @property
    def version(self) -> VersionNumber | None:
        """Number of the draft that its roster became."""
        return None if self.result is None else self.result.version

    @property
    def is_ending(self) -> bool:
        """Whether it was told to end and has not yet."""
        return self.run.cancel and not self.run.state.is_over

    @property
    def has_no_roster(self) -> bool:
        """Whether it proved that there is none."""
        return self.status == "INFEASIBLE"

    def document(self, language: str) -> Mapping[str, Any]:
        """Return what was explained, in a language; empty where nothing was, or it was erased."""
        whole = self.result.document if self.result and self.result.document else {}
        found: Mapping[str, Any] = whole.get(language, {})
        return found


def read_overview(connection: Connection, run: RunFacts) -> RunOverview:
    """Read what is to be seen of a run."""
    last = last_event(connection, run)
    over = run.state.is_over
    return RunOverview(
        run=run,
        told={} if last is None else last.told,
        result=find_result(connection, run.id) if over else None,
        place=place_of(connection, run) if run.state is RunState.QUEUED else None,
    )
