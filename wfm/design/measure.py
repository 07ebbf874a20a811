"""A design measured from its duties alone, without a solver: the levels, hours, and hard rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from wfm.calendar import Shift, Span
from wfm.design.agent import FULL_TIME
from wfm.design.duty import BLOCKS, LATE_MAIL, OVERSTAFFING, SHORTAGE, Duty
from wfm.design.mail import overdue_by_step
from wfm.design.plan import DesignPlan
from wfm.ids import AgentId


def count_answering(plan: DesignPlan, duties: Iterable[Duty]) -> Mapping[str, int]:
    """Return the agents on the phones by the id of each step."""
    by_day: dict[date, list[Duty]] = {}
    for duty in duties:
        by_day.setdefault(duty.day, []).append(duty)
    return {step.id: sum(duty.answers(step) for duty in by_day.get(step.day, ())) for step in plan.steps}


def measure_design(plan: DesignPlan, duties: Iterable[Duty]) -> Mapping[str, int]:
    """Return the value of every level.

    `shortage`: Σ over steps of (agents missing)². `late_mail`: Σ over steps of the minutes
    of e-mail work overdue at their end. `blocks`:
    agent-steps of work elsewhere that nobody does. `overstaffing`: Σ over steps of (agents
    beyond the need)², so that what there is too much of is spread.
    """
    duties = tuple(duties)
    there = count_answering(plan, duties)
    beyond = [there[step.id] - plan.need_of(step) for step in plan.steps]
    return {
        SHORTAGE: sum(min(0, one) ** 2 for one in beyond),
        LATE_MAIL: sum(overdue_by_step(plan, beyond)),
        BLOCKS: _missing_elsewhere(plan, duties),
        OVERSTAFFING: sum(max(0, one) ** 2 for one in beyond),
    }


def _missing_elsewhere(plan: DesignPlan, duties: Iterable[Duty]) -> int:
    sent = Counter((duty.day, duty.block, duty.centre) for duty in duties if duty.block is not None)
    wanted: Counter[tuple[date, Span, str]] = Counter()
    for block in plan.blocks:
        wanted[block.day, block.span, block.centre] += block.agents
    return sum(
        max(0, number - sent[key]) * (key[1].end - key[1].start) // plan.grid
        for key, number in wanted.items()
    )


def duty_minutes(plan: DesignPlan, duty: Duty) -> int:
    """Return the minutes that a duty counts: those elapsed, less a lunch that is not paid."""
    lunch = 0 if duty.lunch is None or duty.rule.lunch_paid else duty.lunch.end - duty.lunch.start
    return plan.minutes_between(duty.day, *duty.span) - lunch


def minutes_by_agent(plan: DesignPlan, duties: Iterable[Duty]) -> Mapping[AgentId, int]:
    """Return the minutes that every agent works."""
    found: Counter[AgentId] = Counter()
    for duty in duties:
        found[duty.agent] += duty_minutes(plan, duty)
    return {agent.id: found[agent.id] for agent in plan.agents}


def holders_missing(plan: DesignPlan, step: Shift, duties: Iterable[Duty]) -> Mapping[str, int]:
    """Return by competence how many holders a step with calls lacks; those that lack none are left out."""
    if not plan.need_of(step):
        return {}
    there = [plan.agent[duty.agent] for duty in duties if duty.answers(step)]
    missing = {
        one.code: one.min_agents - sum(one.code in agent.competences for agent in there)
        for one in plan.hotline.competences
    }
    return {code: number for code, number in missing.items() if number > 0}


class AdministrationMinutes(NamedTuple):
    """The account of one administration.

    Parameters
    ----------
    posts
        What it put into the agents.
    brought
        Minutes that it owed before the period; negative where it had given more than its posts.
    owed, given
        Minutes of its posts in the period, and those worked for it.
    """

    posts: Fraction
    brought: Fraction
    owed: Fraction
    given: Fraction

    @property
    def carried(self) -> Fraction:
        """Minutes that it owes after the period."""
        return self.brought + self.owed - self.given


def administration_minutes(plan: DesignPlan, duties: Iterable[Duty]) -> Mapping[str, AdministrationMinutes]:
    """Return the account of each administration that has posts, or owes minutes from before.

    The minutes of posts are posts × 37 hours × open days of the period ÷ open weekdays of a usual week; an
    agent's minutes are shared in proportion to the posts that administrations put into it.
    """
    usual = sum(bool(spans) for spans in plan.hotline.opening_hours.values())
    weeks = Fraction(len(plan.steps_of), usual) if usual else Fraction(0)
    worked = minutes_by_agent(plan, duties)
    posts: dict[str, Fraction] = dict.fromkeys(plan.owed, Fraction(0))
    delivered: dict[str, Fraction] = dict.fromkeys(plan.owed, Fraction(0))
    for agent in plan.agents:
        whole = sum(agent.posts.values(), Fraction(0))
        for name, part in agent.posts.items():
            posts[name] = posts.get(name, Fraction(0)) + part
            share = worked[agent.id] * part / whole if whole else Fraction(0)
            delivered[name] = delivered.get(name, Fraction(0)) + share
    return {
        name: AdministrationMinutes(
            part, plan.owed.get(name, Fraction(0)), part * FULL_TIME * 60 * weeks, delivered[name]
        )
        for name, part in sorted(posts.items())
    }
