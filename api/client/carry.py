"""What the service answers about versions carried to the newest plan, and about the quota methods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.client.rosters import Breach, Lost, MunicipalityChange, VersionBrief


@dataclass(frozen=True)
class SeatLoss(Lost):
    """A seat that somebody loses, and why."""

    municipality: str
    reason: str


@dataclass(frozen=True)
class Carry:
    """What becomes of a version on the newest revision of its plan."""

    origin: int
    revision: int
    amends_plan: bool
    lost: tuple[SeatLoss, ...]
    new_shifts: tuple[str, ...]
    gone_shifts: tuple[str, ...]
    municipalities: tuple[MunicipalityChange, ...]
    breaches: tuple[Breach, ...]


@dataclass(frozen=True)
class CarryOutcome(Carry):
    """The version that came of it, and what it lost."""

    version: VersionBrief


@dataclass(frozen=True)
class MethodTarget:
    """What one method gives a municipality."""

    method: str
    target: int
    deviation: str
    furthest: str


@dataclass(frozen=True)
class MunicipalityMethods:
    """A municipality under every method."""

    municipality: str
    name: str
    exact: str
    methods: tuple[MethodTarget, ...]


@dataclass(frozen=True)
class Methods:
    """The quota methods side by side."""

    plan: date
    revision: int
    method: str
    unit: str
    quarters: int
    promised: tuple[str, ...]
    municipalities: tuple[MunicipalityMethods, ...]
    sentences: tuple[str, ...]
