"""MendedDesign: a design after some of its duties were lost, and what each change brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wfm.design.duty import Design, Duty
from wfm.ids import AgentId


@dataclass(frozen=True)
class DutyChange:
    """An agent's duty of a day before and after; ``None`` where there was or is none."""

    agent: AgentId
    day: date
    before: Duty | None
    after: Duty | None


@dataclass(frozen=True)
class Rung:
    """What a day comes to at best where at most so many duties change.

    Parameters
    ----------
    day
        The day that is mended.
    changes
        Duties that may change.
    values
        Value of each level of the day alone.
    proven
        Whether no choice of so many changes has less.
    """

    day: date
    changes: int
    values: Mapping[str, int]
    proven: bool


@dataclass(frozen=True)
class MendedDesign:
    """The answer.

    Parameters
    ----------
    design
        All duties afterwards, measured; its bounds say nothing, as only some days were chosen anew.
    gone
        Agent and day of each duty that the plan allows no more.
    changes
        Every further duty that is another one than before.
    ladder
        Day by day, from no change to as many as help.
    """

    design: Design
    gone: Sequence[tuple[AgentId, date]]
    changes: Sequence[DutyChange]
    ladder: Sequence[Rung]


def duty_changes(before: Sequence[Duty], after: Sequence[Duty]) -> tuple[DutyChange, ...]:
    """Return what two designs differ in, in order of day and agent."""
    old = {(one.day, one.agent): one for one in before}
    new = {(one.day, one.agent): one for one in after}
    return tuple(
        DutyChange(agent, day, old.get((day, agent)), new.get((day, agent)))
        for day, agent in sorted(old.keys() | new.keys())
        if old.get((day, agent)) != new.get((day, agent))
    )
