"""What the service answers about rosters, field for field as its description has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Published:
    """Which version is published (0: none), since when, and by which account where that is told."""

    number: int
    at: datetime | None
    by: str | None


@dataclass(frozen=True)
class VersionBrief:
    """A roster version."""

    number: int
    parent: int
    revision: int
    at: datetime
    author: str | None
    note: str
    sha256: str
    published: bool


@dataclass(frozen=True)
class LevelScore:
    """Value and proven bound of a level of the score."""

    value: int
    bound: int


@dataclass(frozen=True)
class Finding:
    """Something that is not as a rule would have it."""

    rule: str
    subject: str
    amount: int
    key: str
    sentence: str


@dataclass(frozen=True)
class Seat:
    """One seat of a shift; municipality and agent are ``None`` where nobody sits, or nobody may be named."""

    date: date
    start: str
    end: str
    seat: int
    municipality: str | None
    agent: str | None


@dataclass(frozen=True)
class Version(VersionBrief):
    """A roster version with its roster, as far as the caller sees it."""

    plan: date
    status: str | None
    score: Mapping[str, LevelScore] | None
    findings: tuple[Finding, ...]
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class LevelChange:
    """What becomes of a level; ``None`` where there was no roster."""

    level: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Breach:
    """A finding in short: the rule, whom or what it is about, and a sentence."""

    rule: str
    subject: str
    sentence: str


@dataclass(frozen=True)
class Lost:
    """A seat for which the newest plan has no place."""

    shift: str
    agent: str


@dataclass(frozen=True)
class ChangeOutcome:
    """The version that came of changes by hand, and what they did to the score."""

    version: VersionBrief
    levels: tuple[LevelChange, ...]
    come: tuple[Breach, ...]
    gone: tuple[Breach, ...]
    breaches: tuple[Breach, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True)
class ShiftPair:
    """A shift that somebody has instead of another."""

    before: str
    after: str


@dataclass(frozen=True)
class AgentChange:
    """What differs for an agent."""

    agent: str
    name: str
    municipality: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    moved: tuple[ShiftPair, ...]
    retimed: tuple[str, ...]


@dataclass(frozen=True)
class MunicipalityChange:
    """What differs for a municipality."""

    municipality: str
    name: str
    target_before: int | None
    target: int | None
    assigned_before: int | None
    assigned: int | None
    seats_before: int | None
    seats: int | None
    carry_over_out_before: str | None
    carry_over_out: str | None
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True)
class ShiftChange:
    """What differs on a shift."""

    shift: str
    date: date
    left: tuple[str, ...]
    joined: tuple[str, ...]
    is_new: bool
    is_gone: bool


@dataclass(frozen=True)
class Difference:
    """What differs between two versions."""

    before: int
    after: int
    agents: tuple[AgentChange, ...]
    municipalities: tuple[MunicipalityChange, ...]
    shifts: tuple[ShiftChange, ...]
    levels: tuple[LevelChange, ...]


@dataclass(frozen=True)
class ShortNotice:
    """A shift that changes for somebody sooner than the agreed days of notice."""

    shift: str
    date: date
    days: int
    left: tuple[str, ...]
    joined: tuple[str, ...]
    retimed: tuple[str, ...]
    short_for: tuple[str, ...]


@dataclass(frozen=True)
class Untold:
    """Somebody whose shifts changed and whom no mail tells, and why."""

    agent: str
    municipality: str
    reason: str


@dataclass(frozen=True)
class PublicationMails:
    """How the mails of the published version stand, and whom no mail tells."""

    number: int
    kept: bool
    made: bool
    waiting: int
    retried: int
    sent: int
    given_up: int
    not_needed: int
    switched_off: int
    by_plan: int
    untold: tuple[Untold, ...]


@dataclass(frozen=True)
class Publishing(Published):
    """What is published now, what changed at short notice, how many calendars changed, and who is told."""

    short_notice: tuple[ShortNotice, ...]
    decided_by: str | None
    calendars: int
    mailed: int
    mailed_by_plan: int
    unreachable: tuple[str, ...]
