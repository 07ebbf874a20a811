"""Hotline: what hotline.toml says, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from wfm.apportionment import Method
from wfm.calendar import Closing, Period, Shift, Span, UnsocialSpan, opening_shifts
from wfm.competence import Competence
from wfm.limits import Limits, Weights
from wfm.service_target import ServiceTarget
from wfm.settlement import Tariff


class Pairing(StrEnum):
    """Who may share a shift."""

    SAME_MUNICIPALITY = "same_municipality"
    MIXED = "mixed"


class Approval(StrEnum):
    """Who confirms what an agent says of availability."""

    NONE = "none"
    LEADER = "leader"


class SwapApproval(StrEnum):
    """Who says yes before shifts that agents swap change hands."""

    NONE = "none"
    LEADER = "leader"
    """The leaders of both municipalities."""
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Hotline:
    """One phone line and how a period of it is planned.

    Parameters
    ----------
    name, code
        For people; and short, stable, part of every calendar event's UID.
    period
        Days planned.
    opening_hours
        Spans by weekday (0 = Monday); a weekday left out is closed.
    shift_minutes
        Length of a shift on the wall clock.
    agents
        Seats on a shift.
    tariff
        ``None`` where no settlement is agreed.
    names_in_feeds
        Whether calendars may name the other agents of a shift.
    approval
        Who confirms what agents say of when they can sit.
    swap_approval
        Who says yes before shifts that agents swap change hands.
    service
        What callers are to find, and how the agents needed are counted.
    start_up_months
        Months from the day on which a municipality joins until it staffs.
    """

    name: str
    code: str
    period: Period
    opening_hours: Mapping[int, tuple[Span, ...]]
    timezone: str = "Europe/Copenhagen"
    language: str = "da"
    closing: Closing = field(default_factory=Closing)
    shift_minutes: int = 180
    agents: int = 2
    pairing: Pairing = Pairing.SAME_MUNICIPALITY
    competences: tuple[Competence, ...] = ()
    unsocial: tuple[UnsocialSpan, ...] = ()
    limits: Limits = field(default_factory=Limits)
    method: Method = Method.LARGEST_REMAINDER
    weights: Weights = field(default_factory=Weights)
    tariff: Tariff | None = None
    names_in_feeds: bool = False
    approval: Approval = Approval.NONE
    swap_approval: SwapApproval = SwapApproval.LEADER
    service: ServiceTarget = field(default_factory=ServiceTarget)
    start_up_months: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "opening_hours", MappingProxyType(dict(self.opening_hours)))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of all local times."""
        return ZoneInfo(self.timezone)

    def opening_shifts(self) -> tuple[Shift, ...]:
        """Return the period's shifts in order, before any change of demand."""
        return self._opening_shifts

    @cached_property
    def _opening_shifts(self) -> tuple[Shift, ...]:
        return opening_shifts(
            self.period,
            self.opening_hours,
            self.closing,
            self.shift_minutes,
            self.agents,
            self.zone,
            self.unsocial,
        )
