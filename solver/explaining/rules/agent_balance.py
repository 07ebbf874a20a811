"""agent_balance: an agent has more shifts than a fair load, or fewer."""

from __future__ import annotations

from math import isqrt

from solver.explaining.quality_explanation import QualityExplanation
from solver.model.draft import Draft
from wfm.fair_share import load_bands
from wfm.finding import Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

FEWER = Text("quality.fewer_shifts", "{agent} cannot have fewer shifts")
MORE = Text("quality.more_shifts", "{agent} cannot have more shifts")


class AgentBalanceExplanation(QualityExplanation):
    """An agent's seats lie outside the fair load; the amount is the distance squared."""

    key = "agent_balance"

    def restrict(self, draft: Draft, subject: Subject, most: int) -> None:
        """Let the seats lie nearer to the fair load."""
        band, off = load_bands(draft.plan)[subject.agent], isqrt(most)
        seats = draft.load(subject.agent, draft.shifts_of[subject.agent])
        draft.model.add(seats <= band.high + off)
        draft.model.add(seats >= band.low - off)

    def wish(self, plan: Plan, roster: Roster, subject: Subject) -> Message:
        """Say which way the agent cannot go."""
        over = len(roster.of_agent(subject.agent)) > load_bands(plan)[subject.agent].high
        return (FEWER if over else MORE)(agent=plan.labels[subject.agent])
