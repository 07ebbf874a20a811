"""The people of a plan: who has an account, and who is invited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from api.client.calls import Calls
from api.client.reading import read


@dataclass(frozen=True)
class Person:
    """Somebody of a plan, and how far they are on the way to an account."""

    agent: str
    name: str
    municipality: str
    state: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """Everybody of a plan."""

    plan: date
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Invited:
    """Who was invited, and who was not since the address may be another's."""

    invited: tuple[Person, ...]
    doubtful: tuple[Person, ...]


@dataclass(frozen=True)
class Leader:
    """What becomes of a leader to be."""

    number: int
    municipality: str | None
    email: str
    state: str
    expected: str | None
    doubts: tuple[str, ...]
    invited: bool


@dataclass(frozen=True)
class Leaders:
    """What became of a list of leaders."""

    leaders: tuple[Leader, ...]


@dataclass(frozen=True)
class PeopleClient:
    """The people of a plan; `path` is the hotline's."""

    calls: Calls
    path: str
    plan: str

    def all(self) -> tuple[Person, ...]:
        """Return everybody of the plan."""
        asked = urlencode({"plan": self.plan})
        return read(People, self.calls.get(f"{self.path}/accounts/people?{asked}").document).people

    def invite(
        self, agents: Iterable[str] | None = None, *, in_spite_of_doubts: bool = False, preview: bool = False
    ) -> Invited:
        """Invite people, or with `preview` tell who would be; nobody twice.

        Parameters
        ----------
        agents
            Ids; everybody who can be invited, where left out.
        in_spite_of_doubts, preview
            Whether those are meant whose address may be another's, and whether nobody is invited yet.
        """
        content = {
            "plan": self.plan,
            "agents": None if agents is None else list(agents),
            "in_spite_of_doubts": in_spite_of_doubts,
            "preview": preview,
        }
        path = f"{self.path}/accounts/people/invitations"
        return read(Invited, self.calls.change("POST", path, content, began="*").document)

    def invite_leaders(
        self, leaders: Iterable[tuple[str, str]], *, in_spite_of_doubts: bool = False, preview: bool = False
    ) -> tuple[Leader, ...]:
        """Invite leaders, each by municipality (code or name) and address; otherwise as `invite`."""
        content = {
            "plan": self.plan,
            "leaders": [{"municipality": town, "email": email} for town, email in leaders],
            "in_spite_of_doubts": in_spite_of_doubts,
            "preview": preview,
        }
        path = f"{self.path}/accounts/leaders/invitations"
        return read(Leaders, self.calls.change("POST", path, content, began="*").document).leaders
