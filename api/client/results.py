"""What the service answers about plans, and of problems, field for field as its description has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from api.client.rosters import Breach, Published, ShortNotice, VersionBrief


@dataclass(frozen=True)
class Hotline:
    """A hotline of the caller's, and what the caller is to it."""

    code: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Revision:
    """A state that a plan was in."""

    number: int
    parent: int
    at: datetime
    author: str | None
    note: str
    plan_sha256: str
    sha256: str


@dataclass(frozen=True)
class PlanBrief:
    """A plan, and how far it is; 0 stands for none, and for what is not the caller's to know."""

    plan: date
    name: str
    newest_revision: int
    newest_version: int
    published: Published


@dataclass(frozen=True)
class Plan(PlanBrief):
    """What can be said of a plan."""

    hotline: str
    last_day: date
    timezone: str
    language: str
    shifts: int
    seats: int
    municipalities: int
    agents: int
    revision: Revision | None


@dataclass(frozen=True)
class Fault:
    """A fault of what was sent, or a notice: its place, what stood there, what was expected."""

    file: str
    row: int | None
    column: str
    value: str
    expected: str
    key: str


@dataclass(frozen=True)
class TakenIn:
    """A plan's new revision, and what was ignored or mended while reading."""

    plan: date
    revision: Revision
    notices: tuple[Fault, ...]


@dataclass(frozen=True)
class NextPlan:
    """The plan of the period that follows, and what of the old one it no longer holds."""

    plan: date
    revision: Revision
    notices: tuple[str, ...]


@dataclass(frozen=True)
class MadeHotline(Hotline):
    """A hotline that was made, and the plan of its first quarter."""

    plan: date
    revision: Revision
    notices: tuple[Fault, ...]


@dataclass(frozen=True)
class MunicipalityMerge:
    """What a workbook changed for its municipality."""

    municipality: str
    name: str
    joined: tuple[str, ...]
    left: tuple[str, ...]
    changed: tuple[str, ...]
    entries_before: int
    entries: int


@dataclass(frozen=True)
class Merged(TakenIn):
    """A plan's new revision, and what a municipality's workbook changed in it."""

    changes: tuple[MunicipalityMerge, ...]


@dataclass(frozen=True)
class AddedVersion(VersionBrief):
    """A roster version that was sent, and what was ignored or mended while it was read."""

    notices: tuple[Fault, ...]


@dataclass(frozen=True)
class Table:
    """A table of a plan: cells as in its CSV file, ``None`` where they are blank."""

    plan: date
    table: str
    revision: int
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str | None], ...]


@dataclass(frozen=True)
class Event:
    """Something that was done."""

    seq: int
    at: datetime
    actor: str | None
    action: str
    plan: date | None
    number: int | None
    note: str
    sha256: str


@dataclass(frozen=True)
class Current:
    """What holds instead of what was expected."""

    number: int
    at: datetime | None
    by: str | None


@dataclass(frozen=True)
class Part:
    """A part of a request that was not understood."""

    where: str
    what: str


@dataclass(frozen=True)
class ProblemDetails:
    """Problem details (RFC 9457), as far as there are any."""

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    instance: str = ""
    errors: tuple[Part, ...] = ()
    faults: tuple[Fault, ...] = ()
    breaches: tuple[Breach, ...] = ()
    short_notice: tuple[ShortNotice, ...] = ()
    current: Current | None = field(default=None)
