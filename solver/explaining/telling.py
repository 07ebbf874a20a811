"""Names in sentences: as many as one reads, the others counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wfm.finding import Subject
from wfm.message import Message, Text
from wfm.plan import Plan

AND_MORE = Text("fact.and_more", "{n:number} more")

MOST_NAMED = 6
"""Names in a sentence; of more, as many are named and the others counted."""


def some_of(who: Sequence[str | Message]) -> tuple[str | Message, ...]:
    """Return those who are named, and how many more there are."""
    if len(who) <= MOST_NAMED:
        return tuple(who)
    return (*who[: MOST_NAMED - 1], AND_MORE(n=len(who) - MOST_NAMED + 1))


def agent_names(plan: Plan, subjects: Iterable[Subject]) -> tuple[str | Message, ...]:
    """Return the names of agents, as `some_of` does."""
    return some_of([plan.labels[subject.agent] for subject in subjects])


def competence_name(plan: Plan, code: str) -> str:
    """Return what a competence is called."""
    return next(competence.name for competence in plan.hotline.competences if competence.code == code)
