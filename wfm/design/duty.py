"""Duty: one agent's working day as it was designed, and the design of a whole period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from wfm.calendar import Shift, Span
from wfm.design.shift_rule import ShiftRule
from wfm.ids import AgentId
from wfm.message import Message
from wfm.result import Status

PHONES = "phones"
"""The task of whoever answers."""

SHORTAGE, LATE_MAIL, BLOCKS, OVERSTAFFING = "shortage", "late_mail", "blocks", "overstaffing"
LEVELS = (SHORTAGE, LATE_MAIL, BLOCKS, OVERSTAFFING)
"""In the order in which they are compared."""


class Stretch(NamedTuple):
    """Minutes of a duty with one task."""

    start: int
    end: int
    task: str


@dataclass(frozen=True)
class Duty:
    """One agent's working day.

    Parameters
    ----------
    agent
        Who works it.
    day
        Local date.
    span, lunch
        Local minutes; no lunch is ``None``.
    rule
        The rule that allows it.
    block, centre
        Work elsewhere in it, and where; ``None`` and empty for a duty that is all phones.
    """

    agent: AgentId
    day: date
    span: Span
    lunch: Span | None
    rule: ShiftRule
    block: Span | None = None
    centre: str = ""

    def answers(self, step: Shift) -> bool:
        """Tell whether the agent is on the phones in a step."""
        if step.day != self.day or not self.span.overlaps(step.span):
            return False
        away = (span for span in (self.lunch, self.block) if span is not None)
        return not any(span.overlaps(step.span) for span in away)

    def stretches(self) -> Iterator[Stretch]:
        """Yield its tasks in order of time; a lunch ends none."""
        start, end = self.span
        if self.block is None:
            yield Stretch(start, end, PHONES)
            return
        if start < self.block.start:
            yield Stretch(start, self.block.start, PHONES)
        yield Stretch(self.block.start, self.block.end, self.centre)
        if self.block.end < end:
            yield Stretch(self.block.end, end, PHONES)


@dataclass(frozen=True)
class DesignFinding:
    """What a design could not keep: whom or what it is about, and the sentence."""

    rule: str
    subject: str
    amount: int
    message: Message


@dataclass(frozen=True)
class Design:
    """The answer.

    Parameters
    ----------
    duties
        In order of day, start and agent.
    values, bounds
        Value of every level, measured from the duties; and what is proven that no design can be below.
    findings
        What had to give way.
    status
        OPTIMAL only where every value equals its bound.
    seconds, workers, seed
        Wall time of the search, and how it was made.
    stages
        Wall time of each stage in seconds, by its name.
    quality, quality_bound
        Penalty points of how the duties fall to people, by part; and what is proven that no other deal of the
        same duties comes below, for the sum of the parts.
    found
        Whether the search came to any design in its time; if not, the duties mean nothing.
    """

    duties: tuple[Duty, ...]
    values: Mapping[str, int]
    bounds: Mapping[str, int]
    findings: tuple[DesignFinding, ...] = ()
    status: Status = Status.FEASIBLE
    seconds: float = 0.0
    workers: int = 1
    seed: int = 1
    stages: Mapping[str, float] = field(default_factory=dict)
    quality: Mapping[str, int] = field(default_factory=dict)
    quality_bound: int = 0
    found: bool = True
