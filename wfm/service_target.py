"""What callers are to find: the goals of section ``[service]``, and how the agents needed are counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Convention(StrEnum):
    """Of which calls a share is taken; it is named wherever a figure stands."""

    OFFERED = "offered"
    """Of all calls offered."""
    EXCL_SHORT_ABANDONS = "excl_short_abandons"
    """Of all but those that were abandoned within ``answer_within``."""
    ANSWERED = "answered"
    """The share answered in time of answered calls; the share abandoned still of all."""


class GoalScope(StrEnum):
    """Where the goals are to be met."""

    SHIFT = "shift"
    """On the whole shift, weighted by its calls."""
    INTERVAL = "interval"
    """In every interval of it."""


@dataclass(frozen=True)
class ServiceTarget:
    """Goals and how they are measured.

    Parameters
    ----------
    answer_within
        Seconds within which a call counts as answered in time.
    answered_share
        At least this share is answered in time; ``None`` is no goal, as below.
    mean_wait
        At most so many seconds do answered calls wait on average.
    abandoned_share
        At most this share is abandoned.
    convention
        Of which calls the shares are.
    patience
        Mean seconds after which a caller gives up.
    agents_min, agents_max
        Never fewer agents, nor more (``None``: as many as it takes).
    confidence
        Share of the forecast's paths on which the goals must be met, above 0 and at most 1.
    scope
        Where.
    shrinkage_planned, shrinkage_unplanned
        Share of seats whose agent is away though rostered, each below 1: known beforehand, and not.
    interval_minutes
        Length of an interval on the wall clock.
    cost_per_hour, fixed_cost_per_week
        Of an agent, and of the hotline; ``None`` where they are not known.
    novice_factor
        How much longer a novice handles a call than others, at least 1; 1 makes no difference. It is one
        figure of the hotline: nobody's own handling time is ever asked for.
    novice_weeks
        Weeks from an agent's first day without a colleague beside in which it counts.
    mail_within
        Hours of opening time within which agents answer an e-mail, between calls; ``None`` where they
        answer none.
    mail_seconds
        Work on an e-mail where a history tells of none.
    """

    answer_within: int = 20
    answered_share: Fraction | None = Fraction(4, 5)
    mean_wait: Fraction | None = Fraction(25)
    abandoned_share: Fraction | None = Fraction(1, 10)
    convention: Convention = Convention.OFFERED
    patience: int = 120
    agents_min: int = 2
    agents_max: int | None = None
    confidence: Fraction = Fraction(4, 5)
    scope: GoalScope = GoalScope.SHIFT
    shrinkage_planned: Fraction = Fraction(0)
    shrinkage_unplanned: Fraction = Fraction(1, 25)
    interval_minutes: int = 30
    cost_per_hour: Decimal | None = None
    fixed_cost_per_week: Decimal | None = None
    novice_factor: Fraction = Fraction(1)
    novice_weeks: int = 8
    mail_within: int | None = None
    mail_seconds: int = 300

    def __post_init__(self) -> None:
        if self.answered_share is None and self.mean_wait is None and self.abandoned_share is None:
            raise ValueError("at least one goal")

    @property
    def shrinkage(self) -> Fraction:
        """Share of seats whose agent is away: 1 − (1 − planned)(1 − unplanned)."""
        return 1 - (1 - self.shrinkage_planned) * (1 - self.shrinkage_unplanned)


USUAL_TARGET = ServiceTarget()
