"""What the service answers about a seat: who may sit there and what it would do, and who may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.client.rosters import Breach


@dataclass(frozen=True)
class LevelRise:
    """How much the value of a level would rise; below 0 is better."""

    level: str
    rise: int


@dataclass(frozen=True)
class RuleRise:
    """How much the cost of a scoring rule would rise; below 0 is better."""

    rule: str
    rise: int


@dataclass(frozen=True)
class Consequence:
    """What some changes would do; `changes` are sent as they are to have it done."""

    changes: tuple[Mapping[str, str | None], ...]
    levels: tuple[LevelRise, ...]
    rules: tuple[RuleRise, ...]
    come: tuple[Breach, ...]
    gone: tuple[Breach, ...]


@dataclass(frozen=True)
class SeatCandidate(Consequence):
    """Somebody who may sit there, and what it would do."""

    agent: str
    municipality: str
    seats: int


@dataclass(frozen=True)
class SeatRefusal:
    """Somebody who may not sit there, and the hard rules that stand against it."""

    agent: str
    municipality: str
    breaches: tuple[Breach, ...]


@dataclass(frozen=True)
class SeatChoice:
    """A seat: who sits there, who may (best first), and who may not."""

    shift: str
    seat: int
    agent: str | None
    candidates: tuple[SeatCandidate, ...]
    refused: tuple[SeatRefusal, ...]
    emptied: Consequence | None
    exchanges: tuple[Consequence, ...]
