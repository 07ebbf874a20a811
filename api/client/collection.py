"""Availability: what is asked of the people of a plan, who has answered, and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from api.client.calls import Calls
from api.client.reading import read
from api.client.results import Fault

ICS = "text/calendar"


@dataclass(frozen=True)
class Entry:
    """When somebody can't sit, would rather not, or would like to; ``None`` is all days, the whole day."""

    kind: str
    first_day: date
    last_day: date
    days: tuple[str, ...] | None
    from_: str | None
    to: str | None
    note: str


@dataclass(frozen=True)
class AnswerStatus:
    """Whether somebody has answered."""

    agent: str
    municipality: str
    answered_at: datetime | None
    by: str | None
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Collection:
    """What is asked of the people of a plan, and who has answered."""

    plan: date
    stage: str
    opens: datetime | None
    closes: datetime | None
    note: str
    approval: str
    reminded_at: datetime | None
    answers: tuple[AnswerStatus, ...]


@dataclass(frozen=True)
class PersonAnswer(AnswerStatus):
    """What somebody says."""

    plan: date
    revision: int
    entries: tuple[Entry, ...]
    notices: tuple[Fault, ...]


@dataclass(frozen=True)
class BusyTimes:
    """What a calendar comes to; nobody's availability is changed."""

    shifts: tuple[str, ...]
    entries: tuple[Entry, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class ChangeRequest:
    """A request for a change after the deadline."""

    id: str
    agent: str
    municipality: str
    state: str
    at: datetime
    by: str | None
    decided_at: datetime | None
    decided_by: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ChangeRequests:
    """Requests of those whom the caller sees, the newest first."""

    plan: date
    requests: tuple[ChangeRequest, ...]


@dataclass(frozen=True)
class Reminded:
    """Who gets a mail."""

    agents: int
    leaders: int
    unreachable: int


@dataclass(frozen=True)
class CollectionClient:
    """When the people of a plan can sit; `path` is the plan's."""

    calls: Calls
    path: str

    def state(self) -> Collection:
        """Return what is asked, and who has answered."""
        return read(Collection, self.calls.get(f"{self.path}/collection").document)

    def tag(self) -> str:
        """Return the tag of what is asked, from which a change begins."""
        return self.calls.get(f"{self.path}/collection").tag

    def ask(
        self,
        closes: datetime,
        *,
        opens: datetime | None = None,
        note: str = "",
        began: int | str,
        key: str = "",
    ) -> Collection:
        """Ask everybody until a moment, or change until when and what is said to it."""
        content: dict[str, Any] = {"closes": closes.isoformat(), "note": note}
        if opens is not None:
            content["opens"] = opens.isoformat()
        path = f"{self.path}/collection"
        return read(Collection, self.calls.change("PUT", path, content, began=began, key=key).document)

    def remind(self, *, key: str = "") -> Reminded:
        """Remind those who have not answered."""
        path = f"{self.path}/collection/reminders"
        return read(Reminded, self.calls.change("POST", path, {}, began="*", key=key).document)

    def requests(self) -> tuple[ChangeRequest, ...]:
        """Return what was asked for after the deadline."""
        return read(ChangeRequests, self.calls.get(f"{self.path}/collection/requests").document).requests

    def answer(self, agent: str) -> tuple[PersonAnswer, str]:
        """Return what somebody says, and the tag from which a change begins."""
        found = self.calls.get(self._of(agent))
        return read(PersonAnswer, found.document), found.tag

    def say(
        self,
        agent: str,
        entries: Iterable[Mapping[str, Any]],
        *,
        began: str,
        answered: bool = True,
        key: str = "",
    ) -> PersonAnswer:
        """Put what an agent says in the place of what they said.

        Parameters
        ----------
        agent, entries
            Who, and all that they say; such as ``{"kind": "unavailable", "first_day": …, "last_day": …}``.
        began, answered, key
            The tag of what they said; whether that is all; and the key under which it is done once.
        """
        content = {"entries": [dict(one) for one in entries], "answered": answered}
        path = self._of(agent)
        return read(PersonAnswer, self.calls.change("PUT", path, content, began=began, key=key).document)

    def busy_times(self, agent: str, calendar: bytes) -> BusyTimes:
        """Return what a calendar file would come to; nothing of it is kept."""
        path = f"{self._of(agent)}/busy-times"
        found = self.calls.change("POST", path, calendar, began="*", media_type=ICS)
        return read(BusyTimes, found.document)

    def _of(self, agent: str) -> str:
        return f"{self.path}/availability/{quote(agent, safe='')}"
