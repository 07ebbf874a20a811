"""In which state each plan of a hotline is, and who does what next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.access.ids import PlanId
from api.plans.records.facts import PlanFacts
from api.plans.records.outlines import PlanOutline


class PublicationState(StrEnum):
    """What a plan is to those who look at all of them."""

    DRAFT = "draft"
    """Nothing of it is published."""
    RUNNING = "running"
    """Published, and today lies in it."""
    COMING = "coming"
    """Published, and it begins later."""
    PAST = "past"
    """Published, and over."""


class NextStep(StrEnum):
    """What is to be done next with a plan."""

    FILL_IN = "fill_in"
    """Its municipalities and agents are not all there yet."""
    MAKE_ROSTER = "make_roster"
    """It can be checked, and a roster be made of it."""
    PUBLISH = "publish"
    """There is a roster that is not published."""
    FOLLOW = "follow"
    """The plan of the next period can be made."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class ListedPlan:
    """A plan in the list of all.

    Parameters
    ----------
    facts, outline
        What is known of it without reading it.
    state, step
        How far it is, and what comes next.
    """

    facts: PlanFacts
    outline: PlanOutline
    state: PublicationState
    step: NextStep


def list_states(
    plans: Iterable[PlanFacts], outlines: Mapping[PlanId, PlanOutline], today: date
) -> Iterator[ListedPlan]:
    """Yield plans with their states, in the order in which they are given.

    Parameters
    ----------
    plans
        All that are known to whoever looks, the latest first.
    outlines
        By plan.
    today
        Where the hotline is.
    """
    latest = True
    for facts in plans:
        outline = outlines[facts.id]
        state = _state(facts, outline, today)
        yield ListedPlan(facts, outline, state, _step(facts, outline, state, latest=latest))
        latest = False


def _state(facts: PlanFacts, outline: PlanOutline, today: date) -> PublicationState:
    if not facts.published:
        return PublicationState.DRAFT
    if outline.holds(today):
        return PublicationState.RUNNING
    return PublicationState.PAST if outline.last_day < today else PublicationState.COMING


def _step(facts: PlanFacts, outline: PlanOutline, state: PublicationState, *, latest: bool) -> NextStep:
    if not outline.is_complete:
        return NextStep.FILL_IN
    if not facts.version:
        return NextStep.MAKE_ROSTER
    if facts.version > facts.published and state is not PublicationState.PAST:
        return NextStep.PUBLISH
    return NextStep.FOLLOW if latest else NextStep.NOTHING
