"""Scenarios of a plan: what would be otherwise if, tried, kept and adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from api.client.calls import Calls
from api.client.edits import EditOutcome
from api.client.reading import read
from api.client.results import Fault


@dataclass(frozen=True)
class Scenario:
    """A scenario as it is kept; `solved` is what a search found of it, in figures."""

    id: str
    plan: date
    number: int
    name: str
    join: tuple[str, ...]
    leave: tuple[str, ...]
    set: tuple[str, ...]
    shared: bool
    own: bool
    by: str | None
    at: datetime
    solved: Mapping[str, Any] | None


@dataclass(frozen=True)
class ScenarioOutcome:
    """Everybody's figures before and after; nothing after where the plan can't be so, and why not."""

    revision: int
    notices: tuple[str, ...]
    faults: tuple[Fault, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class KeptOutcome(ScenarioOutcome):
    """A scenario, and what comes of it now."""

    scenario: Scenario


@dataclass(frozen=True)
class ScenariosClient:
    """The scenarios kept beside a plan.

    What is otherwise is a document such as ``{"join": ["671:Struer:21846:4"], "set": ["shifts.agents=3"]}``;
    one that is kept has a ``name`` besides, and ``shared`` where others are to see it.
    """

    calls: Calls
    path: str

    def all(self) -> tuple[Scenario, ...]:
        """Return the caller's own, and those that others share."""
        return tuple(read(Scenario, one) for one in self.calls.get(self.path).document["scenarios"])

    def attempt(self, edits: Mapping[str, Any], quarters: int = 8) -> ScenarioOutcome:
        """Try what would be otherwise; nothing is kept."""
        sent = {**edits, "quarters": quarters}
        answer = self.calls.change("POST", f"{self.path}/try", sent, began="*")
        return read(ScenarioOutcome, answer.document)

    def keep(self, scenario: Mapping[str, Any], *, key: str = "") -> Scenario:
        """Keep a scenario beside the plan."""
        return read(Scenario, self.calls.change("POST", self.path, scenario, began="*", key=key).document)

    def one(self, scenario: str, quarters: int = 8) -> KeptOutcome:
        """Return a scenario, and what comes of it now."""
        return read(KeptOutcome, self.calls.get(f"{self._of(scenario)}?quarters={quarters}").document)

    def change(
        self, scenario: str, document: Mapping[str, Any], *, began: int | str, key: str = ""
    ) -> Scenario:
        """Change a scenario of one's own."""
        answer = self.calls.change("PUT", self._of(scenario), document, began=began, key=key)
        return read(Scenario, answer.document)

    def remove(self, scenario: str) -> None:
        """Take a scenario of one's own away."""
        self.calls.change("DELETE", self._of(scenario), {}, began="*")

    def adopt(
        self, scenario: str, *, began: int | str, preview: bool = False, note: str = "", key: str = ""
    ) -> EditOutcome:
        """Make it the plan's next revision, or with `preview` tell what that would change."""
        sent = {"preview": preview, "note": note}
        answer = self.calls.change("POST", f"{self._of(scenario)}/adopt", sent, began=began, key=key)
        return read(EditOutcome, answer.document)

    def _of(self, scenario: str) -> str:
        return f"{self.path}/{quote(scenario, safe='')}"
