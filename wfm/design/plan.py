"""DesignPlan: the question of one period whose duties are designed, frozen, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from wfm.availability import Entry, EntryKind
from wfm.calendar import MINUTE, Shift, Span, Week, to_utc
from wfm.design.agent import DesignAgent
from wfm.design.shapes import Shape, day_shapes
from wfm.design.shift_rule import Block, MailWork, Need, ShiftRule
from wfm.hotline import Hotline
from wfm.ids import AgentId


@dataclass(frozen=True)
class DesignPlan:
    """The question: what is needed, who there is, and what a duty may look like.

    Parameters
    ----------
    hotline
        What hotline.toml says; its shifts are the steps of the grid, each with one seat.
    rules
        What a duty may look like, at least one rule.
    agents
        Full-time and part-time agents.
    availability
        Their word about some days; only `unavailable` counts.
    need
        Agents wanted on the phones, by interval.
    blocks
        Work elsewhere that takes agents off the phones.
    owed
        Minutes that each administration owes from earlier periods, by its name; negative where it gave more.
    mail
        E-mail to come; only where the hotline says within how many hours it is answered.
    interval_minutes
        Length of an interval of the need: whole steps.
    """

    hotline: Hotline
    rules: tuple[ShiftRule, ...]
    agents: tuple[DesignAgent, ...]
    availability: tuple[Entry, ...] = ()
    need: tuple[Need, ...] = ()
    blocks: tuple[Block, ...] = ()
    interval_minutes: int = 30
    mail: tuple[MailWork, ...] = ()
    owed: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def grid(self) -> int:
        """Minutes of a step on the wall clock."""
        return self.hotline.shift_minutes

    # --- time --------------------------------------------------------------------------------

    @cached_property
    def steps(self) -> tuple[Shift, ...]:
        """The steps of all opening hours, in order."""
        return self.hotline.opening_shifts()

    @cached_property
    def steps_of(self) -> Mapping[date, tuple[Shift, ...]]:
        """Steps by open day, in order."""
        return {day: tuple(steps) for day, steps in groupby(self.steps, key=lambda step: step.day)}

    @cached_property
    def weeks(self) -> Mapping[Week, tuple[date, ...]]:
        """Open days by ISO week, in order."""
        return {
            week: tuple(dict.fromkeys(step.day for step in steps))
            for week, steps in groupby(self.steps, key=lambda step: step.week)
        }

    @cached_property
    def need_at(self) -> Mapping[tuple[date, int], int]:
        """Agents wanted on the phones by day and start of a step; what has no row needs nobody."""
        return {
            (row.day, minute): row.agents
            for row in self.need
            for minute in range(row.start, row.start + self.interval_minutes, self.grid)
        }

    def need_of(self, step: Shift) -> int:
        """Return the agents wanted on the phones in a step."""
        return self.need_at.get((step.day, step.start), 0)

    def minutes_between(self, day: date, start: int, end: int) -> int:
        """Return the minutes that pass between two local minutes of a day, also where clocks change."""
        zone = self.hotline.zone
        return (to_utc(day, end, zone) - to_utc(day, start, zone)) // MINUTE

    # --- duties ------------------------------------------------------------------------------

    @cached_property
    def shapes_of(self) -> Mapping[date, tuple[Shape, ...]]:
        """What a duty may look like, by open day."""
        wanted: dict[date, list[Span]] = {}
        for block in self.blocks:
            wanted.setdefault(block.day, []).append(block.span)
        return {
            day: tuple(day_shapes(day, steps, self.grid, self.rules, dict.fromkeys(wanted.get(day, ()))))
            for day, steps in self.steps_of.items()
        }

    def minutes_of(self, shape: Shape) -> int:
        """Return the minutes that a duty counts: those elapsed, less a lunch that is not paid."""
        whole = self.minutes_between(shape.day, shape.start, shape.end)
        return whole - (0 if shape.rule.lunch_paid else shape.rule.lunch_minutes)

    # --- people ------------------------------------------------------------------------------

    @cached_property
    def agent(self) -> Mapping[AgentId, DesignAgent]:
        """Agent by id."""
        return {agent.id: agent for agent in self.agents}

    @cached_property
    def absent_of(self) -> Mapping[AgentId, tuple[Entry, ...]]:
        """The `unavailable` entries of those agents who have one."""
        found: dict[AgentId, list[Entry]] = {}
        for entry in self.availability:
            if entry.kind is EntryKind.UNAVAILABLE:
                found.setdefault(entry.agent, []).append(entry)
        return {agent: tuple(entries) for agent, entries in found.items()}

    def spans_away(self, agent: DesignAgent, day: date) -> tuple[Span, ...]:
        """Return the spans of the day that an agent is away in; the whole day where not employed."""
        if not agent.employed_on(day):
            return (Span(0, 24 * 60),)
        return tuple(
            entry.span
            for entry in self.absent_of.get(agent.id, ())
            if entry.first_day <= day <= entry.last_day and day.weekday() in entry.days
        )

    def fits(self, agent: DesignAgent, shape: Shape) -> bool:
        """Tell whether the agent is there for all of a duty."""
        return not any(span.overlaps(shape.span) for span in self.spans_away(agent, shape.day))

    @cached_property
    def days_of(self) -> Mapping[AgentId, frozenset[date]]:
        """By agent: the open days on which some duty fits the agent."""
        return {
            agent.id: frozenset(
                day
                for day, shapes in self.shapes_of.items()
                if any(self.fits(agent, shape) for shape in shapes)
            )
            for agent in self.agents
        }
