"""Finding: rule, level, subject, amount and the message that says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wfm.calendar import Week
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.lock import Lock
from wfm.message import Message


class Level(StrEnum):
    """Levels in the order in which they are compared; ``hard`` is never broken by a roster of ours."""

    HARD = "hard"
    COVERAGE = "coverage"
    COMPETENCE = "competence"
    CHANGES = "changes"
    QUOTA = "quota"
    QUALITY = "quality"


SCORED = (Level.COVERAGE, Level.COMPETENCE, Level.QUOTA, Level.QUALITY)
"""The levels of a score, best first; ``changes`` is one of them only where there is a baseline."""


NO_MUNICIPALITY, NO_AGENT = MunicipalityCode(""), AgentId("")
NO_SHIFT, NO_COMPETENCE = ShiftId(""), CompetenceCode("")


@dataclass(frozen=True)
class Subject:
    """Whom or what a finding is about; what does not apply is left empty.

    Written as ``municipality:665|week:2027-W03``.
    """

    municipality: MunicipalityCode = NO_MUNICIPALITY
    agent: AgentId = NO_AGENT
    shift: ShiftId = NO_SHIFT
    competence: CompetenceCode = NO_COMPETENCE
    week: Week | None = None
    day: date | None = None
    entry: int | None = None
    """Index of an availability entry or of a lock in its table, 0-based."""

    @classmethod
    def of_lock(cls, index: int, lock: Lock) -> Subject:
        """Return the subject that stands for the lock in row `index` of its table (0-based)."""
        return cls(
            municipality=lock.municipality or NO_MUNICIPALITY,
            agent=lock.agent or NO_AGENT,
            shift=lock.shift,
            entry=index,
        )

    def __str__(self) -> str:
        parts = (
            ("municipality", self.municipality),
            ("agent", self.agent),
            ("shift", self.shift),
            ("competence", self.competence),
            ("week", self.week),
            ("day", self.day),
            ("row", None if self.entry is None else self.entry + 2),
        )
        return "|".join(f"{kind}:{value}" for kind, value in parts if value not in ("", None))


@dataclass(frozen=True)
class Finding:
    """What a rule found in a roster.

    Parameters
    ----------
    rule
        The rule's key.
    level
        Where it counts.
    subject
        Whom or what it is about.
    amount
        In the rule's own measure, at least 1.
    message
        The sentence people read.
    """

    rule: str
    level: Level
    subject: Subject
    amount: int
    message: Message
